package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.LargeValues;
import dev.tidelock.engine.port.RowCursor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A snapshot over a connection of its own: one read transaction where the database is in WAL mode,
/// else many short ones.
final class Snapshot implements DatabaseSnapshot {
  private static final int MOST_ROUNDS = 50;

  private final Link link;
  private final Ledger ledger;
  private final Map<TableId, TableShape> shapes = new HashMap<>();
  private final Clock clock;
  private final boolean steady;
  private Slices slices;
  private long schema;
  private long settled;
  private long after;
  private long last;
  private int rounds;
  private boolean schemaMoved;
  private List<Ledger.Entry> entries = List.of();
  private Optional<Bytes> shown = Optional.empty();
  private long deviceClock;
  private Optional<RowCursor> open = Optional.empty();

  private Snapshot(Link link, Clock clock, boolean steady) {
    this.link = link;
    this.clock = clock;
    this.steady = steady;
    ledger = new Ledger(link);
    slices = Slices.steady();
  }

  /// A snapshot that is yet to begin.
  ///
  /// @param link a connection that is closed with it
  static Snapshot over(Link link, Clock clock) {
    boolean steady = link.text("PRAGMA main.journal_mode").equals("wal");
    return new Snapshot(link, clock, steady);
  }

  /// Whether all of it is of the moment at which it began.
  boolean steady() {
    return steady;
  }

  /// Begins it.
  Snapshot begin() {
    link.limitLength(true);
    link.execute("BEGIN");
    readHead();
    if (steady) {
      slices = Slices.steady();
    } else {
      link.execute("COMMIT");
      slices = new Slices.Brief(link, clock, schema);
    }
    return this;
  }

  /// Begins it, or takes another moment if it has begun.
  void beginAnew() {
    link.undo();
    begin();
  }

  private void readHead() {
    shapes.clear();
    schema = link.number("PRAGMA main.schema_version");
    if (!ledger.exists()) {
      return;
    }
    entries = ledger.entries();
    shown = ledger.bytes(Ledger.Said.SHOWN);
    deviceClock = ledger.number(Ledger.Said.CLOCK);
    after = ledger.number(Ledger.Said.CAPTURED);
    settled = after;
    last = ledger.last();
    schemaMoved = ledger.isSchemaMoved();
  }

  @Override
  public Optional<Bytes> shown() {
    return shown;
  }

  @Override
  public long clock() {
    return deviceClock;
  }

  @Override
  public RowCursor changes(TableId table, Schema schema, LargeValues large) {
    Ledger.Entry entry = entry(table);
    RowPlan plan = plan(entry, schema);
    closeCursor();
    RowQuery.Noted noted = new RowQuery.Noted(link, plan, slices);
    noted.collect(entry.number(), after, last);
    return cursor(plan, noted, large);
  }

  @Override
  public RowCursor all(TableId table, Schema schema, LargeValues large) {
    RowPlan plan = plan(entry(table), schema);
    return cursor(plan, new RowQuery.All(plan), large);
  }

  private RowCursor cursor(RowPlan plan, RowQuery query, LargeValues large) {
    closeCursor();
    RowCursor rows = new Rows(link, new Pages(link, plan, query, slices), large);
    open = Optional.of(rows);
    return rows;
  }

  private void closeCursor() {
    open.ifPresent(RowCursor::close);
    open = Optional.empty();
  }

  private Ledger.Entry entry(TableId table) {
    return entries.stream()
        .filter(entry -> entry.id().equals(table))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a tracked table: " + table));
  }

  /// A table as it is declared; while the schema is the one that the snapshot began with.
  private TableShape shape(Ledger.Entry entry) {
    return shapes.computeIfAbsent(entry.id(), _ -> new Catalog(link).shape(entry.name()));
  }

  private RowPlan plan(Ledger.Entry entry, Schema schema) {
    TableShape shape = shape(entry);
    Fit.check(link, shape, schema);
    return new RowPlan(shape, schema, link.utf16());
  }

  @Override
  public long nameless(TableId table) {
    Ledger.Entry entry = entry(table);
    TableShape shape = shape(entry);
    if (shape.integerKey() || shape.withoutRowid()) {
      return 0;
    }
    closeCursor();
    int width = shape.key().size();
    // An index tells quickly who has NULL first, and not who has it elsewhere.
    boolean all = width > 1 && ledger.hasNameless(entry.number(), width, settled, last);
    String some =
        shape.key().subList(0, all ? width : 1).stream()
            .map(column -> Sql.name(column) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    String sql = "SELECT count(*) FROM main.%s WHERE %s".formatted(Sql.name(shape.name()), some);
    long[] count = new long[1];
    slices.read(_ -> count[0] = link.number(sql));
    return count[0];
  }

  @Override
  public long noted() {
    return last - settled;
  }

  @Override
  public Set<TableId> toCompare() {
    return entries.stream()
        .filter(entry -> schemaMoved || entry.whole())
        .map(Ledger.Entry::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean settle() {
    closeCursor();
    if (steady) {
      return true;
    }
    rounds++;
    if (rounds > MOST_ROUNDS) {
      throw link.failures().of(Reason.BUSY, "the application does not stop writing");
    }
    after = last;
    slices.read(_ -> last = ledger.exists() ? ledger.last() : 0);
    return last == after;
  }

  @Override
  public Position position() {
    Optional<Bytes> mark = ledger.exists() ? ledger.mark(last) : Optional.empty();
    return new Position(last, settled, deviceClock, schema, toCompare(), mark);
  }

  @Override
  public void close() {
    link.close();
  }
}
