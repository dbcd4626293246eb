package dev.tidelock.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Two devices with an application that keeps notes, of which one tracks them from the beginning.
abstract class NotesOfTwo {
  private static final String NOTE =
      "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT, body TEXT)";

  @RegisterExtension final World world = new World();
  @TempDir Path elsewhere;

  Device a;
  Device b;
  Application mine;
  Application theirs;

  @BeforeEach
  final void begin() {
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

  @AfterEach
  final void end() {
    mine.close();
    theirs.close();
  }

  /// The database of a device.
  final Path file(Device device) {
    return elsewhere.resolve(device.name() + ".db");
  }

  /// Lets the second device have what the first one tracks.
  final void meet() {
    a.sync();
    b.sync();
    attach();
    b.sync();
  }

  /// Attaches the second device's database.
  final void attach() {
    b.open(workspace -> {
      workspace.attach("app", file(b).toString());
      return true;
    });
  }

  /// Writes a hundred more notes on the first device, `k100` to `k199`, all with the same body.
  final void addHundred(String body) {
    mine.run(
        "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 199)"
            + " INSERT INTO note SELECT 'k' || i, 'title', %s FROM n".formatted(body));
  }

  /// Copies the first device's database as it is now.
  final Path backUp() throws IOException {
    mine.run("PRAGMA wal_checkpoint(TRUNCATE)");
    return Files.copy(file(a), elsewhere.resolve("backup.db"));
  }

  /// Syncs the first device while its application holds the lock.
  final void syncLocked() {
    a.surround(Meanwhile.locked());
    a.sync();
    a.surround(Around.NOTHING);
  }
}
