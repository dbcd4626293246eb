package dev.tidelock.library.example;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// An application of projects, their conversations, and the messages of these, with its own SQLite
/// database. Ids are random, so that devices which are offline never make the same; messages stand
/// in the order of their positions, and of their ids where two devices wrote one at a time.
final class Conversations implements AutoCloseable {
  static final List<String> TABLES = List.of("projects", "conversations", "messages");

  private final Connection connection;

  Conversations(Path database) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + database);
    Rows.change(connection, "PRAGMA journal_mode = WAL");
    Rows.change(connection, "PRAGMA foreign_keys = ON");
    Rows.change(
        connection,
        "CREATE TABLE IF NOT EXISTS projects (id TEXT PRIMARY KEY, name TEXT NOT NULL)");
    Rows.change(
        connection,
        """
        CREATE TABLE IF NOT EXISTS conversations (
          id TEXT PRIMARY KEY,
          project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
          title TEXT NOT NULL)\
        """);
    Rows.change(
        connection,
        """
        CREATE TABLE IF NOT EXISTS messages (
          id TEXT PRIMARY KEY,
          conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          author TEXT NOT NULL,
          body TEXT NOT NULL,
          reply_to TEXT REFERENCES messages (id))\
        """);
  }

  String addProject(String name) throws SQLException {
    String id = fresh();
    Rows.change(connection, "INSERT INTO projects VALUES (?, ?)", id, name);
    return id;
  }

  String addConversation(String project, String title) throws SQLException {
    String id = fresh();
    Rows.change(connection, "INSERT INTO conversations VALUES (?, ?, ?)", id, project, title);
    return id;
  }

  String say(String conversation, String author, String body) throws SQLException {
    return reply(conversation, author, body, "");
  }

  /// Adds a message at the end.
  ///
  /// @param to the message that it answers; empty for none
  String reply(String conversation, String author, String body, String to) throws SQLException {
    String id = fresh();
    Rows.change(
        connection,
        """
        INSERT INTO messages
        SELECT ?1, ?2, coalesce(max(position), 0) + 1, ?3, ?4, nullif(?5, '')
        FROM messages WHERE conversation = ?2\
        """,
        id,
        conversation,
        author,
        body,
        to);
    return id;
  }

  void rename(String conversation, String title) throws SQLException {
    Rows.change(connection, "UPDATE conversations SET title = ? WHERE id = ?", title, conversation);
  }

  /// Duplicates a conversation into a project, its own or another: with fresh ids, and with the
  /// order of its messages and what answers what kept. One transaction.
  String duplicate(String conversation, String project) throws SQLException {
    connection.setAutoCommit(false);
    try {
      String copy = fresh();
      Rows.change(
          connection,
          "INSERT INTO conversations SELECT ?, ?, title || ' (Copy)' FROM conversations WHERE id = ?",
          copy,
          project,
          conversation);
      Map<String, String> ids = new HashMap<>();
      for (List<String> message :
          Rows.ask(
              connection,
              "SELECT id, coalesce(reply_to, '') FROM messages WHERE conversation = ?"
                  + " ORDER BY position, id",
              conversation)) {
        String id = fresh();
        ids.put(message.get(0), id);
        Rows.change(
            connection,
            "INSERT INTO messages SELECT ?, ?, position, author, body, nullif(?, '') FROM messages"
                + " WHERE id = ?",
            id,
            copy,
            ids.getOrDefault(message.get(1), ""),
            message.get(0));
      }
      connection.commit();
      return copy;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /// A conversation as people read it: each message, and what it answers.
  List<String> read(String conversation) throws SQLException {
    return Rows.ask(
            connection,
            """
            SELECT m.author, m.body, coalesce(r.body, '') FROM messages m
            LEFT JOIN messages r ON r.id = m.reply_to
            WHERE m.conversation = ? ORDER BY m.position, m.id\
            """,
            conversation)
        .stream()
        .map(row ->
            row.get(0)
                + ": "
                + row.get(1)
                + (row.get(2).isEmpty() ? "" : " [to: " + row.get(2) + "]"))
        .toList();
  }

  /// The conversations of a project, by title.
  List<String> titles(String project) throws SQLException {
    return Rows.ask(
            connection, "SELECT title FROM conversations WHERE project = ? ORDER BY title", project)
        .stream()
        .map(List::getFirst)
        .toList();
  }

  /// How many rows each table has.
  Map<String, Long> counts() throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String table : TABLES) {
      String rows = Rows.ask(connection, "SELECT count(*) FROM " + table).getFirst().getFirst();
      counts.put(table, Long.valueOf(rows));
    }
    return counts;
  }

  /// All rows of all tables.
  Map<String, List<List<String>>> everything() throws SQLException {
    Map<String, List<List<String>>> all = new LinkedHashMap<>();
    for (String table : TABLES) {
      all.put(table, Rows.ask(connection, "SELECT * FROM " + table + " ORDER BY id"));
    }
    return all;
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
