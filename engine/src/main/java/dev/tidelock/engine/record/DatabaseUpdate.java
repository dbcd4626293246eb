package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaCodec;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.LargeValues;
import dev.tidelock.engine.port.WriteProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Brings a database from what it held to what the project has, in one transaction. Rows that it
/// does not take wait: what it shows is remembered without them, so that they are tried again and
/// never read as deleted. Used once.
public final class DatabaseUpdate {
  /// Why a row waits that its application changed since the database was looked at.
  public static final String MEANWHILE = "the application changed it meanwhile";

  private final Records records;
  private final ObjectSink sink;
  private final LargeValues large;
  private final Captured captured;
  private final SortedMap<Bytes, Optional<Table>> shown = new TreeMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Made> made = new ArrayList<>();
  private long rows;

  /// @param records the project's; reads what was written to the sink
  /// @param sink takes the nodes that are made
  /// @param large has long values
  /// @param captured what the database held
  public DatabaseUpdate(Records records, ObjectSink sink, LargeValues large, Captured captured) {
    this.records = records;
    this.sink = sink;
    this.large = large;
    this.captured = captured;
  }

  /// What came of it.
  ///
  /// @param rows how many rows were written or deleted
  /// @param waiting what the database did not take
  /// @param made the tables that were made
  public record Updated(long rows, List<Waiting> waiting, List<Made> made) {
    public Updated {
      waiting = List.copyOf(waiting);
      made = List.copyOf(made);
    }
  }

  /// A table that was made from the project's schema: checks, triggers and indices beyond unique
  /// constraints are for the application to make.
  ///
  /// @param table which
  /// @param name its name
  /// @param withoutDefault the columns whose default is an expression, which is not known
  public record Made(TableId table, String name, List<String> withoutDefault) {
    public Made {
      withoutDefault = List.copyOf(withoutDefault);
    }
  }

  /// Something that waits.
  ///
  /// @param table of which table
  /// @param name its name
  /// @param key the row's key; nothing where the whole table waits
  /// @param reason why, for people
  /// @param clash the row that it cannot stand beside, if that is the reason and it is known
  public record Waiting(
      TableId table, String name, Optional<Bytes> key, String reason, Optional<Clash> clash) {
    static Waiting whole(TableId table, String name, String reason) {
      return new Waiting(table, name, Optional.empty(), reason, Optional.empty());
    }

    static Waiting row(TableId table, String name, Bytes key, String reason) {
      return new Waiting(table, name, Optional.of(key), reason, Optional.empty());
    }
  }

  /// Another row that has a value which must be unique.
  ///
  /// @param holder its key
  /// @param columns the names of the columns, for people
  public record Clash(Bytes holder, String columns) {}

  /// Writes what the project has into the tables that are there.
  ///
  /// @param wanted the project's tables
  /// @param durable makes durable what was written to the sink; called with what the database will
  ///   show before it remembers that
  /// @throws dev.tidelock.engine.port.DatabaseFailure if nothing could be written
  public Updated apply(Database database, MerkleMap<Table> wanted, Consumer<ObjectId> durable) {
    return apply(database, wanted, Set.of(), durable);
  }

  /// Writes what the project has.
  ///
  /// @param wanted the project's tables
  /// @param attached the tables that the database is attached for: those of them that it never had
  ///   are made. One that its application dropped is not made again
  /// @param durable makes durable what was written to the sink; called with what the database will
  ///   show before it remembers that
  /// @throws dev.tidelock.engine.port.DatabaseFailure if nothing could be written
  public Updated apply(
      Database database,
      MerkleMap<Table> wanted,
      Set<TableId> attached,
      Consumer<ObjectId> durable) {
    try (DatabaseTransaction transaction = database.begin(captured.position())) {
      captured.shown().forEach(each -> shown.put(each.getKey(), Optional.empty()));
      captured.tables().forEach((id, table) -> shown.put(id.bytes(), stillShown(id, table)));
      schemas(database, transaction, wanted, attached)
          .forEach((id, pair) -> update(transaction, id, pair));
      transaction.checkReferences(this::orphan);
      captured.unsynced().forEach(rows -> noteAgain(transaction, rows));
      MerkleMap<Table> next = captured.shown().mutate(shown, sink);
      durable.accept(next.root());
      transaction.commit(next.root().bytes(), captured.clock());
    }
    return new Updated(rows, waiting, made);
  }

  /// A table that the application dropped is shown no more: should it come again, it is new, and
  /// its rows were not deleted.
  private Optional<Table> stillShown(TableId id, Table table) {
    boolean gone =
        captured.unseen().stream()
            .anyMatch(it -> it.table().equals(id) && it.cause() == Captured.Cause.GONE);
    return gone ? Optional.empty() : Optional.of(table);
  }

  /// Brings all schemas to what the project has; the tables whose rows may be written.
  private SortedMap<TableId, SchemaUpdate.Pair> schemas(
      Database database,
      DatabaseTransaction transaction,
      MerkleMap<Table> wanted,
      Set<TableId> attached) {
    SchemaUpdate update = new SchemaUpdate(transaction, records, sink, waiting::add);
    SortedMap<TableId, SchemaUpdate.Pair> pairs = new TreeMap<>();
    captured
        .tables()
        .forEach((id, now) ->
            wanted
                .get(id.bytes())
                .flatMap(there -> fitting(id, now, there))
                .ifPresent(pair -> pairs.put(id, pair)));
    update.rename(pairs);
    for (TableId id : new TreeSet<>(attached)) {
      if (!captured.knows(id)) {
        wanted
            .get(id.bytes())
            .flatMap(there -> update.make(id, there))
            .ifPresent(pair -> {
              pairs.put(id, pair);
              made.add(made(id, pair));
            });
      }
    }
    pairs.replaceAll((id, pair) -> real(database, id, update.columns(id, pair)));
    return pairs;
  }

