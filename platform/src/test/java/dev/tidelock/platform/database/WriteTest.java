package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.RowWrite;
import dev.tidelock.engine.port.WriteProblem;
import dev.tidelock.engine.port.WriteProblem.Standing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteTest extends DatabaseTest {
  private static final Bytes SHOWN = Bytes.utf8("root");
  private final List<WriteProblem> problems = new ArrayList<>();
  private final List<WriteProblem.Orphan> orphans = new ArrayList<>();

  private void write(Database database, String table, RowWrite... rows) {
    try (DatabaseTransaction transaction = database.begin(now(database))) {
      transaction.write(
          id(table), schema(database, table), Arrays.asList(rows), large, problems::add);
      transaction.checkReferences(orphans::add);
      transaction.commit(SHOWN, 9);
    }
  }

  static DatabaseSnapshot.Position now(Database database) {
    try (DatabaseSnapshot snapshot = database.snapshot()) {
      return snapshot.position();
    }
  }

  /// A row of which values are given by the names of columns.
  static RowWrite put(Database database, String table, Object... namesAndValues) {
    Schema schema = schema(database, table);
    RowShape shape = new RowShape(schema);
    Map<String, Value> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
    }
    List<Value> key =
        schema.key().stream()
            .map(part -> values.get(schema.column(part.column()).orElseThrow().name()))
            .toList();
    return new RowWrite.Put(
        shape.key(key),
        shape.columns().stream()
            .map(column -> Optional.ofNullable(values.get(column.name())))
            .toList());
  }

  private static RowWrite delete(Database database, String table, Object... key) {
    List<Value> values = Arrays.stream(key).map(WriteTest::value).toList();
    return new RowWrite.Delete(new RowShape(schema(database, table)).key(values), values);
  }

  private static Value value(Object value) {
    return switch (value) {
      case Integer number -> Value.of(number);
      case Double number -> Value.of(number);
      case String text -> text.equals("NULL") ? Value.NULL : Value.of(text);
      case Value plain -> plain;
      default -> throw new IllegalArgumentException();
    };
  }

  @Test
  void rowsAreWrittenAndDeletedWithoutEcho() {
    app.run("CREATE TABLE t(id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES(1,'a'),(2,'b')");
    Database database = tracking("t");
    write(
        database,
        "t",
        put(database, "t", "id", 1, "v", "A"),
        put(database, "t", "id", 3, "v", 2.5),
        delete(database, "t", 2),
        delete(database, "t", 77));
    assertThat(app.ask("SELECT * FROM t")).containsExactly("1|A", "3|2.5");
    assertThat(changes(database, "t")).isEmpty();
    assertThat(problems).isEmpty();
    try (DatabaseSnapshot snapshot = database.snapshot()) {
      assertThat(snapshot.shown()).contains(SHOWN);
      assertThat(snapshot.clock()).isEqualTo(9);
    }
    app.run("INSERT INTO t VALUES(4, 4)");
    assertThat(changes(database, "t")).containsExactly("[4] [4, 4]");
  }

  @Test
  void nothingHappensUnlessItIsCommitted() {
    app.run(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, v)",
        "CREATE TRIGGER own AFTER INSERT ON t BEGIN DELETE FROM t; END");
    List<String> before = app.ask("SELECT * FROM sqlite_schema");
    Database database = tracking("t");
    try (DatabaseTransaction transaction = database.begin(now(database))) {
      transaction.write(
          id("t"),
          schema(database, "t"),
          List.of(put(database, "t", "id", 1, "v", 1)),
          large,
          problems::add);
    }
    assertThat(app.ask("SELECT * FROM t")).isEmpty();
    assertThat(app.ask("SELECT * FROM sqlite_schema")).containsAll(before);
  }

  @Test
  void triggersOfTheApplicationDoNotRunAndAreThereAfterwards() {
    app.run(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, v, at DEFAULT 0)",
        "CREATE TRIGGER touch AFTER UPDATE ON t BEGIN UPDATE t SET at = at + 1 WHERE id = NEW.id; END",
        "CREATE TRIGGER no BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'never'); END",
        "INSERT INTO t VALUES(1, 1, 0), (2, 2, 0)");
    Database database = tracking("t");
    List<String> before = app.ask("SELECT name, sql FROM sqlite_schema ORDER BY name");
    write(database, "t", put(database, "t", "id", 1, "v", "x", "at", 5), delete(database, "t", 2));
    assertThat(app.ask("SELECT * FROM t")).containsExactly("1|x|5");
    assertThat(app.ask("SELECT name, sql FROM sqlite_schema ORDER BY name")).isEqualTo(before);
    app.run("UPDATE t SET v = 'y'");
    assertThat(app.ask("SELECT * FROM t")).containsExactly("1|y|6");
    assertThat(changes(database, "t")).hasSize(1);
  }

  @Test
  void whatTheApplicationChangedMeanwhileIsNotOverwritten() {
    app.run("CREATE TABLE t(id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES(1,'a'),(2,'b')");
    Database database = tracking("t");
    DatabaseSnapshot.Position position = now(database);
    app.run("UPDATE t SET v = 'mine' WHERE id = 1");
    RowWrite one = put(database, "t", "id", 1, "v", "theirs");
    try (DatabaseTransaction transaction = database.begin(position)) {
      transaction.write(
          id("t"),
          schema(database, "t"),
          List.of(one, put(database, "t", "id", 2, "v", "theirs")),
          large,
          problems::add);
      transaction.commit(SHOWN, 0);
    }
    assertThat(problems).containsExactly(new WriteProblem.Moved(one.key()));
    assertThat(app.ask("SELECT v FROM t")).containsExactly("mine", "theirs");
    assertThat(changes(database, "t")).contains("[1] ['mine', 1]");
  }

  @Test
  void aSchemaThatChangedMeanwhileIsSaid() {
    app.run("CREATE TABLE t(id INTEGER PRIMARY KEY, v)");
    Database database = tracking("t");
    DatabaseSnapshot.Position position = now(database);
    app.run("ALTER TABLE t ADD COLUMN w");
    assertThatThrownBy(() -> database.begin(position))
        .isInstanceOfSatisfying(
            DatabaseFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(DatabaseFailure.Reason.CHANGED));
    app.run("INSERT INTO t VALUES(1,2,3)");
  }

  @Test
  void uniqueValuesChangePlaces() {
    app.run(
        "CREATE TABLE t(id TEXT PRIMARY KEY, u UNIQUE, v)",
        "INSERT INTO t VALUES('a',1,'A'),('b',2,'B'),('c',3,'C'),('d',4,'D')");
    Database database = tracking("t");
    write(
        database,
        "t",
        put(database, "t", "id", "a", "u", 2, "v", "A"),
        put(database, "t", "id", "b", "u", 3),
        put(database, "t", "id", "c", "u", 1, "v", "C"),
        put(database, "t", "id", "e", "u", 4, "v", "E"),
        delete(database, "t", "d"));
    assertThat(problems).isEmpty();
    assertThat(app.ask("SELECT * FROM t ORDER BY id"))
        .containsExactly("a|2|A", "b|3|B", "c|1|C", "e|4|E");
    assertThat(changes(database, "t")).isEmpty();
  }

  @Test
  void aRowThatClaimsWhatAnotherHasIsToldWithTheOther() {
    app.run(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, u TEXT UNIQUE ON CONFLICT REPLACE, v)",
        "INSERT INTO t VALUES(1,'x',1),(2,'y',2),(3,'z',3)");
    Database database = tracking("t");
    RowWrite two = put(database, "t", "id", 2, "u", "x", "v", 5);
    RowWrite one = put(database, "t", "id", 1, "u", "x", "v", 6);
    RowWrite nine = put(database, "t", "id", 9, "u", "z", "v", 7);
    write(database, "t", two, one, nine);
    assertThat(problems)
        .containsExactly(
            new WriteProblem.Taken(two.key(), "u", Optional.of(one.key()), Standing.AS_BEFORE),
            new WriteProblem.Taken(
                nine.key(),
                "u",
                Optional.of(put(database, "t", "id", 3).key()),
                Standing.AS_BEFORE));
    assertThat(app.ask("SELECT * FROM t")).containsExactly("1|x|6", "2|y|2", "3|z|3");
  }

  @Test
  void aRowWhosePlaceIsTakenAndWhoCannotComeBackStandsNowhere() {
    app.run(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, u UNIQUE)",
        "INSERT INTO t VALUES(1,'x'),(2,'y'),(3,'z')");
    Database database = tracking("t");
    RowWrite two = put(database, "t", "id", 2, "u", "z");
    write(database, "t", put(database, "t", "id", 1, "u", "y"), two);
    assertThat(problems)
        .containsExactly(
            new WriteProblem.Taken(
                two.key(), "u", Optional.of(put(database, "t", "id", 3).key()), Standing.NOTHING));
    assertThat(app.ask("SELECT * FROM t")).containsExactly("1|y", "3|z");
  }

  @Test
  void eachKindOfUnfitRowIsToldAndTheOthersAreWritten() {
    app.run(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, n TEXT NOT NULL, c INT CHECK(c < 10), i INT) STRICT");
    Database database = tracking("t");
    write(
        database,
        "t",
        put(database, "t", "id", 1, "n", "NULL", "c", 1, "i", 1),
        put(database, "t", "id", 2, "n", "a", "c", 11, "i", 1),
        put(database, "t", "id", 3, "n", "a", "c", 1, "i", "text"),
        put(database, "t", "id", 4, "n", "a", "c", 1, "i", 1),
        put(database, "t", "id", 5, "c", 1));
    assertThat(problems.stream().map(problem -> ((WriteProblem.Unfit) problem).rule()))
        .containsExactly(
            WriteProblem.Rule.NOT_NULL,
            WriteProblem.Rule.CHECK,
            WriteProblem.Rule.TYPE,
            WriteProblem.Rule.NOT_NULL);
    assertThat(app.ask("SELECT id FROM t")).containsExactly("4");
    assertThat(changes(database, "t")).isEmpty();
  }

  @Test
  void unknownColumnsKeepWhatTheyHoldOrGetTheirDefaults() {
    app.run(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a DEFAULT 'standard', b)",
        "INSERT INTO t VALUES(1, 'kept', 1)");
    Database database = tracking("t");
    write(database, "t", put(database, "t", "id", 1, "b", 2), put(database, "t", "id", 2, "b", 3));
    assertThat(app.ask("SELECT * FROM t")).containsExactly("1|kept|2", "2|standard|3");
  }

  @Test
  void aRowThatSqliteStoresOtherwiseIsLookedAtAgain() {
    app.run("CREATE TABLE t(id INTEGER PRIMARY KEY, i INT, x TEXT, r REAL, n NUMERIC)");
    Database database = tracking("t");
    write(
        database,
        "t",
        put(database, "t", "id", 1, "i", 5, "x", "5", "r", 5.0, "n", "2024-01-02"),
        put(database, "t", "id", 2, "i", " 12e0 ", "x", "", "r", 1.5, "n", 1));
    assertThat(changes(database, "t")).containsExactly("[2] ['', 1, 1.5, 12, 2]");
    seen(database);
    assertThat(changes(database, "t")).isEmpty();
  }

  @Test
  void brokenReferencesAreTold() {
    app.run(
        "CREATE TABLE p(id INTEGER PRIMARY KEY, code TEXT UNIQUE)",
        "CREATE TABLE c(id INTEGER PRIMARY KEY, p INT REFERENCES p, code TEXT REFERENCES p(code))",
        "INSERT INTO p VALUES(1,'a'),(2,'b'),(3,'c')",
        "INSERT INTO c VALUES(10,1,NULL),(20,2,'b'),(30,99,NULL),(40,NULL,'c')");
    Database database = tracking("p", "c");
    write(
        database,
        "p",
        delete(database, "p", 2),
        put(database, "p", "id", 3, "code", "C"),
        put(database, "p", "id", 4, "code", "d"));
    assertThat(orphans)
        .extracting(
            orphan -> orphan.key().equals(put(database, "c", "id", 20).key()),
            WriteProblem.Orphan::name,
            WriteProblem.Orphan::parentColumns,
            WriteProblem.Orphan::missing)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(true, "c", List.of("id"), List.of(Value.of(2))),
            org.assertj.core.groups.Tuple.tuple(true, "c", List.of("code"), List.of(Value.of("b"))),
            org.assertj.core.groups.Tuple.tuple(
                false, "c", List.of("code"), List.of(Value.of("c"))));
    orphans.clear();
    write(
        database,
        "c",
        put(database, "c", "id", 50, "p", 1, "code", "d"),
        put(database, "c", "id", 60, "p", 7));
    assertThat(orphans).hasSize(1);
    assertThat(orphans.getFirst().parentTable()).contains(id("p"));
  }

  @Test
  void longAndOddValuesAreWrittenAsTheyWere() {
    app.run(
        "CREATE TABLE t(id TEXT PRIMARY KEY, v)",
        "INSERT INTO t VALUES('1', zeroblob(20000000)), ('2', printf('%.*c', 9000000, 'é')),"
            + " ('3', CAST(x'c3ff' AS TEXT)), (CAST(x'fe' AS TEXT), x''), ('5', ''),"
            + " ('6', 'a' || char(0) || 'b'), ('7', 9e999), ('8', zeroblob(2000) || x'01')");
    List<String> before =
        app.ask("SELECT hex(id), typeof(v), length(v), hex(substr(v, -5)) FROM t ORDER BY id");
    Database database = tracking("t");
    Path other = directory.resolve("copy.db");
    try (Database copy = databases.create(other.toString(), 100)) {
      copy.identify(ID);
      Schema schema = schema(database, "t");
      List<RowWrite> rows = new ArrayList<>();
      try (DatabaseSnapshot snapshot = database.snapshot()) {
        snapshot
            .all(id("t"), schema, large)
            .forEachRemaining(row ->
                rows.add(
                    new RowWrite.Put(
                        row.key(),
                        row.values().orElseThrow().stream().map(Optional::of).toList())));
      }
      try (DatabaseTransaction transaction = copy.begin(now(copy))) {
        assertThat(transaction.createTable(id("t"), "t", schema)).isEmpty();
        transaction.write(id("t"), schema, rows, large, problems::add);
        transaction.commit(SHOWN, 0);
      }
      assertThat(problems).isEmpty();
      assertThat(changes(copy, "t")).isEmpty();
      assertThat(all(copy, "t")).isEqualTo(all(database, "t"));
    }
    try (Application reader = new Application(other)) {
      assertThat(
              reader.ask(
                  "SELECT hex(id), typeof(v), length(v), hex(substr(v, -5)) FROM t ORDER BY id"))
          .isEqualTo(before);
    }
  }

  @Test
  void whatCouldNotBeReadAgainIsNotWritten() {
    app.run("CREATE TABLE t(id TEXT PRIMARY KEY, v UNIQUE)", "INSERT INTO t VALUES('a', 1)");
    Database database = tracking("t");
    Bytes mebibyte = Bytes.wrap(new byte[(1 << 20) + 1]);
    Value longKey = large.keep(Value.LargeType.TEXT, mebibyte.size(), List.of(mebibyte).iterator());
    Value lie = new Value.Large(Value.LargeType.BLOB, 1L << 40, ((Value.Large) longKey).content());
    RowWrite.Put first = (RowWrite.Put) put(database, "t", "id", "k", "v", 5);
    RowWrite.Put second = (RowWrite.Put) put(database, "t", "id", "l", "v", lie);
    List<Optional<Value>> values =
        first.values().stream()
            .map(value -> value.filter(Value.of("k")::equals).map(_ -> longKey).or(() -> value))
            .toList();
    write(database, "t", new RowWrite.Put(first.key(), values), second);
    assertThat(problems)
        .extracting(problem -> ((WriteProblem.Unfit) problem).rule())
        .containsExactly(WriteProblem.Rule.TOO_LARGE, WriteProblem.Rule.TOO_LARGE);
    assertThat(app.ask("SELECT id FROM t")).containsExactly("a");
  }

  @Test
  void aTableIsMadeAsItsSchemaSays() {
    String sql =
        """
        CREATE TABLE t(a TEXT COLLATE NOCASE, b INTEGER NOT NULL DEFAULT 7, c VARCHAR(20) DEFAULT 'it''s',
          d BLOB, PRIMARY KEY(b, a), UNIQUE(c COLLATE RTRIM, d),
          FOREIGN KEY(c) REFERENCES t(c) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED)
          WITHOUT ROWID
        """;
    app.run(sql, "CREATE TABLE s(id INTEGER PRIMARY KEY AUTOINCREMENT, x ANY) STRICT");
    Database database = open();
    Path other = directory.resolve("other.db");
    try (Database made = databases.create(other.toString(), 100)) {
      made.identify(ID);
      try (DatabaseTransaction transaction = made.begin(now(made))) {
        for (String table : List.of("t", "s")) {
          assertThat(transaction.createTable(id(table), table, schema(database, table))).isEmpty();
        }
        transaction.commit(SHOWN, 0);
      }
      for (String table : List.of("t", "s")) {
        assertThat(schema(made, table)).isEqualTo(schema(database, table));
      }
      assertThat(made.tracked())
          .allMatch(table -> table.state() == dev.tidelock.engine.port.TrackedTable.State.SOUND);
    }
  }

  @Test
  void aLyingSchemaMakesNothing() {
    app.run("CREATE TABLE t(id INTEGER PRIMARY KEY)");
    Database database = tracking("t");
    for (String type :
        List.of(
            "TEXT); DROP TABLE t; --",
            "INT PRIMARY KEY",
            "INT DEFAULT 5",
            "INT REFERENCES t",
            "a\"b",
            "AS (1)")) {
      Column id = column(0, "id", "INTEGER");
      Schema lying =
          new Schema(
              List.of(id, column(1, "x", type)),
              List.of(new dev.tidelock.core.record.KeyColumn(id.id(), Collation.BINARY)),
              java.util.Set.of(),
              List.of(),
              List.of(),
              Collections.emptySortedSet());
      try (DatabaseTransaction transaction = database.begin(now(database))) {
        assertThat(transaction.createTable(id("lie"), "lie", lying)).as(type).isPresent();
        assertThat(transaction.addColumn(id("t"), column(1, "x", type))).as(type).isPresent();
        assertThat(transaction.createTable(id("lie"), "sqlite_lie", lying)).isPresent();
        transaction.commit(SHOWN, 0);
      }
    }
    assertThat(
            app.ask(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '_tide*'"))
        .containsExactly("t");
    assertThat(app.ask("SELECT name FROM pragma_table_info('t')")).containsExactly("id");
  }

  private static Column column(int number, String name, String type) {
    return new Column(
        new ColumnId(number),
        name,
        type,
        Collation.BINARY,
        Column.Nullability.NULLABLE,
        Optional.of(Value.NULL));
  }

  @Test
  void columnsAreAddedAndRenamed() {
    app.run("CREATE TABLE t(id INTEGER PRIMARY KEY, a)", "INSERT INTO t VALUES(1, 2)");
    Database database = tracking("t");
    try (DatabaseTransaction transaction = database.begin(now(database))) {
      assertThat(transaction.addColumn(id("t"), column(9, "b c", "TEXT"))).isEmpty();
      assertThat(transaction.addColumn(id("t"), column(9, "a", "TEXT"))).isPresent();
      assertThat(transaction.renameColumn(id("t"), "a", "\"x\"")).isEmpty();
      assertThat(transaction.renameTable(id("t"), "new")).isEmpty();
      transaction.commit(SHOWN, 0);
    }
    assertThat(app.ask("SELECT \"\"\"x\"\"\", \"b c\" FROM new")).containsExactly("2|null");
    assertThat(database.tracked().getFirst().name()).isEqualTo("new");
    assertThat(database.tracked().getFirst().state())
        .isEqualTo(dev.tidelock.engine.port.TrackedTable.State.SOUND);
  }
}
