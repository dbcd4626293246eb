package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaCodec;
import dev.tidelock.core.record.SchemaSuccession;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.LargeValues;
import dev.tidelock.engine.port.RowCursor;
import dev.tidelock.engine.port.TrackedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Finds out what applications changed in a database: its cost grows with what they did, but for
/// tables that must be compared.
public final class DatabaseCapture {
  private static final int TRIES = 5;

  /// From how many notes on a table may be compared whole, and for how many of its rows there must
  /// be one then.
  private static final long MANY_NOTES = 200_000;

  private static final long NOTED_PART = 4;

  private final Records records;
  private final ObjectSink sink;
  private final LargeValues large;
  private final DeviceId device;
  private final long wallMillis;
  private final RowsTold told;

  /// @param records the project's; reads what was written to the sink
  /// @param sink takes the nodes that are made
  /// @param large takes long values
  /// @param device whose changes these are
  /// @param wallMillis what the machine's clock says, in milliseconds since 1970
  /// @param told of the rows that are read
  public DatabaseCapture(
      Records records,
      ObjectSink sink,
      LargeValues large,
      DeviceId device,
      long wallMillis,
      RowsTold told) {
    this.told = told;
    this.records = records;
    this.sink = sink;
    this.large = large;
    this.device = device;
    this.wallMillis = wallMillis;
  }

  /// Looks at a database. Nothing in it changes, but triggers that were lost are made again.
  ///
  /// @param name the name under which it is attached
  /// @throws DatabaseFailure if it cannot be read, or does not hold still
  public Captured capture(String name, Database database) {
    return capture(name, database, records.noTables(sink));
  }

  /// The same where some tables may be new to this database: their columns are those of the
  /// project's.
  ///
  /// @param head the project's tables as far as they are known here
  public Captured capture(String name, Database database, MerkleMap<Table> head) {
    DatabaseFailure failure = new DatabaseFailure(DatabaseFailure.Reason.BUSY, name);
    for (int i = 0; i < TRIES; i++) {
      List<TrackedTable> tracked = database.tracked();
      try (DatabaseSnapshot snapshot = database.snapshot()) {
        return capture(name, database, tracked, snapshot, head);
      } catch (DatabaseFailure changed) {
        if (changed.reason() != DatabaseFailure.Reason.CHANGED) {
          throw changed;
        }
        failure = changed;
      }
    }
    throw failure;
  }

  /// Looks at a database by a snapshot of it that was opened already.
  ///
  /// @param tracked what the database said that it tracks, before the snapshot was opened
  /// @param head the project's tables
  /// @throws DatabaseFailure with [DatabaseFailure.Reason#CHANGED] if its schema changed meanwhile
  public Captured capture(
      String name,
      Database database,
      List<TrackedTable> tracked,
      DatabaseSnapshot snapshot,
      MerkleMap<Table> head) {
    MerkleMap<Table> shown = shown(snapshot);
    RowClock clock = new RowClock(device, wallMillis, snapshot.clock());
    Map<TableId, Look> looks = new HashMap<>();
    List<Captured.Unseen> unseen = new ArrayList<>();
    TreeMap<TableId, Table> tables = new TreeMap<>();
    for (TrackedTable table : tracked) {
      Optional<Table> before = shown.get(table.id().bytes());
      Optional<Captured.Unseen> apart = unseen(table);
      if (apart.isEmpty()) {
        Optional<Schema> known = before.or(() -> head.get(table.id().bytes())).map(records::schema);
        Schema found =
            before
                .map(then -> succeeding(database, snapshot, table, then))
                .orElseGet(() -> database.schema(table.name(), table.id(), known));
        // What is new here never had the columns that it lacks: they were not dropped.
        Schema schema =
            before.isEmpty() && known.isPresent()
                ? found.withDropped(known.get().dropped())
                : found;
        if (known.isEmpty() || schema.hasKeyOf(known.get())) {
          looks.put(table.id(), new Look(schema, snapshot, name, table, before, clock));
        } else {
          apart = Optional.of(unseen(table, Captured.Cause.OTHER_KEY));
        }
      }
      apart.ifPresent(each -> {
        unseen.add(each);
        before.ifPresent(then -> tables.put(table.id(), then));
      });
    }
    looks.values().forEach(Look::first);
    while (!snapshot.settle()) {
      looks.values().forEach(Look::again);
    }
    if (looks.values().stream().anyMatch(look -> look.capture.isMissing())) {
      requireSound(name, database);
    }
    Map<TableId, Schema> schemas = new HashMap<>();
    List<Captured.Unsynced> unsynced = new ArrayList<>();
    looks.forEach((id, look) -> {
      look.unsynced().ifPresent(unsynced::add);
      tables.put(id, look.table());
      schemas.put(id, look.schema);
    });
    return new Captured(
        name,
        position(snapshot, schemas.keySet()),
        shown,
        tables,
        schemas,
        unseen,
        unsynced,
        Set.of(),
        clock.last());
  }

  /// Believes a file only if its pages are sound. SQLite reads over a page that lost its rows, and
  /// then a comparison would take them for deleted; a deletion that was noted is one.
  private static void requireSound(String name, Database database) {
    List<String> damage = database.damage();
    if (!damage.isEmpty()) {
      throw new DatabaseFailure(
          DatabaseFailure.Reason.CORRUPT,
          name + ": rows are missing, and the file is damaged: " + damage.getFirst().strip());
    }
  }