  private Optional<SchemaUpdate.Pair> fitting(TableId id, Table now, Table there) {
    Optional<Schema> here = Optional.ofNullable(captured.schemas().get(id));
    if (here.isEmpty() || now.equals(there)) {
      return Optional.empty();
    }
    Optional<String> apart = SchemaFit.apart(here.get(), records.schema(there));
    apart.ifPresent(reason -> waiting.add(Waiting.whole(id, now.name(), reason)));
    return apart.isPresent()
        ? Optional.empty()
        : Optional.of(new SchemaUpdate.Pair(now, here.get(), there));
  }

  private static Made made(TableId id, SchemaUpdate.Pair pair) {
    List<String> without =
        pair.schema().columns().stream()
            .filter(column -> column.standard().isEmpty())
            .map(Column::name)
            .toList();
    return new Made(id, pair.now().name(), without);
  }

  /// What came of a table is what the database says, and not what the project wants.
  private SchemaUpdate.Pair real(Database database, TableId id, SchemaUpdate.Pair pair) {
    Schema schema = database.schema(pair.now().name(), id, Optional.of(pair.schema()));
    Table now = pair.now().withSchema(sink.put(SchemaCodec.toObject(schema)));
    return new SchemaUpdate.Pair(now, schema, pair.wanted());
  }

  private void update(DatabaseTransaction transaction, TableId id, SchemaUpdate.Pair pair) {
    Table table = pair.now();
    Set<Bytes> alone = captured.leftAlone(id).keySet();
    RowChanges changes =
        new RowChanges(records.open(table), records.open(pair.wanted()), pair.schema(), alone);
    Map<Bytes, WriteProblem> problems = new HashMap<>();
    transaction.write(
        id, pair.schema(), changes, large, problem -> problems.put(problem.key(), problem));
    problems.forEach((key, problem) ->
        waiting.add(
            new Waiting(id, table.name(), Optional.of(key), words(problem), clash(problem))));
    alone.stream()
        .filter(key -> changes.isChanged(key))
        .map(key -> Waiting.row(id, table.name(), key, "what stands here is too wide to be synced"))
        .forEach(waiting::add);
    MerkleMap<RowEntry> rowsNow =
        records.open(table).mutate(new Outcome(changes.changes(), problems, alone), sink);
    shown.put(id.bytes(), Optional.of(table.withRows(rowsNow.root(), rowsNow.summary())));
  }

  /// Rows that a project cannot have are seen again by the next look, lest they be written over.
  private void noteAgain(DatabaseTransaction transaction, Captured.Unsynced rows) {
    Optional<Schema> schema =
        shown.getOrDefault(rows.table().bytes(), Optional.empty()).map(records::schema);
    schema.ifPresent(
        now -> transaction.noteAgain(rows.table(), now, rows.tooWide().values(), large));
  }

  private void orphan(WriteProblem.Orphan orphan) {
    orphan
        .table()
        .ifPresent(
            table -> waiting.add(Waiting.row(table, orphan.name(), orphan.key(), words(orphan))));
  }

  private static Optional<Clash> clash(WriteProblem problem) {
    return problem instanceof WriteProblem.Taken taken
        ? taken.holder().map(holder -> new Clash(holder, taken.columns()))
        : Optional.empty();
  }

  private static String words(WriteProblem problem) {
    return switch (problem) {
      case WriteProblem.Moved _ -> MEANWHILE;
      case WriteProblem.Taken taken ->
          "another row has the same " + taken.columns() + ", which must be unique";
      case WriteProblem.Unfit unfit -> "this database does not take it: " + unfit.detail();
      case WriteProblem.Orphan orphan ->
          "it refers to a row of %s that is not there".formatted(orphan.parent());
    };
  }

  /// What a table shows after it was written to: each row that was to change as it is now.
  private final class Outcome implements Iterator<Map.Entry<Bytes, Optional<RowEntry>>> {
    private final Iterator<RowChanges.RowChange> changes;
    private final Map<Bytes, WriteProblem> problems;
    private final Set<Bytes> leftAlone;

    Outcome(
        Iterator<RowChanges.RowChange> changes,
        Map<Bytes, WriteProblem> problems,
        Set<Bytes> leftAlone) {
      this.changes = changes;
      this.problems = problems;
      this.leftAlone = leftAlone;
    }

    @Override
    public boolean hasNext() {
      return changes.hasNext();
    }

    @Override
    public Map.Entry<Bytes, Optional<RowEntry>> next() {
      RowChanges.RowChange change = changes.next();
      if (leftAlone.contains(change.key())) {
        return Map.entry(change.key(), change.before().map(RowEntry.class::cast));
      }
      Optional<WriteProblem> problem = Optional.ofNullable(problems.get(change.key()));
      if (problem.isPresent()) {
        return Map.entry(change.key(), left(problem.get(), change).map(RowEntry.class::cast));
      }
      rows += change.isVisible() ? 1 : 0;
      Optional<RowEntry> shown = change.after().map(RowEntry.class::cast);
      return Map.entry(change.key(), shown.or(change::refused));
    }

    private Optional<Row> left(WriteProblem problem, RowChanges.RowChange change) {
      WriteProblem.Standing standing =
          switch (problem) {
            case WriteProblem.Taken taken -> taken.standing();
            case WriteProblem.Unfit unfit -> unfit.standing();
            case WriteProblem.Moved _, WriteProblem.Orphan _ -> WriteProblem.Standing.AS_BEFORE;
          };
      return standing == WriteProblem.Standing.AS_BEFORE ? change.before() : Optional.empty();
    }
  }
}
