package dev.tidelock.cli.row;

import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.sync.RowDiff;
import dev.tidelock.workspace.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Differences of rows, field by field, as text and as documents.
public final class RowDiffText {
  private static final int VALUE = 60;

  private RowDiffText() {}

  /// Prints each row with the fields that differ.
  public static void show(Terminal terminal, List<RowDiff> rows) {
    String table = "";
    for (RowDiff row : rows) {
      String next = row.database() + "." + row.table();
      if (!next.equals(table)) {
        terminal.print(terminal.styled(Style.BOLD, Words.shown(next)));
        table = next;
      }
      show(terminal, row);
    }
  }

  private static void show(Terminal terminal, RowDiff row) {
    String key = Words.shown(row.key()) + versions(row.after());
    if (row.before().isEmpty()) {
      terminal.print(terminal.styled(Style.GREEN, "  A ") + key);
    } else if (row.after().isEmpty()) {
      terminal.print(terminal.styled(Style.RED, "  D ") + key);
    } else {
      terminal.print(terminal.styled(Style.YELLOW, "  M ") + key);
    }
    showFields(terminal, "      ", row);
  }

  /// Prints what became of a row, each field that differs on a line that begins with `indent`.
  public static void showChange(Terminal terminal, String indent, RowDiff row) {
    String versions = versions(row.after());
    String what =
        row.before().isEmpty()
            ? "the row was added"
            : row.after().isEmpty() ? "the row was deleted" : "the row changed";
    terminal.print(indent + what + versions);
    showFields(terminal, indent + "  ", row);
  }

  /// Prints the fields of a row that differ, each on a line that begins with `indent`.
  private static void showFields(Terminal terminal, String indent, RowDiff row) {
    Map<String, Value> before = fields(row.before());
    Map<String, Value> after = fields(row.after());
    for (String column : columns(before, after)) {
      Optional<Value> was = Optional.ofNullable(before.get(column));
      Optional<Value> is = Optional.ofNullable(after.get(column));
      if (!was.equals(is)) {
        String change =
            row.before().isEmpty()
                ? text(is)
                : row.after().isEmpty() ? text(was) : text(was) + " → " + text(is);
        terminal.print(indent + Words.shown(column) + "  " + Words.shown(change));
      }
    }
  }

  private static String versions(Optional<RowDiff.Version> version) {
    return version
        .filter(it -> it.versions() > 1)
        .map(it -> "  (in conflict: " + it.versions() + " versions)")
        .orElse("");
  }

  private static String text(Optional<Value> value) {
    return value.map(it -> Values.text(it, VALUE)).orElse("(not known)");
  }

  private static Map<String, Value> fields(Optional<RowDiff.Version> version) {
    return version.<Map<String, Value>>map(RowDiff.Version::fields).orElseGet(Map::of);
  }

  private static SequencedSet<String> columns(Map<String, Value> before, Map<String, Value> after) {
    SequencedSet<String> columns = new LinkedHashSet<>(after.keySet());
    columns.addAll(before.keySet());
    return columns;
  }

  /// The element of `rows`.
  public static Json toJson(RowDiff row) {
    String what = row.before().isEmpty() ? "added" : row.after().isEmpty() ? "deleted" : "modified";
    Map<String, Value> before = fields(row.before());
    Map<String, Value> after = fields(row.after());
    Json.Builder fields = Json.object();
    for (String column : columns(before, after)) {
      Optional<Value> was = Optional.ofNullable(before.get(column));
      Optional<Value> is = Optional.ofNullable(after.get(column));
      if (!was.equals(is)) {
        Json.Builder change = Json.object();
        was.ifPresent(value -> change.put("before", Values.toJson(value)));
        is.ifPresent(value -> change.put("after", Values.toJson(value)));
        fields.put(column, change);
      }
    }
    return Json.object()
        .put("table", row.database() + "." + row.table())
        .put("key", row.key())
        .put("what", what)
        .put("versions", row.after().map(RowDiff.Version::versions).orElse(0))
        .put("fields", fields)
        .build();
  }
}
