package dev.tidelock.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.Extent;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What might cost rows of an application's, and does not, or says so.
class RowsAtRiskTest extends NotesOfTwo {
  /// Puts an older copy of a database in its place, under the open connections of its application.
  private void restore(Path backup) throws IOException {
    mine.close();
    Files.deleteIfExists(Path.of(file(a) + "-wal"));
    Files.deleteIfExists(Path.of(file(a) + "-shm"));
    try (OutputStream same = Files.newOutputStream(file(a))) {
      Files.copy(backup, same);
    }
    mine = Application.at(file(a));
  }

  private static String deleted(String pattern) {
    return "DELETE FROM note WHERE id LIKE '" + pattern + "'";
  }

  @Test
  void aMassDeletionInSmallStepsIsHeldBackToo() {
    addHundred("'body'");
    meet();
    for (int i = 0; i < 5; i++) {
      mine.run(deleted("k1" + i + "%"));
      assertThat(a.sync().stops()).isEmpty();
      assertThat(b.sync().stops()).isEmpty();
    }
    mine.run(deleted("k15%"));
    SyncOutcome stopped = a.sync();

    assertThat(stopped.stops()).hasSize(1);
    assertThat(stopped.stops().getFirst().deletes()).isEqualTo(10);
    assertThat(theirs.ask("SELECT count(*) FROM note")).containsExactly("52");
    a.accept(stopped.stops().getFirst());
    mine.run(deleted("k16%"));
    assertThat(a.sync().stops()).as("counting began anew").isEmpty();
    SyncOutcome arriving = b.sync();
    assertThat(arriving.stops()).hasSize(1);
    b.clock().passMinutes(11);
    assertThat(b.sync().stops()).as("what was deleted ten minutes ago counts no more").isEmpty();
    assertThat(theirs.ask("SELECT count(*) FROM note")).containsExactly("32");
  }

  @Test
  void rowsOfWhichNothingIsLeftAreHeldBackToo() {
    addHundred("NULL");
    meet();
    mine.run("UPDATE note SET title = 'destroyed', body = 'destroyed' WHERE id LIKE 'k%'");
    SyncOutcome stopped = a.sync();
    b.sync();

    assertThat(stopped.stops()).hasSize(1);
    SafetyStop stop = stopped.stops().getFirst();
    assertThat(stop.rewrites()).isEqualTo(100);
    assertThat(stop.deletes()).isZero();
    assertThat(theirs.ask("SELECT count(*) FROM note WHERE title = 'title'"))
        .containsExactly("100");
    assertThat(a.accept(stop).stops()).isEmpty();
    SyncOutcome arriving = b.sync();
    assertThat(arriving.stops()).hasSize(1);
    assertThat(b.accept(arriving.stops().getFirst()).stops()).isEmpty();
    assertThat(theirs.ask("SELECT count(*) FROM note WHERE body = 'destroyed'"))
        .containsExactly("100");
  }

  @Test
  void aColumnThatIsSetInAllRowsIsNot() {
    addHundred("'unread'");
    meet();
    mine.run("UPDATE note SET body = 'read'");

    assertThat(a.sync().stops()).isEmpty();
    assertThat(b.sync().stops()).isEmpty();
    assertThat(theirs.ask("SELECT count(*) FROM note WHERE body = 'read'")).containsExactly("102");
  }

  @Test
  void aDatabaseThatIsRestoredAfterItCouldNotBeWrittenAndGrewAgainRevertsNothing()
      throws IOException {
    meet();
    Path backup = backUp();
    mine.run(
        "UPDATE note SET body = 'newer' WHERE id = 'n1'", "INSERT INTO note VALUES ('m', '', '')");
    syncLocked();
    b.sync();
    theirs.run("UPDATE note SET body = 'theirs' WHERE id = 'm'");
    b.sync();
    restore(backup);
    for (int i = 0; i < 20; i++) {
      mine.run("UPDATE note SET title = 'again " + i + "' WHERE id = 'n2'");
    }
    a.sync();
    b.sync();
    a.sync();

    List<String> all = List.of("m||theirs", "n1|one|newer", "n2|again 19|second");
    assertThat(theirs.ask("SELECT * FROM note ORDER BY id")).isEqualTo(all);
    assertThat(mine.ask("SELECT * FROM note ORDER BY id")).isEqualTo(all);
  }

  @Test
  void aDatabaseThatIsRestoredAfterItsTableWasMadeAnewRevertsNothing() throws IOException {
    meet();
    Path backup = backUp();
    String[] migration = {
      "CREATE TABLE next(id TEXT PRIMARY KEY, title TEXT, body TEXT)",
      "INSERT INTO next SELECT * FROM note",
      "DROP TABLE note",
      "ALTER TABLE next RENAME TO note"
    };
    mine.run(migration);
    mine.run("UPDATE note SET body = 'newer'", "INSERT INTO note VALUES ('m', '', '')");
    syncLocked();
    b.sync();
    restore(backup);
    mine.run(migration);
    a.sync();
    b.sync();

    List<String> all = List.of("m||", "n1|one|newer", "n2|two|newer");
    assertThat(theirs.ask("SELECT * FROM note ORDER BY id")).isEqualTo(all);
    assertThat(mine.ask("SELECT * FROM note ORDER BY id")).isEqualTo(all);
  }

