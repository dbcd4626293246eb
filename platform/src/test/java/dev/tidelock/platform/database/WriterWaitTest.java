package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.core.record.Schema;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.Databases;
import dev.tidelock.engine.port.RowCursor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How long an application waits for its writes while we read, beside one whose database nobody
/// looks at at the same time. It measures where it is asked to, with `-Dtidelock.wait.seconds=N`,
/// and means something only on a machine that does nothing else; `docs/benchmarks.md` says what
/// came out.
class WriterWaitTest extends DatabaseTest {
  private static final int SECONDS = Integer.getInteger("tidelock.wait.seconds", 0);
  private static final int ROWS = 200_000;

  /// One row in each transaction, about five hundred a second; prints the longest waits in
  /// milliseconds.
  private static final String WORK =
      """
      import random, sqlite3, sys, time
      random.seed(7)
      db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
      db.execute('PRAGMA synchronous = OFF')
      waits = []
      end = time.monotonic() + float(sys.argv[2])
      while time.monotonic() < end:
          start = time.monotonic()
          db.execute('UPDATE t SET v = ? WHERE id = ?', (len(waits), random.randrange(1, 200000)))
          waits.append(time.monotonic() - start)
          time.sleep(0.002)
      waits.sort()
      n = len(waits)
      ms = lambda i: waits[i] * 1000
      print('%d writes, median %.2f ms, 99.9 %% below %.1f ms, longest %.1f ms'
          % (n, ms(n // 2), ms(n * 999 // 1000), ms(n - 1)))
      """;

  private long longestCommit;

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void anApplicationHardlyNoticesThatItIsReadAllTheTime(String mode) throws Exception {
    assumeTrue(SECONDS > 0, "asked for with -Dtidelock.wait.seconds");
    Path control = directory.resolve("control.db");
    try (Application other = new Application(control)) {
      fill(other, mode);
    }
    fill(app, mode);
    Database database = tracking("t");
    Process writer = write(file);
    Process alone = write(control);
    int whole = 0;
    int few = 0;
    while (writer.isAlive()) {
      try {
        boolean all = whole * 10 <= few;
        read(database, all);
        whole += all ? 1 : 0;
        few += all ? 0 : 1;
      } catch (DatabaseFailure busy) {
        assertThat(busy.reason()).as(busy.toString()).isEqualTo(DatabaseFailure.Reason.BUSY);
      }
    }
    System.out.printf(
        "%s: read whole %d times, the changes %d times; longest commit of ours %.1f ms%n",
        mode, whole, few, longestCommit / 1e6);
    System.out.print("  looked at: " + said(writer));
    System.out.print("  beside it: " + said(alone));
  }

  private static void fill(Application application, String mode) {
    application.run(
        "PRAGMA journal_mode = " + mode,
        "CREATE TABLE t(id INTEGER PRIMARY KEY, v, a TEXT)",
        ("WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %d)"
                + " INSERT INTO t SELECT i, i, hex(randomblob(80)) FROM c")
            .formatted(ROWS));
  }

  private static Process write(Path file) throws Exception {
    return new ProcessBuilder("python3", "-c", WORK, file.toString(), Integer.toString(SECONDS))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String said(Process process) throws Exception {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Takes a moment and reads; now and then says that it was seen.
  private void read(Database database, boolean all) {
    database.tracked();
    Schema schema = schema(database, "t");
    Databases.Moment moment = databases.moment(List.of(database));
    DatabaseSnapshot.Position position;
    try (DatabaseSnapshot snapshot = moment.snapshots().getFirst()) {
      drain(all ? snapshot.all(id("t"), schema, large) : snapshot.changes(id("t"), schema, large));
      while (!snapshot.settle()) {
        drain(snapshot.changes(id("t"), schema, large));
      }
      position = snapshot.position();
    }
    if (!all) {
      return;
    }
    long start = System.nanoTime();
    try (DatabaseTransaction transaction = database.begin(position)) {
      transaction.commit(ID, 1);
    }
    longestCommit = Math.max(longestCommit, System.nanoTime() - start);
  }

  private static void drain(RowCursor rows) {
    try (rows) {
      rows.forEachRemaining(_ -> {});
    }
  }
}
