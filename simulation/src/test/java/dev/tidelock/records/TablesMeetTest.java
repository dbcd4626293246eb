package dev.tidelock.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.record.DatabaseUpdate;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables come to databases that do not have them, and change there.
class TablesMeetTest {
  private static final String NOTES =
      "CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT NOT NULL DEFAULT 'x', n INTEGER)";

  @TempDir private Path scratch;

  private SharedTables shared;
  private RowsDevice a;
  private RowsDevice b;

  @BeforeEach
  void begin() {
    shared = new SharedTables();
    a = new RowsDevice("a", shared, scratch.resolve("a.db"), NOTES).track("note");
    b = new RowsDevice("b", shared, scratch.resolve("b.db"));
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

  private void areQuiet() {
    assertThat(a.sync().rows() + b.sync().rows()).isZero();
    ObjectId root = shared.head().root();
    settle();
    assertThat(shared.head().root()).isEqualTo(root);
  }

  @Test
  void aTableThatADatabaseDoesNotHaveIsMadeAndFollowed() {
    a.run(
        "CREATE TABLE tag (name TEXT COLLATE NOCASE, note INTEGER REFERENCES note ON DELETE"
            + " CASCADE, made TEXT DEFAULT (hex(1)), UNIQUE (note, made),"
            + " PRIMARY KEY (name, note)) WITHOUT ROWID");
    a.track("tag");
    a.run("INSERT INTO note VALUES (1, 'one', NULL)", "INSERT INTO tag VALUES ('Red', 1, 'now')");
    a.sync();
    b.attach("note", "tag");

    DatabaseUpdate.Updated updated = b.sync();

    assertThat(updated.made().stream().map(DatabaseUpdate.Made::name))
        .containsExactlyInAnyOrder("note", "tag");
    assertThat(updated.made().stream().flatMap(made -> made.withoutDefault().stream()))
        .containsExactly("made");
    assertThat(updated.waiting()).isEmpty();
    assertThat(b.ask(all())).containsExactly("1|one|null");
    assertThat(b.ask("SELECT * FROM tag")).containsExactly("Red|1|now");
    assertThat(b.ask("SELECT \"on_delete\" FROM pragma_foreign_key_list('tag')"))
        .containsExactly("CASCADE");
    areQuiet();

    b.run("UPDATE note SET title = 'uno'", "INSERT INTO tag VALUES ('blue', 1, 'then')");
    settle();
    assertThat(a.ask(all())).containsExactly("1|uno|null");
    assertThat(a.ask("SELECT name FROM tag ORDER BY name")).containsExactly("blue", "Red");
    areQuiet();
  }

  @Test
  void aTableThatTheApplicationMakesItselfMeanwhileIsThatOne() {
    a.run("INSERT INTO note VALUES (1, 'one', 1)");
    b.attach("note");
    b.run(
        NOTES,
        "ALTER TABLE note ADD COLUMN more TEXT DEFAULT 'm'",
        "INSERT INTO note VALUES (2, 'two', 2, 'n')");

    settle();
    b.sync();

    assertThat(a.ask(all())).containsExactly("1|one|1|m", "2|two|2|n");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
    areQuiet();
  }

  @Test
  void twoTablesOfOneNameWithOtherKeysAreTwoTablesAndNoRowIsLost() {
    b.run("CREATE TABLE note (id INTEGER, title TEXT PRIMARY KEY)").track("note");
    a.run("INSERT INTO note VALUES (1, 'one', 1)");
    b.run("INSERT INTO note VALUES (7, 'seven')");

    settle();
    settle();

    assertThat(a.ask(all())).containsExactly("1|one|1");
    assertThat(b.ask(all())).containsExactly("7|seven");
    assertThat(shared.head().summary().entries()).isEqualTo(2);
    b.run("INSERT INTO note VALUES (8, 'eight')", "DELETE FROM note WHERE id = 7");
    a.run("UPDATE note SET n = 2");
    settle();
    assertThat(shared.head().summary().entries()).isEqualTo(2);
    areQuiet();
  }

  @Test
  void aTableThatGetsAnotherKeyIsAnotherTableAndTheOldOneGoesOn() {
    b.run(NOTES).track("note");
    a.run("INSERT INTO note VALUES (1, 'one', 1), (2, 'two', 2)");
    settle();
    b.run(
        "CREATE TABLE next (id INTEGER, title TEXT PRIMARY KEY, n INTEGER)",
        "INSERT INTO next SELECT * FROM note",
        "DROP TABLE note",
        "ALTER TABLE next RENAME TO note",
        "UPDATE note SET n = 5 WHERE id = 1");

    settle();
    settle();

    assertThat(a.ask(all())).containsExactly("1|one|1", "2|two|2");
    assertThat(b.ask(all())).containsExactly("1|one|5", "2|two|2");
    a.run(
        "CREATE TABLE next (id INTEGER, title TEXT PRIMARY KEY, n INTEGER)",
        "INSERT INTO next SELECT * FROM note WHERE id = 2",
        "DROP TABLE note",
        "ALTER TABLE next RENAME TO note");
    settle();
    assertThat(a.ask(all())).containsExactly("1|one|5", "2|two|2");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
    areQuiet();
  }

  @Test
  void aColumnThatIsDroppedAndAddedAlikeIsEmptyEverywhere() {
    b.run(NOTES).track("note");
    a.run("INSERT INTO note VALUES (1, 'one', 1), (2, 'two', 2)");
    settle();
    a.run("ALTER TABLE note DROP COLUMN n", "ALTER TABLE note ADD COLUMN n INTEGER");
    b.run("UPDATE note SET title = 'uno' WHERE id = 1", "UPDATE note SET n = 7 WHERE id = 2");

    settle();
    a.run("UPDATE note SET title = 'TWO' WHERE id = 2");
    settle();

    assertThat(a.ask(all())).containsExactly("1|uno|null", "2|TWO|7");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
    areQuiet();
  }

  @Test
  void aColumnThatComesBackWithAnotherDefaultShowsThatInRowsThatDidNotKnowIt() {
    b.run(NOTES).track("note");
    a.run("INSERT INTO note VALUES (1, 'one', 1)");
    settle();
    a.run("ALTER TABLE note ADD COLUMN c TEXT DEFAULT 'd'");
    settle();
    a.run("ALTER TABLE note DROP COLUMN c", "ALTER TABLE note ADD COLUMN c TEXT");
    settle();

    assertThat(a.ask(all())).containsExactly("1|one|1|null");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
    areQuiet();
  }

  @Test
  void aColumnThatCameWhereAnotherWentIsNotThatOne() {
    b.run(NOTES).track("note");
    a.run("INSERT INTO note VALUES (1, 'one', 1), (2, 'two', 2)");
    settle();
    a.run("ALTER TABLE note DROP COLUMN n", "ALTER TABLE note ADD COLUMN m INTEGER");
    a.run("UPDATE note SET m = 10 WHERE id = 1");
    b.run("UPDATE note SET n = 7 WHERE id = 2");

    settle();
    settle();

    assertThat(a.ask("SELECT id, title, m FROM note ORDER BY id"))
        .containsExactly("1|one|10", "2|two|null");
    assertThat(b.ask("SELECT id, title, n, m FROM note ORDER BY id"))
        .containsExactly("1|one|1|10", "2|two|7|null");
    areQuiet();
    a.run("ALTER TABLE note ADD COLUMN n INTEGER");
    settle();
    assertThat(b.ask("SELECT id, n FROM note ORDER BY id")).containsExactly("1|1", "2|7");
  }

  @Test
  void aColumnThatIsRenamedKeepsItsValuesWithNewAndOldVersions() {
    b.run(NOTES).track("note");
    a.run("INSERT INTO note VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', NULL)");
    settle();
    a.run("ALTER TABLE note RENAME COLUMN n TO m", "UPDATE note SET m = m + 10 WHERE id = 1");
    b.run("UPDATE note SET n = 7 WHERE id = 2");

    settle();
    settle();

    assertThat(a.ask(all())).containsExactly("1|one|11", "2|two|7", "3|three|null");
    assertThat(b.ask("SELECT id, title, m FROM note ORDER BY id")).isEqualTo(a.ask(all()));
    areQuiet();
  }

  @Test
  void twoColumnsOfWhichOneIsDroppedAndTheOtherRenamedAreToldApart() {
    String two = "CREATE TABLE pair (id TEXT PRIMARY KEY, x TEXT, y TEXT)";
    a.run(two).track("pair");
    b.run(two).track("pair");
    a.run("INSERT INTO pair VALUES ('p', 'of x', 'of y'), ('q', 'also x', 'also y')");
    settle();
    a.run("ALTER TABLE pair DROP COLUMN x", "ALTER TABLE pair RENAME COLUMN y TO z");

    settle();
    settle();

    assertThat(a.ask("SELECT * FROM pair")).containsExactly("p|of y", "q|also y");
    assertThat(b.ask("SELECT id, x, z FROM pair"))
        .containsExactly("p|of x|of y", "q|also x|also y");
    areQuiet();
  }

  @Test
  void bothSidesRenameOrReplaceAColumnApart() {
    b.run(NOTES).track("note");
    a.run("INSERT INTO note VALUES (1, 'one', 1), (2, 'two', 2)");
    settle();
    for (RowsDevice device : new RowsDevice[] {a, b}) {
      device.run("ALTER TABLE note RENAME COLUMN n TO m");
    }
    settle();
    assertThat(a.ask(all())).containsExactly("1|one|1", "2|two|2");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
    for (RowsDevice device : new RowsDevice[] {a, b}) {
      device.run("ALTER TABLE note DROP COLUMN m", "ALTER TABLE note ADD COLUMN k INTEGER");
    }
    a.run("UPDATE note SET k = 5 WHERE id = 1");
    settle();
    assertThat(a.ask(all())).containsExactly("1|one|5", "2|two|null");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
    areQuiet();
  }

  @Test
  void editsOfAnOlderVersionAreSentThoughItTakesNone() {
    b.run(NOTES).track("note");
    a.run("INSERT INTO note VALUES (1, 'one', 1), (2, 'two', 2)");
    settle();
    a.run("ALTER TABLE note DROP COLUMN n", "ALTER TABLE note ADD COLUMN n TEXT");
    b.run("DELETE FROM note WHERE id = 2", "UPDATE note SET title = 'uno' WHERE id = 1");
    a.run("UPDATE note SET n = 'text' WHERE id = 1");

    settle();
    settle();

    // The new version emptied a column of the row that the older one deleted: an edit, which stays.
    assertThat(a.ask("SELECT id, title, n FROM note")).containsExactly("1|uno|text", "2|two|null");
    assertThat(b.ask("SELECT id, title, n FROM note")).containsExactly("1|uno|1");
    assertThat(shared.refused()).isZero();
  }

  @Test
  void anUpdatedAtTriggerSendsNothingToAndFro() {
    b.run(NOTES).track("note");
    for (RowsDevice device : new RowsDevice[] {a, b}) {
      device.run(
          "CREATE TRIGGER touch AFTER UPDATE ON note BEGIN"
              + " UPDATE note SET n = coalesce(n, 0) + 1 WHERE id = NEW.id; END");
    }
    a.run("INSERT INTO note VALUES (1, 'one', 0)");
    settle();
    a.run("UPDATE note SET title = 'uno' WHERE id = 1");
    b.sync();

    settle();

    assertThat(a.ask(all())).containsExactly("1|uno|1");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
    areQuiet();
  }

  @Test
  void aTableThatComesWithoutAColumnOfTheProjectsGetsItAndDropsNothing() {
    a.run("ALTER TABLE note ADD COLUMN more TEXT", "INSERT INTO note VALUES (1, 'one', 1, 'm')");
    a.sync();
    b.run(NOTES).track("note").run("INSERT INTO note VALUES (2, 'two', 2)");

    settle();
    b.run("UPDATE note SET more = 'n' WHERE id = 2");
    settle();

    assertThat(a.ask(all())).containsExactly("1|one|1|m", "2|two|2|n");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
    areQuiet();
  }

  @Test
  void aTableThatTheApplicationDroppedIsNotMadeAgainAndDeletesNothing() {
    a.run("INSERT INTO note VALUES (1, 'one', 1)");
    b.run(NOTES).track("note");
    settle();
    b.run("DROP TABLE note");

    settle();
    settle();

    assertThat(b.ask("SELECT name FROM sqlite_schema WHERE name = 'note'")).isEmpty();
    assertThat(a.ask(all())).containsExactly("1|one|1");

    b.run(NOTES, "INSERT INTO note VALUES (2, 'two', 2)");
    settle();
    assertThat(a.ask(all())).containsExactly("1|one|1", "2|two|2");
    assertThat(b.ask(all())).isEqualTo(a.ask(all()));
    areQuiet();
  }

  @Test
  void aTableThatCannotBeMadeWaitsWithTheReasonAndHoldsUpNothing() {
    a.run("CREATE TABLE other (k TEXT PRIMARY KEY)", "INSERT INTO other VALUES ('k')");
    a.track("other").run("INSERT INTO note VALUES (1, 'one', 1)");
    a.sync();
    b.run("CREATE VIEW note AS SELECT 1 AS id").attach("note", "other");

    DatabaseUpdate.Updated updated = b.sync();

    assertThat(updated.waiting()).hasSize(1);
    assertThat(updated.waiting().getFirst().reason()).contains("note");
    assertThat(b.ask("SELECT * FROM other")).containsExactly("k");
    settle();
    assertThat(a.ask(all())).containsExactly("1|one|1");
  }

  @Test
  void aTableThatIsRenamedIsRenamedEverywhere() {
    b.run(NOTES).track("note");
    a.run("INSERT INTO note VALUES (1, 'one', 1)");
    settle();
    a.run("ALTER TABLE note RENAME TO memo", "INSERT INTO memo VALUES (2, 'two', 2)");
    b.run("UPDATE note SET n = 5 WHERE id = 1");

    settle();
    b.sync();

    assertThat(b.ask("SELECT * FROM memo ORDER BY id")).containsExactly("1|one|5", "2|two|2");
    assertThat(a.ask("SELECT * FROM memo ORDER BY id")).containsExactly("1|one|5", "2|two|2");
    areQuiet();

    b.run("ALTER TABLE memo ADD COLUMN c TEXT", "UPDATE memo SET c = 'c' WHERE id = 1");
    settle();
    assertThat(a.ask("SELECT c FROM memo WHERE id = 1")).containsExactly("c");
    a.run(NOTES).track("note").run("INSERT INTO note VALUES (1, 'new', 0)");
    settle();
    assertThat(b.ask("SELECT * FROM memo ORDER BY id"))
        .containsExactly("1|one|5|c", "2|two|2|null");
  }

  @Test
  void tablesThatChangedNamesWithEachOtherDoSoEverywhere() {
    String[] others = {
      "CREATE TABLE tag (id INTEGER PRIMARY KEY, w TEXT REFERENCES note)",
      "CREATE TABLE pin (id INTEGER PRIMARY KEY, z TEXT)"
    };
    a.run(others).track("tag", "pin");
    b.run(NOTES).run(others).track("note", "tag", "pin");
    a.run(
        "INSERT INTO note VALUES (1, 'one', 1)",
        "INSERT INTO tag VALUES (1, 1)",
        "INSERT INTO pin VALUES (1, 'pin')");
    settle();
    a.run(
        "ALTER TABLE note RENAME TO swap",
        "ALTER TABLE tag RENAME TO note",
        "ALTER TABLE pin RENAME TO tag",
        "ALTER TABLE swap RENAME TO pin",
        "INSERT INTO pin VALUES (2, 'two', 2)");
    b.run("UPDATE note SET n = 5 WHERE id = 1");

    settle();

    for (RowsDevice device : new RowsDevice[] {a, b}) {
      assertThat(device.ask("SELECT * FROM pin")).containsExactly("1|one|5", "2|two|2");
      assertThat(device.ask("SELECT id, w FROM note")).containsExactly("1|1");
      assertThat(device.ask("SELECT id, z FROM tag")).containsExactly("1|pin");
    }
    assertThat(b.sync().waiting()).isEmpty();
    areQuiet();
  }

  @Test
  void tablesThatChangedNamesAndOneThatIsInTheWayWait() {
    String other = "CREATE TABLE tag (id INTEGER PRIMARY KEY, w TEXT)";
    a.run(other).track("tag");
    b.run(NOTES, other, "CREATE TABLE memo (x)").track("note", "tag");
    settle();
    a.run(
        "ALTER TABLE note RENAME TO memo",
        "ALTER TABLE tag RENAME TO note",
        "INSERT INTO memo VALUES (2, 'two', 2)");

    settle();
    DatabaseUpdate.Updated updated = b.sync();

    assertThat(updated.waiting()).hasSize(2);
    assertThat(updated.waiting().getFirst().reason()).contains("in the project");
    assertThat(b.ask(all())).containsExactly("2|two|2");
    b.run("DROP TABLE memo");
    settle();
    assertThat(b.ask("SELECT * FROM memo")).containsExactly("2|two|2");
    areQuiet();
  }

  @Test
  void aNewNameThatIsTakenWaitsAndRowsGoOn() {
    b.run(NOTES, "CREATE TABLE memo (x)").track("note");
    settle();
    a.run("ALTER TABLE note RENAME TO memo", "INSERT INTO memo VALUES (2, 'two', 2)");

    settle();
    DatabaseUpdate.Updated updated = b.sync();

    assertThat(b.ask("SELECT * FROM note ORDER BY id")).containsExactly("2|two|2");
    assertThat(updated.waiting()).hasSize(1);
    assertThat(updated.waiting().getFirst().reason()).contains("memo");
    b.run("DROP TABLE memo");
    settle();
    assertThat(b.ask("SELECT * FROM memo ORDER BY id")).containsExactly("2|two|2");
    areQuiet();
  }

  @Test
  void aColumnThatComesWithRowsOfAnotherTableIsMadeFirst() {
    for (RowsDevice device : new RowsDevice[] {a, b}) {
      device.run("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY)");
      device.run(
          "CREATE TABLE zebra (k TEXT PRIMARY KEY)", "CREATE TABLE ant (k TEXT PRIMARY KEY)");
      device.track("zebra", "ant");
    }
    settle();
    for (String table : new String[] {"zebra", "ant"}) {
      a.run("ALTER TABLE " + table + " ADD COLUMN c TEXT");
      a.run("INSERT INTO " + table + " VALUES ('k', 'c')");
    }

    settle();

    assertThat(b.ask("SELECT * FROM zebra UNION ALL SELECT * FROM ant"))
        .containsExactly("k|c", "k|c");
    areQuiet();
  }
}
