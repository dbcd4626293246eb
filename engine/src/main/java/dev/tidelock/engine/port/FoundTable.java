package dev.tidelock.engine.port;

import java.util.Optional;

/// A table of a database, and whether it can be tracked.
///
/// @param name its name
/// @param refusal why it cannot be, if it cannot
public record FoundTable(String name, Optional<Refusal> refusal) {
  /// Why a table cannot be tracked.
  ///
  /// @param reason what kind of reason
  /// @param detail what exactly, and what to do about it, for people
  public record Refusal(Reason reason, String detail) {}

  /// What keeps a table from being tracked.
  public enum Reason {
    /// It declares no primary key: its rows have no names.
    NO_KEY,
    /// Some row has NULL in its primary key.
    NULL_IN_KEY,
    /// It or one of its indices has a collation that only the application knows.
    COLLATION,
    /// It is virtual: its rows lie elsewhere.
    VIRTUAL,
    /// It belongs to a virtual table.
    SHADOW,
    /// Its name, or a column's, is one that is kept for something else.
    RESERVED_NAME,
    /// It has more columns, or longer names, types or key columns, than a schema holds.
    TOO_LARGE,
    /// SQLite cannot write it without the application: a function that only the application has.
    UNWRITABLE
  }
}
