package dev.tidelock.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.object.ObjectId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows that were written apart meet unique constraints and foreign keys.
class ConstraintsMeetTest {
  private static final String LAND = "CREATE TABLE land (name TEXT PRIMARY KEY)";
  private static final String TOWN =
      "CREATE TABLE town (id TEXT PRIMARY KEY, code TEXT UNIQUE,"
          + " land TEXT REFERENCES land ON DELETE CASCADE ON UPDATE CASCADE)";
  private static final String STREET =
      "CREATE TABLE street (id TEXT PRIMARY KEY, town TEXT REFERENCES town(id) ON DELETE CASCADE,"
          + " place TEXT REFERENCES town(code), other TEXT REFERENCES free)";

  @TempDir private Path scratch;

  private SharedTables shared;
  private RowsDevice a;
  private RowsDevice b;

  @BeforeEach
  void begin() {
    shared = new SharedTables();
    a = device("a");
    b = device("b");
  }

  private RowsDevice device(String name) {
    RowsDevice device =
        new RowsDevice(
            name,
            shared,
            scratch.resolve(name + ".db"),
            LAND,
            TOWN,
            STREET,
            "CREATE TABLE free (k TEXT PRIMARY KEY)",
            "PRAGMA foreign_keys = ON");
    return device.track("land", "town", "street");
  }

  @AfterEach
  void end() {
    a.close();
    b.close();
  }

  private void settle() {
    for (int i = 0; i < 3; i++) {
      a.sync();
      b.sync();
    }
  }

  private void bothHave(String query, String... rows) {
    assertThat(a.ask(query)).containsExactly(rows);
    assertThat(b.ask(query)).containsExactly(rows);
    ObjectId root = shared.head().root();
    assertThat(a.sync().rows() + b.sync().rows()).isZero();
    assertThat(shared.head().root()).isEqualTo(root);
  }