  /// What a table is now that was looked at before. Which columns were renamed is for its rows to
  /// say, where the schemas leave that open. What rows show in columns that they do not know was
  /// decided when those came: SQLite changes no default but with the whole table.
  private Schema succeeding(
      Database database, DatabaseSnapshot snapshot, TrackedTable table, Table before) {
    Schema then = records.schema(before);
    Schema presumed = database.schema(table.name(), table.id(), Optional.of(then));
    ColumnKinship kinship = new ColumnKinship(then, presumed);
    if (!kinship.isDoubtful()) {
      return presumed.withDefaultsOf(then);
    }
    Optional<Set<Bytes>> noted;
    try (RowCursor changes = snapshot.changes(table.id(), presumed, large)) {
      noted = ColumnKinship.noted(changes);
    }
    try (RowCursor all = snapshot.all(table.id(), presumed, large)) {
      kinship.ask(records.open(before).iterator(), all, noted);
    }
    Schema found = database.schema(table.name(), table.id(), Optional.empty());
    return SchemaSuccession.of(table.id(), Optional.of(then), found, kinship).withDefaultsOf(then);
  }

  /// Where the snapshot stands; a table that was not looked at was not compared either.
  private static DatabaseSnapshot.Position position(
      DatabaseSnapshot snapshot, Set<TableId> looked) {
    DatabaseSnapshot.Position position = snapshot.position();
    Set<TableId> compared = new HashSet<>(position.compared());
    compared.retainAll(looked);
    return position.withCompared(compared);
  }

  private static Optional<Captured.Unseen> unseen(TrackedTable table) {
    return switch (table.state()) {
      case SOUND, COMPARE -> Optional.empty();
      case GONE -> Optional.of(unseen(table, Captured.Cause.GONE));
      case REFUSED -> Optional.of(unseen(table, Captured.Cause.REFUSED));
    };
  }

  private static Captured.Unseen unseen(TrackedTable table, Captured.Cause cause) {
    String reason =
        switch (cause) {
          case GONE -> "there is no such table any more; its rows stay in the project";
          case REFUSED ->
              "it cannot be tracked any more; its rows stay in the project as they were";
          case OTHER_KEY ->
              "its primary key is another than in the project; its rows stay there as they were";
        };
    return new Captured.Unseen(table.id(), table.name(), cause, reason);
  }

  /// The tables that a database was said to show; none if what it names is not kept here, so that
  /// nothing that it lacks counts as deleted.
  private MerkleMap<Table> shown(DatabaseSnapshot snapshot) {
    Optional<MerkleMap<Table>> shown =
        snapshot.shown().map(ObjectId::new).map(records::tables).filter(this::isKept);
    return shown.orElseGet(() -> records.noTables(sink));
  }

  private boolean isKept(MerkleMap<Table> tables) {
    try {
      for (Map.Entry<Bytes, Table> each : tables) {
        records.open(each.getValue()).size();
        records.schema(each.getValue());
      }
      return true;
    } catch (MissingObjectException lost) {
      return false;
    }
  }

  /// One table while it is looked at.
  private final class Look {
    private final DatabaseSnapshot snapshot;
    private final String database;
    private final TrackedTable tracked;
    private final Optional<Table> before;
    private final Schema schema;
    private final TableCapture capture;
    private MerkleMap<RowEntry> rows;
    private long nameless;

    Look(
        Schema schema,
        DatabaseSnapshot snapshot,
        String name,
        TrackedTable tracked,
        Optional<Table> before,
        RowClock clock) {
      this.snapshot = snapshot;
      this.database = name;
      this.tracked = tracked;
      this.before = before;
      this.schema = schema;
      this.rows = before.map(records::open).orElseGet(() -> records.noRows(sink));
      this.capture =
          new TableCapture(
              schema,
              before.map(records::schema),
              sink,
              (row, was) -> before.isEmpty() ? Stamp.ZERO : clock.stamp(row.time(), was));
    }

    void first() {
      if (!whole()) {
        nameless = snapshot.nameless(tracked.id());
        again();
        return;
      }
      try (RowCursor all = told(snapshot.all(tracked.id(), schema, large))) {
        rows = capture.compared(rows, all);
        nameless = all.nameless();
      }
    }

    private RowCursor told(RowCursor read) {
      return new ToldCursor(read, RowName.table(database, tracked.name()), told);
    }

    /// Whether all rows are read, because not all changes were noted, or so many that it is
    /// cheaper.
    private boolean whole() {
      return before.isEmpty()
          || snapshot.toCompare().contains(tracked.id())
          || !isOnlyWider(records.schema(before.get()))
          || snapshot.noted() > Math.max(MANY_NOTES, before.get().summary().entries() / NOTED_PART);
    }

    /// Whether columns were at most added at the end. SQLite calls no trigger when a column goes or
    /// comes, so a value that stood under a column's name, or in its place, may be another now in
    /// rows of which nothing was noted.
    private boolean isOnlyWider(Schema then) {
      List<Column> columns = schema.columns();
      int known = then.columns().size();
      return known <= columns.size() && columns.subList(0, known).equals(then.columns());
    }

    Optional<Captured.Unsynced> unsynced() {
      boolean none = capture.tooWide().isEmpty() && nameless == 0;
      return none
          ? Optional.empty()
          : Optional.of(
              new Captured.Unsynced(tracked.id(), tracked.name(), capture.tooWide(), nameless));
    }

    void again() {
      if (snapshot.noted() == 0) {
        return;
      }
      try (RowCursor changes = told(snapshot.changes(tracked.id(), schema, large))) {
        rows = capture.changed(rows, changes);
      }
    }

    Table table() {
      ObjectId schemaId = sink.put(SchemaCodec.toObject(schema));
      return new Table(rows.root(), rows.summary(), schemaId, database, tracked.name());
    }
  }
}
