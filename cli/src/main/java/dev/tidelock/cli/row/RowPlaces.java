package dev.tidelock.cli.row;

import dev.tidelock.engine.sync.RowPlace;
import dev.tidelock.engine.sync.Workspace;
import java.util.Optional;

/// Tables and rows as a person names them: `app.notes`, `app.notes/17`.
public final class RowPlaces {
  private RowPlaces() {}

  /// The table or row that a text names, if the project has that table. A database's name may have
  /// dots in it, and so may a table's.
  public static Optional<RowPlace> find(Workspace workspace, String text) {
    int slash = text.indexOf('/');
    String table = slash < 0 ? text : text.substring(0, slash);
    Optional<String> key = slash < 0 ? Optional.empty() : Optional.of(text.substring(slash + 1));
    for (int dot = table.indexOf('.'); dot > 0; dot = table.indexOf('.', dot + 1)) {
      RowPlace place = new RowPlace(table.substring(0, dot), table.substring(dot + 1), key);
      if (workspace.hasTable(place)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }
}
