package dev.tidelock.simulation.rows;

import dev.tidelock.core.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// An application with a SQLite database, connected to it all the time. It waits for no lock.
final class RowApplication implements AutoCloseable {
  private static final int BRIEF = 20;

  /// Somebody is in the way, or what was wanted is not allowed.
  private static final List<String> EXPECTED = List.of("BUSY", "LOCKED", "CONSTRAINT");

  private final Connection connection;

  RowApplication(Path file) {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      run("PRAGMA busy_timeout = 0");
      run("PRAGMA synchronous = OFF");
      run("PRAGMA foreign_keys = ON");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// A statement with its values.
  ///
  /// @param sql the statement
  /// @param values what stands in it, in order
  record Order(String sql, List<Object> values) {
    Order {
      values = List.copyOf(values);
    }

    /// The statement with the beginnings of its values.
    @Override
    public String toString() {
      return sql + values.stream().map(Order::brief).toList();
    }

    private static String brief(Object value) {
      String text = value.toString();
      return text.length() > BRIEF ? text.substring(0, BRIEF) + "..." : text;
    }

    static Order of(String sql, Object... values) {
      return new Order(sql, List.of(values));
    }
  }

  /// Does all of it in one transaction; whether that could be.
  boolean transact(List<Order> orders) {
    try {
      run("BEGIN IMMEDIATE");
      try {
        for (Order order : orders) {
          execute(order);
        }
        run("COMMIT");
        return true;
      } catch (SQLException failure) {
        run("ROLLBACK");
        throw failure;
      }
    } catch (SQLException failure) {
      if (EXPECTED.stream().anyMatch(failure.getMessage()::contains)) {
        return false;
      }
      throw new IllegalStateException(orders.getFirst().toString(), failure);
    }
  }

  private void execute(Order order) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(order.sql())) {
      for (int i = 0; i < order.values().size(); i++) {
        statement.setObject(i + 1, order.values().get(i));
      }
      statement.executeUpdate();
    }
  }

  /// Does something that no transaction is needed for.
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// What a query answers, a list of columns for each row.
  List<List<String>> ask(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(Optional.ofNullable(result.getString(i)).orElse(""));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  /// The names of the application's own tables.
  List<String> tables() {
    return ask(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_tidelock%'"
                + " ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name")
        .stream()
        .map(List::getFirst)
        .toList();
  }

  List<String> columns(String table) {
    return ask("SELECT name FROM pragma_table_info('%s')".formatted(table)).stream()
        .map(List::getFirst)
        .toList();
  }

  /// The rows of all tables, by table.
  SortedMap<String, SortedMap<String, Map<String, String>>> all() {
    SortedMap<String, SortedMap<String, Map<String, String>>> all = new TreeMap<>();
    tables().forEach(table -> all.put(table, rows(table)));
    return all;
  }

  /// The rows of a table: by key, the values by column, those that there are.
  SortedMap<String, Map<String, String>> rows(String table) {
    List<String> columns = columns(table);
    SortedMap<String, Map<String, String>> rows = new TreeMap<>();
    for (List<String> row : ask("SELECT * FROM " + table)) {
      Map<String, String> values = new TreeMap<>();
      for (int i = 0; i < columns.size(); i++) {
        if (!row.get(i).isEmpty()) {
          values.put(columns.get(i), row.get(i));
        }
      }
      rows.put(row.getFirst(), values);
    }
    return rows;
  }

  /// Every value that stands in a row of a table, told apart by its key and column.
  Set<String> values() {
    return tables().stream()
        .flatMap(table -> rows(table).values().stream())
        .flatMap(row -> row.values().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// A number that differs after somebody else has changed the database.
  String version() {
    return ask("PRAGMA data_version").getFirst().getFirst();
  }

  /// The file's bytes, all that was written included.
  Bytes image() {
    String file =
        ask("SELECT file FROM pragma_database_list WHERE name = 'main'").getFirst().getFirst();
    ask("PRAGMA wal_checkpoint(TRUNCATE)");
    try {
      return Bytes.wrap(Files.readAllBytes(Path.of(file)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// What is wrong with the file; `ok` if nothing is.
  String check() {
    return ask("PRAGMA integrity_check").getFirst().getFirst();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
