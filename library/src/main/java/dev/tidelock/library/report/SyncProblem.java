package dev.tidelock.library.report;

/// Something that an operation could not do, or left alone.
///
/// @param kind what kind of thing
/// @param message what happened, on what
/// @param hint what to do next; empty if there is nothing to say
public record SyncProblem(Kind kind, String message, String hint) {
  /// Whether it may be gone by itself, so that trying again makes sense without a person.
  public boolean mayPass() {
    return switch (kind) {
      case UNREACHABLE, TIMEOUT, BUSY, NO_SPACE -> true;
      case NO_REMOTE,
          NOT_ALLOWED,
          REFUSED,
          HELD_BACK,
          DATABASE,
          DAMAGED,
          WAITING,
          LOCAL_ONLY,
          UNEXPECTED ->
          false;
    };
  }

  /// Whether the operation did all that it was asked in spite of it.
  public boolean isNotice() {
    return kind == Kind.WAITING || kind == Kind.LOCAL_ONLY;
  }

  /// The kinds of problem that callers tell apart.
  public enum Kind {
    /// There is no remote to sync with.
    NO_REMOTE,
    /// The remote did not answer, or not to the end.
    UNREACHABLE,
    /// The remote answered, and then said nothing for too long.
    TIMEOUT,
    /// The application, or another process, holds the database or the workspace.
    BUSY,
    /// A disk or a quota is full.
    NO_SPACE,
    /// Nobody is signed in, or rights or permissions do not suffice.
    NOT_ALLOWED,
    /// What was asked for would overwrite something, or cannot be meant.
    REFUSED,
    /// So many deletions or overwrites that a person has to confirm them.
    HELD_BACK,
    /// The database, or a table of it, cannot be synced as it is.
    DATABASE,
    /// Something stored is damaged.
    DAMAGED,
    /// Some rows wait until this database takes them; all else was done.
    WAITING,
    /// There is no remote yet: the rows are kept in the history here.
    LOCAL_ONLY,
    /// A defect of the library.
    UNEXPECTED
  }
}
