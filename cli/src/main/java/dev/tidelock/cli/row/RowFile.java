package dev.tidelock.cli.row;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.sync.OpenRowConflict;
import dev.tidelock.engine.sync.RowDecision;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonReader;
import dev.tidelock.workspace.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A version of a row that a person writes: a JSON object of columns. What it does not name stays
/// as the version has it that it starts from.
public final class RowFile {
  private RowFile() {}

  /// The version that most columns are taken from: the one in this database, or the first.
  public static Optional<RowTerm> start(OpenRowConflict conflict) {
    List<RowTerm> rows = conflict.terms().stream().filter(term -> term.row().isPresent()).toList();
    return rows.stream()
        .filter(term -> conflict.mine().equals(Optional.of(term.key())))
        .findFirst()
        .or(() -> rows.stream().findFirst());
  }

  /// A version to begin with; long values are left out.
  public static Bytes text(OpenRowConflict conflict, RowTerm start) {
    Map<String, Value> fields = new LinkedHashMap<>(conflict.fields(start.row().orElseThrow()));
    fields.values().removeIf(Value.Large.class::isInstance);
    return Bytes.utf8(JsonText.readable(Values.toJson(fields)));
  }

  /// The decision that a text stands for.
  ///
  /// @throws MalformedException if it is no JSON object, names a column that is not there, or says
  ///   that the row has another primary key
  public static RowDecision decision(OpenRowConflict conflict, RowTerm start, Bytes text) {
    Map<String, Value> values = values(conflict, text);
    Map<String, Value> own = conflict.fields(start.row().orElseThrow());
    for (KeyColumn part : conflict.schema().key()) {
      Column column = conflict.schema().column(part.column()).orElseThrow();
      for (Map.Entry<String, Value> given : values.entrySet()) {
        if (TableId.isSameName(given.getKey(), column.name())
            && !given.getValue().equals(own.get(column.name()))) {
          throw new MalformedException("its primary key cannot be another");
        }
      }
    }
    return new RowDecision.UseValues(start.key(), values);
  }

  /// The columns that a text gives.
  ///
  /// @throws MalformedException if it is no JSON object, or names a column that is not there
  private static Map<String, Value> values(OpenRowConflict conflict, Bytes text) {
    if (!(JsonReader.read(text.toUtf8()) instanceof Json.Members members)) {
      throw new MalformedException("a row is written as a JSON object of columns");
    }
    Map<String, Value> values = new LinkedHashMap<>();
    members
        .values()
        .forEach((column, value) -> {
          if (conflict.schema().column(column).isEmpty()) {
            throw new MalformedException(
                "%s has no column '%s'".formatted(conflict.name(), column));
          }
          values.put(column, Values.of(value));
        });
    return values;
  }
}
