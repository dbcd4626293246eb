package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Database;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What tracking costs an application's write: the same work on a table that is not tracked, on one
/// with a trigger that does nothing, and on one that is tracked, in turns. It measures where it is
/// asked to, with `-Dtidelock.cost.rounds=N`, and means something only on a machine that does
/// nothing else; `docs/benchmarks.md` says what came out.
class WriteCostTest {
  private static final int ROUNDS = Integer.getInteger("tidelock.cost.rounds", 0);
  private static final Path WHERE =
      Path.of(System.getProperty("tidelock.cost.directory", System.getProperty("java.io.tmpdir")));
  private static final int INSERTS = 200_000;
  private static final int UPDATES = 100_000;
  private static final int PER_TRANSACTION = 1_000;

  /// Who looks on.
  private enum Watched {
    NOT,
    BY_NOTHING,
    TRACKED
  }

  /// What is written.
  ///
  /// @param key the key's type
  /// @param width the bytes of the two long texts of a row
  /// @param batches whether rows are handed over a thousand at a time
  private record Work(String key, int width, boolean batches) {}

  private final Work[] work = new Work[1];
  private final String[] keys = new String[INSERTS];

  @ParameterizedTest
  @CsvSource({
    "INTEGER, 140, false",
    "INTEGER, 140, true",
    "INTEGER, 4, true",
    "TEXT, 140, false",
    "TEXT, 140, true"
  })
  void aTrackedTableCostsAnApplicationLittle(String key, int width, boolean batches)
      throws Exception {
    assumeTrue(ROUNDS > 0, "asked for with -Dtidelock.cost.rounds");
    work[0] = new Work(key, width, batches);
    Random random = new Random(1);
    for (int i = 0; i < INSERTS; i++) {
      keys[i] = new UUID(random.nextLong(), random.nextLong()).toString();
    }
    Map<Watched, List<Time>> inserts = new EnumMap<>(Watched.class);
    Map<Watched, List<Time>> updates = new EnumMap<>(Watched.class);
    for (int round = 0; round <= ROUNDS; round++) {
      for (Watched watched : Watched.values()) {
        List<Time> costs = run(watched);
        if (round > 0) {
          inserts.computeIfAbsent(watched, _ -> new ArrayList<>()).add(costs.get(0));
          updates.computeIfAbsent(watched, _ -> new ArrayList<>()).add(costs.get(1));
        }
      }
    }
    System.out.println(work[0]);
    print("insert", INSERTS, inserts);
    print("update", UPDATES, updates);
  }

  private static Time best(List<Time> times) {
    return new Time(
        times.stream().mapToDouble(Time::processor).min().orElseThrow(),
        times.stream().mapToDouble(Time::wall).min().orElseThrow());
  }

  private static Time median(List<Time> times) {
    return new Time(
        times.stream().mapToDouble(Time::processor).sorted().toArray()[times.size() / 2],
        times.stream().mapToDouble(Time::wall).sorted().toArray()[times.size() / 2]);
  }

  private static void print(String what, int rows, Map<Watched, List<Time>> costs) {
    Time bestBase = best(costs.getOrDefault(Watched.NOT, List.of()));
    Time medianBase = median(costs.getOrDefault(Watched.NOT, List.of()));
    costs.forEach((watched, all) -> {
      Time best = best(all);
      Time median = median(all);
      System.out.printf(
          "  %s %-10s %5.2f us; best: processor %.2f wall %.2f; median: processor %.2f wall %.2f%n",
          what,
          watched,
          best.processor() / rows * 1e6,
          best.processor() / bestBase.processor(),
          best.wall() / bestBase.wall(),
          median.processor() / medianBase.processor(),
          median.wall() / medianBase.wall());
    });
  }

  /// What inserting and then updating costs in a new database.
  private List<Time> run(Watched watched) throws IOException, SQLException {
    Path directory = Files.createTempDirectory(WHERE, "cost");
    try {
      Path file = directory.resolve("app.db");
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("PRAGMA journal_mode = WAL");
          statement.execute("PRAGMA synchronous = NORMAL");
          statement.execute(
              "CREATE TABLE t(id %s PRIMARY KEY, a TEXT, b TEXT, c INTEGER, d REAL, e TEXT)"
                  .formatted(work[0].key()));
        }
        watch(watched, file, connection);
        connection.setAutoCommit(false);
        return List.of(insert(connection), update(connection));
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

  private static void watch(Watched watched, Path file, Connection connection) throws SQLException {
    switch (watched) {
      case NOT -> {}
      case BY_NOTHING -> {
        try (Statement statement = connection.createStatement()) {
          statement.execute("CREATE TRIGGER i AFTER INSERT ON t BEGIN SELECT 1; END");
          statement.execute("CREATE TRIGGER u AFTER UPDATE ON t BEGIN SELECT 1; END");
        }
      }
      case TRACKED -> {
        try (Database database =
            new SqliteDatabases(new SystemClock()).open(file.toString(), 5_000)) {
          database.identify(Bytes.utf8("0123456789abcdef"));
          database.track("t", DatabaseTest.id("t"));
        }
      }
    }
  }

  private Time insert(Connection connection) throws SQLException {
    String half = "x".repeat(work[0].width() / 2);
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO t VALUES(?, ?, ?, ?, ?, ?)")) {
      return measure(
          INSERTS,
          connection,
          statement,
          i -> {
            setKey(statement, 1, i);
            statement.setString(2, half);
            statement.setString(3, half);
            statement.setLong(4, i);
            statement.setDouble(5, i * 0.5);
            statement.setString(6, "name " + i);
          });
    }
  }

  private Time update(Connection connection) throws SQLException {
    String half = "y".repeat(work[0].width() / 2);
    Random random = new Random(2);
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE t SET a = ?, c = ? WHERE id = ?")) {
      return measure(
          UPDATES,
          connection,
          statement,
          i -> {
            statement.setString(1, half);
            statement.setLong(2, i);
            setKey(statement, 3, random.nextInt(INSERTS));
          });
    }
  }

  private void setKey(PreparedStatement statement, int index, int i) throws SQLException {
    if (work[0].key().equals("INTEGER")) {
      statement.setLong(index, i + 1);
    } else {
      statement.setString(index, keys[i]);
    }
  }

  /// Sets the parameters for a row.
  @FunctionalInterface
  private interface Setting {
    void set(int row) throws SQLException;
  }

  private Time measure(
      int rows, Connection connection, PreparedStatement statement, Setting setting)
      throws SQLException {
    Stopwatch watch = new Stopwatch();
    for (int i = 0; i < rows; i++) {
      setting.set(i);
      if (work[0].batches()) {
        statement.addBatch();
      } else {
        assertThat(statement.executeUpdate()).isOne();
      }
      if ((i + 1) % PER_TRANSACTION == 0) {
        if (work[0].batches()) {
          statement.executeBatch();
        }
        connection.commit();
      }
    }
    return watch.time();
  }
}
