package dev.tidelock.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import dev.tidelock.engine.record.DatabaseUpdate;
import dev.tidelock.engine.record.RowName;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever applications on three devices do with tables that refer to each other and have unique
/// columns, their databases end up equal but for conflicts, and no row is lost that nobody deleted.
class TablesLawsTest {
  private static final List<String> KEYS =
      List.of("TEXT", "TEXT COLLATE NOCASE", "BLOB", "INTEGER", "INT", "REAL", "");
  private static final List<String> VALUES =
      List.of(
          "NULL",
          "1",
          "-7",
          "2.5",
          "'x'",
          "'ünïcode'",
          "x'00ff'",
          "''",
          "'12'",
          "1e300",
          "9223372036854775807",
          "CAST(x'ff61' AS TEXT)",
          "'a' || char(0) || 'b'",
          "hex(zeroblob(900))",
          "zeroblob(3)");
  private static final List<String> COLUMNS = List.of("x0 TEXT DEFAULT 'd'", "x1 INTEGER", "x2");

  @TempDir private Path scratch;
  private int cases;

  @Test
  void threeDevicesAgree() {
    ForAll.cases(25, this::play);
  }

  private void play(Tape tape) throws IOException {
    Path home = Files.createDirectory(scratch.resolve("case" + cases++));
    try (Play play = new Play(tape, home)) {
      for (int step = tape.nextInt(5, 45); step > 0; step--) {
        play.step();
      }
      play.judge();
    }
  }

  /// A table as all devices are to have it.
  private record Shape(String name, String sql, String key) {}

  private static Shape parent(Tape tape) {
    String type = tape.pick(KEYS);
    boolean plain = type.equals("INTEGER") || tape.chance(0.5);
    String sql =
        "CREATE TABLE p (k %s %s PRIMARY KEY, u %s, a)%s"
            .formatted(
                type,
                plain ? "" : "NOT NULL",
                tape.pick("UNIQUE", "", "TEXT UNIQUE COLLATE NOCASE"),
                plain ? "" : " WITHOUT ROWID");
    return new Shape("p", sql, rendered("k", type.contains("NOCASE")));
  }

  private static Shape child(Tape tape) {
    String reference =
        tape.pick("", "TEXT", "BLOB")
            + tape.pick(
                "",
                " REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE",
                " REFERENCES p ON DELETE SET NULL",
                " REFERENCES p DEFERRABLE INITIALLY DEFERRED");
    String sql =
        "CREATE TABLE t (k TEXT NOT NULL, l INTEGER NOT NULL, r %s, a TEXT, u UNIQUE,"
            .formatted(reference);
    return new Shape(
        "t",
        sql + " PRIMARY KEY (k, l))" + tape.pick("", " WITHOUT ROWID"),
        rendered("k", false) + " || ',' || " + rendered("l", false));
  }

  /// A value of a key as [RowName] tells it.
  private static String rendered(String column, boolean folded) {
    String text = folded ? "lower(" + column + ")" : column;
    String whole = "CAST(" + column + " AS INTEGER)";
    return "CASE typeof(%1$s) WHEN 'blob' THEN 'x''' || lower(hex(%1$s)) || ''''".formatted(column)
        + " WHEN 'real' THEN iif(%1$s = %2$s, %2$s, %1$s) ELSE %3$s END"
            .formatted(column, whole, text);
  }

  /// One run.
  private static final class Play implements AutoCloseable {
    private final Tape tape;
    private final SharedTables shared = new SharedTables();
    private final List<RowsDevice> devices = new ArrayList<>();
    private final List<Shape> shapes;
    private final Map<String, Set<String>> written = new HashMap<>();
    private final Map<String, Set<String>> deleted = new HashMap<>();

    Play(Tape tape, Path home) {
      this.tape = tape;
      shapes = List.of(parent(tape), child(tape));
      for (String name : List.of("ann", "bob", "cas")) {
        boolean empty = name.equals("cas") && tape.chance(0.5);
        RowsDevice device =
            new RowsDevice(
                name,
                shared,
                home.resolve(name + ".db"),
                empty ? new String[0] : shapes.stream().map(Shape::sql).toArray(String[]::new));
        device.run("PRAGMA foreign_keys = ON");
        devices.add(empty ? device.attach("p", "t") : device.track("p", "t"));
      }
      shapes.forEach(shape -> {
        written.put(shape.name(), new HashSet<>());
        deleted.put(shape.name(), new HashSet<>());
      });
    }

    void step() {
      RowsDevice device = tape.pick(devices);
      if (tape.chance(0.35) || !has(device)) {
        device.sync();
      } else {
        act(device, this::write);
      }
    }

    private static boolean has(RowsDevice device) {
      return device.ask("SELECT 1 FROM sqlite_schema WHERE name IN ('p', 't')").size() == 2;
    }

