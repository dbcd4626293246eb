package dev.tidelock.platform.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The question whether rows of a table can be written, with our triggers on it: an index, a check
/// or a generated column may need a function that only its application has. Within a transaction;
/// changes nothing.
///
/// @param link where
/// @param table which table
record Trial(Link link, TableShape table) {
  /// Asks SQLite to prepare all that would be done, without the application's triggers, which do
  /// not run then.
  ///
  /// @throws SQLException if it cannot be done
  void run() throws SQLException {
    String name = Sql.name(table.name());
    String first = Sql.name(table.key().getFirst());
    link.tryExecute("SAVEPOINT trial");
    try {
      for (String trigger : triggers()) {
        link.tryExecute("DROP TRIGGER main." + Sql.name(trigger));
      }
      prepare("INSERT INTO " + name + "(" + first + ") VALUES(1)");
      prepare("UPDATE " + name + " SET " + first + " = 1");
      prepare("DELETE FROM " + name);
      prepare("SELECT * FROM " + name + " ORDER BY " + Sql.names(table.key()));
    } finally {
      link.tryExecute("ROLLBACK TO trial");
      link.tryExecute("RELEASE trial");
    }
  }

  private List<String> triggers() {
    List<String> names = new ArrayList<>();
    try (Query query =
        link.query(
            "SELECT name FROM main.sqlite_schema WHERE type = 'trigger' AND tbl_name = ?"
                + " COLLATE NOCASE AND substr(name, 1, ?) <> ?",
            table.name(),
            Triggers.PREFIX.length(),
            Triggers.PREFIX)) {
      while (query.next()) {
        names.add(query.text(0));
      }
    }
    return names;
  }

  private void prepare(String sql) throws SQLException {
    link.connection().prepareStatement(sql).close();
  }
}
