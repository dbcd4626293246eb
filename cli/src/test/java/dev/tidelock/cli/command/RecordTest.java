package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which tables are synced, by the commands alone.
class RecordTest {
  private static final String NOTES =
      "CREATE TABLE notes(id TEXT PRIMARY KEY, title TEXT, body TEXT)";

  @TempDir private Path base;
  private Device alice;
  private Device bob;
  private Sqlite mine;

  @BeforeEach
  void twoDevicesAndADatabase() {
    String url = base.resolve("remote").toUri().toString();
    alice = Device.create(base, "alice");
    alice.write("sub/readme.txt", "hello\n");
    assertThat(alice.run("init", "--name", "app", "--remote", url).exit()).isZero();
    assertThat(alice.run("sync").exit()).isZero();
    assertThat(Device.create(base, "bob").run("clone", url).exit()).isZero();
    bob = Device.create(base, "bob").in(base.resolve("bob/app"));
    mine =
        Sqlite.at(base.resolve("my app.db"))
            .run(NOTES, "INSERT INTO notes VALUES ('a', 'one', 'first'), ('b', 'two', 'second')");
  }

  private static Device.Result good(Device.Result result) {
    assertThat(result.exit()).as(result.toString()).isZero();
    return result;
  }

  @Test
  void trackedTablesReachAnotherDeviceThatAttachesThem() {
    mine.run("CREATE TABLE cache(x)", "CREATE TABLE tags(name TEXT PRIMARY KEY)");

    Device.Result tracked = good(alice.run("record", "track", mine.file().toString(), "notes"));
    good(alice.run("sync"));
    good(bob.run("sync"));
    Device.Result listed = good(bob.run("record", "list"));
    good(bob.in(bob.path("sub")).run("record", "attach", "my-app", "theirs.db"));
    Device.Result synced = good(bob.run("sync", "--json"));

    assertThat(tracked.out()).contains("'my-app'");
    assertThat(tracked.err()).contains("not synced of my-app: tags").contains("cache");
    assertThat(listed.out()).contains("my-app").contains("not attached here").contains("2 rows");
    assertThat(synced.json().get("records").orElseThrow().toString())
        .contains("down=Whole[value=2]");
    Sqlite theirs = Sqlite.at(bob.path("sub/theirs.db"));
    assertThat(theirs.ask("SELECT * FROM notes ORDER BY id"))
        .containsExactly("a|one|first", "b|two|second");
    good(alice.run("sync"));
    assertThat(alice.path("sub/theirs.db")).doesNotExist();
  }

  @Test
  void aDatabaseInTheWorkspaceIsKnownByItsPathInIt() throws IOException {
    Sqlite inside = Sqlite.at(alice.path("sub/in.db")).run(NOTES);
    Files.createSymbolicLink(base.resolve("link.db"), inside.file());

    good(alice.run("sync"));
    Device.Result tracked =
        good(
            alice.run("record", "track", base.resolve("link.db").toString(), "notes", "--as", "x"));
    Device.Result again = good(alice.in(alice.path("sub")).run("record", "list", "--json"));

    assertThat(tracked.err()).contains("sub/in.db was synced as a file before");
    Json.Members database = again.json().objects("databases").getFirst();
    assertThat(database.text("id")).contains("x");
    assertThat(database.text("file")).contains("sub/in.db");
    assertThat(database.objects("tables").getFirst().text("name")).contains("notes");
  }

