package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.Databases;
import dev.tidelock.engine.port.RowCursor;
import dev.tidelock.engine.port.StoredRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest extends DatabaseTest {
  @Test
  void rowsComeInTheOrderOfTheirKeys() {
    app.run(
        "CREATE TABLE t(a PRIMARY KEY, v)",
        "INSERT INTO t VALUES('b',1),(x'00',2),(-1.5,3),('a',4),(7,5),(1e300,6),(x'',7),('',8)");
    assertThat(all(tracking("t"), "t"))
        .containsExactly(
            "[-1.5] [-1.5, 3]",
            "[7] [5, 7]",
            "[1.0E300] [1.0E300, 6]",
            "[''] ['', 8]",
            "['a'] ['a', 4]",
            "['b'] ['b', 1]",
            "[x] [7, x]",
            "[x00] [2, x00]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void manyRowsComeOnceEach(String mode) {
    app.run(
        "PRAGMA journal_mode = " + mode,
        "CREATE TABLE t(id INTEGER PRIMARY KEY, v)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
            + " INSERT INTO t SELECT i, hex(randomblob(20)) FROM n");
    Database database = tracking("t");
    List<String> rows = all(database, "t");
    assertThat(rows).hasSize(20_000).doesNotHaveDuplicates();
    app.run("UPDATE t SET v = 'x' WHERE id % 2");
    assertThat(changes(database, "t")).hasSize(10_000).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void longValuesAreHandedOutAsSuch(String mode) {
    app.run(
        "PRAGMA journal_mode = " + mode,
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b)",
        "INSERT INTO t VALUES(1, zeroblob(1024), zeroblob(1025)),"
            + " (2, printf('%.*c', 3000000, 'x'), 'short'), (3, 3, zeroblob(30000000)),"
            + " (4, CAST(zeroblob(5000000) AS TEXT), zeroblob(2000)), (5, 5, 5)");
    Database database = tracking("t");
    List<String> rows = all(database, "t");
    assertThat(rows)
        .hasSize(5)
        .anyMatch(row -> row.startsWith("[1]") && row.contains("BLOB of 1025"))
        .anyMatch(row -> row.startsWith("[2]") && row.contains("TEXT of 3000000"))
        .anyMatch(row -> row.startsWith("[3]") && row.contains("BLOB of 30000000"))
        .anyMatch(row -> row.contains("TEXT of 5000000") && row.contains("BLOB of 2000"));
    app.run("UPDATE t SET id = id + 10");
    assertThat(changes(database, "t"))
        .hasSize(10)
        .containsAll(
            rows.stream()
                .map(row -> row.replaceAll("\\[\\d\\] .*", ""))
                .filter(row -> !row.isEmpty())
                .toList());
  }

  @Test
  void keysThatAreLongComeInTheOrderOfTheirNames() {
    app.run("CREATE TABLE t(k TEXT PRIMARY KEY)");
    for (int i = 0; i < 50; i++) {
      app.run("INSERT INTO t VALUES('" + "x".repeat(470 + i) + "')");
      app.run("INSERT INTO t VALUES('" + "y".repeat(600) + i + "')");
    }
    Database database = tracking("t");
    List<Bytes> keys = new ArrayList<>();
    try (DatabaseSnapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.all(id("t"), schema(database, "t"), large)) {
      rows.forEachRemaining(row -> keys.add(row.key()));
    }
    assertThat(keys).hasSize(100).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void rowsThatNothingNamesAreCounted() {
    app.run("CREATE TABLE t(k TEXT PRIMARY KEY)");
    Database database = tracking("t");
    app.run(
        "INSERT INTO t VALUES(NULL), (NULL), ('a'), (printf('%.*c', 1048577, 'x')),"
            + " (printf('%.*c', 8000000, 'y')), ('z')");
    try (DatabaseSnapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.all(id("t"), schema(database, "t"), large)) {
      assertThat(texts(rows)).containsExactly("['a'] ['a']", "['z'] ['z']");
      assertThat(rows.nameless()).isEqualTo(4);
    }
    assertThat(changes(database, "t")).containsExactly("['a'] ['a']", "['z'] ['z']");
  }

  @Test
  void textThatIsNoUtf8IsKeptAsItIs() {
    app.run(
        "CREATE TABLE t(k TEXT PRIMARY KEY, v)",
        "INSERT INTO t VALUES(CAST(x'ff00fe' AS TEXT), CAST(x'c3' AS TEXT)), ('nul' || char(0), 1)");
    Database database = tracking("t");
    try (DatabaseSnapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.all(id("t"), schema(database, "t"), large)) {
      List<StoredRow> all = new ArrayList<>();
      rows.forEachRemaining(all::add);
      assertThat(all).hasSize(2);
      assertThat(all.get(1).values().orElseThrow())
          .contains(new Value.Text(Bytes.hex("ff00fe")), new Value.Text(Bytes.hex("c3")));
    }
  }

  @Test
  void aDatabaseInUtf16IsReadInTheSameOrder() {
    Path other = directory.resolve("utf16.db");
    try (Application wide = new Application(other)) {
      wide.run(
          "PRAGMA encoding = 'UTF-16le'",
          "CREATE TABLE t(k TEXT PRIMARY KEY, v)",
          "INSERT INTO t VALUES('ab', 'é'), ('b', '€'), ('Ā', 1), (char(0x1F600), 2), (char(0xFFFD), 3)");
      Database database = open(other);
      database.identify(ID);
      database.track("t", id("t"));
      assertThat(all(database, "t"))
          .containsExactly(
              "['ab'] ['ab', 'é']",
              "['b'] ['b', '€']",
              "['Ā'] ['Ā', 1]",
              "['\uFFFD'] ['\uFFFD', 3]",
              "['😀'] ['😀', 2]");
      assertThat(changes(database, "t")).isEmpty();
      wide.run("UPDATE t SET v = v || 'x'");
      assertThat(changes(database, "t")).hasSize(5);
    }
  }

  @Test
  void aSnapshotIsOfOneMomentWhileTheApplicationWrites() {
    app.run("CREATE TABLE t(id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES(1, 'a')");
    Database database = tracking("t");
    app.run("INSERT INTO t VALUES(2, 'b')");
    try (DatabaseSnapshot snapshot = database.snapshot()) {
      app.run("UPDATE t SET v = 'z'", "INSERT INTO t VALUES(3, 'c')");
      Schema schema = schema(database, "t");
      assertThat(texts(snapshot.changes(id("t"), schema, large))).containsExactly("[2] ['b', 2]");
      assertThat(texts(snapshot.all(id("t"), schema, large)))
          .containsExactly("[1] ['a', 1]", "[2] ['b', 2]");
      assertThat(snapshot.settle()).isTrue();
    }
  }

  @Test
  void inSlicesWhatChangedMeanwhileIsToldAgain() {
    app.run(
        "PRAGMA journal_mode = DELETE",
        "CREATE TABLE t(id INTEGER PRIMARY KEY, v)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
            + " INSERT INTO t SELECT i, 'old' FROM n");
    Database database = tracking("t");
    Schema schema = schema(database, "t");
    Map<Bytes, String> told = new TreeMap<>();
    try (DatabaseSnapshot snapshot = database.snapshot()) {
      assertThat(database.readsWhileWritten()).isFalse();
      RowCursor rows = snapshot.all(id("t"), schema, large);
      for (int i = 0; i < 2500; i++) {
        StoredRow row = rows.next();
        told.put(row.key(), text(row));
      }
      app.run("UPDATE t SET v = 'new' WHERE id IN (10, 4990)", "DELETE FROM t WHERE id = 11");
      rows.forEachRemaining(row -> told.put(row.key(), text(row)));
      assertThat(snapshot.settle()).isFalse();
      snapshot
          .changes(id("t"), schema, large)
          .forEachRemaining(row -> told.put(row.key(), text(row)));
      assertThat(snapshot.settle()).isTrue();
    }
    assertThat(told.values())
        .hasSize(5000)
        .contains("[10] ['new', 10]", "[11] none", "[4990] ['new', 4990]");
  }

  @Test
  void severalDatabasesAreSeenAtOneMoment() {
    Path second = directory.resolve("second.db");
    try (Application other = new Application(second)) {
      other.run("PRAGMA journal_mode = WAL", "CREATE TABLE t(id INTEGER PRIMARY KEY)");
      app.run("CREATE TABLE t(id INTEGER PRIMARY KEY)");
      List<Database> both = List.of(open(), open(second));
      try (Databases.Moment moment = new SqliteDatabases(new SteppingClock(0)).moment(both)) {
        assertThat(moment.together()).isTrue();
      }
      try (Databases.Moment moment = new SqliteDatabases(new SteppingClock(30)).moment(both)) {
        assertThat(moment.together()).isFalse();
      }
      app.run("BEGIN IMMEDIATE");
      try (Databases.Moment moment = databases.moment(both)) {
        assertThat(moment.together()).isFalse();
        assertThat(moment.snapshots()).hasSize(2);
      }
      app.run("COMMIT");
      other.run("BEGIN IMMEDIATE", "COMMIT");
    }
  }
}
