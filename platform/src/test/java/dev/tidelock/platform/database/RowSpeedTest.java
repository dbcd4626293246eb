package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.record.Captured;
import dev.tidelock.engine.record.DatabaseCapture;
import dev.tidelock.engine.record.DatabaseUpdate;
import dev.tidelock.engine.record.RowsTold;
import dev.tidelock.platform.database.Stopwatch.Time;
import dev.tidelock.platform.linux.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many rows a second are read out of a database into the project's tables, and written into an
/// empty one. It measures where it is asked to, with `-Dtidelock.speed.rows=N`, and means something
/// only on a machine that does nothing else; `docs/benchmarks.md` says what came out.
class RowSpeedTest {
  private static final int ROWS = Integer.getInteger("tidelock.speed.rows", 0);
  private static final int ROUNDS = Integer.getInteger("tidelock.speed.rounds", 5);
  private static final Path WHERE =
      Path.of(System.getProperty("tidelock.cost.directory", System.getProperty("java.io.tmpdir")));
  private static final TableId TABLE = DatabaseTest.id("t");

  private final SqliteDatabases databases = new SqliteDatabases(new SystemClock());
  private final Contents large = new Contents();

  /// What is measured.
  private enum Part {
    OUT,
    IN,
    CHANGED,
    COMPARED
  }

  /// The shortest times of each part.
  private final Map<Part, Time> best = new EnumMap<>(Part.class);

  @ParameterizedTest
  @ValueSource(strings = {"TEXT", "INTEGER"})
  void rowsComeOutAndGoInFast(String key) throws Exception {
    assumeTrue(ROWS > 0, "asked for with -Dtidelock.speed.rows");
    for (int i = 0; i < ROUNDS; i++) {
      round(key);
    }
    System.out.printf("%s key, %,d rows, best of %d rounds%n", key, ROWS, ROUNDS);
    best.forEach((part, time) -> print(part, time));
  }

  private void took(Part part, Stopwatch watch) {
    Time time = watch.time();
    print(part, time);
    best.merge(
        part,
        time,
        (one, other) ->
            new Time(
                Math.min(one.processor(), other.processor()), Math.min(one.wall(), other.wall())));
  }

  private static void print(Part part, Time time) {
    int rows = part == Part.CHANGED ? ROWS / 10 : ROWS;
    System.out.printf(
        "  %-8s %,9.0f rows/s, %5.2f us of the processor for one; %d MiB of heap%n",
        part,
        rows / time.wall(),
        time.processor() / rows * 1e6,
        Runtime.getRuntime().totalMemory() >> 20);
  }

  private void round(String key) throws IOException, SQLException {
    Path directory = Files.createTempDirectory(WHERE, "speed");
    try (ObjectFile objects = new ObjectFile(directory.resolve("objects"))) {
      Path here = directory.resolve("here.db");
      Path there = directory.resolve("there.db");
      make(here, key);
      fill(here, key);
      make(there, key);
      Records records = new Records(Bytes.wrap(new byte[MapFormat.SEED_SIZE]), objects::get);
      try (Database one = open(here);
          Database other = open(there)) {
        Stopwatch watch = new Stopwatch();
        Captured captured = capture(records, objects, one);
        took(Part.OUT, watch);
        MerkleMap<Table> head = captured.side(records.noTables(objects::put), objects::put);
        update(records, objects, captured, one, head);
        watch = new Stopwatch();
        Captured empty = capture(records, objects, other);
        update(records, objects, empty, other, head);
        took(Part.IN, watch);
        changed(records, objects, there, other);
        watch = new Stopwatch();
        one.untrack(TABLE);
        one.track("t", TABLE);
        Captured again = capture(records, objects, one);
        took(Part.COMPARED, watch);
        assertThat(again.tables()).isEqualTo(captured.tables());
      }
    } finally {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(directory);
    }
  }

  /// A look where every tenth row was changed.
  private void changed(Records records, ObjectFile objects, Path file, Database database)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE t SET e = 'changed' WHERE c % 10 = 0");
    }
    Stopwatch watch = new Stopwatch();
    capture(records, objects, database);
    took(Part.CHANGED, watch);
  }

  private Captured capture(Records records, ObjectFile objects, Database database) {
    return new DatabaseCapture(
            records, objects::put, large, new DeviceId("here"), 1, RowsTold.NOBODY)
        .capture("app", database);
  }

  private void update(
      Records records,
      ObjectFile objects,
      Captured captured,
      Database database,
      MerkleMap<Table> head) {
    assertThat(
            new DatabaseUpdate(records, objects::put, large, captured, RowsTold.NOBODY)
                .apply(database, head, _ -> {})
                .waiting())
        .isEmpty();
  }

  private Database open(Path file) {
    Database database = databases.open(file.toString(), 5_000);
    database.identify(Bytes.utf8("0123456789abcdef"));
    database.track("t", TABLE);
    return database;
  }

  private static void make(Path file, String key) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute(
          "CREATE TABLE t(id %s PRIMARY KEY, a TEXT, b TEXT, c INTEGER, d REAL, e TEXT)"
              .formatted(key));
    }
  }

  /// Rows of about 190 bytes.
  private static void fill(Path file, String key) throws SQLException {
    Random random = new Random(1);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
          connection.prepareStatement("INSERT INTO t VALUES(?, ?, ?, ?, ?, ?)")) {
        for (int i = 0; i < ROWS; i++) {
          if (key.equals("TEXT")) {
            statement.setString(1, new UUID(random.nextLong(), random.nextLong()).toString());
          } else {
            statement.setLong(1, i);
          }
          String some = Long.toHexString(random.nextLong() | Long.MIN_VALUE);
          statement.setString(2, some.repeat(5));
          statement.setString(3, some.repeat(3));
          statement.setLong(4, i);
          statement.setDouble(5, i * 0.5);
          statement.setString(6, "name " + i);
          statement.addBatch();
          if (i % 1000 == 999) {
            statement.executeBatch();
          }
        }
        statement.executeBatch();
      }
      connection.commit();
    }
  }
}
