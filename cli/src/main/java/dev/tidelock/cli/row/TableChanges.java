package dev.tidelock.cli.row;

import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.sync.RowCounts;
import dev.tidelock.engine.sync.TableDiff;
import dev.tidelock.workspace.json.Json;
import java.util.ArrayList;
import java.util.List;

/// How many rows of tables differ, as text and as documents.
public final class TableChanges {
  private TableChanges() {}

  /// Prints one line for each table.
  public static void show(Terminal terminal, List<TableDiff> tables) {
    for (TableDiff table : tables) {
      terminal.print(
          terminal.styled(Style.YELLOW, "  T ")
              + Words.shown(table.database() + "." + table.name())
              + ": "
              + text(table.counts()));
    }
  }

  /// `2 rows added, 1 changed, 3 deleted`.
  public static String text(RowCounts counts) {
    List<String> parts = new ArrayList<>();
    add(parts, counts.added(), "added");
    add(parts, counts.modified(), "changed");
    add(parts, counts.deleted(), "deleted");
    return parts.isEmpty() ? "the table itself" : String.join(", ", parts);
  }

  private static void add(List<String> parts, long number, String what) {
    if (number > 0) {
      parts.add(
          (parts.isEmpty() ? Words.count(number, "row") : Long.toString(number)) + " " + what);
    }
  }

  /// The element of a list of tables.
  public static Json toJson(TableDiff table) {
    return toJson(table.database(), table.name(), table.counts());
  }

  /// The element of a list of tables.
  public static Json toJson(String database, String table, RowCounts counts) {
    Json.Builder document = Json.object().put("table", database + "." + table);
    return counts(document, counts).build();
  }

  /// Adds `added`, `modified` and `deleted`.
  public static Json.Builder counts(Json.Builder document, RowCounts counts) {
    return document
        .put("added", counts.added())
        .put("modified", counts.modified())
        .put("deleted", counts.deleted());
  }

  /// How many changes tables make: rows, and one where only the table itself differs.
  public static long number(List<TableDiff> tables) {
    return tables.stream().mapToLong(table -> Math.max(1, table.rows())).sum();
  }
}