  @Test
  void whatIsWrittenOverIsInTheCopyOfItEvenIfItWasWrittenJustBeforeTheLook() {
    meet();
    theirs.run("UPDATE note SET title = 'old' WHERE id = 'n1'");
    b.surround(
        Meanwhile.before(
            "snapshot", 1, () -> theirs.run("INSERT INTO note VALUES ('late', 'a', 'b')")));
    List<String> copy = new ArrayList<>();
    b.sync(
        SyncRequest.usual()
            .towards(Direction.DOWN)
            .about(
                Extent.ROWS_OF_PROJECT,
                database -> {
                  assertThat(database.name()).isEqualTo("app");
                  copy.addAll(theirs.ask("SELECT * FROM note ORDER BY id"));
                }));
    b.surround(Around.NOTHING);

    assertThat(copy).containsExactly("late|a|b", "n1|old|first", "n2|two|second");
    assertThat(theirs.ask("SELECT * FROM note ORDER BY id"))
        .containsExactly("n1|one|first", "n2|two|second");
  }

  @Test
  void aDatabaseThatCannotBeCopiedIsNotWrittenOver() {
    meet();
    theirs.run("UPDATE note SET title = 'old' WHERE id = 'n1'");
    SyncOutcome outcome =
        b.sync(
            SyncRequest.usual()
                .towards(Direction.DOWN)
                .about(
                    Extent.ROWS_OF_PROJECT,
                    _ -> {
                      throw new DatabaseFailure(DatabaseFailure.Reason.DENIED, "no place for it");
                    }));

    assertThat(outcome.problems()).extracting(Problem::path).containsExactly("app");
    assertThat(theirs.ask("SELECT title FROM note WHERE id = 'n1'")).containsExactly("old");
  }

  @Test
  void aDeviceWhoseTableHasAnOlderKeyIsToldSo() {
    meet();
    mine.run(
        "CREATE TABLE next(id TEXT, title TEXT, body TEXT, PRIMARY KEY(id, title))",
        "INSERT INTO next SELECT * FROM note",
        "DROP TABLE note",
        "ALTER TABLE next RENAME TO note");
    a.sync();
    a.sync();
    theirs.run("UPDATE note SET body = 'of an older version' WHERE id = 'n1'");
    SyncOutcome behind = b.sync();
    SyncOutcome ahead = a.sync();

    assertThat(behind.problems()).hasSize(1);
    assertThat(behind.problems().getFirst().kind()).isEqualTo(Problem.Kind.WAITING);
    assertThat(behind.problems().getFirst().path()).isEqualTo("app.note");
    assertThat(behind.problems().getFirst().detail()).contains("another primary key");
    assertThat(b.status().problems()).isEqualTo(behind.problems());
    assertThat(ahead.problems()).isEmpty();
    assertThat(mine.ask("SELECT body FROM note ORDER BY id")).containsExactly("first", "second");
    theirs.run(
        "CREATE TABLE next(id TEXT, title TEXT, body TEXT, PRIMARY KEY(id, title))",
        "INSERT INTO next SELECT * FROM note",
        "DROP TABLE note",
        "ALTER TABLE next RENAME TO note");
    b.sync();
    assertThat(b.sync().problems()).isEmpty();
    a.sync();
    assertThat(mine.ask("SELECT * FROM note ORDER BY id"))
        .isEqualTo(theirs.ask("SELECT * FROM note ORDER BY id"));
  }

  @Test
  void rowsWithNullAnywhereInTheirKeyAreNamedByEachSync() {
    mine.run("CREATE TABLE line(a TEXT, b TEXT, c TEXT, PRIMARY KEY(a, b))");
    a.open(workspace -> {
      workspace.track("app", file(a).toString(), List.of("line"));
      return true;
    });
    mine.run("INSERT INTO line VALUES ('x', 'y', '1')");
    meet();
    mine.run("INSERT INTO line VALUES ('x', NULL, '2'), (NULL, 'y', '3')");
    for (int i = 0; i < 3; i++) {
      SyncOutcome outcome = a.sync();
      assertThat(outcome.problems()).hasSize(1);
      assertThat(outcome.problems().getFirst().path()).isEqualTo("app.line");
      assertThat(outcome.problems().getFirst().detail())
          .contains("2 with NULL in their primary key")
          .contains("give them keys");
      assertThat(a.status().problems()).isEqualTo(outcome.problems());
    }
    mine.run("DELETE FROM line WHERE a IS NULL", "UPDATE line SET b = 'z' WHERE b IS NULL");
    assertThat(a.sync().problems()).isEmpty();
    assertThat(a.sync().problems()).isEmpty();
    b.sync();
    assertThat(theirs.ask("SELECT * FROM line ORDER BY b")).containsExactly("x|y|1", "x|z|2");
  }
}
