package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values, keys and tables that SQLite takes and hardly anybody thinks of, on two devices.
class OddRowsTest {
  private static final String EXACT =
      "SELECT hex(CAST(id AS BLOB)), typeof(v), quote(v), hex(CAST(v AS BLOB)) FROM odd ORDER BY 1";

  @TempDir private Path base;
  private String url;
  private Device alice;
  private Device bob;
  private Sqlite mine;
  private Sqlite theirs;

  @BeforeEach
  void aProjectAndTwoDatabases() {
    url = base.resolve("remote").toUri().toString();
    alice = Device.create(base, "alice");
    bob = Device.create(base, "bob").in(base.resolve("bob/app"));
    mine = Sqlite.at(base.resolve("mine.db"));
    theirs = Sqlite.at(base.resolve("theirs.db"));
    good(alice.run("init", "--name", "app", "--remote", url));
  }

  private void share(String... statements) {
    mine.run(statements);
    good(alice.run("record", "track", mine.file().toString(), "--all", "--as", "app"));
    good(alice.run("sync"));
    good(Device.create(base, "bob").run("clone", url));
    good(bob.run("record", "attach", "app", theirs.file().toString()));
    good(bob.run("sync"));
  }

  private void both() {
    good(bob.run("sync"));
    good(alice.run("sync"));
    good(bob.run("sync"));
  }

  @Test
  void valuesArriveBitForBitWhateverTheyAre() {
    share(
        "CREATE TABLE odd(id TEXT PRIMARY KEY, v)",
        """
        INSERT INTO odd VALUES ('infinity', 9e999), ('-infinity', -9e999), ('not a number', 9e999 - 9e999),
          ('max', 9223372036854775807), ('min', -9223372036854775808), ('-0', -0.0),
          ('least', 4.9e-324), ('2^53', 9007199254740992.0), ('2^53 + 1', 9007199254740993),
          ('no utf-8', CAST(x'ff00fe41' AS TEXT)), ('surrogate', CAST(x'eda080' AS TEXT)),
          ('nul', 'a' || char(0) || 'b'), ('no text', ''), ('no bytes', x''), ('null', NULL)\
        """,
        """
        INSERT INTO odd VALUES ('', 'empty key'), ('k', 'k'), (CAST(x'6b00' AS TEXT), 'k, nul'),
          ('k' || char(0) || '1', 'k, nul, 1'), (CAST(x'ff' AS TEXT), 'no utf-8')\
        """);

    assertThat(theirs.ask(EXACT)).hasSize(20).isEqualTo(mine.ask(EXACT));
    theirs.run(
        "UPDATE odd SET v = CAST(x'fe' AS TEXT) WHERE id = CAST(x'ff' AS TEXT)",
        "DELETE FROM odd WHERE id = CAST(x'6b00' AS TEXT)",
        "UPDATE odd SET v = -9223372036854775808 WHERE id = 'max'");
    both();
    assertThat(mine.ask(EXACT)).hasSize(19).isEqualTo(theirs.ask(EXACT));
  }

  @Test
  void tablesOfKeysAndTablesWithoutRowsAreSyncedLikeOthers() {
    share(
        "CREATE TABLE pairs(a TEXT, b BLOB, c INTEGER, PRIMARY KEY(a, b, c)) WITHOUT ROWID",
        "CREATE TABLE reals(a REAL PRIMARY KEY)",
        "CREATE TABLE none(id TEXT PRIMARY KEY, x)",
        "INSERT INTO pairs VALUES ('', x'', -9223372036854775808), ('a', x'0000', 0)",
        "INSERT INTO reals VALUES (9e999), (-9e999), (0.0), (1.5), (9223372036854775807)");
    String reals = "SELECT a FROM reals ORDER BY a";
    String pairs = "SELECT quote(a), quote(b), c FROM pairs ORDER BY a, b, c";

    assertThat(theirs.ask(reals)).hasSize(5).isEqualTo(mine.ask(reals));
    assertThat(theirs.ask(pairs)).hasSize(2).isEqualTo(mine.ask(pairs));
    assertThat(theirs.ask("SELECT * FROM none")).isEmpty();
    theirs.run(
        "DELETE FROM reals WHERE a = 9e999",
        "UPDATE pairs SET c = 1 WHERE c = 0",
        "INSERT INTO none VALUES ('first', 1)");
    both();
    assertThat(mine.ask(reals)).hasSize(4).isEqualTo(theirs.ask(reals));
    assertThat(mine.ask(pairs)).hasSize(2).isEqualTo(theirs.ask(pairs));
    assertThat(mine.ask("SELECT * FROM none")).containsExactly("first|1");
  }

