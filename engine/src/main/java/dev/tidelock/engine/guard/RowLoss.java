package dev.tidelock.engine.guard;

import dev.tidelock.core.map.Change;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.Value;
import java.util.Map;
import java.util.Optional;

/// How many rows were lost.
///
/// @param deleted rows that are gone
/// @param rewritten rows of whose values nothing is left
record RowLoss(long deleted, long rewritten) {
  static final RowLoss NONE = new RowLoss(0, 0);
  private static final RowLoss DELETED = new RowLoss(1, 0);
  private static final RowLoss REWRITTEN = new RowLoss(0, 1);
  private static final int ENOUGH = 50;
  private static final int EMPTIED = 20;

  /// What is lost with a row that was there.
  static RowLoss of(Change<RowEntry> row) {
    if (row.after().isEmpty()) {
      return DELETED;
    }
    return isRewritten(row) ? REWRITTEN : NONE;
  }

  RowLoss plus(RowLoss other) {
    return new RowLoss(deleted + other.deleted, rewritten + other.rewritten);
  }

  boolean isAny() {
    return sum() > 0;
  }

  long sum() {
    return deleted + rewritten;
  }

  /// Whether a table that lost this on its way from `before` to `after` lost suspiciously much.
  boolean isSuspicious(Table before, Optional<Table> after) {
    long total = before.summary().entries();
    boolean emptied = after.filter(it -> it.summary().entries() > 0).isEmpty();
    return deleted > ENOUGH && deleted * 4 > total
        || rewritten > ENOUGH && rewritten * 2 > total
        || total > EMPTIED && emptied;
  }

  /// Whether a row is there, but no value that it had, apart from its key. An application changes
  /// one column of all rows now and then; whoever destroys a table leaves nothing.
  private static boolean isRewritten(Change<RowEntry> row) {
    return row.before()
        .flatMap(RowEntry::shown)
        .flatMap(was -> row.after().flatMap(RowEntry::shown).map(is -> isRewritten(was, is)))
        .orElse(false);
  }

  private static boolean isRewritten(Row before, Row after) {
    Map<ColumnId, Value> was = before.values();
    Map<ColumnId, Value> is = after.values();
    return was.values().stream().anyMatch(value -> !value.equals(Value.NULL))
        && was.entrySet().stream()
            .filter(each -> !each.getValue().equals(Value.NULL))
            .noneMatch(each -> each.getValue().equals(is.get(each.getKey())));
  }
}
