package dev.tidelock.cli.command.database;

import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.port.FoundTable;
import dev.tidelock.engine.port.TrackedTable;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import java.util.Locale;

/// Databases and their tables, as text and as documents.
public final class DatabaseView {
  private DatabaseView() {}

  /// The element of `databases`.
  public static Json toJson(DatabaseStatus database) {
    return Json.object()
        .put("id", database.name())
        .put("name", database.name())
        .put("file", database.file())
        .put("attached", database.file().isPresent())
        .put("tables", Json.array(database.tables(), DatabaseView::toJson))
        .put("untracked", Json.array(database.untracked(), DatabaseView::toJson))
        .put("problem", database.problem())
        .build();
  }

  private static Json toJson(DatabaseStatus.SyncedTable table) {
    return Json.object()
        .put("id", table.id().toString())
        .put("name", table.name())
        .put("rows", table.rows())
        .put("conflicts", table.conflicts())
        .put("synced", table.state().isPresent())
        .put("state", table.state().map(state -> state.name().toLowerCase(Locale.ROOT)))
        .build();
  }

  private static Json toJson(FoundTable table) {
    return Json.object()
        .put("name", table.name())
        .put("possible", table.refusal().isEmpty())
        .put("reason", table.refusal().map(FoundTable.Refusal::detail))
        .build();
  }

  /// Prints a database and its tables.
  static void show(Terminal terminal, DatabaseStatus database) {
    terminal.print(
        terminal.styled(Style.BOLD, database.name())
            + "  "
            + database.file().map(Words::shown).orElse("(not attached here)"));
    for (DatabaseStatus.SyncedTable table : database.tables()) {
      String conflicts =
          table.conflicts() == 0 ? "" : ", " + Words.count(table.conflicts(), "conflict");
      terminal.print(
          "  %s  %s%s%s"
              .formatted(
                  Words.shown(table.name()),
                  Words.count(table.rows(), "row"),
                  conflicts,
                  state(database, table)));
    }
    database
        .problem()
        .ifPresent(problem ->
            terminal.say(terminal.emphasised(Style.RED, "problem:") + " " + Words.shown(problem)));
    showUntracked(terminal, database);
  }

  private static String state(DatabaseStatus database, DatabaseStatus.SyncedTable table) {
    if (database.file().isEmpty() || database.problem().isPresent()) {
      return "";
    }
    TrackedTable.State state = table.state().orElse(null);
    return switch (state) {
      case null -> ", not in this database yet";
      case COMPARE -> table.rows() == 0 ? ", to be compared with the next sync" : "";
      case SOUND -> "";
      case GONE -> ", dropped by the application; its rows stay in the project";
      case REFUSED -> ", cannot be synced any more; its rows stay in the project";
    };
  }

  /// Says which tables of a database are not synced, and which cannot be.
  public static void showUntracked(Terminal terminal, DatabaseStatus database) {
    List<FoundTable> possible =
        database.untracked().stream().filter(table -> table.refusal().isEmpty()).toList();
    if (!possible.isEmpty()) {
      terminal.say(
          "not synced of %s: %s"
              .formatted(
                  database.name(),
                  String.join(
                      ", ", possible.stream().map(table -> Words.shown(table.name())).toList())));
    }
    for (FoundTable table : database.untracked()) {
      table
          .refusal()
          .ifPresent(refusal ->
              terminal.say(
                  "cannot be synced: %s.%s: %s"
                      .formatted(
                          database.name(),
                          Words.shown(table.name()),
                          Words.shown(refusal.detail()))));
    }
  }
}
