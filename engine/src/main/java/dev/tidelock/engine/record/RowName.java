package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Affinity;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What rows are called in front of people: their table and the values of their primary key.
public final class RowName {
  private RowName() {}

  /// A row's key: its values as SQLite would show them, with commas between.
  public static String of(Bytes key) {
    Optional<List<Value>> values = RowKey.values(key);
    return values
        .map(all -> all.stream().map(RowName::of).collect(Collectors.joining(",")))
        .orElseGet(() -> "x'" + key.toHex() + "'");
  }

  /// The key of the row that people call so; the opposite of [#of(Bytes)], as far as texts with
  /// commas in them allow.
  public static Bytes key(Schema schema, String name) {
    List<KeyColumn> columns = schema.key();
    String[] parts = columns.size() == 1 ? new String[] {name} : name.split(",", columns.size());
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < Math.min(parts.length, columns.size()); i++) {
      Affinity affinity =
          schema.column(columns.get(i).column()).map(Column::affinity).orElse(Affinity.BLOB);
      values.add(value(parts[i], affinity));
    }
    List<Collation> collations =
        columns.stream().limit(values.size()).map(KeyColumn::collation).toList();
    return RowKey.of(values, collations);
  }

  private static Value value(String text, Affinity affinity) {
    if (text.matches("x'([0-9a-fA-F]{2})*'")) {
      return Value.of(Bytes.wrap(HexFormat.of().parseHex(text.substring(2, text.length() - 1))));
    }
    if (affinity == Affinity.TEXT) {
      return Value.of(text);
    }
    try {
      return text.matches("-?[0-9]+")
          ? Value.of(Long.parseLong(text))
          : Value.of(Double.parseDouble(text));
    } catch (NumberFormatException _) {
      return Value.of(text);
    }
  }

  /// A value on one line.
  public static String of(Value value) {
    return switch (value) {
      case Value.Null _ -> "NULL";
      case Value.Whole whole -> Long.toString(whole.value());
      case Value.Real real -> Double.toString(real.value());
      case Value.Text text -> text.toString();
      case Value.Blob blob -> "x'" + blob.bytes().toHex() + "'";
      case Value.Large large ->
          "%s of %d bytes"
              .formatted(large.type() == Value.LargeType.TEXT ? "a text" : "a blob", large.size());
    };
  }

  /// A table, with the name of its database.
  public static String table(String database, String table) {
    return database + "." + table;
  }
}
