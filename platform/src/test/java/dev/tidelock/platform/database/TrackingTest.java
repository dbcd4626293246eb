package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.TrackedTable;
import dev.tidelock.engine.port.TrackedTable.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackingTest extends DatabaseTest {
  private Database tracked(String... sql) {
    app.run(sql);
    return tracking("t");
  }

  @Test
  void everyKindOfWriteIsSeen() {
    Database database =
        tracked(
            "CREATE TABLE t(id INTEGER PRIMARY KEY, v)",
            "INSERT INTO t VALUES(1,'a'),(2,'b'),(3,'c'),(4,'d'),(5,'e')");
    assertThat(changes(database, "t")).isEmpty();
    app.run(
        "INSERT INTO t VALUES(6, 'f')",
        "UPDATE t SET v = 'B' WHERE id = 2",
        "DELETE FROM t WHERE id = 3",
        "UPDATE t SET rowid = 40 WHERE id = 4",
        "INSERT OR REPLACE INTO t VALUES(5, 'E')",
        "INSERT INTO t VALUES(1, 'A') ON CONFLICT(id) DO UPDATE SET v = excluded.v");
    assertThat(changes(database, "t"))
        .containsExactly(
            "[1] ['A', 1]",
            "[2] ['B', 2]",
            "[3] none",
            "[4] none",
            "[5] ['E', 5]",
            "[6] ['f', 6]",
            "[40] ['d', 40]");
  }

  @Test
  void whatIsSeenIsForgottenOnceItIsSaidToBeShown() {
    Database database = tracked("CREATE TABLE t(id INTEGER PRIMARY KEY)");
    app.run("INSERT INTO t VALUES(1)");
    seen(database);
    assertThat(changes(database, "t")).isEmpty();
    app.run("INSERT INTO t VALUES(2)");
    assertThat(changes(database, "t")).containsExactly("[2] [2]");
    assertThat(app.ask("SELECT count(*) FROM _tidelock_log")).containsExactly("2");
  }

  @Test
  void rowsThatAReplaceEvictsAreSeen() {
    Database database =
        tracked(
            "CREATE TABLE t(id TEXT PRIMARY KEY, u UNIQUE, a, b, UNIQUE(a, b COLLATE NOCASE))",
            "CREATE UNIQUE INDEX partial ON t(b) WHERE a > 100",
            "CREATE UNIQUE INDEX expression ON t(abs(a), length(b))",
            "INSERT INTO t VALUES('k1',1,1,'x'),('k2',2,2,'yy'),('k3',3,300,'zzz'),"
                + "('k4',4,-7,'wwww'),('k5',5,5,'vvvvv')");
    app.run("INSERT OR REPLACE INTO t VALUES('n1', 1, 11, 'p')");
    assertThat(changes(database, "t")).contains("['k1'] none");
    app.run("REPLACE INTO t VALUES('n2', 22, 2, 'YY')");
    assertThat(changes(database, "t")).contains("['k2'] none");
    app.run("REPLACE INTO t VALUES('n3', 33, 333, 'zzz')");
    assertThat(changes(database, "t")).contains("['k3'] none");
    app.run("UPDATE OR REPLACE t SET a = 7, b = 'wwWW' WHERE id = 'n1'");
    assertThat(changes(database, "t")).contains("['k4'] none");
    app.run("UPDATE OR REPLACE t SET u = 5 WHERE id = 'n1'");
    assertThat(changes(database, "t")).contains("['k5'] none");
  }

  @Test
  void rowsWhosePlaceIsTakenAreSeen() {
    Database database =
        tracked("CREATE TABLE t(id TEXT PRIMARY KEY, oid)", "INSERT INTO t VALUES('a',1),('b',2)");
    app.run("INSERT OR REPLACE INTO t(rowid, id, oid) VALUES(1, 'c', 3)");
    assertThat(changes(database, "t")).containsExactly("['a'] none", "['c'] ['c', 3]");
    app.run("UPDATE OR REPLACE t SET rowid = 2 WHERE id = 'c'");
    assertThat(changes(database, "t")).contains("['b'] none");
  }

  @Test
  void cascadesAreSeen() {
    app.run(
        "PRAGMA foreign_keys = ON",
        "CREATE TABLE p(id INTEGER PRIMARY KEY)",
        "CREATE TABLE c(id INTEGER PRIMARY KEY, p REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE)",
        "CREATE TABLE t(id INTEGER PRIMARY KEY, up REFERENCES t ON DELETE CASCADE)",
        "INSERT INTO p VALUES(1),(2)",
        "INSERT INTO c VALUES(10,1),(20,2)",
        "INSERT INTO t VALUES(1,NULL),(2,1),(3,2)");
    Database database = tracking("p", "c", "t");
    app.run(
        "DELETE FROM p WHERE id = 1",
        "UPDATE p SET id = 3 WHERE id = 2",
        "DELETE FROM t WHERE id = 1");
    assertThat(changes(database, "c")).containsExactly("[10] none", "[20] [20, 3]");
    assertThat(changes(database, "t")).containsExactly("[1] none", "[2] none", "[3] none");
  }

  @Test
  void whatTriggersOfTheApplicationWriteIsSeen() {
    Database database =
        tracked(
            "PRAGMA recursive_triggers = ON",
            "CREATE TABLE t(id INTEGER PRIMARY KEY, n)",
            "CREATE TRIGGER more AFTER INSERT ON t WHEN NEW.n > 0"
                + " BEGIN INSERT INTO t VALUES(NEW.id + 1, NEW.n - 1); END");
    app.run("INSERT INTO t VALUES(1, 3)");
    assertThat(changes(database, "t"))
        .containsExactly("[1] [1, 3]", "[2] [2, 2]", "[3] [1, 3]", "[4] [0, 4]");
  }

  @Test
  void keysOfEveryKindAreSeen() {
    app.run(
        "CREATE TABLE t(a, b TEXT COLLATE NOCASE, c INT, PRIMARY KEY(b, a, c)) WITHOUT ROWID",
        "CREATE TABLE w(a, b, c, d, e, f, PRIMARY KEY(a, b, c, d, e, f))");
    Database database = tracking("t", "w");
    app.run(
        "INSERT INTO t VALUES(x'00ff', 'Abc', 1), (1, 'abc', 1), (1.5, 'x', -9e18), ('', '', 0)",
        "UPDATE t SET b = 'ABC' WHERE a = 1",
        "INSERT INTO w VALUES(1,2,3,4,5,'six')");
    assertThat(changes(database, "t"))
        .containsExactly(
            "['', '', 0] ['', '', 0]",
            "['abc', 1, 1] ['ABC', 1, 1]",
            "['abc', x00ff, 1] ['Abc', 1, x00ff]",
            "['x', 1.5, -9000000000000000000] ['x', -9000000000000000000, 1.5]");
    assertThat(changes(database, "w")).hasSize(1);
  }

  @Test
  void theApplicationDoesNotNotice() {
    tracked("CREATE TABLE t(id INTEGER PRIMARY KEY, u UNIQUE)");
    app.run("INSERT INTO t VALUES(41, 'x'), (42, 'y')");
    assertThat(app.ask("SELECT last_insert_rowid(), changes()")).containsExactly("42|2");
    app.run("UPDATE t SET u = u || '!'");
    assertThat(app.ask("SELECT last_insert_rowid(), changes()")).containsExactly("42|2");
    app.run("INSERT OR IGNORE INTO t VALUES(7, 'x!')");
    assertThat(app.ask("SELECT count(*) FROM t")).containsExactly("2");
    assertThat(app.ask("INSERT INTO t(u) VALUES('z') RETURNING id")).containsExactly("43");
  }

  @Test
  void oddNamesAreNames() {
    String odd = "\"select \"\"it's\"\" [é] ; --\"";
    app.run(
        "CREATE TABLE " + odd + "(\"a \"\"b\" TEXT PRIMARY KEY, \"from\" UNIQUE, 'w x')",
        "INSERT INTO " + odd + " VALUES('k', 1, 2)");
    String name = "select \"it's\" [é] ; --";
    Database database = tracking(name);
    app.run("REPLACE INTO " + odd + " VALUES('l', 1, 3)");
    assertThat(changes(database, name)).containsExactly("['k'] none", "['l'] ['l', 1, 3]");
  }

  @Test
  void renamesAndNewColumnsLoseNothing() {
    Database database =
        tracked(
            "CREATE TABLE t(id TEXT PRIMARY KEY, a UNIQUE, b)", "INSERT INTO t VALUES('k',1,2)");
    app.run(
        "ALTER TABLE t RENAME TO \"new t\"",
        "ALTER TABLE \"new t\" RENAME COLUMN id TO \"the id\"",
        "ALTER TABLE \"new t\" RENAME COLUMN a TO aa",
        "ALTER TABLE \"new t\" ADD COLUMN c DEFAULT 5",
        "ALTER TABLE \"new t\" DROP COLUMN b",
        "INSERT INTO \"new t\" VALUES('l', 2, 6)");
    assertThat(database.tracked()).containsExactly(new TrackedTable(id("t"), "new t", State.SOUND));
    assertThat(
            texts(
                database
                    .snapshot()
                    .changes(
                        id("t"),
                        database.schema("new t", id("t"), java.util.Optional.empty()),
                        large)))
        .containsExactly("['l'] ['l', 2, 6]");
  }

  @Test
  void aTableThatWasMadeAnewIsComparedWholeAndWatchedAgain() {
    Database database =
        tracked("CREATE TABLE t(id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES(1,1)");
    app.run(
        "CREATE TABLE other(id INTEGER PRIMARY KEY, v TEXT)",
        "INSERT INTO other SELECT * FROM t",
        "DROP TABLE t",
        "ALTER TABLE other RENAME TO t");
    assertThat(database.tracked()).containsExactly(new TrackedTable(id("t"), "t", State.COMPARE));
    seen(database);
    assertThat(database.tracked()).containsExactly(new TrackedTable(id("t"), "t", State.SOUND));
    app.run("INSERT INTO t VALUES(2,2)");
    assertThat(changes(database, "t")).containsExactly("[2] ['2', 2]");
  }

  @Test
  void aNewUniqueIndexIsWatchedToo() {
    Database database =
        tracked("CREATE TABLE t(id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES(1,1)");
    app.run("CREATE UNIQUE INDEX u ON t(v)");
    assertThat(database.tracked().getFirst().state()).isEqualTo(State.COMPARE);
    seen(database);
    app.run("REPLACE INTO t VALUES(2, 1)");
    assertThat(changes(database, "t")).containsExactly("[1] none", "[2] [1, 2]");
  }

  @Test
  void aDroppedTableIsGoneAndNotEmpty() {
    Database database = tracked("CREATE TABLE t(id INTEGER PRIMARY KEY)");
    app.run("DROP TABLE t");
    assertThat(database.tracked()).containsExactly(new TrackedTable(id("t"), "t", State.GONE));
  }

  @Test
  void trackingIsDoneOnce() {
    Database database = tracked("CREATE TABLE t(id INTEGER PRIMARY KEY)");
    assertThatCode(() -> database.track("t", id("t"))).doesNotThrowAnyException();
    assertThat(database.tracked().getFirst().state()).isEqualTo(State.SOUND);
  }

  @Test
  void forgettingLeavesNoTrace() {
    app.run(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, u UNIQUE)", "CREATE TABLE s(id TEXT PRIMARY KEY)");
    List<String> before = app.ask("SELECT type, name, sql FROM sqlite_schema ORDER BY name");
    Database database = tracking("t", "s");
    database.untrack(id("s"));
    assertThat(
            app.ask("SELECT count(*) FROM sqlite_schema WHERE tbl_name = 's' AND type = 'trigger'"))
        .containsExactly("0");
    database.forget();
    assertThat(app.ask("SELECT type, name, sql FROM sqlite_schema ORDER BY name"))
        .isEqualTo(before);
  }

  @Test
  void anotherProgramsWritesAreSeen() throws Exception {
    Database database = tracked("CREATE TABLE t(id INTEGER PRIMARY KEY, v)");
    Process shell =
        new ProcessBuilder(
                "python3",
                "-c",
                "import sqlite3,sys\n"
                    + "c=sqlite3.connect(sys.argv[1]); c.execute(\"INSERT INTO t VALUES(9,'p')\"); c.commit()",
                file.toString())
            .inheritIO()
            .start();
    assertThat(shell.waitFor()).isZero();
    assertThat(changes(database, "t")).containsExactly("[9] ['p', 9]");
  }

  @Test
  void triggersOfAnotherVersionBecomeThoseOfThisOne() {
    Database database = tracked("CREATE TABLE t(id INTEGER PRIMARY KEY, v)");
    String triggers = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";
    List<String> ours = app.ask(triggers);
    String name =
        app.ask("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB '*_insert'")
            .getFirst();
    app.run(
        "DROP TRIGGER " + name,
        "CREATE TRIGGER %s AFTER INSERT ON t BEGIN INSERT INTO _tidelock_log(tid, k1) VALUES(1, 1); END"
            .formatted(name),
        "CREATE TRIGGER _tidelock_1_former AFTER INSERT ON t BEGIN SELECT 1; END");
    assertThat(database.tracked()).containsExactly(new TrackedTable(id("t"), "t", State.COMPARE));
    assertThat(app.ask(triggers)).isEqualTo(ours);
  }
}
