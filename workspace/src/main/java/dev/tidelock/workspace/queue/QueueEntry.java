package dev.tidelock.workspace.queue;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A task that was not done, and how it stands with it.
///
/// @param id its number in this workspace
/// @param task what was asked for
/// @param state how it stands
/// @param attempts how often it was tried
/// @param cause why the last try failed
/// @param created when it failed first
/// @param changed when its state last changed
/// @param due when it is tried again, if it is
public record QueueEntry(
    long id,
    QueuedTask task,
    State state,
    int attempts,
    Cause cause,
    Instant created,
    Instant changed,
    Optional<Instant> due) {
  public QueueEntry {
    if (due.isPresent() != (state == State.PENDING)) {
      throw new IllegalArgumentException("what is pending is due at a time, and nothing else is");
    }
  }

  /// Whether it is still to be done.
  public boolean isOpen() {
    return state != State.COMPLETED;
  }

  /// The same, done.
  QueueEntry completed(Instant now) {
    return new QueueEntry(
        id, task, State.COMPLETED, attempts, cause, created, now, Optional.empty());
  }

  /// The same, to be tried at once and as often as at first.
  QueueEntry anew(Instant now) {
    return new QueueEntry(id, task, State.PENDING, 0, cause, created, now, Optional.of(now));
  }

  /// Why a try failed.
  ///
  /// @param kind one word for scripts
  /// @param message what happened, on what
  /// @param hint what to do next; empty if there is nothing to say
  public record Cause(String kind, String message, String hint) {}

  /// How something in the queue stands.
  public enum State {
    /// It is tried again.
    PENDING,
    /// It is not tried again by itself: a person has to do something, or it was tried too often.
    FAILED,
    /// It was done.
    COMPLETED;

    /// The name in files and documents.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
