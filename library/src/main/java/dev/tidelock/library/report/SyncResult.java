package dev.tidelock.library.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How an operation ended.
///
/// @param operation which
/// @param recordsUp rows that the remote learned of
/// @param recordsDown rows that changed in the database
/// @param tables how many rows moved, by table as `database.table`; those in which some did
/// @param bytesUp bytes sent
/// @param bytesDown bytes received
/// @param conflicts what both sides changed
/// @param problems what could not be done, or was left alone
/// @param commit the newest commit afterwards, in hexadecimal
/// @param started when it began
/// @param duration how long it took
public record SyncResult(
    Operation operation,
    long recordsUp,
    long recordsDown,
    SortedMap<String, Moved> tables,
    long bytesUp,
    long bytesDown,
    Conflicts conflicts,
    List<SyncProblem> problems,
    Optional<String> commit,
    Instant started,
    Duration duration) {
  public SyncResult {
    problems = List.copyOf(problems);
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  /// Whether all was done that was asked. Open conflicts are counted on their own.
  public boolean success() {
    return problems.stream().allMatch(SyncProblem::isNotice);
  }

  /// The problems that kept something from being done.
  public List<SyncProblem> errors() {
    return problems.stream().filter(each -> !each.isNotice()).toList();
  }

  /// Rows that moved, in either direction.
  public long recordsProcessed() {
    return recordsUp + recordsDown;
  }

  /// How long it took, in milliseconds.
  public long durationMs() {
    return duration.toMillis();
  }

  /// How many rows of a table moved.
  ///
  /// @param up those that the remote learned of
  /// @param down those that changed in the database
  public record Moved(long up, long down) {}

  /// Rows and files that both sides changed.
  ///
  /// @param detected how many in this operation
  /// @param resolved those of them that were merged or decided
  /// @param open how many are open now, older ones included
  public record Conflicts(long detected, long resolved, long open) {
    /// None.
    public static final Conflicts NONE = new Conflicts(0, 0, 0);
  }
}
