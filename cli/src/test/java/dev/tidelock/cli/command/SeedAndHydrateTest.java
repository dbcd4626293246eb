package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All rows sent, and all rows brought.
class SeedAndHydrateTest {
  @TempDir private Path base;
  private TwoDatabases both;

  @BeforeEach
  void twoDevices() {
    both =
        TwoDatabases.create(
            base,
            "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT)",
            "CREATE TABLE tag(id TEXT PRIMARY KEY)",
            "INSERT INTO note VALUES ('a', 'one'), ('b', 'two')");
  }

  @Test
  void aSeedSendsRowsAndNoFilesAndWritesNothingHere() {
    both.mine.run("INSERT INTO note VALUES ('c', 'three')", "INSERT INTO tag VALUES ('x')");
    both.alice.write("later.txt", "later\n");

    Json.Members seeded = good(both.alice.run("seed", "--json")).json();
    good(both.bob.run("sync"));

    assertThat(seeded.whole("recordsProcessed")).contains(2L);
    assertThat(seeded.objects("tables")).hasSize(2);
    assertThat(both.theirs.ask("SELECT id FROM note ORDER BY id")).containsExactly("a", "b", "c");
    assertThat(both.bob.path("later.txt")).doesNotExist();
    good(both.alice.run("sync"));
    good(both.bob.run("sync"));
    assertThat(both.bob.path("later.txt")).exists();
  }

  @Test
  void aSeedRefusesWhereTheRemoteHasRowsThatAreNotHereUnlessForced() {
    both.theirs.run("INSERT INTO note VALUES ('bob', 'x')");
    good(both.bob.run("sync"));
    both.mine.run("INSERT INTO note VALUES ('alice', 'y')");

    Device.Result refused = both.alice.run("seed");
    good(both.alice.run("seed", "--force"));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("app.note: 1 row added").contains("--force");
    assertThat(both.mine.ask("SELECT id FROM note ORDER BY id")).containsExactly("a", "alice", "b");
    good(both.alice.run("sync"));
    good(both.bob.run("sync"));
    List<String> all = List.of("a", "alice", "b", "bob");
    assertThat(both.mine.ask("SELECT id FROM note ORDER BY id")).isEqualTo(all);
    assertThat(both.theirs.ask("SELECT id FROM note ORDER BY id")).isEqualTo(all);
  }

  @Test
  void aHydrateBringsTheRowsOfTheTablesThatWereNamed() {
    both.mine.run("INSERT INTO note VALUES ('c', 'three')", "INSERT INTO tag VALUES ('x')");
    both.alice.write("later.txt", "later\n");
    good(both.alice.run("sync"));

    Json.Members brought = good(both.bob.run("hydrate", "app.note", "--json")).json();

    assertThat(brought.whole("recordsProcessed")).contains(1L);
    assertThat(both.theirs.ask("SELECT count(*) FROM note")).containsExactly("3");
    assertThat(both.theirs.ask("SELECT count(*) FROM tag")).containsExactly("0");
    assertThat(both.bob.path("later.txt")).doesNotExist();
    good(both.bob.run("sync"));
    assertThat(both.theirs.ask("SELECT count(*) FROM tag")).containsExactly("1");
    assertThat(both.bob.path("later.txt")).exists();
    assertThat(both.bob.run("hydrate", "nothing").exit()).isEqualTo(3);
  }