  @Test
  void aTableOfManyColumnsIsSyncedAndOneOfTooManyIsNamed() {
    String values =
        IntStream.range(0, 1_900).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    share(
        "CREATE TABLE wide(id TEXT PRIMARY KEY, %s)".formatted(columns(1_900)),
        "INSERT INTO wide VALUES ('a', %s)".formatted(values),
        "INSERT INTO wide VALUES ('b', %s)".formatted(values));
    theirs.run("UPDATE wide SET c1899 = 'his'");
    mine.run("UPDATE wide SET c0 = 'hers'");
    good(alice.run("sync"));
    both();
    mine.run("CREATE TABLE wider(id TEXT PRIMARY KEY, %s)".formatted(columns(1_999)));

    assertThat(theirs.ask("SELECT c0, c1, c1899 FROM wide"))
        .containsExactly("hers|1|his", "hers|1|his");
    assertThat(mine.ask("SELECT * FROM wide")).isEqualTo(theirs.ask("SELECT * FROM wide"));
    Device.Result refused = alice.run("record", "track", mine.file().toString(), "wider");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("wider has too many columns");
  }

  private static String columns(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
  }

  @Test
  void aKeyThatBecomesNullIsNamedAndTheRowStaysWhereItIs() {
    share(
        "CREATE TABLE odd(id TEXT PRIMARY KEY, v)",
        "INSERT INTO odd VALUES ('a', 'one'), ('b', 'two')");
    theirs.run(
        "UPDATE odd SET id = NULL WHERE id = 'a'", "UPDATE odd SET v = 'zwei' WHERE id = 'b'");

    Device.Result met = good(bob.run("sync"));
    good(alice.run("sync"));
    both();

    assertThat(met.err()).contains("app.odd").contains("1 with NULL in their primary key");
    assertThat(theirs.ask("SELECT quote(id), v FROM odd ORDER BY v"))
        .containsExactly("NULL|one", "'b'|zwei");
    assertThat(mine.ask("SELECT * FROM odd")).containsExactly("b|zwei");
    theirs.run("UPDATE odd SET id = 'back' WHERE id IS NULL");
    both();
    assertThat(mine.ask("SELECT * FROM odd ORDER BY id")).containsExactly("b|zwei", "back|one");
  }

  @Test
  void aHundredMegabytesInOneValueNeedNoMoreMemoryThanAnyOther() throws Exception {
    share(
        "CREATE TABLE doc(id TEXT PRIMARY KEY, b BLOB, t TEXT)",
        "INSERT INTO doc VALUES ('small', x'00', 't')");
    mine.run(
        "INSERT INTO doc(id, b) VALUES ('bytes', randomblob(100000000))",
        "INSERT INTO doc(id, t) VALUES ('text', hex(randomblob(50000000)))");

    good(narrow(alice));
    good(narrow(bob));

    assertThat(theirs.ask("SELECT id, length(b), length(t) FROM doc ORDER BY id"))
        .containsExactly("bytes|100000000|null", "small|1|1", "text|null|100000000");
    assertThat(samples(theirs)).isEqualTo(samples(mine));
  }

  /// Pieces of the long values: SQLite has no digest.
  private static List<String> samples(Sqlite database) {
    return database.ask(
        """
        SELECT id, hex(substr(v, 1, 100)), hex(substr(v, 12345678, 100)), hex(substr(v, -100))
        FROM (SELECT id, coalesce(b, t) AS v FROM doc) ORDER BY id\
        """);
  }

  private Device.Result narrow(Device device) throws IOException, InterruptedException {
    Path out = base.resolve("out");
    Path err = base.resolve("err");
    device.with("JAVA_TOOL_OPTIONS", "-Xmx256m");
    int exit =
        device
            .process(List.of(), "sync")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Device.Result(exit, Files.readString(out), Files.readString(err));
  }
}
