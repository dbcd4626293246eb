package dev.tidelock.library.rule;

import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.record.merge.RowFunction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// One version of a row, its columns by name. Immutable. Names are compared as SQLite compares
/// them, in any case of ASCII letters.
public final class RowVersion {
  private final Schema schema;
  private final NavigableMap<ColumnId, Value> values;
  private final long time;

  private RowVersion(Schema schema, NavigableMap<ColumnId, Value> values, long time) {
    this.schema = schema;
    this.values = values;
    this.time = time;
  }

  static RowVersion of(Schema schema, RowFunction.Version version) {
    return new RowVersion(schema, new TreeMap<>(version.values()), version.stamp().time());
  }

  /// The value in a column; nothing if whoever wrote the row did not know the column.
  ///
  /// @throws IllegalArgumentException if the table has no such column
  public Optional<Value> value(String column) {
    return Optional.ofNullable(values.get(id(column)));
  }

  /// The text in a column, if one is there.
  public Optional<String> text(String column) {
    return value(column)
        .flatMap(value ->
            value instanceof Value.Text text
                ? Optional.of(text.bytes().toUtf8())
                : Optional.empty());
  }

  /// The whole number in a column, if one is there.
  public OptionalLong whole(String column) {
    return value(column).orElse(Value.NULL) instanceof Value.Whole whole
        ? OptionalLong.of(whole.value())
        : OptionalLong.empty();
  }

  /// All columns that are known of the row, in the order of the table.
  public Map<String, Value> columns() {
    Map<String, Value> named = new LinkedHashMap<>();
    for (Column column : schema.columns()) {
      Value value = values.get(column.id());
      if (value != null) {
        named.put(column.name(), value);
      }
    }
    return named;
  }

  /// When it was written, by the clock of the device that wrote it; the beginning of 1970 for what
  /// was there before the table was first synced.
  public Instant time() {
    return Instant.ofEpochMilli(time);
  }

  /// This version with another value in a column.
  ///
  /// @throws IllegalArgumentException if the table has no such column
  public RowVersion with(String column, Value value) {
    NavigableMap<ColumnId, Value> changed = new TreeMap<>(values);
    changed.put(id(column), value);
    return new RowVersion(schema, changed, time);
  }

  /// The values by the ids of their columns, those of no name here included.
  NavigableMap<ColumnId, Value> byId() {
    return values;
  }

  private ColumnId id(String column) {
    return schema
        .column(column)
        .orElseThrow(() -> new IllegalArgumentException("the table has no column '" + column + "'"))
        .id();
  }

  @Override
  public String toString() {
    return columns().toString();
  }
}
