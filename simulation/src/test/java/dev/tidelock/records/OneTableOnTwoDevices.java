package dev.tidelock.records;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Two devices that both have a table with the same three rows.
abstract class OneTableOnTwoDevices {
  static final String TABLE = "CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT)";

  @TempDir Path scratch;

  SharedTables shared;
  RowsDevice a;
  RowsDevice b;

  @BeforeEach
  void begin() {
    shared = new SharedTables();
    a = new RowsDevice("a", shared, scratch.resolve("a.db"), TABLE).track("t");
    b = new RowsDevice("b", shared, scratch.resolve("b.db"), TABLE).track("t");
    a.run("INSERT INTO t VALUES ('1', 'one'), ('2', 'two'), ('3', 'three')");
    settle();
  }

  @AfterEach
  void end() {
    a.close();
    b.close();
  }

  /// Syncs until both have what either had.
  void settle() {
    a.sync();
    b.sync();
    a.sync();
  }

  static List<String> rows(RowsDevice device, String columns) {
    return device.ask("SELECT " + columns + " FROM t ORDER BY id");
  }
}
