package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.RowCursor;
import dev.tidelock.engine.port.StoredRow;
import dev.tidelock.platform.linux.SystemClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A database of an application's with us beside it.
abstract class DatabaseTest {
  static final Bytes ID = Bytes.utf8("0123456789abcdef");

  @TempDir Path directory;
  final Contents large = new Contents();
  final SqliteDatabases databases = new SqliteDatabases(new SystemClock());
  Path file;
  Application app;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void start() {
    file = directory.resolve("app é'%.db");
    app = new Application(file);
    opened.add(app);
    app.run("PRAGMA journal_mode = WAL");
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  Database open() {
    return open(file);
  }

  Database open(Path path) {
    Database database = databases.open(path.toString(), 200);
    opened.add(database);
    return database;
  }

  /// A database of which some tables are tracked and were seen.
  Database tracking(String... tables) {
    Database database = open();
    database.identify(ID);
    for (String table : tables) {
      database.track(table, id(table));
    }
    database.tracked();
    seen(database);
    return database;
  }

  /// Makes what is there what was seen.
  static void seen(Database database) {
    DatabaseSnapshot.Position position;
    try (DatabaseSnapshot snapshot = database.snapshot()) {
      position = snapshot.position();
    }
    try (DatabaseTransaction transaction = database.begin(position)) {
      transaction.commit(Bytes.utf8("shown"), 7);
    }
  }

  static TableId id(String table) {
    return TableId.of("app", table, 0);
  }

  static Schema schema(Database database, String table) {
    return database.schema(table, id(table), Optional.empty());
  }

  /// What changed in a table, as one text for each key.
  List<String> changes(Database database, String table) {
    try (DatabaseSnapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.changes(id(table), schema(database, table), large)) {
      return texts(rows);
    }
  }

  List<String> all(Database database, String table) {
    try (DatabaseSnapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.all(id(table), schema(database, table), large)) {
      return texts(rows);
    }
  }

  static List<String> texts(RowCursor rows) {
    List<String> texts = new ArrayList<>();
    rows.forEachRemaining(row -> texts.add(text(row)));
    return texts;
  }

  static String text(StoredRow row) {
    List<Value> key = RowKey.values(row.key()).orElse(List.of());
    String values =
        row.values()
            .map(all -> all.stream().map(DatabaseTest::text).sorted().toList().toString())
            .orElse("none");
    return key.stream().map(DatabaseTest::text).toList() + " " + values;
  }

  static String text(Value value) {
    return switch (value) {
      case Value.Null _ -> "NULL";
      case Value.Whole whole -> Long.toString(whole.value());
      case Value.Real real -> Double.toString(real.value());
      case Value.Text text -> "'" + text + "'";
      case Value.Blob blob -> "x" + blob.bytes().toHex();
      case Value.Large large -> large.type() + " of " + large.size();
    };
  }
}
