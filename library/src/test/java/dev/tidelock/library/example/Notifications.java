package dev.tidelock.library.example;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// An application that shows notifications, with its own SQLite database.
final class Notifications implements AutoCloseable {
  private final Connection connection;

  Notifications(Path database) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + database);
    Rows.change(connection, "PRAGMA journal_mode = WAL");
    Rows.change(
        connection,
        """
        CREATE TABLE IF NOT EXISTS notifications (
          id TEXT PRIMARY KEY,
          title TEXT NOT NULL,
          is_read INTEGER NOT NULL DEFAULT 0,
          starred INTEGER NOT NULL DEFAULT 0)\
        """);
  }

  String add(String title) throws SQLException {
    String id = UUID.randomUUID().toString();
    Rows.change(connection, "INSERT INTO notifications (id, title) VALUES (?, ?)", id, title);
    return id;
  }

  void read(String id) throws SQLException {
    Rows.change(connection, "UPDATE notifications SET is_read = 1 WHERE id = ?", id);
  }

  void star(String id) throws SQLException {
    Rows.change(connection, "UPDATE notifications SET starred = 1 WHERE id = ?", id);
  }

  void delete(String id) throws SQLException {
    Rows.change(connection, "DELETE FROM notifications WHERE id = ?", id);
  }

  /// All of them by title, as people see them.
  List<String> shown() throws SQLException {
    return Rows.ask(connection, "SELECT title, is_read, starred FROM notifications ORDER BY title")
        .stream()
        .map(row ->
            row.get(0)
                + (row.get(1).equals("1") ? " (read)" : "")
                + (row.get(2).equals("1") ? " *" : ""))
        .toList();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
