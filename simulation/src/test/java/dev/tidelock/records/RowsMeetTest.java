package dev.tidelock.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.record.DatabaseUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rows of two applications' databases become the same.
class RowsMeetTest {
  private static final String NOTES =
      "CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT, body TEXT, done INTEGER DEFAULT 0)";

  @TempDir private Path scratch;

  private RowsDevice a;
  private RowsDevice b;

  @BeforeEach
  void begin() {
    SharedTables shared = new SharedTables();
    a = new RowsDevice("a", shared, scratch.resolve("a.db"), NOTES).track("note");
    b = new RowsDevice("b", shared, scratch.resolve("b.db"), NOTES).track("note");
  }

  @AfterEach
  void end() {
    a.close();
    b.close();
  }

  private void settle() {
    a.sync();
    b.sync();
    a.sync();
  }

  private static String all() {
    return "SELECT * FROM note ORDER BY id";
  }

  @Test
  void rowsThatOneDeviceHasComeToTheOther() {
    a.run("INSERT INTO note VALUES (1, 'one', 'first', 0), (2, 'two', NULL, 1)");

    settle();

    assertThat(b.ask(all())).containsExactly("1|one|first|0", "2|two|null|1");
    assertThat(b.sync().rows()).isZero();
  }

  @Test
  void editsOfDifferentFieldsOfARowAreMerged() {
    a.run("INSERT INTO note VALUES (1, 'one', 'first', 0)");
    settle();
    a.run("UPDATE note SET title = 'uno' WHERE id = 1");
    b.run("UPDATE note SET done = 1 WHERE id = 1");

    settle();

    assertThat(a.ask(all())).containsExactly("1|uno|first|1");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
  }

  @Test
  void aRowThatWasDeletedGoesEverywhere() {
    a.run("INSERT INTO note VALUES (1, 'one', '', 0), (2, 'two', '', 0)");
    settle();
    b.run("DELETE FROM note WHERE id = 1");

    settle();
    b.sync();

    assertThat(a.ask(all())).containsExactly("2|two||0");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
  }

  @Test
  void aRowThatADatabaseCannotTakeWaitsAndIsNotDeletedElsewhere() {
    b.run("DROP TABLE note", NOTES.replace("body TEXT", "body TEXT CHECK (body <> 'bad')"));
    a.run("INSERT INTO note VALUES (1, 'one', 'bad', 0), (2, 'two', 'good', 0)");

    settle();
    settle();

    assertThat(a.ask(all())).containsExactly("1|one|bad|0", "2|two|good|0");
    assertThat(b.ask(all())).containsExactly("2|two|good|0");
    assertThat(b.sync().waiting()).hasSize(1);

    a.run("UPDATE note SET body = 'better' WHERE id = 1");
    settle();
    assertThat(b.ask(all())).containsExactly("1|one|better|0", "2|two|good|0");
    assertThat(b.sync().waiting()).isEmpty();
  }

  @Test
  void aColumnThatOneDeviceAddedIsAddedOnTheOtherAndMakesNoEdits() {
    a.run("INSERT INTO note VALUES (1, 'one', '', 0)");
    settle();
    a.run("ALTER TABLE note ADD COLUMN stars INTEGER DEFAULT 3");
    a.run("UPDATE note SET stars = 5 WHERE id = 1", "INSERT INTO note (id) VALUES (7)");

    settle();

    assertThat(b.ask(all())).containsExactly("1|one||0|5", "7|null|null|0|3");
    assertThat(a.ask(all())).isEqualTo(b.ask(all()));
    assertThat(a.sync().rows() + b.sync().rows()).isZero();
  }

  @Test
  void equalDatabasesThatWereFilledApartAreAdopted() {
    String rows = "INSERT INTO note VALUES (1, 'one', 'x', 0), (2, 'two', 'y', 0)";
    a.run(rows);
    b.run(rows);

    settle();

    assertThat(a.ask(all())).containsExactly("1|one|x|0", "2|two|y|0");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
  }

  @Test
  void longValuesTravel() {
    a.run("INSERT INTO note VALUES (1, 'long', hex(zeroblob(40000)), 0)");

    settle();

    assertThat(b.ask("SELECT length(body) FROM note")).containsExactly("80000");
  }

  @Test
  void twoRowsMadeApartUnderOneNumberAreAConflictInWhichEachDatabaseKeepsItsOwn() {
    a.run("INSERT INTO note VALUES (1, 'of a', '', 0)");
    b.run("INSERT INTO note VALUES (1, 'of b', '', 0), (2, 'two', '', 0)");

    settle();
    settle();

    assertThat(a.ask(all())).containsExactly("1|of a||0", "2|two||0");
    assertThat(b.ask(all())).containsExactly("1|of b||0", "2|two||0");
    assertThat(a.sync().rows() + b.sync().rows()).isZero();
  }

  @Test
  void whatTheApplicationWroteAfterTheLookIsNotOverwritten() {
    a.run("INSERT INTO note VALUES (1, 'one', '', 0)");
    settle();
    a.run("UPDATE note SET title = 'from a' WHERE id = 1");
    a.sync();
    b.whileSyncing("UPDATE note SET body = 'from b' WHERE id = 1");

    DatabaseUpdate.Updated first = b.sync();
    b.whileSyncing();
    settle();
    settle();

    assertThat(first.waiting()).hasSize(1);
    assertThat(a.ask(all())).containsExactly("1|from a|from b|0");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
  }

  @Test
  void aDatabaseThatWasRestoredDeletesNothing() throws IOException {
    a.run("INSERT INTO note VALUES (1, 'one', '', 0)");
    settle();
    b.run("PRAGMA wal_checkpoint(TRUNCATE)");
    Path backup = Files.copy(scratch.resolve("b.db"), scratch.resolve("backup.db"));
    a.run("INSERT INTO note VALUES (2, 'two', '', 0)", "UPDATE note SET done = 1 WHERE id = 1");
    settle();
    b.restore(backup);

    settle();

    assertThat(a.ask(all())).containsExactly("1|one||1", "2|two||0");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
  }

  @Test
  void ofTwoRowsThatWantOneUniqueValueAllKeepTheOneThatWasWrittenFirst() {
    String people = "CREATE TABLE person (name TEXT PRIMARY KEY, mail TEXT UNIQUE)";
    a.run(people).track("person");
    b.run(people).track("person");
    settle();
    a.run("INSERT INTO person VALUES ('zoe', 'one@mail')");
    a.sync();
    b.run("INSERT INTO person VALUES ('amy', 'one@mail'), ('bea', 'two@mail')");

    settle();
    settle();

    String rows = "SELECT name FROM person ORDER BY name";
    assertThat(a.ask(rows)).containsExactly("bea", "zoe");
    assertThat(b.ask(rows)).isEqualTo(a.ask(rows));
    assertThat(a.sync().waiting()).isEmpty();
    assertThat(b.sync().waiting()).isEmpty();

    a.run("DELETE FROM person WHERE name = 'zoe'");
    settle();
    assertThat(a.ask(rows)).containsExactly("amy", "bea");
    assertThat(b.ask(rows)).isEqualTo(a.ask(rows));
  }
}
