package dev.tidelock.engine.sync;

import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.record.Captured;
import dev.tidelock.engine.record.RowName;
import dev.tidelock.engine.scan.Problem;

/// What is wrong with a database, as whoever syncs is told of it.
final class DatabaseProblem {
  private DatabaseProblem() {}

  /// What a failure means to a sync.
  ///
  /// @throws DatabaseFailure if the disk is full: that is for whoever asked for the sync to hear
  static Problem of(String name, DatabaseFailure failure) {
    Problem.Kind kind =
        switch (failure.reason()) {
          case NO_SPACE -> throw failure;
          case BUSY, CHANGED -> Problem.Kind.BUSY;
          case READ_ONLY -> Problem.Kind.NOT_APPLIED;
          case MISSING,
              EXISTS,
              NOT_A_DATABASE,
              ENCRYPTED,
              CORRUPT,
              NEWER,
              DENIED,
              REFUSED,
              BROKEN ->
              Problem.Kind.UNREADABLE;
        };
    return new Problem(name, kind, failure.getMessage() + meaning(failure.reason()));
  }

  private static String meaning(DatabaseFailure.Reason reason) {
    return switch (reason) {
      case NOT_A_DATABASE, CORRUPT ->
          "; nothing of it was taken: put it back from a backup, or move it away and attach it again"
              + " to have the rows that were synced";
      case MISSING ->
          "; nothing was deleted: put it back, or attach it again to have the rows that were synced";
      case BUSY, CHANGED -> "; it is tried again with each sync";
      case EXISTS, ENCRYPTED, NEWER, DENIED, READ_ONLY, REFUSED, NO_SPACE, BROKEN -> "";
    };
  }

  /// A table that cannot be looked at.
  static Problem of(String database, Captured.Unseen unseen) {
    return new Problem(
        RowName.table(database, unseen.name()), Problem.Kind.WAITING, unseen.reason());
  }

  /// Rows that are no part of a project.
  static Problem of(String database, Captured.Unsynced unsynced) {
    return new Problem(
        RowName.table(database, unsynced.name()), Problem.Kind.WAITING, unsynced.reason());
  }
}
