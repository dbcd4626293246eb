package dev.tidelock.core.record.merge;

/// What of two schemas of one table does not go together.
///
/// @param kind what
/// @param column the name of the column that it is about; empty if it is about the table
/// @param detail both sides' wish, for people
public record SchemaProblem(Kind kind, String column, String detail) {
  /// What may not go together.
  public enum Kind {
    /// The primary keys differ: rows have other names on one side.
    KEY,
    /// A column's types differ so that SQLite stores other values than it is given.
    TYPE,
    /// Both sides renamed a column, or two columns have one name.
    NAME,
    /// Both sides changed a column's collation, its default or whether it may be NULL.
    CONSTRAINT,
    /// A column must have a value that the other side's rows do not have, and no default says one.
    VALUE_REQUIRED
  }
}
