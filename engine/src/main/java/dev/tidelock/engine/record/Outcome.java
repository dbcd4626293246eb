package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.engine.port.WriteProblem;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a table shows after it was written to: each row that was to change as it is now, ascending
/// by key.
final class Outcome implements Iterator<Map.Entry<Bytes, Optional<RowEntry>>> {
  private final Iterator<RowChanges.RowChange> changes;
  private final Map<Bytes, WriteProblem> problems;
  private final Set<Bytes> leftAlone;
  private long rows;

  /// @param changes what was to change
  /// @param problems what was not written
  /// @param leftAlone the keys that were not touched
  Outcome(
      Iterator<RowChanges.RowChange> changes,
      Map<Bytes, WriteProblem> problems,
      Set<Bytes> leftAlone) {
    this.changes = changes;
    this.problems = problems;
    this.leftAlone = leftAlone;
  }

  /// How many rows were written or deleted.
  long rows() {
    return rows;
  }

  @Override
  public boolean hasNext() {
    return changes.hasNext();
  }

  @Override
  public Map.Entry<Bytes, Optional<RowEntry>> next() {
    RowChanges.RowChange change = changes.next();
    if (leftAlone.contains(change.key())) {
      return Map.entry(change.key(), change.before().map(RowEntry.class::cast));
    }
    Optional<WriteProblem> problem = Optional.ofNullable(problems.get(change.key()));
    if (problem.isPresent()) {
      return Map.entry(change.key(), left(problem.get(), change).map(RowEntry.class::cast));
    }
    rows += change.isVisible() ? 1 : 0;
    Optional<RowEntry> shown = change.after().map(RowEntry.class::cast);
    return Map.entry(change.key(), shown.or(change::refused));
  }

  private static Optional<Row> left(WriteProblem problem, RowChanges.RowChange change) {
    WriteProblem.Standing standing =
        switch (problem) {
          case WriteProblem.Taken taken -> taken.standing();
          case WriteProblem.Unfit unfit -> unfit.standing();
          case WriteProblem.Moved _, WriteProblem.Orphan _ -> WriteProblem.Standing.AS_BEFORE;
        };
    return standing == WriteProblem.Standing.AS_BEFORE ? change.before() : Optional.empty();
  }
}
