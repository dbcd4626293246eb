package dev.tidelock.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.record.DatabaseUpdate;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Four devices with schemas as applications have them, which change as they do: whatever they
/// write, rename, add, drop, untrack and track again, their databases come to rest, agree where
/// nothing is in conflict, and no row is lost that nobody deleted.
///
/// With `-Dtidelock.four.cases=N` so many runs, which must have met all that is rare.
class FourDevicesTest {
  private static final int CASES = Integer.getInteger("tidelock.four.cases", 5);
  private static final int MANY = 200;
  private static final int ROUNDS = 5;
  private static final List<String> VALUES =
      List.of(
          "NULL", "1", "-7", "2.5", "'x'", "'ünïcode'", "x'00ff'", "'12'", "hex(zeroblob(700))");
  private static final List<String> KEYS = List.of("'a'", "'B'", "'c'", "1", "2", "3.5", "x'01'");
  private static final List<String> RARE =
      List.of(
          "a column was added",
          "a column was renamed",
          "a column was replaced",
          "a conflict is open",
          "a row is refused",
          "a row waits",
          "a table was renamed",
          "a table was untracked and tracked again");

  @TempDir private Path scratch;
  private int cases;
  private final SortedMap<String, Integer> happened = new TreeMap<>();

  @Test
  @SuppressWarnings("SystemOut")
  void fourDevicesAgree() {
    ForAll.cases(CASES, this::play);
    System.out.println("four devices: " + happened);
    if (CASES >= MANY) {
      assertThat(happened.keySet()).containsAll(RARE);
    }
  }

  private void happens(String what) {
    happened.merge(what, 1, Integer::sum);
  }

  private void play(Tape tape) throws IOException {
    Path home = Files.createDirectory(scratch.resolve("case" + cases++));
    try (Play play = new Play(tape, home)) {
      for (int step = tape.nextInt(10, 60); step > 0; step--) {
        play.step();
      }
      play.judge();
    }
  }

  /// One run.
  private final class Play implements AutoCloseable {
    private final Tape tape;
    private final SharedTables shared = new SharedTables();
    private final List<RowsDevice> devices = new ArrayList<>();
    private final Map<TableId, Set<String>> written = new HashMap<>();
    private final Map<TableId, Set<String>> deleted = new HashMap<>();
    private final Map<RowsDevice, Map<TableId, String>> untracked = new HashMap<>();
    private final boolean changesSchemas;
    private int numbers;

    Play(Tape tape, Path home) {
      this.tape = tape;
      this.changesSchemas = tape.chance(0.6);
      List<String> schema = tape.pick(List.copyOf(SampleSchemas.ALL.values()));
      for (String name : List.of("ann", "bob", "cas", "dan")) {
        RowsDevice device =
            new RowsDevice(name, shared, home.resolve(name + ".db"), schema.toArray(String[]::new));
        devices.add(device.track(tables(device).toArray(String[]::new)));
        untracked.put(device, new TreeMap<>());
      }
    }

    private static List<String> tables(RowsDevice device) {
      return device.ask(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%tidelock%'"
              + " AND name NOT LIKE 'sqlite%' ORDER BY name");
    }

    void step() {
      RowsDevice device = tape.pick(devices);
      if (tape.chance(0.3)) {
        device.sync();
        return;
      }
      SortedMap<TableId, String> tables = device.tracked();
      if (tape.chance(0.05)) {
        trackAgain(device);
      } else if (changesSchemas && tape.chance(0.12) && !tables.isEmpty()) {
        change(device, tape.pick(List.copyOf(tables.values())));
      } else if (!tables.isEmpty()) {
        act(device, tape.pick(List.copyOf(tables.values())));
      }
    }

    private void trackAgain(RowsDevice device) {
      Map<TableId, String> gone = untracked.get(device);
      if (!gone.isEmpty()) {
        gone.values().forEach(name -> device.track(name));
        gone.clear();
        happens("a table was untracked and tracked again");
      } else if (!device.tracked().isEmpty()) {
        TableId id = tape.pick(List.copyOf(device.tracked().keySet()));
        gone.put(id, device.tracked().get(id));
        device.untrack(id);
      }
    }

