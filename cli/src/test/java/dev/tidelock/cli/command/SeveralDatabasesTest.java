package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several databases in one workspace: each of them may be in any state, and holds up no other.
class SeveralDatabasesTest {
  private static final List<String> NAMES = List.of("damaged", "gone", "held", "well");

  @TempDir private Path base;
  private Device alice;
  private Device bob;
  private final Map<String, Sqlite> mine = new LinkedHashMap<>();
  private final Map<String, Sqlite> theirs = new LinkedHashMap<>();

  @BeforeEach
  void fourDatabasesOnTwoDevices() {
    String url = base.resolve("remote").toUri().toString();
    alice = Device.create(base, "alice");
    good(alice.run("init", "--name", "app", "--remote", url));
    for (String name : NAMES) {
      Sqlite database =
          Sqlite.at(base.resolve("mine-" + name + ".db"))
              .run("CREATE TABLE t(id TEXT PRIMARY KEY, v)", "INSERT INTO t VALUES ('a', 1)");
      mine.put(name, database);
      good(alice.run("record", "track", database.file().toString(), "t", "--as", name));
    }
    good(alice.run("sync"));
    good(Device.create(base, "bob").run("clone", url));
    bob = Device.create(base, "bob").in(base.resolve("bob/app"));
    for (String name : NAMES) {
      Path file = base.resolve("theirs-" + name + ".db");
      good(bob.run("record", "attach", name, file.toString()));
      theirs.put(name, Sqlite.at(file));
    }
    good(bob.run("sync"));
  }

  private static Sqlite at(Map<String, Sqlite> databases, String name) {
    return Objects.requireNonNull(databases.get(name));
  }

  @Test
  void whatIsWrongWithSomeHoldsUpNoOther() throws Exception {
    trouble();
    at(theirs, "well").run("INSERT INTO t VALUES ('b', 'bob')");
    mine.values().forEach(database -> database.run("INSERT INTO t VALUES ('c', 'alice')"));
    bob.write("file.txt", "from bob\n");
    good(alice.run("sync"));

    Device.Result sync;
    Device.Result one;
    try (LockHolder _ =
        LockHolder.of(at(theirs, "held"), "IMMEDIATE", "INSERT INTO t VALUES ('h', 'held')")) {
      sync = bob.run("sync", "--json");
      one = bob.run("hydrate", "well.t");
    }
    good(alice.run("sync"));

    assertThat(sync.exit()).isEqualTo(1);
    assertThat(kinds(sync))
        .containsEntry("damaged", "unreadable")
        .containsEntry("gone", "unreadable")
        .containsEntry("held", "busy");
    assertThat(sync.out()).contains("attach it again to have the rows that were synced");
    assertThat(one.exit()).as(one.toString()).isZero();
    assertThat(at(theirs, "well").ask("SELECT id FROM t ORDER BY id"))
        .containsExactly("a", "b", "c");
    assertThat(at(mine, "well").ask("SELECT count(*) FROM t")).containsExactly("3");
    assertThat(alice.path("file.txt")).hasContent("from bob\n");
    for (String name : List.of("damaged", "gone", "held")) {
      assertThat(at(mine, name).ask("SELECT count(*) FROM t")).as(name).containsExactly("2");
    }
    good(bob.run("seed", "well.t"));
    mend();
    good(bob.run("sync"));
    good(alice.run("sync"));
    for (String name : NAMES) {
      assertThat(at(theirs, name).ask("SELECT * FROM t ORDER BY id"))
          .as(name)
          .isEqualTo(at(mine, name).ask("SELECT * FROM t ORDER BY id"));
    }
  }

  @Test
  void databasesThatCannotBeSeenAtOneMomentAreSaidToBeApart() {
    at(mine, "well").run("PRAGMA journal_mode = DELETE");
    at(mine, "well").run("INSERT INTO t VALUES ('b', 2)");
    at(mine, "held").run("INSERT INTO t VALUES ('b', 2)");

    Device.Result sync = good(alice.run("sync", "--json"));

    assertThat(kinds(sync)).containsValue("apart");
    assertThat(sync.out()).contains("not in WAL mode");
    assertThat(sync.json().objects("errors")).hasSize(1);
    good(bob.run("sync"));
    assertThat(at(theirs, "well").ask("SELECT count(*) FROM t")).containsExactly("2");
  }

  private void trouble() throws IOException {
    at(theirs, "damaged").run("PRAGMA wal_checkpoint(TRUNCATE)");
    Files.writeString(at(theirs, "damaged").file(), "no database any more\n".repeat(500));
    remove("gone");
  }

  private void mend() throws IOException {
    remove("damaged");
    for (String name : List.of("damaged", "gone")) {
      good(bob.run("record", "attach", name, at(theirs, name).file().toString()));
    }
  }

  private void remove(String name) throws IOException {
    for (String end : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(at(theirs, name).file() + end));
    }
  }

  private static Map<String, String> kinds(Device.Result sync) {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (Json.Members error : sync.json().objects("errors")) {
      kinds.put(error.text("path").orElseThrow(), error.text("kind").orElseThrow());
    }
    return kinds;
  }
}
