package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.Schema;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.RowCursor;
import dev.tidelock.engine.port.RowWrite;
import dev.tidelock.engine.port.StoredRow;
import dev.tidelock.engine.port.WriteProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Another process writes all the time, in transactions that touch two tables.
class BusyApplicationTest extends DatabaseTest {
  private static final String WORK =
      """
      import random, sqlite3, sys, time
      random.seed(7)
      db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
      db.execute('PRAGMA synchronous = OFF')
      longest = 0
      for i in range(1500):
          start = time.monotonic()
          db.execute('BEGIN IMMEDIATE')
          k = random.randrange(300)
          db.execute('INSERT OR REPLACE INTO a VALUES(?, ?)', (k, i))
          db.execute('INSERT OR REPLACE INTO b VALUES(?, ?)', (str(k), i))
          if i % 7 == 0:
              d = random.randrange(300)
              db.execute('DELETE FROM a WHERE id = ?', (d,))
              db.execute('DELETE FROM b WHERE id = ?', (str(d),))
          db.execute('COMMIT')
          longest = max(longest, time.monotonic() - start)
          if i % 20 == 0:
              time.sleep(0.002)
      print(longest)
      """;

  private final Map<Bytes, StoredRow> a = new TreeMap<>();
  private final Map<Bytes, StoredRow> b = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void noTransactionIsTornAndNothingIsMissed(String mode) throws Exception {
    app.run(
        "PRAGMA journal_mode = " + mode,
        "CREATE TABLE a(id INTEGER PRIMARY KEY, v)",
        "CREATE TABLE b(id TEXT PRIMARY KEY, v)",
        "CREATE TABLE ours(id INTEGER PRIMARY KEY, v)");
    Database database = tracking("a", "b", "ours");
    Process process =
        new ProcessBuilder("python3", "-c", WORK, file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int rounds = 0;
    while (process.isAlive()) {
      if (capture(database)) {
        rounds++;
      }
    }
    assertThat(process.waitFor()).isZero();
    assertThat(capture(database)).isTrue();
    assertThat(rounds).isPositive();
    assertThat(app.ask("SELECT id, v FROM a ORDER BY id")).isEqualTo(texts(a));
    assertThat(app.ask("SELECT id, v FROM b ORDER BY id")).isEqualTo(texts(b));
    assertThat(longestWait(process)).isLessThan(5.0);
  }

  private static double longestWait(Process process) throws IOException {
    return Double.parseDouble(
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
  }

  /// Takes in what changed, writes a row of our own, and tells whether that could be done.
  private boolean capture(Database database) {
    Schema schemaA = schema(database, "a");
    Schema schemaB = schema(database, "b");
    List<StoredRow> nextA = new ArrayList<>();
    List<StoredRow> nextB = new ArrayList<>();
    DatabaseSnapshot.Position position;
    try (DatabaseSnapshot snapshot = database.snapshot()) {
      do {
        read(snapshot.changes(id("a"), schemaA, large), nextA);
        read(snapshot.changes(id("b"), schemaB, large), nextB);
      } while (!snapshot.settle());
      position = snapshot.position();
    } catch (DatabaseFailure failure) {
      assertThat(failure.reason()).as(failure.toString()).isEqualTo(DatabaseFailure.Reason.BUSY);
      return false;
    }
    fold(nextA, a);
    fold(nextB, b);
    assertThat(values(a)).isEqualTo(values(b));
    return write(database, position);
  }

  private boolean write(Database database, DatabaseSnapshot.Position position) {
    List<WriteProblem> problems = new ArrayList<>();
    Schema schema = schema(database, "ours");
    RowWrite row =
        WriteTest.put(database, "ours", "id", 1, "v", (int) (position.sequence() % 1000));
    try (DatabaseTransaction transaction = database.begin(position)) {
      transaction.write(id("ours"), schema, List.of(row), large, problems::add);
      transaction.commit(Bytes.utf8("shown"), 1);
    } catch (DatabaseFailure failure) {
      assertThat(failure.reason()).as(failure.toString()).isEqualTo(DatabaseFailure.Reason.BUSY);
      return false;
    }
    assertThat(problems).isEmpty();
    return true;
  }

  private static void read(RowCursor rows, List<StoredRow> into) {
    try (rows) {
      rows.forEachRemaining(into::add);
    }
  }

  private static void fold(List<StoredRow> changes, Map<Bytes, StoredRow> rows) {
    for (StoredRow row : changes) {
      if (row.values().isPresent()) {
        rows.put(row.key(), row);
      } else {
        rows.remove(row.key());
      }
    }
  }

  /// The values of both tables, by the number that both keys say.
  private static Map<String, Object> values(Map<Bytes, StoredRow> rows) {
    Map<String, Object> values = new TreeMap<>();
    texts(rows)
        .forEach(
            row -> values.put(row.substring(0, row.indexOf('|')), row.substring(row.indexOf('|'))));
    return values;
  }

  private static List<String> texts(Map<Bytes, StoredRow> rows) {
    return rows.values().stream()
        .map(row -> {
          String id = text(RowKey.values(row.key()).orElseThrow().getFirst()).replace("'", "");
          String v =
              row.values().orElse(List.of()).stream()
                  .map(DatabaseTest::text)
                  .filter(value -> !value.replace("'", "").equals(id))
                  .findFirst()
                  .orElse(id);
          return id + "|" + v;
        })
        .toList();
  }
}
