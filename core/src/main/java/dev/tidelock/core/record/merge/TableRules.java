package dev.tidelock.core.record.merge;

import dev.tidelock.core.record.ColumnId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How the rows of one table are merged where both sides changed them.
///
/// @param rows how a row is decided
/// @param deletes what becomes of a row that one side edited and the other deleted
/// @param columns who is asked first of a column that both changed
/// @param groups columns that say one thing together, such as an amount and its currency: they are
///   taken from one side together, and not asked for alone. No column is in two
public record TableRules(
    RowRule rows,
    Deletes deletes,
    Map<ColumnId, FieldResolver> columns,
    List<Set<ColumnId>> groups) {
  /// By field, the later one of a field that both changed; an edit outlives a delete.
  public static final TableRules USUAL =
      new TableRules(new RowRule.Fields(), Deletes.EDIT_STAYS, Map.of(), List.of());

  /// What becomes of a row that one side edited and the other deleted.
  public enum Deletes {
    /// The edit stays.
    EDIT_STAYS,
    /// The row is deleted.
    DELETE_STANDS,
    /// Both are kept as a conflict.
    MANUAL
  }

  public TableRules {
    columns = Map.copyOf(columns);
    groups = groups.stream().map(Set::copyOf).toList();
    Set<ColumnId> grouped = new HashSet<>();
    groups.forEach(group ->
        group.forEach(column -> {
          if (!grouped.add(column)) {
            throw new IllegalArgumentException("column " + column + " is in two groups");
          }
        }));
  }

  /// These rules with another one for rows.
  public TableRules withRows(RowRule rule) {
    return new TableRules(rule, deletes, columns, groups);
  }
}
