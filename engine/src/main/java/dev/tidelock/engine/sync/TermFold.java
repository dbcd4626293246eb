package dev.tidelock.engine.sync;

import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.record.merge.FieldResolver;
import dev.tidelock.core.record.merge.TableRules;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/// The versions of a row in conflict, put together one after the other. A column that a version
/// does not have was unknown to its writer, and is no change of it. One thread.
final class TermFold {
  private final OpenRowConflict conflict;
  private final TableRules rules;
  private final Map<String, Value> base;
  private final Map<String, Value> merged;
  private final SequencedSet<String> disputed = new LinkedHashSet<>();
  private Stamp stamp;

  /// @param conflict the row; no version is a deletion
  /// @param rules which columns are one field, and who is asked of a column
  /// @param start the first version
  TermFold(OpenRowConflict conflict, TableRules rules, RowTerm start) {
    this.conflict = conflict;
    this.rules = rules;
    this.base = conflict.base().map(conflict::fields).orElseGet(LinkedHashMap::new);
    this.merged = new LinkedHashMap<>(conflict.fields(start.row().orElseThrow()));
    this.stamp = start.stamp();
  }

  /// What came of it, by the names of columns.
  Map<String, Value> merged() {
    return merged;
  }

  /// The columns that nobody decided.
  SequencedSet<String> disputed() {
    return disputed;
  }

  /// Puts another version to it.
  void add(RowTerm term) {
    Map<String, Value> theirs = conflict.fields(term.row().orElseThrow());
    Set<ColumnId> done = new HashSet<>();
    for (Column column : conflict.schema().columns()) {
      if (!done.contains(column.id())) {
        Set<ColumnId> field = field(column.id());
        done.addAll(field);
        add(field, theirs, term.stamp());
      }
    }
    stamp = stamp.later(term.stamp());
  }

  private Set<ColumnId> field(ColumnId column) {
    return rules.groups().stream()
        .filter(group -> group.contains(column))
        .findFirst()
        .orElseGet(() -> Set.of(column));
  }

  private void add(Set<ColumnId> field, Map<String, Value> theirs, Stamp theirStamp) {
    Map<String, Value> was = of(field, base, base);
    Map<String, Value> ours = of(field, merged, theirs);
    Map<String, Value> others = of(field, theirs, merged);
    if (ours.equals(others) || others.equals(was)) {
      merged.putAll(ours);
    } else if (ours.equals(was)) {
      merged.putAll(others);
    } else {
      resolve(field, was, ours, others, theirStamp);
    }
  }

  private void resolve(
      Set<ColumnId> field,
      Map<String, Value> was,
      Map<String, Value> ours,
      Map<String, Value> others,
      Stamp theirStamp) {
    String name = others.keySet().iterator().next();
    FieldResolver resolver =
        field.size() == 1 ? rules.columns().get(field.iterator().next()) : null;
    Value one = ours.get(name);
    Value other = others.get(name);
    Optional<Value> value =
        resolver == null || one == null || other == null
            ? Optional.empty()
            : resolver.resolve(
                new FieldResolver.Dispute(
                    Optional.ofNullable(was.get(name)), one, other, stamp, theirStamp));
    value.ifPresentOrElse(
        decided -> merged.put(name, decided),
        () ->
            others.forEach((column, theirs) -> {
              if (!theirs.equals(ours.get(column))) {
                disputed.add(column);
              }
            }));
  }

  /// The values of a field, a column that is unknown here as it is there.
  private Map<String, Value> of(
      Set<ColumnId> field, Map<String, Value> here, Map<String, Value> there) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (Column column : conflict.schema().columns()) {
      Value value = here.getOrDefault(column.name(), there.get(column.name()));
      if (field.contains(column.id()) && value != null) {
        values.put(column.name(), value);
      }
    }
    return values;
  }
}
