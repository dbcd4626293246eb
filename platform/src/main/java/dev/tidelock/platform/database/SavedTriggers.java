package dev.tidelock.platform.database;

import java.util.LinkedHashMap;
import java.util.Map;

/// The triggers that are not there while rows are written. They are made again, from the text that
/// SQLite keeps of them, before anybody else can see that they were gone.
final class SavedTriggers {
  private final Link link;
  private final Map<String, String> saved = new LinkedHashMap<>();

  SavedTriggers(Link link) {
    this.link = link;
  }

  /// Takes all triggers off a table if the application has any on it; whether it did.
  boolean saveIfForeign(String table) {
    boolean foreign =
        link.number(
                "SELECT count(*) FROM main.sqlite_schema WHERE type = 'trigger'"
                    + " AND tbl_name = ? COLLATE NOCASE AND substr(name, 1, ?) <> ?",
                table,
                Triggers.PREFIX.length(),
                Triggers.PREFIX)
            > 0;
    if (foreign) {
      save(table);
    }
    return foreign;
  }

  /// Takes all triggers off a table.
  void save(String table) {
    Map<String, String> found = new LinkedHashMap<>();
    try (Query query =
        link.query(
            "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'"
                + " AND tbl_name = ? COLLATE NOCASE ORDER BY rowid",
            table)) {
      while (query.next()) {
        found.put(query.text(0), query.text(1));
      }
    }
    found.keySet().forEach(name -> link.execute("DROP TRIGGER main." + Sql.name(name)));
    saved.putAll(found);
  }

  /// Makes them again, in the order in which they were made first.
  void restore() {
    saved.values().forEach(link::execute);
    saved.clear();
  }
}
