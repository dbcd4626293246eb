package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaSuccession;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.LargeValues;
import dev.tidelock.engine.port.RowWrite;
import dev.tidelock.engine.port.WriteProblem;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Writes in one transaction of SQLite's, which holds the write lock from its beginning.
final class Transaction implements DatabaseTransaction {
  /// After how many rows it is cheaper to take our triggers off than to forget what they note.
  private static final int MANY_ROWS = 10_000;

  private final Link link;
  private final Path file;
  private final DatabaseSnapshot.Position seen;
  private final Ledger ledger;
  private final Tracking tracking;
  private final Catalog catalog;
  private final SavedTriggers triggers;
  private final Map<TableId, Moved> moved = new HashMap<>();
  private final Map<TableId, Integer> rows = new HashMap<>();
  private final Set<TableId> unwatched = new HashSet<>();
  private final Set<TableId> made = new HashSet<>();
  private final boolean schemaMoved;
  private final long start;
  private Optional<References> references = Optional.empty();
  private boolean open = true;

  private Transaction(Link link, Path file, DatabaseSnapshot.Position seen) {
    this.link = link;
    this.file = file;
    this.seen = seen;
    ledger = new Ledger(link);
    tracking = new Tracking(link);
    catalog = new Catalog(link);
    triggers = new SavedTriggers(link);
    start = ledger.last();
    schemaMoved = ledger.isSchemaMoved();
  }

  static Transaction begin(Link link, Path file, DatabaseSnapshot.Position seen) {
    link.execute("BEGIN IMMEDIATE");
    boolean begun = false;
    try {
      if (!new Ledger(link).exists()) {
        throw new IllegalStateException("a database has an id before it is written");
      }
      if (link.number("PRAGMA main.schema_version") != seen.schema()) {
        throw link.failures().of(Reason.CHANGED, "a schema changed since rows were read");
      }
      Transaction transaction = new Transaction(link, file, seen);
      begun = true;
      return transaction;
    } finally {
      if (!begun) {
        link.undo();
      }
    }
  }

  private Ledger.Entry entry(TableId table) {
    if (!open) {
      throw new IllegalStateException("the transaction is over");
    }
    return ledger
        .entry(table)
        .orElseThrow(() -> new IllegalArgumentException("not a tracked table: " + table));
  }

  @Override
  public Optional<String> createTable(TableId id, String name, Schema schema) {
    String folded = Sql.folded(name);
    if (folded.startsWith(TableReader.OWN) || folded.startsWith("sqlite_") || name.isEmpty()) {
      return Optional.of("the name " + name + " is kept for others");
    }
    Optional<String> sql = new TableMaker(schema).createTable(name);
    if (sql.isEmpty()) {
      return Optional.of("a column of " + name + " has a type that is none");
    }
    return attempt(() -> {
      link.tryExecute(sql.get());
      TableShape made = catalog.shape(name);
      Schema found = SchemaSuccession.of(id, Optional.of(schema), made.schema());
      if (!isAs(schema, found)) {
        throw new SQLException("it would not be the table that its schema says");
      }
      tracking.track(made, id);
      Ledger.Entry entry = entry(id);
      ledger.update(new Ledger.Entry(entry.number(), id, made.name(), false));
      this.made.add(id);
    });
  }

  /// Whether a table came out as it was to be, in all that decides how its rows are stored.
  private static boolean isAs(Schema wanted, Schema made) {
    return made.key().equals(wanted.key())
        && made.columns().stream()
            .map(Column::id)
            .toList()
            .equals(wanted.columns().stream().map(Column::id).toList())
        && made.columns().stream()
            .map(Column::type)
            .toList()
            .equals(wanted.columns().stream().map(Column::type).toList());
  }

  @Override
  public Optional<String> addColumn(TableId table, Column column) {
    Ledger.Entry entry = entry(table);
    Optional<String> sql = TableMaker.addColumn(entry.name(), column);
    if (sql.isEmpty()) {
      return Optional.of("the type of column " + column.name() + " is none");
    }
    return attempt(() -> {
      link.tryExecute(sql.get());
      Optional<Column> made = catalog.shape(entry.name()).schema().column(column.name());
      if (made.filter(found -> found.type().equals(column.type())).isEmpty()) {
        throw new SQLException("it would not be the column that its schema says");
      }
    });
  }

