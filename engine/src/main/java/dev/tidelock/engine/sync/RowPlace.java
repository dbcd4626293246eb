package dev.tidelock.engine.sync;

import java.util.Optional;

/// A table of a project, or one row of it, as people call them.
///
/// @param database the name of the database
/// @param table the name of the table, in any case of ASCII letters
/// @param key the values of the row's primary key as SQLite shows them, with commas between;
///   nothing for the whole table
public record RowPlace(String database, String table, Optional<String> key) {
  @Override
  public String toString() {
    return database + "." + table + key.map(it -> "/" + it).orElse("");
  }
}