    private static String quoted(String name) {
      return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// The columns of a table that can be written, those of the key apart.
    private static List<String> columns(RowsDevice device, String table, boolean ofKey) {
      return device.ask(
          "SELECT name FROM pragma_table_xinfo('%s') WHERE hidden = 0 AND pk %s 0"
              .formatted(table.replace("'", "''"), ofKey ? ">" : "="));
    }

    /// The type and the default of a column: one of another default would be another for rows that
    /// were written without it.
    private static String declaration(RowsDevice device, String table, String column) {
      return device
          .ask(
              "SELECT type || coalesce(' DEFAULT ' || dflt_value, '') FROM pragma_table_info('%s')"
                      .formatted(table.replace("'", "''"))
                  + " WHERE name = '%s'".formatted(column.replace("'", "''")))
          .getFirst();
    }

    private void change(RowsDevice device, String table) {
      List<String> others = columns(device, table, false);
      numbers++;
      String alter = "ALTER TABLE " + quoted(table);
      switch (tape.nextInt(4)) {
        case 0 -> {
          device.attempt(alter + " ADD COLUMN " + tape.pick("more", "extra") + " TEXT DEFAULT 'd'");
          happens("a column was added");
        }
        case 1 -> {
          device.attempt(alter + " RENAME TO " + quoted("named " + tape.nextInt(4)));
          happens("a table was renamed");
        }
        case 2 -> {
          if (!others.isEmpty()) {
            String to = quoted("column " + numbers);
            device.attempt(alter + " RENAME COLUMN " + quoted(tape.pick(others)) + " TO " + to);
            happens("a column was renamed");
          }
        }
        default -> {
          if (!others.isEmpty()) {
            String last = others.getLast();
            String like = declaration(device, table, last);
            String name = tape.chance(0.5) ? last : "instead " + numbers;
            device.attempt(alter + " DROP COLUMN " + quoted(last));
            device.attempt(alter + " ADD COLUMN " + quoted(name) + " " + like);
            happens("a column was replaced");
          }
        }
      }
    }

    /// Writes, and notes which rows came and went.
    private void act(RowsDevice device, String table) {
      Map<TableId, Set<String>> before = keys(device);
      device.attempt(sql(device, table));
      keys(device)
          .forEach((id, now) -> {
            written.computeIfAbsent(id, _ -> new HashSet<>()).addAll(now);
            Set<String> went = new HashSet<>(before.getOrDefault(id, Set.of()));
            went.removeAll(now);
            deleted.computeIfAbsent(id, _ -> new HashSet<>()).addAll(went);
          });
    }

    private Map<TableId, Set<String>> keys(RowsDevice device) {
      Map<TableId, Set<String>> keys = new HashMap<>();
      device
          .tracked()
          .forEach((id, name) -> {
            List<String> columns = columns(device, name, true);
            String key =
                columns.stream()
                    .map(column -> "lower(quote(" + quoted(column) + "))")
                    .collect(Collectors.joining(" || ',' || "));
            String all =
                columns.stream()
                    .map(column -> quoted(column) + " IS NOT NULL")
                    .collect(Collectors.joining(" AND "));
            keys.put(
                id,
                new HashSet<>(
                    device.ask("SELECT %s FROM %s WHERE %s".formatted(key, quoted(name), all))));
          });
      return keys;
    }

    private String sql(RowsDevice device, String table) {
      List<String> key = columns(device, table, true);
      List<String> others = columns(device, table, false);
      String name = quoted(table);
      String first = quoted(key.getFirst());
      String where = " WHERE " + first + " = " + tape.pick(KEYS);
      if (!others.isEmpty() && tape.chance(0.4)) {
        String value = tape.chance(0.2) ? tape.pick(KEYS) : tape.pick(VALUES);
        return "UPDATE OR %s %s SET %s = %s%s"
            .formatted(
                tape.pick("IGNORE", "REPLACE"), name, quoted(tape.pick(others)), value, where);
      }
      if (tape.chance(0.15)) {
        return "DELETE FROM " + name + where;
      }
      if (tape.chance(0.1)) {
        return "UPDATE OR IGNORE %s SET %s = %s%s".formatted(name, first, tape.pick(KEYS), where);
      }
      List<String> some = others.stream().filter(_ -> tape.chance(0.7)).limit(8).toList();
      List<String> all = new ArrayList<>(key);
      all.addAll(some);
      String values =
          key.stream().map(_ -> tape.pick(KEYS)).collect(Collectors.joining(", "))
              + some.stream().map(_ -> ", " + tape.pick(VALUES)).collect(Collectors.joining());
      return "%s INTO %s (%s) VALUES (%s)"
          .formatted(
              tape.pick("INSERT", "INSERT OR IGNORE", "REPLACE"),
              name,
              all.stream().map(Play::quoted).collect(Collectors.joining(", ")),
              values);
    }

    void judge() {
      devices.forEach(device -> {
        untracked.get(device).values().forEach(name -> device.track(name));
        untracked.get(device).clear();
      });
      for (int round = 0; round < ROUNDS; round++) {
        devices.forEach(RowsDevice::sync);
      }
      ObjectId root = shared.head().root();
      Set<TableId> waiting = new HashSet<>();
      for (RowsDevice device : devices) {
        DatabaseUpdate.Updated updated = device.sync();
        assertThat(updated.rows()).isZero();
        updated.waiting().forEach(each -> waiting.add(each.table()));
        if (!updated.waiting().isEmpty()) {
          happens("a row waits");
        }
      }
      assertThat(shared.head().root()).isEqualTo(root);
      shared.head().forEach(each -> judge(new TableId(each.getKey()), each.getValue(), waiting));
    }

    private void judge(TableId id, Table table, Set<TableId> waiting) {
      long open = table.summary().conflicts();
      if (open > 0) {
        happens(isRefused(table) ? "a row is refused" : "a conflict is open");
      }
      if (open > 0 || waiting.contains(id)) {
        return;
      }
      // One that was renamed while a device did not track it is another one there.
      if (!devices.stream().allMatch(device -> device.tracked().containsKey(id))) {
        happens("a table is not on all devices");
        return;
      }
      Set<String> keys = keys(devices.getFirst()).getOrDefault(id, Set.of());
      Set<String> kept = new HashSet<>(written.getOrDefault(id, Set.of()));
      kept.removeAll(deleted.getOrDefault(id, Set.of()));
      assertThat(keys).containsAll(kept);
      Set<String> common = new HashSet<>(namesOf(devices.getFirst(), id));
      devices.forEach(device -> common.retainAll(namesOf(device, id)));
      List<List<String>> contents =
          devices.stream().map(device -> rows(device, id, common)).toList();
      contents.forEach(rows -> assertThat(rows).isEqualTo(contents.getFirst()));
    }

    private boolean isRefused(Table table) {
      return shared.records().open(table).conflicts().next().getValue() instanceof RefusedRow;
    }

    private static List<String> namesOf(RowsDevice device, TableId id) {
      String name = device.tracked().getOrDefault(id, "");
      List<String> names = new ArrayList<>(columns(device, name, true));
      names.addAll(columns(device, name, false));
      return names;
    }

    private static List<String> rows(RowsDevice device, TableId id, Set<String> columns) {
      String name = device.tracked().getOrDefault(id, "");
      String all =
          columns.stream()
              .sorted()
              .map(column -> "quote(" + quoted(column) + ")")
              .collect(Collectors.joining(" || ',' || "));
      return device.ask("SELECT %s AS r FROM %s ORDER BY r".formatted(all, quoted(name)));
    }

    @Override
    public void close() {
      devices.forEach(RowsDevice::close);
    }
  }
}
