package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// How the columns of one schema become a key and a row, and back. A column of the key stands in
/// the row only where the key does not give its value back: a real that is whole, a text that was
/// folded, a key that ends in a hash. So each set of values has one row. Immutable, safe for use by
/// any thread.
public final class RowShape {
  private final List<KeyColumn> key;
  private final List<Collation> collations;
  private final List<Column> byId;

  /// For each of [#columns] its place in the key, or -1.
  private final List<Integer> places;

  private final Map<ColumnId, Integer> placesById = new HashMap<>();

  /// The index of each of [#columns] by its id.
  private final Map<ColumnId, Integer> indices = new HashMap<>();

  /// The shape of a table's rows.
  public RowShape(Schema schema) {
    key = schema.key();
    collations = key.stream().map(KeyColumn::collation).toList();
    byId = schema.columns().stream().sorted(Comparator.comparing(Column::id)).toList();
    for (int i = 0; i < key.size(); i++) {
      placesById.put(key.get(i).column(), i);
    }
    for (int i = 0; i < byId.size(); i++) {
      indices.put(byId.get(i).id(), i);
    }
    places = byId.stream().map(column -> placesById.getOrDefault(column.id(), -1)).toList();
  }

  /// The columns in the order in which a row holds them: that of their ids.
  public List<Column> columns() {
    return byId;
  }

  /// The key of a row.
  ///
  /// @param values the values of the key's columns in its order, texts and blobs of any length as
  ///   their bytes
  /// @throws IllegalArgumentException if one is NULL
  public Bytes key(List<Value> values) {
    return RowKey.of(values, collations);
  }

  /// The row that holds the values of all columns.
  ///
  /// @param key its key, from [#key]
  /// @param values in the order of [#columns]; longer texts and blobs as [Value.Large]
  public Row row(Stamp stamp, Bytes key, List<Value> values) {
    List<Value> told = RowKey.values(key).orElse(List.of());
    Row.Builder row = new Row.Builder(stamp);
    for (int i = 0; i < byId.size(); i++) {
      if (!tells(told, places.get(i), values.get(i))) {
        row.add(byId.get(i).id(), values.get(i));
      }
    }
    return row.build();
  }

  /// The row that holds some columns, others than the schema's among them, all of the key's.
  public Row row(Stamp stamp, Bytes key, NavigableMap<ColumnId, Value> values) {
    List<Value> told = RowKey.values(key).orElse(List.of());
    Row.Builder row = new Row.Builder(stamp);
    values.forEach((column, value) -> {
      if (!tells(told, placesById.getOrDefault(column, -1), value)) {
        row.add(column, value);
      }
    });
    return row.build();
  }

  private static boolean tells(List<Value> told, int place, Value value) {
    return place >= 0 && place < told.size() && told.get(place).equals(value);
  }

  /// All that is known of a row: the columns that it has, and those that its key gives back.
  public NavigableMap<ColumnId, Value> values(Bytes key, Row row) {
    NavigableMap<ColumnId, Value> values = new TreeMap<>();
    List<Value> told = RowKey.values(key).orElse(List.of());
    for (int i = 0; i < Math.min(told.size(), this.key.size()); i++) {
      values.put(this.key.get(i).column(), told.get(i));
    }
    row.forEach(values::put);
    return values;
  }

  /// The values of the schema's columns in the order of [#columns]; nothing for one that the row
  /// does not know, which is for the table's default to say.
  public List<Optional<Value>> known(Bytes key, Row row) {
    List<Value> told = RowKey.values(key).orElse(List.of());
    List<Optional<Value>> known = new ArrayList<>(byId.size());
    for (int place : places) {
      known.add(
          place >= 0 && place < told.size() ? Optional.of(told.get(place)) : Optional.empty());
    }
    row.forEach((column, value) -> {
      Integer index = indices.get(column);
      if (index != null) {
        known.set(index, Optional.of(value));
      }
    });
    return known;
  }

  /// A row with the values of all columns of the schema, which keeps what `before` knows beyond
  /// them: what a device writes that does not have all columns.
  ///
  /// @param values in the order of [#columns]
  public Row edited(Row before, Stamp stamp, Bytes key, List<Value> values) {
    NavigableMap<ColumnId, Value> all = new TreeMap<>(before.values());
    for (int i = 0; i < byId.size(); i++) {
      all.put(byId.get(i).id(), values.get(i));
    }
    return row(stamp, key, all);
  }
}
