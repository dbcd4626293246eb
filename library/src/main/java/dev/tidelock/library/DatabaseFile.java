package dev.tidelock.library;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// Which file an application's database is.
final class DatabaseFile {
  private static final String SCHEME = "jdbc:sqlite:";

  private DatabaseFile() {}

  /// The file of a JDBC URL.
  ///
  /// @throws SyncFailure if it names no file
  static Path of(String url) {
    if (!url.startsWith(SCHEME)) {
      throw refused("'" + url + "' is not the URL of an SQLite database");
    }
    String name = url.substring(SCHEME.length());
    boolean isUri = name.startsWith("file:");
    int options = name.indexOf('?');
    String path = options < 0 ? name : name.substring(0, options);
    if (name.startsWith(":resource:")) {
      throw refused("'" + url + "' is a database in a program's resources, which nobody can write");
    }
    if (path.isEmpty() || path.contains(":memory:") || isUri && url.contains("mode=memory")) {
      throw refused("'" + url + "' is a database in memory, which is gone when it is closed");
    }
    try {
      return Path.of(isUri ? uriPath(path, url) : path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new SyncFailure(
          SyncFailure.Reason.INVALID, "'" + url + "' does not name a file", hint(), e);
    }
  }

  private static String uriPath(String uri, String url) {
    String rest = uri.substring("file:".length());
    if (rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      String host = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
      if (slash < 0 || !host.isEmpty() && !host.equals("localhost")) {
        throw refused("'" + url + "' names another machine");
      }
      rest = rest.substring(slash);
    }
    return URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// The file behind a data source, as the database itself says.
  ///
  /// @throws SyncFailure if it is none of SQLite, or there is no file
  static Path of(DataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      String product = connection.getMetaData().getDatabaseProductName();
      if (!"SQLite".equalsIgnoreCase(product)) {
        throw refused("the data source is of " + product + ", not of SQLite");
      }
      try (ResultSet databases = statement.executeQuery("PRAGMA database_list")) {
        while (databases.next()) {
          String file = databases.getString("file");
          if (databases.getString("name").equals("main") && file != null && !file.isEmpty()) {
            return Path.of(file);
          }
        }
      }
      throw refused("the data source is of a database in memory, which is gone when it is closed");
    } catch (SQLException e) {
      throw new SyncFailure(
          SyncFailure.Reason.DATABASE,
          "the data source gives no connection: " + e.getMessage(),
          "check that the database can be opened",
          e);
    }
  }

  private static SyncFailure refused(String message) {
    return new SyncFailure(SyncFailure.Reason.INVALID, message, hint());
  }

  private static String hint() {
    return "use the URL of a database in a file, for example jdbc:sqlite:/home/me/app.db";
  }
}
