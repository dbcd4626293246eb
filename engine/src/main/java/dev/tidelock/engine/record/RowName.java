package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.Value;
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
