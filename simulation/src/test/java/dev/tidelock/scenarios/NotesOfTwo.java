package dev.tidelock.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Two devices with an application that keeps notes, of which one tracks them from the beginning.
final class NotesOfTwo implements AutoCloseable {
  private static final String NOTE =
      "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT, body TEXT)";

  private final Path elsewhere;
  private final Device a;
  private final Device b;
  private Application mine;
  private Application theirs;

  /// @param elsewhere where the databases lie
  NotesOfTwo(World world, Path elsewhere) {
    this.elsewhere = elsewhere;
    a = world.device("A");
    b = world.device("B");
    mine = Application.at(file(a));
    theirs = Application.at(file(b));
    mine.run(NOTE, "INSERT INTO note VALUES ('n1', 'one', 'first'), ('n2', 'two', 'second')");
    theirs.run(NOTE);
    a.open(workspace -> {
      workspace.track("app", file(a).toString(), List.of("note"));
      return true;
    });
  }

  Device a() {
    return a;
  }

  Device b() {
    return b;
  }

  Application mine() {
    return mine;
  }

  Application theirs() {
    return theirs;
  }

  Path file(Device device) {
    return elsewhere.resolve(device.name() + ".db");
  }

  /// The application of a device, after it was closed and its database changed.
  Application reopen(Device device) {
    Application again = Application.at(file(device));
    if (device == a) {
      mine = again;
    } else {
      theirs = again;
    }
    return again;
  }

  /// Writes a hundred more notes on the first device, `k100` to `k199`, all with the same body.
  void addHundred(String body) {
    mine.run(
        "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 199)"
            + " INSERT INTO note SELECT 'k' || i, 'title', %s FROM n".formatted(body));
  }

  /// Copies the first device's database as it is now.
  Path backUp() throws IOException {
    mine.run("PRAGMA wal_checkpoint(TRUNCATE)");
    return Files.copy(file(a), elsewhere.resolve("backup.db"));
  }

  /// Lets the second device have what the first one tracks.
  void meet() {
    a.sync();
    b.sync();
    attach();
    b.sync();
  }

  /// Attaches the second device's database.
  void attach() {
    b.open(workspace -> {
      workspace.attach("app", file(b).toString());
      return true;
    });
  }

  @Override
  public void close() {
    mine.close();
    theirs.close();
  }
}
