package dev.tidelock.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.record.DatabaseUpdate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Columns that two devices made apart become the same.
class ColumnsMeetTest extends OneTableOnTwoDevices {
  private void areQuiet() {
    settle();
    ObjectId root = shared.head().root();
    assertThat(a.sync().rows() + b.sync().rows()).isZero();
    assertThat(shared.head().root()).isEqualTo(root);
  }

  @ParameterizedTest
  @CsvSource({
    "TEXT DEFAULT 'x', TEXT DEFAULT 'y'",
    "TEXT DEFAULT 'y', TEXT DEFAULT 'x'",
    "TEXT DEFAULT 'x', TEXT",
    "TEXT, TEXT DEFAULT 'x'",
    "TEXT NOT NULL DEFAULT 'x', TEXT",
    "TEXT, TEXT NOT NULL DEFAULT 'x'",
    "INTEGER DEFAULT 1, INTEGER DEFAULT 2",
  })
  void aColumnWithDifferentDefaultsShowsOneOfThemEverywhere(String one, String other) {
    a.run("ALTER TABLE t ADD COLUMN c " + one, "UPDATE t SET v = 'ONE' WHERE id = '1'");
    b.run("ALTER TABLE t ADD COLUMN c " + other, "UPDATE t SET c = 7 WHERE id = '2'");

    settle();

    List<String> shown = rows(a, "id, v, c");
    assertThat(rows(b, "id, v, c")).isEqualTo(shown);
    assertThat(shown.get(0)).startsWith("1|ONE|");
    assertThat(shown.get(1)).isEqualTo("2|two|7");
    areQuiet();
    a.run("UPDATE t SET v = 'edited' WHERE id = '1'", "INSERT INTO t(id, c) VALUES ('4', 4)");
    b.run("UPDATE t SET v = 'edited' WHERE id = '3'", "INSERT INTO t(id, c) VALUES ('5', 5)");
    settle();
    assertThat(rows(b, "*")).isEqualTo(rows(a, "*")).hasSize(5);
    areQuiet();
  }

  @Test
  void whatIsChosenBesideAnotherDefaultIsKept() {
    a.run("ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'x'");
    b.run("ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'y'");
    settle();
    String mine = rows(a, "c").getFirst();
    a.run("UPDATE t SET c = 'x' WHERE id = '1'", "UPDATE t SET c = 'y' WHERE id = '2'");
    b.run("UPDATE t SET c = 'y' WHERE id = '3'");

    settle();

    assertThat(mine).isIn("x", "y");
    assertThat(rows(a, "c")).containsExactly("x", "y", "y");
    assertThat(rows(b, "c")).isEqualTo(rows(a, "c"));
    areQuiet();
  }

  @Test
  void rowsOfADeviceThatDoesNotHaveTheColumnShowTheSameDefault() {
    try (RowsDevice old =
        new RowsDevice("old", shared, scratch.resolve("old.db"), TABLE).track("t")) {
      old.sync();
      old.run("INSERT INTO t VALUES ('old', 'old')");
      a.run("ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'x'");
      b.run("ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'y'");
      a.sync();
      b.sync();
      old.sync();
      settle();
      assertThat(rows(a, "c")).hasSize(4);
      assertThat(rows(b, "*")).isEqualTo(rows(a, "*"));
      assertThat(rows(old, "*")).isEqualTo(rows(a, "*"));
      areQuiet();
    }
  }

  @Test
  void valuesThatCameBeforeThereWasAColumnForThemAreNotTakenForDeleted() {
    madeAnew(b, "c TEXT NOT NULL", "'c' || id");
    b.sync();
    DatabaseUpdate.Updated without = a.sync();
    a.run("UPDATE t SET v = 'ONE' WHERE id = '1'");
    settle();
    assertThat(without.waiting()).isNotEmpty();
    assertThat(rows(b, "*")).containsExactly("1|ONE|c1", "2|two|c2", "3|three|c3");

    a.run("ALTER TABLE t ADD COLUMN c TEXT", "UPDATE t SET v = 'TWO' WHERE id = '2'");
    settle();

    assertThat(rows(a, "*")).containsExactly("1|ONE|c1", "2|TWO|c2", "3|three|c3");
    assertThat(rows(b, "*")).isEqualTo(rows(a, "*"));
    areQuiet();
  }

  @Test
  void aColumnThatTheApplicationMakesForValuesThatWaitedShowsThem() {
    madeAnew(b, "c TEXT NOT NULL", "'c' || id");
    b.sync();
    a.sync();
    madeAnew(b, "c TEXT", "c");
    b.sync();

    a.run("ALTER TABLE t ADD COLUMN c TEXT");
    settle();

    assertThat(rows(a, "*")).containsExactly("1|one|c1", "2|two|c2", "3|three|c3");
    assertThat(rows(b, "*")).isEqualTo(rows(a, "*"));
    areQuiet();
  }

  /// What an application does that needs another declaration of a column.
  private static void madeAnew(RowsDevice device, String column, String value) {
    device.run(
        "CREATE TABLE n (id TEXT PRIMARY KEY, v TEXT, " + column + ")",
        "INSERT INTO n SELECT id, v, " + value + " FROM t",
        "DROP TABLE t",
        "ALTER TABLE n RENAME TO t");
  }

  @Test
  void aColumnThatIsRenamedHereAndMadeAnewThereIsOneColumn() {
    a.run("ALTER TABLE t RENAME COLUMN v TO w", "UPDATE t SET w = 'ONE' WHERE id = '1'");
    b.run(
        "ALTER TABLE t DROP COLUMN v",
        "ALTER TABLE t ADD COLUMN w TEXT",
        "UPDATE t SET w = 'anew' WHERE id = '2'");

    settle();
    settle();

    assertThat(rows(a, "*")).containsExactly("1|ONE", "2|anew", "3|three");
    assertThat(rows(b, "*")).isEqualTo(rows(a, "*"));
    areQuiet();
    a.run("UPDATE t SET w = 'later' WHERE id = '3'");
    settle();
    assertThat(rows(b, "*")).isEqualTo(rows(a, "*"));
  }

  @Test
  void twoColumnsOfOneNameAreSaidAndSettledByRenamingOne() {
    a.run("ALTER TABLE t RENAME COLUMN v TO w");
    b.run("ALTER TABLE t ADD COLUMN w TEXT", "UPDATE t SET w = 'new ' || id");

    a.sync();
    DatabaseUpdate.Updated there = b.sync();
    DatabaseUpdate.Updated here = a.sync();
    a.run("UPDATE t SET w = 'ONE' WHERE id = '1'");
    settle();

    assertThat(here.waiting())
        .extracting(DatabaseUpdate.Waiting::reason)
        .containsExactly("column w: two columns of the project have this name; rename one of them");
    assertThat(there.waiting())
        .extracting(DatabaseUpdate.Waiting::reason)
        .containsExactly(
            "column w: v is called so in the project, and another column is here; rename one of"
                + " them");
    assertThat(rows(b, "v, w")).containsExactly("ONE|new 1", "two|new 2", "three|new 3");
    b.run("ALTER TABLE t RENAME COLUMN w TO x");
    b.sync();
    settle();
    assertThat(rows(a, "id, w, x")).containsExactly("1|ONE|new 1", "2|two|new 2", "3|three|new 3");
    assertThat(rows(b, "id, w, x")).isEqualTo(rows(a, "id, w, x"));
    areQuiet();
  }
}