    /// Notes which rows came and went.
    private void act(RowsDevice device, Consumer<RowsDevice> action) {
      Map<String, Set<String>> before = keys(device);
      action.accept(device);
      Map<String, Set<String>> after = keys(device);
      for (Shape shape : shapes) {
        Set<String> came = new HashSet<>(after.getOrDefault(shape.name(), Set.of()));
        Set<String> went = new HashSet<>(before.getOrDefault(shape.name(), Set.of()));
        written.getOrDefault(shape.name(), new HashSet<>()).addAll(came);
        went.removeAll(came);
        deleted.getOrDefault(shape.name(), new HashSet<>()).addAll(went);
      }
    }

    private Map<String, Set<String>> keys(RowsDevice device) {
      Map<String, Set<String>> keys = new HashMap<>();
      shapes.forEach(shape -> {
        String query = "SELECT " + shape.key() + " FROM " + shape.name() + " WHERE k IS NOT NULL";
        keys.put(shape.name(), new TreeSet<>(device.ask(query)));
      });
      return keys;
    }

    private void write(RowsDevice device) {
      String key = tape.pick("'a'", "'B'", "'b'", "1", "2", "x'01'", "3.5");
      String other = tape.pick("'a'", "'c'", "'d'", "1", "7", "x'02'");
      String value = tape.pick(VALUES);
      boolean onParent = tape.chance(0.5);
      String table = onParent ? "p" : "t";
      String row =
          onParent
              ? "(k, u, a) VALUES (%s, %s, %s)".formatted(key, small(), value)
              : "(k, l, r, a, u) VALUES (%s, %d, %s, %s, %s)"
                  .formatted(key, tape.nextInt(2), tape.pick("NULL", other), value, small());
      String where = " WHERE k = " + key;
      device.attempt(
          switch (tape.nextInt(9)) {
            case 0, 1, 2 -> "INSERT INTO " + table + row;
            case 3 -> "REPLACE INTO " + table + row;
            case 4 -> "DELETE FROM " + table + where;
            case 5 -> "UPDATE %s SET a = %s%s".formatted(table, value, where);
            case 6 -> "UPDATE OR REPLACE %s SET u = %s%s".formatted(table, small(), where);
            case 7 -> "UPDATE %s SET k = %s%s".formatted(table, other, where);
            default -> "ALTER TABLE " + table + " ADD COLUMN " + tape.pick(COLUMNS);
          });
    }

    private String small() {
      return tape.pick("NULL", "NULL", "'u'", "'U'", "1");
    }

    void judge() {
      for (int round = 0; round < 5; round++) {
        devices.forEach(RowsDevice::sync);
      }
      ObjectId root = shared.head().root();
      List<DatabaseUpdate.Updated> last = devices.stream().map(RowsDevice::sync).toList();
      last.forEach(updated -> assertThat(updated.rows()).isZero());
      assertThat(shared.head().root()).isEqualTo(root);
      boolean conflicts = false;
      for (Map.Entry<Bytes, Table> each : shared.head()) {
        conflicts |= judge(each.getValue());
      }
      // What a database shows of a conflict may stand against others' rows.
      if (!conflicts) {
        last.forEach(updated -> assertThat(updated.waiting()).isEmpty());
        devices.stream()
            .filter(Play::has)
            .forEach(device -> assertThat(device.ask("PRAGMA foreign_key_check")).isEmpty());
      }
    }

    /// Whether rows of a table are in conflict.
    private boolean judge(Table table) {
      Shape shape =
          shapes.stream().filter(it -> it.name().equals(table.name())).findFirst().orElseThrow();
      Set<String> refused = new HashSet<>();
      Set<String> conflicts = new HashSet<>();
      Set<String> standing = new TreeSet<>();
      for (Map.Entry<Bytes, RowEntry> row : shared.records().open(table)) {
        String key = RowName.of(row.getKey());
        switch (row.getValue()) {
          case Row _ -> standing.add(key);
          case RefusedRow _ -> refused.add(key);
          case RowConflict _ -> conflicts.add(key);
        }
      }
      Set<String> kept = new HashSet<>(written.getOrDefault(table.name(), Set.of()));
      kept.removeAll(deleted.getOrDefault(table.name(), Set.of()));
      kept.removeAll(refused);
      kept.removeAll(conflicts);
      assertThat(standing).containsAll(kept);
      List<String> columns =
          devices
              .getFirst()
              .ask("SELECT name FROM pragma_table_info('" + table.name() + "') ORDER BY name");
      String all =
          String.join(
              ", ", columns.stream().map(it -> "quote(" + it + "), typeof(" + it + ")").toList());
      String query =
          "SELECT %s, %s FROM %s WHERE k IS NOT NULL ORDER BY 1"
              .formatted(shape.key(), all, table.name());
      List<List<String>> contents = new ArrayList<>();
      for (RowsDevice device : devices) {
        if (has(device)) {
          contents.add(device.ask(query));
        }
      }
      if (conflicts.isEmpty()) {
        contents.forEach(content -> assertThat(content).isEqualTo(contents.getFirst()));
        contents.forEach(content -> assertThat(content).hasSize(standing.size()));
      }
      return !conflicts.isEmpty();
    }

    @Override
    public void close() {
      devices.forEach(RowsDevice::close);
    }
  }
}
