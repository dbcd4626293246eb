package dev.tidelock.simulation.rows;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.rows.RowApplication.Order;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the applications do: they write few rows again and again, so that devices meet in them.
final class RowUser {
  /// The two tables of which each device writes one row in each, in one transaction and with one
  /// number.
  static final List<String> PAIR = List.of("lefts", "rights");

  private static final int KEYS = 8;
  private static final List<String> COLUMNS = List.of("a", "b");

  private final RowLedger ledger;
  private int numbers;

  RowUser(RowLedger ledger) {
    this.ledger = ledger;
  }

  /// A new application makes its tables.
  void install(RowMachine machine) {
    try {
      machine.application().run("PRAGMA journal_mode = WAL");
      machine.application().run("CREATE TABLE note(id TEXT PRIMARY KEY, a TEXT, b TEXT)");
      for (String table : PAIR) {
        machine
            .application()
            .run("CREATE TABLE %s(id TEXT PRIMARY KEY, n INTEGER)".formatted(table));
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// One transaction, and what it did, in words.
  String act(RowMachine machine, Tape tape) {
    List<Order> orders = new ArrayList<>();
    int count = tape.nextInt(1, 3);
    for (int i = 0; i < count; i++) {
      orders.add(order(machine, tape));
    }
    if (tape.chance(0.4)) {
      numbers++;
      for (String table : PAIR) {
        orders.add(
            Order.of("REPLACE INTO %s VALUES(?, ?)".formatted(table), machine.name(), numbers));
      }
    }
    Set<String> before = machine.application().values();
    boolean done = machine.application().transact(orders);
    String words = (done ? "writes " : "cannot-write ") + orders;
    if (done) {
      ledger.record(machine.name(), words, before, machine.application().values());
    }
    return words;
  }

  private Order order(RowMachine machine, Tape tape) {
    String key = "k" + tape.nextInt(KEYS);
    String column = tape.pick(COLUMNS);
    int filler = tape.chance(0.1) ? tape.nextInt(1_000, 200_000) : 0;
    return switch (tape.nextInt(6)) {
      case 0 -> Order.of("DELETE FROM note WHERE id = ?", key);
      case 1, 2 ->
          Order.of(
              "INSERT INTO note VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
              key,
              ledger.fresh(machine.name(), filler),
              ledger.fresh(machine.name(), 0));
      case 3 ->
          Order.of(
              "REPLACE INTO note VALUES(?, ?, ?)",
              key,
              ledger.fresh(machine.name(), 0),
              ledger.fresh(machine.name(), 0));
      default ->
          Order.of(
              "UPDATE note SET %s = ? WHERE id = ?".formatted(column),
              ledger.fresh(machine.name(), filler),
              key);
    };
  }
}
