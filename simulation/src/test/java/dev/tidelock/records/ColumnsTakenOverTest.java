package dev.tidelock.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.record.DatabaseUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Columns that come, go and change names while rows know values for them.
class ColumnsTakenOverTest extends OneTableOnTwoDevices {
  @Test
  void aColumnWithAnIndexIsTakenOver() {
    a.run("ALTER TABLE t RENAME COLUMN v TO w", "CREATE UNIQUE INDEX u ON t(w)");
    b.run(
        "ALTER TABLE t DROP COLUMN v",
        "ALTER TABLE t ADD COLUMN w TEXT",
        "UPDATE t SET w = 'anew' WHERE id = '2'");

    settle();
    settle();

    assertThat(rows(a, "*")).containsExactly("1|one", "2|anew", "3|three");
    assertThat(rows(b, "*")).isEqualTo(rows(a, "*"));
  }

  @Test
  void whatStandsInAColumnThatIsTakenOverIsNotWrittenOverWithADefault() {
    a.run("ALTER TABLE t RENAME COLUMN v TO w");
    b.run(
        "ALTER TABLE t ADD COLUMN o TEXT",
        "ALTER TABLE t DROP COLUMN v",
        "ALTER TABLE t ADD COLUMN w TEXT DEFAULT 'd'",
        "UPDATE t SET o = 'other' WHERE id = '1'");

    settle();
    settle();

    assertThat(rows(a, "id, w, o")).containsExactly("1|one|other", "2|two|null", "3|three|null");
    assertThat(rows(b, "id, w, o")).isEqualTo(rows(a, "id, w, o"));
  }

  @Test
  void aColumnMayTakeTheNameThatAnotherJustLeft() {
    b.run("ALTER TABLE t RENAME COLUMN v TO w");
    b.sync();
    b.run("ALTER TABLE t ADD COLUMN v TEXT", "UPDATE t SET v = 'new'");
    b.sync();

    DatabaseUpdate.Updated updated = a.sync();

    assertThat(updated.waiting()).isEmpty();
    assertThat(rows(a, "id, w, v")).containsExactly("1|one|new", "2|two|new", "3|three|new");
  }

  @Test
  void valuesThatALateColumnDoesNotTakeAreNotTakenForDeleted() {
    b.run(
        "CREATE TABLE n (id TEXT PRIMARY KEY, v TEXT, c INTEGER NOT NULL)",
        "INSERT INTO n SELECT id, v, -1 FROM t",
        "DROP TABLE t",
        "ALTER TABLE n RENAME TO t");
    b.sync();
    a.sync();
    a.run("ALTER TABLE t ADD COLUMN c INTEGER DEFAULT 1 CHECK (c > 0)");
    DatabaseUpdate.Updated updated = a.sync();
    assertThat(updated.waiting()).hasSize(3);

    a.run("UPDATE t SET v = 'ONE' WHERE id = '1'");
    settle();

    assertThat(rows(b, "*")).containsExactly("1|ONE|-1", "2|two|-1", "3|three|-1");
  }

  @Test
  void valuesThatALateColumnOfAnotherTypeCannotTakeAreNotTakenForDeleted() {
    b.run(
        "CREATE TABLE n (id TEXT PRIMARY KEY, v TEXT, c INTEGER NOT NULL)",
        "INSERT INTO n SELECT id, v, -1 FROM t",
        "DROP TABLE t",
        "ALTER TABLE n RENAME TO t");
    b.sync();
    a.sync();
    a.run("ALTER TABLE t ADD COLUMN c TEXT");
    assertThat(a.sync().waiting()).isNotEmpty();

    a.run("UPDATE t SET v = 'ONE' WHERE id = '1'");
    settle();

    assertThat(rows(b, "*")).containsExactly("1|ONE|-1", "2|two|-1", "3|three|-1");
  }

  @Test
  void whatTheApplicationWroteIntoAColumnOfItsOwnIsNotWrittenAgain() {
    a.run("ALTER TABLE t ADD COLUMN c TEXT", "UPDATE t SET c = 'c' || id");

    assertThat(a.sync().rows()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TEXT DEFAULT 'a'", "INTEGER DEFAULT 1", "REAL DEFAULT 1.5"})
  void aColumnThatMustHaveAValueSomewhereKeepsItsDefault(String declared) {
    try (RowsDevice old =
        new RowsDevice("old", shared, scratch.resolve("old.db"), TABLE).track("t")) {
      old.sync();
      a.run("ALTER TABLE t ADD COLUMN c " + declared + " NOT NULL");
      b.run("ALTER TABLE t ADD COLUMN c " + declared.substring(0, declared.indexOf(' ')));
      settle();
      old.run("INSERT INTO t(id, v) VALUES ('4', 'four')");
      old.sync();
      old.sync();

      assertThat(a.sync().waiting()).isEmpty();
      b.sync();

      assertThat(rows(a, "c")).hasSize(4).doesNotContain("null");
      assertThat(rows(b, "*")).isEqualTo(rows(a, "*"));
      assertThat(rows(old, "*")).isEqualTo(rows(a, "*"));
    }
  }
}
