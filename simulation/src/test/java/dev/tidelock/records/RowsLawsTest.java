package dev.tidelock.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Table;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever applications on three devices do, their databases end up equal, and no row is lost that
/// nobody deleted.
class RowsLawsTest {
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE t (k TEXT PRIMARY KEY, a TEXT, b INTEGER, c REAL DEFAULT 1.5)",
          "CREATE TABLE t (k TEXT NOT NULL, l INTEGER NOT NULL, a TEXT, b, c BLOB,"
              + " PRIMARY KEY (l, k)) WITHOUT ROWID",
          "CREATE TABLE t (k TEXT PRIMARY KEY COLLATE NOCASE, a TEXT, b INTEGER, c)");
  private static final List<String> VALUES =
      List.of("NULL", "1", "-7", "2.5", "'x'", "'ünïcode'", "x'00ff'", "''", "hex(zeroblob(900))");

  @TempDir private Path scratch;
  private int cases;

  @Test
  void threeDevicesAgree() {
    ForAll.cases(30, this::play);
  }

  private void play(Tape tape) throws IOException {
    Path home = Files.createDirectory(scratch.resolve("case" + cases++));
    SharedTables shared = new SharedTables();
    String schema = tape.pick(TABLES);
    Set<String> deleted = new HashSet<>();
    Set<String> written = new HashSet<>();
    List<RowsDevice> devices = new ArrayList<>();
    for (String name : List.of("ann", "bob", "cas")) {
      devices.add(new RowsDevice(name, shared, home.resolve(name + ".db"), schema).track("t"));
    }
    try {
      for (int step = tape.nextInt(5, 40); step > 0; step--) {
        RowsDevice device = tape.pick(devices);
        if (tape.chance(0.4)) {
          device.sync();
        } else {
          act(tape, device, schema.contains(" l "), written, deleted);
        }
      }
      judge(shared, devices, written, deleted);
    } finally {
      devices.forEach(RowsDevice::close);
    }
  }

  private static void act(
      Tape tape, RowsDevice device, boolean composite, Set<String> written, Set<String> deleted) {
    String key = tape.pick("a", "b", "c", "d");
    String where = "WHERE k = '" + key + "'" + (composite ? " AND l = 1" : "");
    String columns = composite ? "k, l, a, b, c" : "k, a, b, c";
    String values =
        "'%s',%s %s, %s, %s"
            .formatted(
                key,
                composite ? " 1," : "",
                tape.pick(VALUES),
                tape.pick(VALUES),
                tape.pick(VALUES));
    switch (tape.nextInt(5)) {
      case 0 -> {
        device.run("INSERT OR IGNORE INTO t (%s) VALUES (%s)".formatted(columns, values));
        written.add(key);
      }
      case 1 -> {
        device.run("REPLACE INTO t (%s) VALUES (%s)".formatted(columns, values));
        written.add(key);
      }
      case 2 -> {
        device.run("DELETE FROM t " + where);
        deleted.add(key);
      }
      case 3 -> {
        String column = tape.pick("a", "b", "c");
        device.run("UPDATE t SET %s = %s %s".formatted(column, tape.pick(VALUES), where));
      }
      default -> {
        String other = tape.pick("e", "f");
        device.run("UPDATE OR IGNORE t SET k = '%s' %s".formatted(other, where));
        deleted.addAll(List.of(key, other));
      }
    }
  }

  private static void judge(
      SharedTables shared, List<RowsDevice> devices, Set<String> written, Set<String> deleted) {
    for (int round = 0; round < 3; round++) {
      devices.forEach(RowsDevice::sync);
    }
    String query = "SELECT *, typeof(a), typeof(b), typeof(c) FROM t ORDER BY k";
    List<String> rows = devices.getFirst().ask(query);
    for (RowsDevice device : devices) {
      assertThat(device.ask(query)).isEqualTo(rows);
      assertThat(device.sync().rows()).isZero();
      assertThat(device.sync().waiting()).isEmpty();
    }
    for (Map.Entry<Bytes, Table> each : shared.head()) {
      assertThat(shared.records().open(each.getValue()).size()).isEqualTo(rows.size());
      assertThat(each.getValue().summary().conflicts()).isZero();
    }
    Set<String> kept = new HashSet<>(devices.getFirst().ask("SELECT k FROM t"));
    written.removeAll(deleted);
    assertThat(kept).containsAll(written);
  }
}
