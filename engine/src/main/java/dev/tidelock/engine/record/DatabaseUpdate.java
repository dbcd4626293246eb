package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaCodec;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.LargeValues;
import dev.tidelock.engine.port.RowWrite;
import dev.tidelock.engine.port.WriteProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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
  private final Map<TableId, ColumnValues> columns = new HashMap<>();
  private final RowsTold told;
  private long rows;

  /// @param records the project's; reads what was written to the sink
  /// @param sink takes the nodes that are made
  /// @param large has long values
  /// @param captured what the database held
  /// @param told of the rows that are written
  public DatabaseUpdate(
      Records records, ObjectSink sink, LargeValues large, Captured captured, RowsTold told) {
    this.told = told;
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
  /// @param returned the rows that the project refuses and that can stand again: they stand in the
  ///   database, and [Refusals] lets them stand in the project
  public record Updated(
      long rows, List<Waiting> waiting, List<Made> made, List<Returned> returned) {
    public Updated {
      waiting = List.copyOf(waiting);
      returned = List.copyOf(returned);
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

  /// A row that was refused and is not any more.
  public record Returned(TableId table, Bytes key) {}

  /// Something that waits.
  ///
  /// @param table of which table
  /// @param name its name
  /// @param key the row's key; nothing where the whole table waits
  /// @param reason why, for people
  /// @param clash the row that it cannot stand beside, if that is the reason and it is known
  /// @param orphan what it refers to and is not there, if that is the reason: the row was written
  public record Waiting(
      TableId table,
      String name,
      Optional<Bytes> key,
      String reason,
      Optional<Clash> clash,
      Optional<WriteProblem.Orphan> orphan) {
    static Waiting whole(TableId table, String name, String reason) {
      return new Waiting(table, name, Optional.empty(), reason, Optional.empty(), Optional.empty());
    }

    static Waiting row(TableId table, String name, Bytes key, String reason) {
      return new Waiting(table, name, Optional.of(key), reason, Optional.empty(), Optional.empty());
    }
  }

  /// Another row that has a value which must be unique.
  ///
  /// @param holder its key
  /// @param columns the names of the columns, for people
  public record Clash(Bytes holder, String columns) {}

  /// Writes tables as they are given into those that are there.
  ///
  /// @param wanted the tables
  /// @param durable makes durable what was written to the sink; called with what the database will
  ///   show before it remembers that
  /// @throws dev.tidelock.engine.port.DatabaseFailure if nothing could be written
  public Updated apply(Database database, MerkleMap<Table> wanted, Consumer<ObjectId> durable) {
    try (DatabaseTransaction transaction = database.begin(captured.position())) {
      write(database, transaction, wanted, Set.of());
      transaction.checkReferences(this::orphan);
      commit(transaction, durable);
    }
    return new Updated(rows, waiting, made, List.of());
  }

  /// Writes what the project has, makes tables that are wanted, and tries again what the project
  /// refuses.
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
      write(database, transaction, wanted, attached);
      List<Returned> returned = retry(database, transaction, wanted);
      commit(transaction, durable);
      return new Updated(rows, waiting, made, returned);
    }
  }

  private void write(
      Database database,
      DatabaseTransaction transaction,
      MerkleMap<Table> wanted,
      Set<TableId> attached) {
    captured.shown().forEach(each -> shown.put(each.getKey(), Optional.empty()));
    captured.tables().forEach((id, table) -> shown.put(id.bytes(), stillShown(id, table)));
    SortedMap<TableId, SchemaUpdate.Pair> pairs = schemas(database, transaction, wanted, attached);
    captured
        .schemas()
        .forEach((id, schema) -> {
          if (!pairs.containsKey(id) && hasNewColumns(id, schema)) {
            shown.computeIfPresent(
                id.bytes(), (_, table) -> table.map(it -> asItStands(id, schema, it)));
          }
        });
    pairs.forEach((id, pair) -> update(transaction, id, pair));
  }

  /// A table that takes no rows here, though columns came for which its rows know values.
  private Table asItStands(TableId id, Schema schema, Table table) {
    Optional<Schema> shownBy = captured.shown().get(id.bytes()).map(records::schema);
    ColumnValues meant = ColumnValues.of(schema, schema, Optional.of(schema), shownBy);
    MerkleMap<RowEntry> rows = records.open(table);
    Stream<Bytes> keys = StreamSupport.stream(rows.spliterator(), false).map(Map.Entry::getKey);
    MerkleMap<RowEntry> standing =
        rows.mutate(meant.refused(writtenLast(id), rows, new RowShape(schema), keys), sink);
    return table.withRows(standing.root(), standing.summary());
  }

  private void commit(DatabaseTransaction transaction, Consumer<ObjectId> durable) {
    captured.unsynced().forEach(rows -> noteAgain(transaction, rows));
    captured.left().forEach(transaction::compareAgain);
    MerkleMap<Table> next = captured.shown().mutate(shown, sink);
    if (isNothing(next)) {
      return;
    }
    durable.accept(next.root());
    transaction.commit(next.root().bytes(), captured.nextClock());
  }

  /// Whether the database stays what it is: what it does not take waits, and is tried again without
  /// a trace.
  private boolean isNothing(MerkleMap<Table> next) {
    return next.root().equals(captured.shown().root())
        && rows == 0
        && made.isEmpty()
        && captured.unsynced().isEmpty()
        && captured.left().isEmpty()
        && !captured.position().isNoted();
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
    if (here.isEmpty() || now.equals(there) && !hasNewColumns(id, here.get())) {
      return Optional.empty();
    }
    Optional<String> apart = SchemaFit.apart(here.get(), records.schema(there));
    apart.ifPresent(reason -> waiting.add(Waiting.whole(id, now.name(), reason)));
    return apart.isPresent()
        ? Optional.empty()
        : Optional.of(new SchemaUpdate.Pair(now, here.get(), there));
  }

  /// Whether there are columns of which rows may know values that were never written here.
  private boolean hasNewColumns(TableId id, Schema here) {
    return captured
        .shown()
        .get(id.bytes())
        .map(records::schema)
        .filter(
            then -> here.columns().stream().anyMatch(column -> then.column(column.id()).isEmpty()))
        .isPresent();
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
    Schema declared = database.schema(pair.now().name(), id, Optional.of(pair.schema()));
    Schema schema = declared.withDefaultsOf(records.schema(pair.wanted()));
    Optional<Schema> shownBy = captured.shown().get(id.bytes()).map(records::schema);
    Optional<Schema> found = Optional.ofNullable(captured.schemas().get(id));
    columns.put(id, ColumnValues.of(declared, schema, found, shownBy));
    Table now = pair.now().withSchema(sink.put(SchemaCodec.toObject(schema)));
    return new SchemaUpdate.Pair(now, schema, pair.wanted());
  }

  private void update(DatabaseTransaction transaction, TableId id, SchemaUpdate.Pair pair) {
    Table table = pair.now();
    Set<Bytes> alone = captured.leftAlone(id).keySet();
    ColumnValues meant = columns.getOrDefault(id, ColumnValues.USUAL);
    RowChanges changes =
        new RowChanges(
            records.open(table), records.open(pair.wanted()), pair.schema(), meant, alone);
    Map<Bytes, WriteProblem> problems = new HashMap<>();
    transaction.write(
        id, pair.schema(), changes, large, problem -> problems.put(problem.key(), problem));
    problems.forEach((key, problem) ->
        waiting.add(
            new Waiting(
                id,
                table.name(),
                Optional.of(key),
                words(problem),
                clash(problem),
                Optional.empty())));
    alone.stream()
        .filter(key -> changes.isChanged(key))
        .map(key -> Waiting.row(id, table.name(), key, "what stands here is too wide to be synced"))
        .forEach(waiting::add);
    long written;
    MerkleMap<RowEntry> rowsNow;
    if (problems.isEmpty() && alone.isEmpty() && pair.wanted().summary().conflicts() == 0) {
      // Each row is what the project has, so the table is.
      written = changes.visible();
      rowsNow = records.open(pair.wanted());
    } else {
      Outcome outcome = new Outcome(changes.changes(), problems, alone);
      rowsNow = records.open(table).mutate(outcome, sink);
      written = outcome.rows();
    }
    Set<Bytes> refused = new HashSet<>(alone);
    refused.addAll(problems.keySet());
    written += settle(transaction, id, pair, rowsNow, refused);
    if (!meant.fresh().isEmpty()) {
      RowShape shape = new RowShape(pair.schema());
      Stream<Bytes> keys = refused.stream().sorted();
      rowsNow = rowsNow.mutate(meant.refused(writtenLast(id), rowsNow, shape, keys), sink);
    }
    rows += written;
    told.rows(RowName.table(captured.name(), table.name()), written);
    shown.put(id.bytes(), Optional.of(table.withRows(rowsNow.root(), rowsNow.summary())));
  }

  /// The rows of a table as they were written here last, in whatever columns.
  private MerkleMap<RowEntry> writtenLast(TableId id) {
    return captured
        .shown()
        .get(id.bytes())
        .map(records::open)
        .orElseGet(() -> records.noRows(sink));
  }

  /// Lets rows show what they are to show in columns that came, or whose default did.
  ///
  /// @param refused the keys of rows that stay as they are; takes more of them
  /// @return how many do
  private long settle(
      DatabaseTransaction transaction,
      TableId id,
      SchemaUpdate.Pair pair,
      MerkleMap<RowEntry> rowsNow,
      Set<Bytes> refused) {
    ColumnValues meant = columns.getOrDefault(id, ColumnValues.USUAL);
    Set<Bytes> leftAlone = Set.copyOf(refused);
    Iterable<RowWrite> outdated =
        meant.outdated(writtenLast(id), rowsNow, new RowShape(pair.schema()), leftAlone);
    if (!outdated.iterator().hasNext()) {
      return 0;
    }
    List<Waiting> left = new ArrayList<>();
    transaction.write(
        id,
        pair.schema(),
        outdated,
        large,
        problem -> {
          left.add(Waiting.row(id, pair.now().name(), problem.key(), words(problem)));
          refused.add(problem.key());
        });
    waiting.addAll(left);
    long count = 0;
    for (RowWrite _ : outdated) {
      count++;
    }
    return count - left.size();
  }

  /// Tries refused rows again if anything is otherwise than it was, and looks at foreign keys.
  private List<Returned> retry(
      Database database, DatabaseTransaction transaction, MerkleMap<Table> wanted) {
    Retrial retrial = new Retrial(transaction, records, large);
    OwnConstraints own = new OwnConstraints(captured.schemas().keySet(), this::shown);
    if (isMoved(wanted)) {
      for (TableId id : new TreeSet<>(captured.schemas().keySet())) {
        boolean settled =
            captured.leftAlone(id).isEmpty()
                && waiting.stream().noneMatch(each -> each.table().equals(id));
        Optional<Table> there = wanted.get(id.bytes());
        if (settled && there.filter(it -> it.summary().conflicts() > 0).isPresent()) {
          Table now = shown(id).orElseThrow();
          Schema schema = records.schema(now);
          List<String> uniques = database.uniques(now.name());
          retrial.write(id, there.get(), schema, row -> own.refuse(row, schema, uniques));
        }
      }
    }
    retrial.check().forEach(this::orphan);
    List<Returned> returned = new ArrayList<>();
    retrial
        .returned()
        .forEach((id, back) -> {
          SortedMap<Bytes, Optional<RowEntry>> edits = new TreeMap<>();
          back.forEach((key, refused) -> {
            edits.put(key, Optional.of(refused.row()));
            returned.add(new Returned(id, key));
          });
          Table now = shown(id).orElseThrow();
          MerkleMap<RowEntry> next = records.open(now).mutate(edits, sink);
          shown.put(id.bytes(), Optional.of(now.withRows(next.root(), next.summary())));
        });
    rows += returned.size();
    return returned;
  }

  private Optional<Table> shown(TableId id) {
    return shown.getOrDefault(id.bytes(), Optional.empty());
  }

  /// Whether the project or the database is not what the database was last said to show.
  private boolean isMoved(MerkleMap<Table> wanted) {
    return captured.tables().entrySet().stream()
        .anyMatch(each -> {
          Optional<Table> now = Optional.of(each.getValue());
          Bytes id = each.getKey().bytes();
          return !captured.shown().get(id).equals(now) || !wanted.get(id).equals(now);
        });
  }

  /// Rows that a project cannot have are seen again by the next look, lest they be written over.
  private void noteAgain(DatabaseTransaction transaction, Captured.Unsynced rows) {
    if (rows.nameless() > 0) {
      transaction.noteNameless(rows.table());
    }
    Optional<Schema> schema =
        shown.getOrDefault(rows.table().bytes(), Optional.empty()).map(records::schema);
    schema.ifPresent(
        now -> transaction.noteAgain(rows.table(), now, rows.tooWide().values(), large));
  }

  private void orphan(WriteProblem.Orphan orphan) {
    // What refers to a table that is not tracked is for its application to know.
    if (orphan.table().isPresent() && orphan.parentTable().isPresent()) {
      waiting.add(
          new Waiting(
              orphan.table().get(),
              orphan.name(),
              Optional.of(orphan.key()),
              words(orphan),
              Optional.empty(),
              Optional.of(orphan)));
    }
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
}
