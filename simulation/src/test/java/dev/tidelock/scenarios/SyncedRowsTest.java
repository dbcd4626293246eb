package dev.tidelock.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.merge.FieldResolvers;
import dev.tidelock.core.record.merge.RowRule;
import dev.tidelock.core.record.merge.TableRules;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.Extent;
import dev.tidelock.engine.sync.Safekeeping;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.WorkspaceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// Rows of an application's database are synced with the files.
class SyncedRowsTest extends NotesOfTwo {
  @Test
  void rowsTravelWithFilesInOneCommit() {
    a.write("readme.txt", "hello");
    SyncOutcome sent = a.sync();
    b.sync();
    attach();
    SyncOutcome received = b.sync();

    assertThat(sent.problems()).isEmpty();
    assertThat(sent.recordsUp()).isEqualTo(2);
    assertThat(received.problems()).isEmpty();
    assertThat(received.recordsDown()).isEqualTo(2);
    assertThat(theirs.ask("SELECT * FROM note ORDER BY id"))
        .containsExactly("n1|one|first", "n2|two|second");
    assertThat(b.text("readme.txt")).isEqualTo("hello");
    assertThat(a.log()).hasSize(1);
    assertThat(b.sync().root()).isEqualTo(a.sync().root());
  }

  @Test
  void editsOfBothSidesMergeByField() {
    meet();
    mine.run(
        "UPDATE note SET title = 'ONE' WHERE id = 'n1'", "INSERT INTO note VALUES ('m', 'x', 'y')");
    theirs.run(
        "UPDATE note SET body = 'FIRST' WHERE id = 'n1'", "DELETE FROM note WHERE id = 'n2'");
    a.sync();
    SyncOutcome merged = b.sync();
    a.sync();

    assertThat(merged.conflictsDetected()).isEqualTo(1);
    assertThat(merged.conflictsResolved()).isEqualTo(1);
    List<String> both = List.of("m|x|y", "n1|ONE|FIRST");
    assertThat(mine.ask("SELECT * FROM note ORDER BY id")).isEqualTo(both);
    assertThat(theirs.ask("SELECT * FROM note ORDER BY id")).isEqualTo(both);
  }

  @Test
  void aSyncWithoutChangesWritesNothing() throws IOException {
    meet();
    a.sync();
    byte[] before = Files.readAllBytes(elsewhere.resolve("A.db-wal"));
    int commits = a.log().size();
    SyncOutcome idle = a.sync();

    assertThat(idle.recordsUp() + idle.recordsDown()).isZero();
    assertThat(a.log()).hasSize(commits);
    assertThat(Files.readAllBytes(elsewhere.resolve("A.db-wal"))).isEqualTo(before);
  }

  @Test
  void statusTellsWhatWasNotSent() {
    meet();
    mine.run("UPDATE note SET title = 'ONE'", "INSERT INTO note VALUES ('m', 'x', 'y')");
    WorkspaceStatus status = a.status();

    assertThat(status.tables()).hasSize(1);
    assertThat(status.tables().getFirst().added()).isEqualTo(1);
    assertThat(status.tables().getFirst().modified()).isEqualTo(2);
    assertThat(status.tables().getFirst().name()).isEqualTo("note");
  }

  @Test
  void previewChangesNothing() {
    a.sync();
    b.sync();
    attach();
    SyncOutcome preview = b.preview();

    assertThat(preview.recordsDown()).isEqualTo(2);
    assertThat(theirs.ask("SELECT * FROM note")).isEmpty();
  }

  @Test
  void aSyncUpWritesNoRows() {
    meet();
    theirs.run("INSERT INTO note VALUES ('t', 'x', 'y')");
    b.sync();
    mine.run("INSERT INTO note VALUES ('m', 'x', 'y')");
    a.sync(Direction.UP);

    assertThat(mine.ask("SELECT id FROM note ORDER BY id")).containsExactly("m", "n1", "n2");
    b.sync();
    assertThat(theirs.ask("SELECT id FROM note ORDER BY id")).containsExactly("m", "n1", "n2", "t");
    a.sync();
    assertThat(mine.ask("SELECT id FROM note ORDER BY id")).containsExactly("m", "n1", "n2", "t");
  }

  @Test
  void longValuesTravelWhole() {
    mine.run(
        "INSERT INTO note VALUES ('long', hex(randomblob(300000)), randomblob(3000000))",
        "INSERT INTO note VALUES ('medium', hex(randomblob(600)), 'x')");
    meet();
    String all = "SELECT id, title, hex(body) FROM note ORDER BY id";

    assertThat(theirs.ask(all)).isEqualTo(mine.ask(all));
  }

  @Test
  void aMassDeletionOfRowsIsHeldBackAtBothEnds() {
    mine.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
            + " INSERT INTO note SELECT 'k' || i, 'title', 'body' FROM n");
    meet();
    mine.run("DELETE FROM note WHERE id LIKE 'k%'");
    a.write("file.txt", "goes all the same");
    SyncOutcome stopped = a.sync();
    b.sync();