  @Test
  void tablesThatCannotBeSyncedAreRefusedWithTheReason() {
    mine.run("CREATE TABLE log(line TEXT)");

    Device.Result refused = alice.run("record", "track", mine.file().toString(), "log", "--json");
    Device.Result missing = alice.run("record", "track", mine.file().toString(), "nots");
    Device.Result none = alice.run("record", "track", mine.file().toString());
    Device.Result noFile = alice.run("record", "track", "nothing.db", "notes");
    Device.Result noDatabase =
        alice.write("plain.db", "this is no database\n").run("record", "track", "plain.db", "t");
    Device.Result all = good(alice.run("record", "track", mine.file().toString(), "--all"));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.error().text("message").orElseThrow()).contains("log").contains("key");
    assertThat(missing.exit()).isEqualTo(3);
    assertThat(missing.err()).contains("nots").contains("notes");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("notes");
    assertThat(noFile.exit()).isEqualTo(3);
    assertThat(noDatabase.exit()).isEqualTo(1);
    assertThat(all.out()).contains("1 table");
    assertThat(all.err()).contains("cannot be synced: my-app.log");
  }

  @Test
  void integerKeysAreWarnedOfAndCollisionsRefused() {
    mine.run(
        "CREATE TABLE item(id INTEGER PRIMARY KEY, t TEXT)", "INSERT INTO item VALUES (1, 'a')");
    Sqlite theirs =
        Sqlite.at(base.resolve("theirs.db"))
            .run(
                "CREATE TABLE item(id INTEGER PRIMARY KEY, t TEXT)",
                "INSERT INTO item VALUES (1, 'b'), (2, 'c')");

    Device.Result tracked =
        good(alice.run("record", "track", mine.file().toString(), "item", "--as", "app"));
    good(alice.run("sync"));
    good(bob.run("sync"));
    Device.Result refused = bob.run("record", "attach", "app", theirs.file().toString());
    Device.Result list = good(bob.run("record", "list"));
    Device.Result tables =
        bob.run("record", "track", theirs.file().toString(), "item", "--as", "app");

    assertThat(tracked.err()).contains("item has integer keys");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("1 row of app.item (such as 1)").contains("--keep-both");
    assertThat(list.out()).contains("not attached here");
    assertThat(theirs.ask("SELECT name FROM sqlite_schema WHERE name LIKE '_tidelock%'")).isEmpty();
    assertThat(tables.exit()).isEqualTo(1);

    Device.Result attached =
        good(bob.run("record", "attach", "app", theirs.file().toString(), "--keep-both"));
    assertThat(attached.err()).doesNotContain("not synced of app");
    assertThat(bob.run("sync").exit()).isEqualTo(5);
    assertThat(theirs.ask("SELECT t FROM item ORDER BY id")).containsExactly("b", "c");
  }

  @Test
  void aDatabaseWhoseWorkspaceIsGoneIsReleasedByItsFile() throws IOException {
    Device first = Device.create(base, "first");
    String file = mine.file().toString();
    good(first.run("init", "--name", "gone"));
    good(first.run("record", "track", file, "notes"));
    good(first.run("sync"));

    Device.Result refused = alice.run("record", "track", file, "notes");
    Device.Result released = good(alice.run("record", "untrack", file));
    Device.Result tracked = good(alice.run("record", "track", file, "NOTES", "notes"));
    Device.Result live = first.run("sync");
    good(alice.run("sync"));
    Device.Result attached = good(alice.run("record", "untrack", file));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("another workspace").contains("untrack the file itself");
    assertThat(released.out()).contains("synced no more");
    assertThat(tracked.out()).contains("1 table");
    assertThat(live.exit()).isEqualTo(1);
    assertThat(live.err()).contains("another workspace");
    assertThat(attached.out()).contains("synced no more");
    assertThat(mine.ask("SELECT name FROM sqlite_schema WHERE name LIKE '_tidelock%'")).isEmpty();
    assertThat(mine.ask("SELECT count(*) FROM notes")).containsExactly("2");
    assertThat(alice.run("record", "untrack", "plain.txt").exit()).isEqualTo(3);
  }

  @Test
  void whatIsNotThereIsSaidWithWhatToDo() throws IOException {
    Files.createFile(base.resolve("empty.db"));
    Sqlite odd = Sqlite.at(base.resolve("ünï cödé!.db")).run(NOTES);

    Device.Result file = alice.run("record", "track", "nothing.db", "notes");
    Device.Result empty =
        alice.run("record", "track", base.resolve("empty.db").toString(), "notes");
    Device.Result named = good(alice.run("record", "track", odd.file().toString(), "notes"));
    Device.Result again =
        alice.run("record", "track", odd.file().toString(), "notes", "--as", "other");
    good(alice.run("sync"));
    good(bob.run("sync"));
    Device.Result directory = bob.run("record", "attach", "uni-code", "no/such/x.db");
    Device.Result inside = good(bob.run("record", "attach", "uni-code", "x.db"));
    Device.Result untracked = good(bob.run("record", "untrack", "uni-code"));

    assertThat(file.exit()).isEqualTo(3);
    assertThat(file.err()).contains("name the file of a SQLite database");
    assertThat(empty.exit()).isEqualTo(3);
    assertThat(empty.err()).contains("no table notes, nor any other");
    assertThat(named.out()).contains("as 'uni-code'");
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("untrack it first");
    assertThat(directory.exit()).isEqualTo(3);
    assertThat(directory.err()).contains("no such directory");
    assertThat(inside.out()).contains("Attached");
    assertThat(untracked.err()).contains("from now on x.db is synced as a file");
  }

  @Test
  void aTableWithAKeyOfAnotherNameIsAnotherTableAndStaysAsItIs() {
    good(alice.run("record", "track", mine.file().toString(), "notes", "--as", "app"));
    good(alice.run("sync"));
    good(bob.run("sync"));
    Sqlite other =
        Sqlite.at(base.resolve("other.db"))
            .run("CREATE TABLE notes(name TEXT PRIMARY KEY)", "INSERT INTO notes VALUES ('x')");

    Device.Result refused = bob.run("record", "attach", "app", other.file().toString());
    good(bob.run("sync"));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("notes has another primary key here");
    assertThat(other.ask("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"))
        .containsExactly("notes|CREATE TABLE notes(name TEXT PRIMARY KEY)");
    assertThat(good(bob.run("record", "list")).out()).contains("not attached here");
  }

  @Test
  void untrackedTablesStayWhereTheyAre() {
    good(alice.run("record", "track", mine.file().toString(), "notes"));
    good(alice.run("sync"));

    Device.Result wrong = alice.run("record", "untrack", "my-app", "nothing");
    good(alice.run("record", "untrack", "my-app", "notes"));
    mine.run("DELETE FROM notes");
    good(alice.run("sync"));

    assertThat(wrong.exit()).isEqualTo(3);
    assertThat(mine.ask("SELECT name FROM sqlite_schema WHERE name LIKE '_tidelock%'")).isEmpty();
    Json.Members database =
        good(alice.run("record", "list", "--json")).json().objects("databases").getFirst();
    assertThat(database.objects("tables").getFirst().whole("rows")).contains(2L);
    assertThat(database.text("file")).isEmpty();
  }
}
