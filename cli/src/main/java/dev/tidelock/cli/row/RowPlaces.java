package dev.tidelock.cli.row;

import dev.tidelock.engine.sync.RowPlace;
import dev.tidelock.engine.sync.Workspace;
import java.util.Optional;

/// Tables and rows as a person names them: `app.notes`, `app.notes/17`.
public final class RowPlaces {
  private RowPlaces() {}

  /// The table or row that a text names, if the project has that table. A database's name may have
  /// dots in it, and so may a table's, which may have slashes, too.
  public static Optional<RowPlace> find(Workspace workspace, String text) {
    for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
      Optional<RowPlace> row =
          find(workspace, text.substring(0, slash), Optional.of(text.substring(slash + 1)));
      if (row.isPresent()) {
        return row;
      }
    }
    return find(workspace, text, Optional.empty());
  }

  private static Optional<RowPlace> find(Workspace workspace, String table, Optional<String> key) {
    for (int dot = table.indexOf('.'); dot > 0; dot = table.indexOf('.', dot + 1)) {
      RowPlace place = new RowPlace(table.substring(0, dot), table.substring(dot + 1), key);
      if (workspace.hasTable(place)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }
}
