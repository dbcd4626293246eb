package dev.tidelock.core.record;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectId;

/// One table of a project.
///
/// @param rows the root of the map of its rows
/// @param summary what the rows are: their number as entries, their size, and how many are in
///   conflict or refused
/// @param schema its schema, an object
/// @param database the name under which its database is attached, 1 to 255 characters
/// @param name its name there, 1 to 255 characters
public record Table(ObjectId rows, Summary summary, ObjectId schema, String database, String name) {
  private static final int MAX_TEXT = 255;

  public Table {
    if (database.isEmpty()
        || database.length() > MAX_TEXT
        || name.isEmpty()
        || name.length() > MAX_TEXT) {
      throw new MalformedException("the names of tables and databases have 1 to 255 characters");
    }
  }

  /// This table with other rows.
  public Table withRows(ObjectId newRows, Summary newSummary) {
    return new Table(newRows, newSummary, schema, database, name);
  }

  /// This table with another schema.
  public Table withSchema(ObjectId newSchema) {
    return new Table(rows, summary, newSchema, database, name);
  }

  /// This table under another name.
  public Table withName(String newName) {
    return new Table(rows, summary, schema, database, newName);
  }
}
