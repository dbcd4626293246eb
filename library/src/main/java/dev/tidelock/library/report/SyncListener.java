package dev.tidelock.library.report;

/// Told what happens. Called on the library's own thread, one call at a time: return quickly, and
/// do not wait there for an operation of the same database. What a listener throws goes to that
/// thread's handler of uncaught exceptions, and changes nothing else.
public interface SyncListener {
  /// An operation begins.
  default void started(Operation operation) {}

  /// An operation goes on.
  default void progress(SyncProgress progress) {}

  /// An operation did what it was asked.
  default void completed(SyncResult result) {}

  /// An operation did not do all that it was asked.
  ///
  /// @param problem the first reason
  /// @param result all of it
  default void failed(SyncProblem problem, SyncResult result) {}

  /// A conflict is open that was not before.
  default void conflict(Conflict conflict) {}
}
