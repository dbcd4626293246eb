package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A database whose application holds its lock for as long as it likes.
class LockedDatabasesTest {
  @TempDir private Path base;

  @ParameterizedTest
  @CsvSource({"WAL, IMMEDIATE", "DELETE, EXCLUSIVE"})
  void aLockedDatabaseIsNamedAndAllElseGoesOn(String journal, String lock) throws Exception {
    TwoDatabases both =
        TwoDatabases.create(
            base,
            "CREATE TABLE note(id TEXT PRIMARY KEY, body TEXT)",
            "INSERT INTO note VALUES ('a', 'one'), ('b', 'two')");
    Sqlite other = Sqlite.at(base.resolve("other.db")).run("CREATE TABLE tag(id TEXT PRIMARY KEY)");
    good(both.bob.run("record", "track", other.file().toString(), "tag", "--as", "other"));
    good(both.bob.run("sync"));
    both.theirs.run(
        "PRAGMA journal_mode = " + journal, "UPDATE note SET body = 'zwei' WHERE id = 'b'");
    both.mine.run("UPDATE note SET body = 'eins' WHERE id = 'a'");
    both.alice.write("hers.txt", "goes on\n");
    good(both.alice.run("sync"));
    other.run("INSERT INTO tag VALUES ('goes on')");
    both.bob.write("his.txt", "goes on\n");

    Device.Result met;
    try (LockHolder _ = LockHolder.of(both.theirs, lock, "INSERT INTO note VALUES ('c', 'drei')")) {
      met = both.bob.run("sync");
      good(both.alice.run("sync"));
    }

    assertThat(met.err()).as(met.toString()).contains("busy app: ").contains("tried again");
    assertThat(both.bob.path("hers.txt")).exists();
    assertThat(both.alice.path("his.txt")).exists();
    assertThat(good(both.alice.run("record", "list")).out()).contains("tag  1 row");
    good(both.bob.run("sync"));
    good(both.alice.run("sync"));
    good(both.bob.run("sync"));
    String all = "SELECT * FROM note ORDER BY id";
    assertThat(both.theirs.ask(all)).isEqualTo(List.of("a|eins", "b|zwei", "c|drei"));
    assertThat(both.mine.ask(all)).isEqualTo(both.theirs.ask(all));
  }
}