  @Override
  public Optional<String> renameColumn(TableId table, String from, String to) {
    Ledger.Entry entry = entry(table);
    return attempt(() ->
        link.tryExecute(
            "ALTER TABLE main.%s RENAME COLUMN %s TO %s"
                .formatted(Sql.name(entry.name()), Sql.name(from), Sql.name(to))));
  }

  @Override
  public Optional<String> renameTable(TableId table, String to) {
    Ledger.Entry entry = entry(table);
    if (Sql.folded(to).startsWith(TableReader.OWN)) {
      return Optional.of("the name " + to + " is kept for others");
    }
    return attempt(() -> {
      link.tryExecute(
          "ALTER TABLE main.%s RENAME TO %s".formatted(Sql.name(entry.name()), Sql.name(to)));
      ledger.update(new Ledger.Entry(entry.number(), table, to, entry.whole()));
    });
  }

  /// A change that SQLite may refuse.
  @FunctionalInterface
  private interface Change {
    void make() throws SQLException;
  }

  private Optional<String> attempt(Change change) {
    if (references.isPresent()) {
      throw new IllegalStateException("schemas are changed before rows are written");
    }
    link.execute("SAVEPOINT attempt");
    try {
      change.make();
      link.execute("RELEASE attempt");
      return Optional.empty();
    } catch (SQLException refused) {
      link.execute("ROLLBACK TO attempt");
      link.execute("RELEASE attempt");
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  @Override
  public void write(
      TableId table,
      Schema schema,
      Iterable<RowWrite> writes,
      LargeValues large,
      Consumer<WriteProblem> problems) {
    Ledger.Entry entry = entry(table);
    TableShape shape = catalog.shape(entry.name());
    Fit.check(link, shape, schema);
    RowPlan plan = new RowPlan(shape, schema, link.utf16());
    Moved changed =
        moved.computeIfAbsent(
            table, _ -> new Moved(link, plan, entry.number(), seen.sequence(), start));
    References all =
        references.orElseGet(
            () -> new References(link, new ReferenceGraph(link, ledger.entries())));
    references = Optional.of(all);
    if (!unwatched.contains(table) && triggers.saveIfForeign(shape.name())) {
      unwatched.add(table);
    }
    new TableWriter(link, plan, entry.number(), changed, all.of(plan), large, problems)
        .write(writes, () -> count(table, shape));
  }

  @Override
  public void noteAgain(
      TableId table, Schema schema, Iterable<List<Value>> keys, LargeValues large) {
    Ledger.Entry entry = entry(table);
    RowPlan plan = new RowPlan(catalog.shape(entry.name()), schema, link.utf16());
    for (List<Value> values : keys) {
      Cells key = new Cells(link, large);
      values.forEach(key::add);
      ledger.note(plan, entry.number(), key);
    }
  }

  @Override
  public void noteNameless(TableId table) {
    ledger.noteNameless(entry(table).number());
  }

  private void count(TableId table, TableShape shape) {
    if (rows.merge(table, 1, Integer::sum) == MANY_ROWS && unwatched.add(table)) {
      triggers.save(shape.name());
    }
  }

  @Override
  public void compareAgain(TableId table) {
    Ledger.Entry entry = entry(table);
    ledger.update(new Ledger.Entry(entry.number(), entry.id(), entry.name(), true));
  }

  @Override
  public void checkReferences(Consumer<WriteProblem.Orphan> problems) {
    references.ifPresent(all -> all.check(problems));
  }

  @Override
  public void commit(Bytes shown, long clock) {
    if (!open) {
      throw new IllegalStateException("the transaction is over");
    }
    triggers.restore();
    for (Ledger.Entry entry : ledger.entries()) {
      boolean compared = seen.compared().contains(entry.id());
      boolean moved = schemaMoved && !made.contains(entry.id());
      boolean whole = (entry.whole() || moved) && !compared;
      if (whole != entry.whole()) {
        ledger.update(new Ledger.Entry(entry.number(), entry.id(), entry.name(), whole));
      }
    }
    ledger.settleSchema();
    ledger.settle(seen.sequence(), start);
    ledger.say(Ledger.Said.SHOWN, shown);
    ledger.say(Ledger.Said.CLOCK, clock);
    ledger.say(Ledger.Said.PLACE, Place.of(link, file));
    references.ifPresent(References::close);
    link.execute("COMMIT");
    open = false;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      link.undo();
    }
  }
}