    assertThat(stopped.stops()).hasSize(1);
    SafetyStop stop = stopped.stops().getFirst();
    assertThat(stop.deletes()).isEqualTo(200);
    assertThat(stop.examples()).first().asString().startsWith("app.note/k");
    assertThat(theirs.ask("SELECT count(*) FROM note")).containsExactly("202");
    assertThat(mine.ask("SELECT count(*) FROM note")).containsExactly("2");
    assertThat(b.has("file.txt")).isTrue();

    assertThat(a.accept(stop).stops()).isEmpty();
    SyncOutcome arriving = b.sync();
    assertThat(arriving.stops()).hasSize(1);
    assertThat(theirs.ask("SELECT count(*) FROM note")).containsExactly("202");
    theirs.run("UPDATE note SET title = 'edited meanwhile' WHERE id = 'n1'");
    b.sync();
    assertThat(b.accept(arriving.stops().getFirst()).stops()).isEmpty();
    assertThat(theirs.ask("SELECT id, title FROM note ORDER BY id"))
        .containsExactly("n1|edited meanwhile", "n2|two");
  }

  @Test
  void aDatabaseThatIsGoneDeletesNothing() throws IOException {
    meet();
    mine.close();
    for (String end : List.of(".db", ".db-wal", ".db-shm")) {
      Files.deleteIfExists(elsewhere.resolve("A" + end));
    }
    SyncOutcome without = a.sync();
    b.sync();

    assertThat(without.problems()).hasSize(1);
    assertThat(without.problems().getFirst().path()).isEqualTo("app");
    assertThat(theirs.ask("SELECT count(*) FROM note")).containsExactly("2");
    mine = Application.at(file(a));
    mine.run("CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT, body TEXT)");
    a.sync();
    a.sync();
    assertThat(mine.ask("SELECT count(*) FROM note")).containsExactly("2");
  }

  @Test
  void aTableThatWasDroppedAndComesBackEmptyGetsItsRows() {
    meet();
    mine.run("DROP TABLE note");
    SyncOutcome without = a.sync();
    mine.run("CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT, body TEXT)");
    a.sync();
    b.sync();

    assertThat(without.problems()).hasSize(1);
    assertThat(theirs.ask("SELECT id FROM note ORDER BY id")).containsExactly("n1", "n2");
    assertThat(mine.ask("SELECT id FROM note ORDER BY id")).containsExactly("n1", "n2");
  }

  @Test
  void aColumnThatCameInThePlaceOfAnotherHasItsOwnValues() {
    meet();
    mine.run(
        "ALTER TABLE note DROP COLUMN body",
        "ALTER TABLE note ADD COLUMN tag TEXT",
        "UPDATE note SET tag = 'red' WHERE id = 'n1'");
    theirs.run("UPDATE note SET title = 'TWO' WHERE id = 'n2'");
    a.sync();
    b.sync();
    a.sync();

    assertThat(mine.ask("SELECT id, title, tag FROM note ORDER BY id"))
        .containsExactly("n1|one|red", "n2|TWO|null");
  }

  @Test
  void aDatabaseBelongsToOneWorkspace() {
    Device c = world.device("C");
    a.sync();
    c.sync();
    String another = file(a).toString();

    Assertions.assertThatThrownBy(() ->
            c.open(workspace -> {
              workspace.attach("app", another);
              return true;
            }))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("another workspace");
    assertThat(c.<List<Attachment>>open(workspace -> workspace.attachments())).isEmpty();
  }

  @Test
  void anUntrackedDatabaseKeepsItsRowsAndNoTraces() {
    meet();
    a.open(workspace -> {
      workspace.untrack("app", List.of());
      return true;
    });
    theirs.run("DELETE FROM note");
    b.sync();
    a.sync();

    assertThat(mine.ask("SELECT count(*) FROM note")).containsExactly("2");
    assertThat(mine.ask("SELECT name FROM sqlite_schema WHERE name LIKE '%tidelock%'")).isEmpty();
  }

  /// Numbers that both sides changed are added up.
  private static SyncRequest sums() {
    return SyncRequest.usual()
        .decidingRows((_, schema) ->
            new TableRules(
                new RowRule.Fields(),
                TableRules.Deletes.EDIT_STAYS,
                schema.columns().stream()
                    .filter(column -> column.name().equals("n"))
                    .collect(Collectors.toMap(Column::id, _ -> FieldResolvers.sumOfDifferences())),
                List.of()));
  }

  @Test
  void whatWasTakenOfALockedDatabaseIsNotTakenTwice() {
    mine.run("ALTER TABLE note ADD COLUMN n INTEGER", "UPDATE note SET n = 10");
    theirs.run("ALTER TABLE note ADD COLUMN n INTEGER");
    meet();
    mine.run("UPDATE note SET n = 12 WHERE id = 'n1'");
    theirs.run("UPDATE note SET n = 15 WHERE id = 'n1'");
    b.sync();
    a.surround(Meanwhile.locked());
    SyncOutcome locked = a.sync(sums());
    a.sync(sums());
    a.surround(Around.NOTHING);
    a.sync(sums());
    b.sync();

    assertThat(locked.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.BUSY);
    assertThat(mine.ask("SELECT n FROM note ORDER BY id")).containsExactly("17", "10");
    assertThat(theirs.ask("SELECT n FROM note ORDER BY id")).containsExactly("17", "10");
  }

  @Test
  void anEditThatOnlyTheDatabaseHasSurvivesTheLossOfTheState() throws IOException {
    meet();
    mine.run("UPDATE note SET body = 'only here' WHERE id = 'n1'");
    a.keep();
    for (String file : List.of("state.db", "state.db-wal", "state.db-shm")) {
      Files.deleteIfExists(a.path(".tidelock/" + file));
    }
    Disks.delete(a.path(".tidelock/objects"));
    theirs.run("UPDATE note SET title = 'two of theirs' WHERE id = 'n2'");
    b.sync();
    a.sync();
    b.sync();

    List<String> both = List.of("n1|one|only here", "n2|two of theirs|second");
    assertThat(theirs.ask("SELECT * FROM note ORDER BY id")).isEqualTo(both);
    assertThat(mine.ask("SELECT * FROM note ORDER BY id")).isEqualTo(both);
  }

  @Test
  void anEditThatOnlyTheDatabaseHasSurvivesAnOlderState() throws IOException {
    meet();
    Path older = elsewhere.resolve("older.db");
    Files.copy(a.path(".tidelock/state.db"), older);
    mine.run("UPDATE note SET body = 'only here' WHERE id = 'n1'");
    a.keep();
    Files.copy(older, a.path(".tidelock/state.db"), StandardCopyOption.REPLACE_EXISTING);
    a.sync();
    b.sync();

    assertThat(mine.ask("SELECT body FROM note WHERE id = 'n1'")).containsExactly("only here");
    assertThat(theirs.ask("SELECT body FROM note WHERE id = 'n1'")).containsExactly("only here");
  }

  @Test
  void anOlderCopyOfTheDatabaseIsBroughtUpToDate() throws IOException {
    meet();
    mine.run("PRAGMA wal_checkpoint(TRUNCATE)");
    Path backup = elsewhere.resolve("backup.db");
    Files.copy(file(a), backup);
    mine.run("UPDATE note SET body = 'later' WHERE id = 'n1'", "DELETE FROM note WHERE id = 'n2'");
    a.sync();
    b.sync();
    mine.close();
    for (String end : List.of("-wal", "-shm")) {
      Files.deleteIfExists(Path.of(file(a) + end));
    }
    Files.delete(file(a));
    Files.copy(backup, file(a));
    mine = Application.at(file(a));
    a.sync();
    b.sync();

    assertThat(mine.ask("SELECT * FROM note")).containsExactly("n1|one|later");
    assertThat(theirs.ask("SELECT * FROM note")).containsExactly("n1|one|later");
  }

  @Test
  void longValuesComeAlongIntoATableThatIsMade() throws IOException {
    mine.run(
        "INSERT INTO note VALUES ('long', hex(randomblob(300000)), randomblob(3000000))",
        "INSERT INTO note VALUES ('medium', hex(randomblob(3000)), 'x')");
    a.sync();
    b.sync();
    theirs.close();
    for (String end : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(file(b) + end));
    }
    attach();
    SyncOutcome made = b.sync();
    theirs = Application.at(file(b));
    String all = "SELECT id, title, hex(body) FROM note ORDER BY id";

    assertThat(made.recordsDown()).isEqualTo(4);
    assertThat(theirs.ask(all)).isEqualTo(mine.ask(all));
  }

  @Test
  void attachingAgainKeepsTablesThatWereTrackedSince() {
    mine.run("CREATE TABLE tag(id TEXT PRIMARY KEY)", "INSERT INTO tag VALUES ('t')");
    a.sync();
    a.open(workspace -> {
      workspace.track("app", file(a).toString(), List.of("tag"));
      workspace.attach("app", file(a).toString());
      return true;
    });

    assertThat(a.sync().recordsUp()).isEqualTo(1);
  }

  @Test
  void whatAnApplicationWritesWhileItsRowsAreReplacedIsNotWrittenOver() {
    meet();
    theirs.run(
        "UPDATE note SET title = 'old' WHERE id = 'n1'",
        "UPDATE note SET title = 'old' WHERE id = 'n2'");
    boolean[] wrote = {false};
    b.surround(
        Meanwhile.before(
            "begin",
            1,
            () -> {
              theirs.run("UPDATE note SET body = 'news' WHERE id = 'n1'");
              theirs.run("INSERT INTO note VALUES ('n3', 'three', 'news')");
              wrote[0] = true;
            }));
    b.sync(
        SyncRequest.usual()
            .towards(Direction.DOWN)
            .about(Extent.ROWS_OF_PROJECT, Safekeeping.NONE));
    b.surround(Around.NOTHING);

    assertThat(wrote[0]).isTrue();
    assertThat(theirs.ask("SELECT * FROM note ORDER BY id"))
        .containsExactly("n1|one|news", "n2|two|second", "n3|three|news");
    b.sync();
    a.sync();
    assertThat(mine.ask("SELECT * FROM note ORDER BY id"))
        .containsExactly("n1|one|news", "n2|two|second", "n3|three|news");
  }
}
