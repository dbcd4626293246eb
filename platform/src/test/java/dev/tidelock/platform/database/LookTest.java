package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Affinity;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ForeignKey;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.engine.port.FoundTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookTest extends DatabaseTest {
  @Test
  void columnsAreSeenAsTheyAreDeclared() {
    app.run(
        """
        CREATE TABLE t(
          id INTEGER PRIMARY KEY AUTOINCREMENT, -- the key, "really"
          "odd, (name" VARCHAR(20) NOT NULL DEFAULT 'it''s' COLLATE NOCASE,
          [b] BLOB DEFAULT x'00ff', `n` NUMERIC DEFAULT -1.5 /* , x */,
          i INT DEFAULT 0x10, e TEXT DEFAULT (datetime('now')), c TEXT DEFAULT CURRENT_TIME,
          g TEXT AS (upper(b)) STORED, v AS (1), z)
        """);
    Schema schema = schema(open(), "T");
    assertThat(schema.columns().stream().map(Column::name))
        .containsExactly("id", "odd, (name", "b", "n", "i", "e", "c", "z");
    assertThat(schema.columns().stream().map(Column::affinity))
        .containsExactly(
            Affinity.INTEGER,
            Affinity.TEXT,
            Affinity.BLOB,
            Affinity.NUMERIC,
            Affinity.INTEGER,
            Affinity.TEXT,
            Affinity.TEXT,
            Affinity.BLOB);
    assertThat(schema.columns().stream().map(Column::standard))
        .containsExactly(
            Optional.of(Value.NULL),
            Optional.of(Value.of("it's")),
            Optional.of(Value.of(Bytes.hex("00ff"))),
            Optional.of(Value.of(-1.5)),
            Optional.of(Value.of(16)),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Value.NULL));
    Column odd = schema.columns().get(1);
    assertThat(odd.nullability()).isEqualTo(Column.Nullability.NOT_NULL);
    assertThat(odd.collation()).isEqualTo(Collation.NOCASE);
    assertThat(schema.options()).containsExactly(Schema.Option.AUTOINCREMENT);
  }

  @Test
  void keysAreSeenInTheirOrderWithTheirCollations() {
    app.run(
        "CREATE TABLE t(a TEXT, b, c TEXT COLLATE RTRIM, PRIMARY KEY(c, a COLLATE NOCASE DESC))"
            + " WITHOUT ROWID");
    Schema schema = schema(open(), "t");
    assertThat(schema.key())
        .containsExactly(
            new KeyColumn(schema.column("c").orElseThrow().id(), Collation.RTRIM),
            new KeyColumn(schema.column("a").orElseThrow().id(), Collation.NOCASE));
    assertThat(schema.options()).containsExactly(Schema.Option.WITHOUT_ROWID);
  }

  @Test
  void constraintsAreSeen() {
    app.run(
        "CREATE TABLE p(a, b, PRIMARY KEY(a, b))",
        """
        CREATE TABLE t(id TEXT PRIMARY KEY, x REFERENCES t ON DELETE CASCADE, y UNIQUE, z,
          UNIQUE(z COLLATE NOCASE, y),
          FOREIGN KEY(y, z) REFERENCES p(a, b) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED
        ) STRICT
        """
            .replace("x REF", "x TEXT REF")
            .replace("y UNI", "y TEXT UNI")
            .replace("z,\n", "z TEXT,\n"),
        "CREATE UNIQUE INDEX partial ON t(z) WHERE z > 'a'",
        "CREATE UNIQUE INDEX expression ON t(lower(z))");
    Schema schema = schema(open(), "t");
    assertThat(schema.uniques()).hasSize(2);
    assertThat(schema.foreignKeys())
        .containsExactly(
            new ForeignKey(
                List.of(schema.column("x").orElseThrow().id()),
                "t",
                List.of(),
                ForeignKey.Action.CASCADE,
                ForeignKey.Action.NO_ACTION,
                ForeignKey.Check.IMMEDIATE),
            new ForeignKey(
                List.of(
                    schema.column("y").orElseThrow().id(), schema.column("z").orElseThrow().id()),
                "p",
                List.of("a", "b"),
                ForeignKey.Action.NO_ACTION,
                ForeignKey.Action.SET_NULL,
                ForeignKey.Check.DEFERRED));
    assertThat(schema.options()).containsExactly(Schema.Option.STRICT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "CREATE TABLE t(a, b); t; NO_KEY",
        "CREATE TABLE t(a TEXT COLLATE own PRIMARY KEY); t; COLLATION",
        "CREATE VIRTUAL TABLE t USING fts5(x); t; VIRTUAL",
        "CREATE VIRTUAL TABLE t USING fts5(x); t_data; SHADOW",
        "CREATE TABLE _tidelock_notes(a PRIMARY KEY); _tidelock_notes; RESERVED_NAME",
      })
  void whatCannotBeTrackedIsNamedWithItsReason(String sql, String table, FoundTable.Reason reason)
      throws Exception {
    org.sqlite.Collation.create(
        app.connection(),
        "own",
        new org.sqlite.Collation() {
          @Override
          protected int xCompare(String one, String other) {
            return one.compareTo(other);
          }
        });
    app.run(sql);
    FoundTable found =
        open().tables().stream()
            .filter(each -> each.name().equals(table))
            .findFirst()
            .orElseThrow();
    assertThat(found.refusal().map(FoundTable.Refusal::reason)).contains(reason);
  }

  @Test
  void aRowWithoutKeyIsNamed() {
    app.run("CREATE TABLE t(a TEXT PRIMARY KEY)", "INSERT INTO t VALUES(NULL)");
    assertThat(open().tables().getFirst().refusal().map(FoundTable.Refusal::reason))
        .contains(FoundTable.Reason.NULL_IN_KEY);
  }

  @Test
  void aTableThatNeedsItsApplicationIsRefused() throws Exception {
    org.sqlite.Function.create(
        app.connection(),
        "own",
        new org.sqlite.Function() {
          @Override
          protected void xFunc() throws java.sql.SQLException {
            result(1);
          }
        },
        1,
        org.sqlite.Function.FLAG_DETERMINISTIC);
    app.run("CREATE TABLE t(a PRIMARY KEY, b)", "CREATE INDEX i ON t(own(b))");
    Database database = open();
    database.identify(ID);
    assertThatThrownBy(() -> database.track("t", id("t")))
        .isInstanceOfSatisfying(
            DatabaseFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.REFUSED))
        .hasMessageContaining("own");
  }

  @Test
  void aVirtualTableOfAnUnknownModuleIsInNobodysWay() {
    app.run(
        "CREATE TABLE t(a PRIMARY KEY, b REFERENCES t)",
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_schema VALUES('table', 'v', 'v', 0,"
            + " 'CREATE VIRTUAL TABLE v USING unknown(x)')",
        "PRAGMA writable_schema = RESET");
    Database database = tracking("t");
    assertThat(database.tables()).extracting(FoundTable::name).containsExactly("t", "v");
    assertThat(database.tables().get(1).refusal().map(FoundTable.Refusal::reason))
        .contains(FoundTable.Reason.VIRTUAL);
    app.run("INSERT INTO t VALUES(1, NULL)");
    assertThat(changes(database, "t")).containsExactly("[1] [1, NULL]");
    database.forget();
  }

  @Test
  void viewsAndOurTablesAreNoTables() {
    app.run("CREATE TABLE t(a PRIMARY KEY)", "CREATE VIEW v AS SELECT * FROM t");
    Database database = open();
    database.identify(ID);
    assertThat(database.tables()).containsExactly(new FoundTable("t", Optional.empty()));
  }

  @Test
  void defaultsAreReadAsSqliteReadsThem() {
    Stream.of(
            "1", "-7", "+3", "1.5e3", "'a'", "''", "\"b\"", "x'0a'", "NULL", "TRUE", "false",
            "word")
        .forEach(sql -> {
          app.run("DROP TABLE IF EXISTS d", "CREATE TABLE d(k PRIMARY KEY, v DEFAULT " + sql + ")");
          app.run("INSERT INTO d(k) VALUES(1)");
          Value standard = schema(open(), "d").columns().get(1).standard().orElseThrow();
          assertThat(app.ask("SELECT quote(v) FROM d"))
              .as(sql)
              .containsExactly(
                  app.ask("SELECT quote(" + Literal.of(standard).orElseThrow() + ")").getFirst());
        });
  }
}
