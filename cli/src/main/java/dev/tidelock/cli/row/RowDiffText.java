package dev.tidelock.cli.row;

import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.sync.RowDiff;
import dev.tidelock.workspace.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    for (RowDiff.Field field : row.fields()) {
      String was = text(field.before());
      String is = text(field.after());
      String change = row.before().isEmpty() ? is : row.after().isEmpty() ? was : was + " → " + is;
      terminal.print(indent + Words.shown(field.column()) + "  " + Words.shown(change));
    }
    row.after().ifPresent(version -> showOthers(terminal, indent, version));
  }

  /// Prints the other versions of a conflict, with what they have otherwise than the first.
  private static void showOthers(Terminal terminal, String indent, RowDiff.Version version) {
    for (Map<String, Value> other : version.others()) {
      List<String> fields = new ArrayList<>();
      other.forEach((column, value) -> {
        if (!value.equals(version.fields().get(column))) {
          fields.add(Words.shown(column + "  " + Values.text(value, VALUE)));
        }
      });
      terminal.print(indent + "or " + String.join(", ", fields));
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

  private static Json values(Map<String, Value> fields) {
    Json.Builder document = Json.object();
    fields.forEach((column, value) -> document.put(column, Values.toJson(value)));
    return document.build();
  }

  /// The element of `rows`.
  public static Json toJson(RowDiff row) {
    String what = row.before().isEmpty() ? "added" : row.after().isEmpty() ? "deleted" : "modified";
    Json.Builder fields = Json.object();
    for (RowDiff.Field field : row.fields()) {
      Json.Builder change = Json.object();
      field.before().ifPresent(value -> change.put("before", Values.toJson(value)));
      field.after().ifPresent(value -> change.put("after", Values.toJson(value)));
      fields.put(field.column(), change);
    }
    return Json.object()
        .put("table", row.database() + "." + row.table())
        .put("key", row.key())
        .put("what", what)
        .put("versions", row.after().map(RowDiff.Version::versions).orElse(0))
        .put(
            "others",
            Json.array(
                row.after().map(RowDiff.Version::others).orElse(List.of()), RowDiffText::values))
        .put("fields", fields)
        .build();
  }
}
