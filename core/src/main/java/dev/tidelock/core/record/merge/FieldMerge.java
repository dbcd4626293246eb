package dev.tidelock.core.record.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The merge of two versions of a row by field. A field is a column or a group of columns. A column
/// that a version does not have was unknown to its writer, so it is no change: the other version's
/// counts.
final class FieldMerge {
  private final RowShape shape;
  private final TableRules rules;
  private final Map<ColumnId, Set<ColumnId>> groupOf = new HashMap<>();

  FieldMerge(RowShape shape, TableRules rules) {
    this.shape = shape;
    this.rules = rules;
    rules.groups().forEach(group -> group.forEach(column -> groupOf.put(column, group)));
  }

  /// What came of a merge.
  ///
  /// @param row the row, with what was written later of fields that nobody decided
  /// @param disputed whether there were such fields
  record Result(Row row, boolean disputed) {}

  Result merge(Bytes key, Optional<Row> base, Row first, Row second) {
    Map<ColumnId, Value> before = base.isPresent() ? shape.values(key, base.get()) : Map.of();
    Map<ColumnId, Value> one = shape.values(key, first);
    Map<ColumnId, Value> other = shape.values(key, second);
    boolean firstIsNewer = RowMerge.newer(first, second).equals(first);
    NavigableMap<ColumnId, Value> merged = new TreeMap<>();
    boolean disputed = false;
    SortedSet<ColumnId> left = new TreeSet<>(one.keySet());
    left.addAll(other.keySet());
    while (!left.isEmpty()) {
      ColumnId column = left.first();
      Set<ColumnId> field = groupOf.getOrDefault(column, Set.of(column));
      Map<ColumnId, Value> was = of(field, before, before);
      Map<ColumnId, Value> ones = of(field, one, other);
      Map<ColumnId, Value> others = of(field, other, one);
      if (ones.equals(others) || others.equals(was)) {
        merged.putAll(ones);
      } else if (ones.equals(was)) {
        merged.putAll(others);
      } else {
        Optional<Value> resolved = resolved(field, column, was, ones, others, first, second);
        if (resolved.isPresent()) {
          merged.put(column, resolved.get());
        } else {
          disputed = true;
          merged.putAll(firstIsNewer ? ones : others);
        }
      }
      left.removeAll(List.copyOf(field));
    }
    Row row = shape.row(first.stamp().later(second.stamp()), key, merged);
    return new Result(row, disputed);
  }

  /// The values of a field, a column that is unknown here as it is there.
  private static Map<ColumnId, Value> of(
      Set<ColumnId> field, Map<ColumnId, Value> here, Map<ColumnId, Value> there) {
    Map<ColumnId, Value> values = new HashMap<>();
    for (ColumnId column : field) {
      Value value = here.get(column);
      Value known = value == null ? there.get(column) : value;
      if (known != null) {
        values.put(column, known);
      }
    }
    return values;
  }

  private Optional<Value> resolved(
      Set<ColumnId> field,
      ColumnId column,
      Map<ColumnId, Value> was,
      Map<ColumnId, Value> ones,
      Map<ColumnId, Value> others,
      Row first,
      Row second) {
    FieldResolver resolver = rules.columns().get(column);
    Value one = ones.get(column);
    Value other = others.get(column);
    if (field.size() > 1 || resolver == null || one == null || other == null) {
      return Optional.empty();
    }
    return resolver.resolve(
        new FieldResolver.Dispute(
            Optional.ofNullable(was.get(column)), one, other, first.stamp(), second.stamp()));
  }
}
