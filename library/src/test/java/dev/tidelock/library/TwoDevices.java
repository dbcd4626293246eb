package dev.tidelock.library;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/// Two devices, each with a home, an application and its database, and a directory that both reach.
final class TwoDevices implements AutoCloseable {
  static final String NOTES = "CREATE TABLE notes (id TEXT PRIMARY KEY, body TEXT, done INTEGER)";

  final Path directory;
  final Path remote;
  final App laptop;
  final App phone;

  TwoDevices(Path directory) throws Exception {
    this.directory = directory.toRealPath();
    this.remote = this.directory.resolve("drive");
    laptop = App.at(database("laptop"));
    phone = App.at(database("phone"));
  }

  Path database(String device) throws Exception {
    return Files.createDirectories(directory.resolve(device)).resolve("app.db");
  }

  SyncConfig config(String device, UnaryOperator<SyncConfig.Builder> more) throws Exception {
    return more.apply(
            SyncConfig.of("jdbc:sqlite:" + database(device))
                .home(directory.resolve(device).resolve("home"))
                .remote("file://" + remote))
        .build();
  }

  SyncedDatabase open(String device) throws Exception {
    return open(device, builder -> builder);
  }

  SyncedDatabase open(String device, UnaryOperator<SyncConfig.Builder> more) throws Exception {
    return SyncedDatabase.open(config(device, more));
  }

  @Override
  public void close() throws SQLException {
    laptop.close();
    phone.close();
  }
}