  @Test
  void aParentThatWasDeletedWhileAChildCameIsRestoredWithItsOwnParent() {
    a.run("INSERT INTO land VALUES ('x')", "INSERT INTO town VALUES ('t', 'T', 'x')");
    a.run("INSERT INTO street (id, town) VALUES ('old', 't')");
    settle();
    a.run("DELETE FROM land");
    b.run("INSERT INTO street (id, town) VALUES ('new', 't')");

    settle();

    bothHave("SELECT * FROM land", "x");
    bothHave("SELECT * FROM town", "t|T|x");
    bothHave("SELECT id, town FROM street", "new|t");
    assertThat(a.ask("PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void itIsTheSameWhicheverDeviceComesFirst() {
    a.run("INSERT INTO land VALUES ('x')");
    settle();
    b.run("INSERT INTO town VALUES ('t', 'T', 'x')");
    b.sync();
    a.run("DELETE FROM land");

    settle();

    bothHave("SELECT * FROM land", "x");
    bothHave("SELECT * FROM town", "t|T|x");
  }

  @Test
  void aChildWhoseParentIsNowhereIsRefusedUntilThereIsOne() {
    a.run("INSERT INTO town VALUES ('t', 'T', NULL)");
    settle();
    a.run("UPDATE town SET code = 'U'");
    b.run("INSERT INTO street (id, place) VALUES ('s', 'T')");

    settle();

    bothHave("SELECT id FROM street");
    bothHave("SELECT code FROM town", "U");
    assertThat(shared.refused()).isEqualTo(1);

    b.run("INSERT INTO town VALUES ('v', 'T', NULL)");
    settle();
    bothHave("SELECT id, place FROM street", "s|T");
    assertThat(shared.refused()).isZero();
    assertThat(a.ask("PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void aParentWhoseKeyChangedWhileAChildCameStaysBesideTheNewOne() {
    a.run("INSERT INTO land VALUES ('x')", "INSERT INTO town VALUES ('t', 'T', 'x')");
    settle();
    a.run("UPDATE land SET name = 'y'");
    b.run("INSERT INTO town VALUES ('u', 'U', 'x')");

    settle();

    bothHave("SELECT * FROM land ORDER BY name", "x", "y");
    bothHave("SELECT id, land FROM town ORDER BY id", "t|y", "u|x");
  }

  @Test
  void whatReferredToNothingBeforeIsLeftAlone() {
    a.run("PRAGMA foreign_keys = OFF");
    a.run("INSERT INTO street (id, town, place) VALUES ('s', 'none', 'nowhere')");

    settle();
    b.run("PRAGMA foreign_keys = OFF", "UPDATE street SET other = 'o'");
    settle();

    bothHave("SELECT id, town, place, other FROM street", "s|none|nowhere|o");
    assertThat(shared.refused()).isZero();
  }

  @Test
  void aTableThatIsNotTrackedBindsNobody() {
    a.run("INSERT INTO free VALUES ('f')", "INSERT INTO street (id, other) VALUES ('s', 'f')");

    settle();

    bothHave("SELECT id, other FROM street", "s|f");
    assertThat(shared.refused()).isZero();
    assertThat(b.sync().waiting()).isEmpty();
  }

  @Test
  void whatACascadeDeletedIsDeletedAndNothingWaits() {
    a.run("INSERT INTO land VALUES ('x')", "INSERT INTO town VALUES ('t', 'T', 'x')");
    a.run("INSERT INTO street (id, town) VALUES ('s', 't')");
    settle();
    a.run("DELETE FROM land");

    a.sync();

    assertThat(b.sync().waiting()).isEmpty();
    bothHave("SELECT id FROM street");
    bothHave("SELECT id FROM town");
  }

  @Test
  void aRefusedRowComesBackWhenTheOtherGoesAndOfTwoTheOneThatWasWrittenFirst() {
    RowsDevice c = device("c");
    c.sync();
    c.run("INSERT INTO town VALUES ('x', 'T', NULL)");
    settle();
    a.run("INSERT INTO town VALUES ('z', 'T', NULL)");
    a.sync();
    b.run("INSERT INTO town VALUES ('y', 'T', NULL)");
    b.sync();
    c.sync();
    settle();
    c.close();
    bothHave("SELECT id FROM town", "z");
    assertThat(shared.refused()).isEqualTo(2);

    a.run("DELETE FROM town WHERE id = 'z'");
    settle();
    bothHave("SELECT id FROM town", "y");

    b.run("UPDATE town SET code = 'other' WHERE id = 'y'");
    settle();
    bothHave("SELECT id, code FROM town ORDER BY id", "x|T", "y|other");
    assertThat(shared.refused()).isZero();
  }

  @Test
  void whatRefersToARefusedRowIsRefusedAndComesBackWithIt() {
    settle();
    a.run("INSERT INTO town VALUES ('z', 'T', NULL)");
    a.sync();
    b.run("INSERT INTO town VALUES ('y', 'T', NULL)");
    b.run("INSERT INTO street (id, town) VALUES ('s', 'y')");

    settle();
    bothHave("SELECT id FROM town", "z");
    bothHave("SELECT id FROM street");
    assertThat(shared.refused()).isEqualTo(2);

    a.run("DELETE FROM town");
    settle();
    bothHave("SELECT id FROM town", "y");
    bothHave("SELECT id FROM street", "s");
    assertThat(shared.refused()).isZero();
  }

  @Test
  void aDatabaseWithoutTheConstraintBringsNothingBack() {
    b.run("PRAGMA foreign_keys = OFF", "DROP TABLE street", "DROP TABLE town");
    b.run(TOWN.replace("UNIQUE", ""), STREET);
    settle();
    a.run("INSERT INTO town VALUES ('z', 'T', NULL)");
    a.sync();
    b.run("INSERT INTO town VALUES ('y', 'T', NULL)");

    settle();

    bothHave("SELECT id FROM town", "z");
    for (int i = 0; i < 3; i++) {
      b.run("INSERT INTO land VALUES ('" + i + "')");
      b.sync();
      assertThat(shared.refused()).isEqualTo(1);
    }
  }

  @Test
  void valuesThatChangePlacesArrive() {
    a.run("INSERT INTO town VALUES ('s', 'S', NULL), ('t', 'T', NULL)");
    settle();
    a.run("UPDATE town SET code = NULL", "UPDATE town SET code = 'T' WHERE id = 's'");
    a.run("UPDATE town SET code = 'S' WHERE id = 't'");

    settle();

    bothHave("SELECT id, code FROM town ORDER BY id", "s|T", "t|S");
    assertThat(List.of(shared.refused())).containsExactly(0L);
  }
}
