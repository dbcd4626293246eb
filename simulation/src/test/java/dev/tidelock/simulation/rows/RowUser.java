package dev.tidelock.simulation.rows;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.rows.RowApplication.Order;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// What the applications do: they write few rows again and again, so that devices meet in them.
final class RowUser {
  /// The two tables of which each device writes one row in each, in one transaction and with one
  /// number.
  static final List<String> PAIR = List.of("lefts", "rights");

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE note(id TEXT PRIMARY KEY, a TEXT, b TEXT)",
          "CREATE TABLE slot(id TEXT PRIMARY KEY, place TEXT UNIQUE, v TEXT)",
          "CREATE TABLE child(id TEXT PRIMARY KEY,"
              + " note TEXT REFERENCES note(id) ON DELETE CASCADE, v TEXT)",
          "CREATE TABLE lefts(id TEXT PRIMARY KEY, n INTEGER)",
          "CREATE TABLE rights(id TEXT PRIMARY KEY, n INTEGER)");
  private static final int KEYS = 4;
  private static final int MANY = 70;

  private final RowLedger ledger;
  private final RowWitness witness;
  private final Set<String> unpaired = new HashSet<>();
  private int numbers;

  RowUser(RowLedger ledger, RowWitness witness) {
    this.ledger = ledger;
    this.witness = witness;
  }

  /// A new application makes its tables.
  ///
  /// @param journal the journal mode of its database
  static void install(RowMachine machine, String journal) {
    try {
      machine.application().run("PRAGMA journal_mode = " + journal);
      for (String table : TABLES) {
        machine.application().run(table);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// From now on a device writes no pairs: its numbers may come again, and others need not take
  /// both rows of one that meets an other.
  void stopPairs(RowMachine machine) {
    unpaired.add(machine.name());
  }

  /// One transaction, and what it did, in words.
  String act(RowMachine machine, Tape tape) {
    List<Order> orders = new ArrayList<>();
    int count = tape.nextInt(1, 3);
    for (int i = 0; i < count; i++) {
      orders.add(
          switch (tape.nextInt(8)) {
            case 0, 1 -> slot(machine, tape);
            case 2 -> child(machine, tape);
            default -> note(machine, tape);
          });
    }
    if (!unpaired.contains(machine.name()) && tape.chance(0.4)) {
      numbers++;
      for (String table : PAIR) {
        orders.add(
            Order.of("REPLACE INTO %s VALUES(?, ?)".formatted(table), machine.name(), numbers));
      }
    }
    return transact(machine, orders);
  }

  /// Many rows at once, written or deleted.
  String mass(RowMachine machine, Tape tape) {
    List<Order> orders = new ArrayList<>();
    if (tape.nextBoolean()) {
      for (int i = 0; i < MANY; i++) {
        orders.add(Order.of("REPLACE INTO note(id, a) VALUES(?, ?)", "m" + i, fresh(machine, 0)));
      }
    } else {
      orders.add(Order.of(tape.pick("DELETE FROM note WHERE id LIKE 'm%'", "DELETE FROM note")));
    }
    return transact(machine, orders);
  }

  /// The table gets another column.
  String addColumn(RowMachine machine, Tape tape) {
    String column = tape.pick("c", "d");
    boolean there = machine.application().columns("note").contains(column);
    return there
        ? "has " + column
        : transact(machine, List.of(Order.of("ALTER TABLE note ADD COLUMN " + column + " TEXT")));
  }

  private String transact(RowMachine machine, List<Order> orders) {
    Set<String> before = machine.application().values();
    SortedMap<String, SortedMap<String, Map<String, String>>> rows = machine.application().all();
    boolean done = machine.application().transact(orders);
    String words =
        (done ? "writes " : "cannot-write ") + orders.subList(0, Math.min(orders.size(), 5));
    if (done) {
      ledger.record(machine.name(), words, before, machine.application().values());
      witness.acted(machine.name(), rows, machine.application().all());
    }
    return words;
  }

  private String fresh(RowMachine machine, int filler) {
    return ledger.fresh(machine.name(), filler);
  }

  private static String key(Tape tape) {
    return "k" + tape.nextInt(KEYS);
  }

  private Order note(RowMachine machine, Tape tape) {
    String key = key(tape);
    List<String> columns = machine.application().columns("note");
    String column = tape.pick(columns.subList(1, columns.size()));
    int filler = tape.chance(0.1) ? tape.nextInt(1_000, 200_000) : 0;
    return switch (tape.nextInt(8)) {
      case 0 -> Order.of("DELETE FROM note WHERE id = ?", key);
      case 1, 2 ->
          Order.of(
              "INSERT INTO note(id, a, b) VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
              key,
              fresh(machine, filler),
              fresh(machine, 0));
      case 3 ->
          Order.of(
              "REPLACE INTO note(id, a, b) VALUES(?, ?, ?)",
              key,
              fresh(machine, 0),
              fresh(machine, 0));
      case 4 -> Order.of("UPDATE OR IGNORE note SET id = ? WHERE id = ?", key(tape), key);
      default ->
          Order.of(
              "UPDATE note SET %s = ? WHERE id = ?".formatted(column), fresh(machine, filler), key);
    };
  }

  /// Rows that may not have one place together.
  private Order slot(RowMachine machine, Tape tape) {
    String key = key(tape);
    String place = "p" + tape.nextInt(4);
    return switch (tape.nextInt(4)) {
      case 0 -> Order.of("DELETE FROM slot WHERE id = ?", key);
      case 1 -> Order.of("UPDATE OR IGNORE slot SET place = ? WHERE id = ?", place, key);
      case 2 -> Order.of("REPLACE INTO slot VALUES(?, ?, ?)", key, place, fresh(machine, 0));
      default ->
          Order.of(
              "INSERT INTO slot VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
              key,
              place,
              fresh(machine, 0));
    };
  }

  /// Rows that refer to others.
  private Order child(RowMachine machine, Tape tape) {
    return tape.chance(0.2)
        ? Order.of("DELETE FROM child WHERE id = ?", key(tape))
        : Order.of(
            "INSERT INTO child SELECT ?, id, ? FROM note WHERE id = ? ON CONFLICT DO NOTHING",
            key(tape),
            fresh(machine, 0),
            key(tape));
  }
}
