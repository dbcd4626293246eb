package dev.tidelock.library;

import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProblem;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// An operation that did not do all that it was asked.
///
/// @param id its number in this workspace
/// @param operation what it was
/// @param tables for which tables; none for all
/// @param existing what it does where rows are in the way
/// @param state how it stands
/// @param attempts how often it was tried
/// @param problem why the last try failed
/// @param created when it failed first
/// @param changed when its state last changed
/// @param due when it is tried again, if it is
public record QueuedOperation(
    long id,
    Operation operation,
    SortedSet<String> tables,
    Existing existing,
    State state,
    int attempts,
    SyncProblem problem,
    Instant created,
    Instant changed,
    Optional<Instant> due) {
  public QueuedOperation {
    tables = Collections.unmodifiableSortedSet(new TreeSet<>(tables));
    if (due.isPresent() != (state == State.PENDING)) {
      throw new IllegalArgumentException("what is pending is due at a time, and nothing else is");
    }
  }

  /// How something in the queue stands.
  public enum State {
    /// It is tried again.
    PENDING,
    /// It is not tried again by itself: a person has to do something, or it was tried too often.
    FAILED,
    /// It was done.
    COMPLETED
  }
}
