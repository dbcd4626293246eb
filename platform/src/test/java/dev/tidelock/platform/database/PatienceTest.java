package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.record.Schema;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.RowCursor;
import org.junit.jupiter.api.Test;

/// That nothing of ours takes so long at a time that an application would notice, by clocks and
/// rows that are counted.
class PatienceTest extends DatabaseTest {
  private static final int MOST_MILLIS = 17;

  @Test
  void aSliceIsOverBeforeAWriterLooksAgainForTheFourthTime() {
    app.run("PRAGMA journal_mode = DELETE", "CREATE TABLE t(id INTEGER PRIMARY KEY)");
    try (Link link = Link.open(file, 0, false)) {
      long schema = link.number("PRAGMA schema_version");
      int[] asked = new int[1];
      new Slices.Brief(link, new SteppingClock(1), schema)
          .read(slice -> {
            link.number("SELECT count(*) FROM t");
            while (slice.goesOn(0)) {
              asked[0]++;
            }
            assertThat(slice.ends()).isTrue();
          });
      assertThat(asked[0]).isBetween(1, MOST_MILLIS);
    }
  }

  @Test
  void theApplicationWritesBetweenAnyTwoRows() {
    app.run(
        "PRAGMA journal_mode = DELETE",
        "PRAGMA busy_timeout = 0",
        "CREATE TABLE t(id INTEGER PRIMARY KEY, v)",
        "CREATE TABLE other(v)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
            + " INSERT INTO t SELECT i, i FROM n");
    SqliteDatabases slow = new SqliteDatabases(new SteppingClock(10));
    try (Database database = slow.open(file.toString(), 200)) {
      database.identify(ID);
      database.track("t", id("t"));
      Schema schema = schema(database, "t");
      int rows = 0;
      try (DatabaseSnapshot snapshot = database.snapshot();
          RowCursor all = snapshot.all(id("t"), schema, large)) {
        while (all.hasNext()) {
          all.next();
          app.run("INSERT INTO other VALUES(1)");
          rows++;
        }
      }
      assertThat(rows).isEqualTo(100);
    }
  }

  @Test
  void manyNotesAreForgottenLittleByLittle() {
    app.run(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, v)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
            + " INSERT INTO t SELECT i, i FROM n");
    Database database = tracking("t");
    app.run("UPDATE t SET v = 0");
    try (DatabaseSnapshot snapshot = database.snapshot()) {
      assertThat(snapshot.noted()).isEqualTo(50_000);
    }
    int left = 50_000;
    for (int i = 0; i < 3; i++) {
      seen(database);
      assertThat(notes()).isBetween(1, left).isGreaterThanOrEqualTo(left - 20_001);
      left = notes();
      assertThat(changes(database, "t")).isEmpty();
      try (DatabaseSnapshot snapshot = database.snapshot()) {
        assertThat(snapshot.noted()).isZero();
      }
    }
    assertThat(left).isOne();
    app.run("DELETE FROM t WHERE id = 7");
    assertThat(changes(database, "t")).containsExactly("[7] none");
  }

  private int notes() {
    return Integer.parseInt(app.ask("SELECT count(*) FROM _tidelock_log").getFirst());
  }
}
