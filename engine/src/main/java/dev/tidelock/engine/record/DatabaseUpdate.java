package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
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
import java.util.SortedMap;
import java.util.TreeMap;

/// Brings a database from what it held to what the project has, in one transaction. Rows that it
/// does not take wait: what it shows is remembered without them, so that they are tried again and
/// never read as deleted. Used once.
public final class DatabaseUpdate {
  private final Records records;
  private final ObjectSink sink;
  private final LargeValues large;
  private final Captured captured;
  private final SortedMap<Bytes, Optional<Table>> shown = new TreeMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
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
  public record Updated(long rows, List<Waiting> waiting) {
    public Updated {
      waiting = List.copyOf(waiting);
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
  }

  /// Another row that has a value which must be unique.
  ///
  /// @param holder its key
  /// @param columns the names of the columns, for people
  public record Clash(Bytes holder, String columns) {}

  /// Writes what the project has.
  ///
  /// @param wanted the project's tables
  /// @param durable makes durable what was written to the sink; called before the database
  ///   remembers what it shows
  /// @throws dev.tidelock.engine.port.DatabaseFailure if nothing could be written
  public Updated apply(Database database, MerkleMap<Table> wanted, Runnable durable) {
    try (DatabaseTransaction transaction = database.begin(captured.position())) {
      captured
          .tables()
          .forEach((id, table) -> update(transaction, id, table, wanted.get(id.bytes())));
      transaction.checkReferences(this::orphan);
      captured.shown().forEach(each -> shown.putIfAbsent(each.getKey(), Optional.empty()));
      MerkleMap<Table> next = captured.shown().mutate(shown, sink);
      durable.run();
      transaction.commit(next.root().bytes(), captured.clock());
    }
    return new Updated(rows, waiting);
  }

  private void update(
      DatabaseTransaction transaction, TableId id, Table table, Optional<Table> wanted) {
    shown.put(id.bytes(), Optional.of(table));
    Optional<Schema> here = Optional.ofNullable(captured.schemas().get(id));
    if (wanted.isEmpty() || here.isEmpty() || table.equals(wanted.get())) {
      return;
    }
    Schema there = records.schema(wanted.get());
    Optional<String> apart = SchemaFit.apart(here.get(), there);
    if (apart.isPresent()) {
      waiting.add(Waiting.whole(id, table.name(), apart.get()));
      return;
    }
    Schema now = columns(transaction, id, table, here.get(), there);
    RowChanges changes = new RowChanges(records.open(table), records.open(wanted.get()), now);
    Map<Bytes, WriteProblem> problems = new HashMap<>();
    transaction.write(id, now, changes, large, problem -> problems.put(problem.key(), problem));
    problems.forEach((key, problem) ->
        waiting.add(
            new Waiting(id, table.name(), Optional.of(key), words(problem), clash(problem))));
    MerkleMap<RowEntry> rowsNow =
        records.open(table).mutate(new Outcome(changes.changes(), problems), sink);
    shown.put(
        id.bytes(),
        Optional.of(
            table
                .withRows(rowsNow.root(), rowsNow.summary())
                .withSchema(sink.put(SchemaCodec.toObject(now)))));
  }

  /// Adds and renames columns as the project did; the schema that the table has then.
  private Schema columns(
      DatabaseTransaction transaction, TableId id, Table table, Schema here, Schema there) {
    List<Column> columns = new ArrayList<>(here.columns());
    for (Column wanted : there.columns()) {
      Optional<Column> standing = here.column(wanted.id());
      Optional<String> refusal = Optional.empty();
      if (standing.isEmpty() && !here.dropped().contains(wanted.id())) {
        refusal = transaction.addColumn(id, wanted);
        if (refusal.isEmpty()) {
          columns.add(wanted);
        }
      } else if (standing.isPresent() && !standing.get().name().equals(wanted.name())) {
        refusal = transaction.renameColumn(id, standing.get().name(), wanted.name());
        if (refusal.isEmpty()) {
          columns.replaceAll(column -> column.id().equals(wanted.id()) ? wanted : column);
        }
      }
      refusal.ifPresent(words -> waiting.add(Waiting.whole(id, table.name(), words)));
    }
    return new Schema(
        columns, here.key(), here.options(), here.uniques(), here.foreignKeys(), here.dropped());
  }

  private void orphan(WriteProblem.Orphan orphan) {
    orphan
        .table()
        .ifPresent(table ->
            waiting.add(
                new Waiting(
                    table,
                    orphan.name(),
                    Optional.of(orphan.key()),
                    words(orphan),
                    Optional.empty())));
  }

  private static Optional<Clash> clash(WriteProblem problem) {
    return problem instanceof WriteProblem.Taken taken
        ? taken.holder().map(holder -> new Clash(holder, taken.columns()))
        : Optional.empty();
  }

  private static String words(WriteProblem problem) {
    return switch (problem) {
      case WriteProblem.Moved _ -> "the application changed it meanwhile";
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

    Outcome(Iterator<RowChanges.RowChange> changes, Map<Bytes, WriteProblem> problems) {
      this.changes = changes;
      this.problems = problems;
    }

    @Override
    public boolean hasNext() {
      return changes.hasNext();
    }

    @Override
    public Map.Entry<Bytes, Optional<RowEntry>> next() {
      RowChanges.RowChange change = changes.next();
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