  @Test
  void aHydrateWritesOverRowsOnlyWhenAskedAndKeepsACopy() throws IOException {
    both.theirs.run("DELETE FROM note", "INSERT INTO note VALUES ('mine', 'only here')");

    Device.Result refused = both.bob.run("hydrate");
    Json.Members replaced = good(both.bob.run("hydrate", "--replace", "--json")).json();
    good(both.bob.run("sync"));
    good(both.alice.run("sync"));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("app.note").contains("--replace");
    assertThat(replaced.whole("recordsProcessed")).contains(3L);
    assertThat(both.theirs.ask("SELECT id FROM note ORDER BY id")).containsExactly("a", "b");
    assertThat(both.mine.ask("SELECT id FROM note ORDER BY id")).containsExactly("a", "b");
    try (Stream<Path> copies = Files.list(both.bob.path(".tidelock/backups"))) {
      Path copy = copies.findFirst().orElseThrow();
      assertThat(replaced.get("backups").orElseThrow().toString()).contains(copy.toString());
      assertThat(Sqlite.at(copy).ask("SELECT title FROM note")).containsExactly("only here");
    }
  }

  @Test
  void aDryRunTellsWhatWouldMoveAndMovesNothing() {
    both.mine.run("INSERT INTO note VALUES ('c', 'three')");
    Json.Members wouldSend = good(both.alice.run("seed", "--dry-run", "--json")).json();
    Device.Result nothingYet = good(both.bob.run("hydrate", "--dry-run"));
    good(both.alice.run("seed"));
    both.theirs.run("UPDATE note SET title = 'other' WHERE id = 'a'");

    Device.Result refused = both.bob.run("hydrate", "--dry-run");
    Device.Result wouldReplace = good(both.bob.run("hydrate", "--replace", "--dry-run"));

    assertThat(wouldSend.whole("recordsProcessed")).contains(1L);
    assertThat(wouldSend.get("dryRun")).contains(new Json.Truth(true));
    assertThat(nothingYet.out()).contains("Would move 0 rows");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(wouldReplace.out()).contains("Would move 2 rows").contains("app.note");
    assertThat(both.theirs.ask("SELECT title FROM note ORDER BY id"))
        .containsExactly("other", "two");
    assertThat(both.bob.path(".tidelock/backups")).doesNotExist();
    assertThat(good(both.bob.run("queue", "list")).out()).doesNotContain("hydrate");
  }

  private void addHundred() {
    both.mine.run(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99)"
            + " INSERT INTO note SELECT 'z' || i, '' FROM n");
    good(both.alice.run("sync"));
    good(both.bob.run("sync"));
  }

  @Test
  void anEmptiedTableIsFilledAgain() {
    addHundred();
    both.theirs.run("DELETE FROM note");

    good(both.bob.run("hydrate", "--replace"));

    assertThat(both.theirs.ask("SELECT count(*) FROM note")).containsExactly("102");
    good(both.bob.run("sync"));
    assertThat(both.mine.ask("SELECT count(*) FROM note")).containsExactly("102");
  }

  @Test
  void whatAGuardHoldsBackIsWrittenOverOnlyWhenAskedAndIsInTheCopy() throws IOException {
    addHundred();
    both.theirs.run("DELETE FROM note", "INSERT INTO note VALUES ('mine', 'only here')");

    Device.Result refused = both.bob.run("hydrate");
    List<String> left = both.theirs.ask("SELECT id FROM note");
    good(both.bob.run("hydrate", "--replace"));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("102 rows deleted").contains("--replace");
    assertThat(left).containsExactly("mine");
    assertThat(both.theirs.ask("SELECT count(*) FROM note")).containsExactly("102");
    try (Stream<Path> copies = Files.list(both.bob.path(".tidelock/backups"))) {
      assertThat(copies.map(copy -> Sqlite.at(copy).ask("SELECT id FROM note")))
          .containsExactly(List.of("mine"));
    }
  }

  @Test
  void aDatabaseThatCannotBeLookedAtIsNotTakenForOneThatIsUnchanged() throws IOException {
    Path file = both.theirs.file();
    byte[] whole = Files.readAllBytes(file);
    Files.writeString(file, "no database at all, but something of somebody's\n".repeat(100));

    Device.Result refused = both.bob.run("hydrate");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("cannot be told").contains("app");
    Files.write(file, whole);
    good(both.bob.run("hydrate"));
  }
}
