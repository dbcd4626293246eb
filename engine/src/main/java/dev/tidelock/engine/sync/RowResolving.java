package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.record.Captured;
import dev.tidelock.engine.scan.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lists rows that wait to be decided, and decides them.
final class RowResolving {
  private static final int ATTEMPTS = 3;

  private final Stores stores;

  RowResolving(Stores stores) {
    this.stores = stores;
  }

  /// The rows that are open in the head.
  List<OpenRowConflict> open() {
    if (stores.headState().tables().map(Tables::summary).orElse(Summary.ZERO).conflicts() == 0) {
      return List.of();
    }
    List<OpenRowConflict> open = new ArrayList<>();
    Map<TableId, List<Table>> here = here();
    stores
        .headTables()
        .conflicts()
        .forEachRemaining(each -> collect(new TableId(each.getKey()), each.getValue(), here, open));
    open.sort(Comparator.comparing(OpenRowConflict::database).thenComparing(OpenRowConflict::name));
    return open;
  }

  private void collect(
      TableId id, Table table, Map<TableId, List<Table>> here, List<OpenRowConflict> open) {
    Schema schema = stores.records.schema(table);
    List<MerkleMap<RowEntry>> looks =
        here.getOrDefault(id, List.of()).stream().map(stores.records::open).toList();
    stores
        .records
        .open(table)
        .conflicts()
        .forEachRemaining(each -> {
          Bytes key = each.getKey();
          RowEntry entry = each.getValue();
          Optional<TermKey> mine =
              looks.stream().flatMap(rows -> mine(entry, rows.get(key)).stream()).findFirst();
          open.add(
              new OpenRowConflict(id, table.database(), table.name(), schema, key, entry, mine));
        });
  }

  /// The version that a database shows which holds this.
  private static Optional<TermKey> mine(RowEntry entry, Optional<RowEntry> held) {
    Optional<Row> row = held.flatMap(RowEntry::shown);
    return entry instanceof RowConflict conflict
        ? conflict.terms().stream()
            .filter(term ->
                term.row().isPresent()
                    ? row.filter(term.row().get()::sameAs).isPresent()
                    : row.isEmpty())
            .map(RowTerm::key)
            .findFirst()
        : Optional.empty();
  }

  /// What the attached databases hold now, and what they showed when they were last looked at: a
  /// version that was edited since is still the one that is shown.
  private Map<TableId, List<Table>> here() {
    Map<TableId, List<Table>> here = new HashMap<>();
    try (TableWork work = new TableWork(stores)) {
      for (Captured captured : work.find(stores.usual()).captured()) {
        captured
            .tables()
            .forEach((id, table) -> {
              List<Table> looks = new ArrayList<>(List.of(table));
              captured.shown().get(id.bytes()).ifPresent(looks::add);
              here.put(id, looks);
            });
      }
    }
    return here;
  }

  /// Decides rows by one commit on top of what disk and databases hold now, and brings the
  /// databases there.
  Resolution resolve(List<RowChoice> choices) {
    DiskUpdate.recover(stores);
    new Resolving(stores).keepWork();
    try (TableWork work = new TableWork(stores)) {
      TableWork.Found found = keep(work);
      ObjectId commit = commit(choices);
      return new Resolution(commit, apply(work, found));
    }
  }

  /// Makes what the databases hold the head.
  private TableWork.Found keep(TableWork work) {
    TableWork.Found found = work.find(stores.usual());
    new LocalWork(stores).keepRows(found, "");
    return found;
  }

  private ObjectId commit(List<RowChoice> choices) {
    SortedMap<Bytes, Optional<Table>> edits = new TreeMap<>();
    MerkleMap<Table> head = stores.headTables();
    for (Map.Entry<TableId, SortedMap<Bytes, RowChoice>> each : byTable(choices).entrySet()) {
      Table table = head.get(each.getKey().bytes()).orElseThrow();
      MerkleMap<RowEntry> rows = stores.records.open(table);
      SortedMap<Bytes, Optional<RowEntry>> changes = new TreeMap<>();
      each.getValue().forEach((key, choice) -> changes.put(key, outcome(choice, rows.get(key))));
      MerkleMap<RowEntry> next = rows.mutate(changes, stores.objects);
      edits.put(each.getKey().bytes(), Optional.of(table.withRows(next.root(), next.summary())));
    }
    ObjectId commit =
        new Commits(stores)
            .make(
                stores.headState().withTables(Stores.tables(head.mutate(edits, stores.objects))),
                List.of(stores.state.head().orElseThrow()),
                List.of(List.of()),
                List.of(),
                Commit.Kind.RESOLVE,
                message(choices));
    stores.keep(batch -> stores.state.head(batch, commit, WorkspaceState.Standing.PENDING));
    return commit;
  }

  private static Map<TableId, SortedMap<Bytes, RowChoice>> byTable(List<RowChoice> choices) {
    Map<TableId, SortedMap<Bytes, RowChoice>> byTable = new TreeMap<>();
    for (RowChoice choice : choices) {
      byTable
          .computeIfAbsent(choice.conflict().table(), _ -> new TreeMap<>())
          .put(choice.conflict().key(), choice);
    }
    return byTable;
  }

  private static String message(List<RowChoice> choices) {
    String first = "Resolve " + choices.getFirst().conflict().place();
    return choices.size() == 1 ? first : first + " and %d more".formatted(choices.size() - 1);
  }

  /// Brings the databases to the head. What cannot stand there after all is refused again, which
  /// makes another head.
  private List<Problem> apply(TableWork work, TableWork.Found first) {
    TableWork.Found found = first;
    List<Problem> problems = new ArrayList<>();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      TableUpdate.Applied applied =
          new TableUpdate(stores, work.databases(), stores.usual()).apply(found);
      problems.clear();
      problems.addAll(found.problems());
      problems.addAll(applied.problems());
      if (!applied.disturbed()) {
        break;
      }
      found = keep(work);
    }
    return problems;
  }

  /// What stands at the key of a conflict once it was decided. A version that whoever decided did
  /// not see stays beside the chosen one; one that was edited since, and is chosen, is so as it is
  /// now; and where nothing is open any more there is nothing to choose from.
  private Optional<RowEntry> outcome(RowChoice choice, Optional<RowEntry> now) {
    boolean open = now.isPresent() && !(now.get() instanceof Row);
    if (!open && choice.decision() instanceof RowDecision.TakeTerm) {
      return now;
    }
    OpenRowConflict seen = choice.conflict();
    List<RowTerm> current = open ? OpenRowConflict.terms(now.orElseThrow()) : seen.terms();
    Optional<RowTerm> chosen = chosen(seen, current, choice.decision());
    List<RowTerm> left = new ArrayList<>(current);
    left.removeIf(term -> find(seen.terms(), term.key()).isPresent());
    left.removeIf(
        term -> chosen.filter(it -> it.key().equals(term.key()) || it.sameAs(term)).isPresent());
    chosen.ifPresent(left::add);
    left.sort(Comparator.comparing(RowTerm::key));
    return switch (left.size()) {
      case 0 -> Optional.empty();
      case 1 -> left.getFirst().row().map(row -> row);
      default -> Optional.of(new RowConflict(seen.base(), left));
    };
  }

  private static Optional<RowTerm> find(List<RowTerm> terms, TermKey key) {
    return terms.stream().filter(term -> term.key().equals(key)).findFirst();
  }

  private Optional<RowTerm> chosen(
      OpenRowConflict seen, List<RowTerm> current, RowDecision decision) {
    return switch (decision) {
      case RowDecision.Remove _ -> Optional.empty();
      case RowDecision.TakeTerm take -> Optional.of(term(seen, current, take.term()));
      case RowDecision.UseValues use -> Optional.of(made(seen, current, use));
    };
  }

  private static RowTerm term(OpenRowConflict seen, List<RowTerm> current, TermKey key) {
    return find(current, key)
        .or(() -> find(seen.terms(), key))
        .orElseThrow(() -> new IllegalArgumentException("no such version: " + key));
  }

  private RowTerm made(OpenRowConflict seen, List<RowTerm> current, RowDecision.UseValues use) {
    RowShape shape = new RowShape(seen.schema());
    Optional<Row> start = term(seen, current, use.start()).row();
    NavigableMap<ColumnId, Value> values =
        new TreeMap<>(start.map(row -> shape.values(seen.key(), row)).orElseGet(TreeMap::new));
    StoredValues large = new StoredValues(stores);
    use.values().forEach((name, value) -> values.put(column(seen, name), stored(value, large)));
    requireKey(seen, shape, values, use);
    long time = stores.parts.clock().wallMillis();
    for (RowTerm term : current) {
      time = Math.max(time, term.stamp().time() + 1);
    }
    return RowTerm.of(
        shape.row(Stamp.of(time, stores.parts.identity().device()), seen.key(), values));
  }

  private static ColumnId column(OpenRowConflict seen, String name) {
    return seen.schema()
        .column(name)
        .map(Column::id)
        .orElseThrow(() ->
            new IllegalArgumentException("%s has no column '%s'".formatted(seen.name(), name)));
  }

  /// A decision is about one row; it makes no other.
  private static void requireKey(
      OpenRowConflict seen,
      RowShape shape,
      NavigableMap<ColumnId, Value> values,
      RowDecision.UseValues use) {
    List<KeyColumn> columns = seen.schema().key();
    boolean named =
        columns.stream()
            .flatMap(part -> seen.schema().column(part.column()).stream())
            .anyMatch(
                column -> use.values().keySet().stream().anyMatch(column.name()::equalsIgnoreCase));
    if (named) {
      List<Value> key = columns.stream().map(part -> values.get(part.column())).toList();
      if (key.contains(Value.NULL) || !shape.key(key).equals(seen.key())) {
        throw new IllegalArgumentException(
            "the primary key of %s cannot be another".formatted(seen.place()));
      }
    }
  }

  private static Value stored(Value value, StoredValues large) {
    return switch (value) {
      case Value.Text text when text.bytes().size() > Value.INLINE_LIMIT ->
          keep(Value.LargeType.TEXT, text.bytes(), large);
      case Value.Blob blob when blob.bytes().size() > Value.INLINE_LIMIT ->
          keep(Value.LargeType.BLOB, blob.bytes(), large);
      case Value.Null _, Value.Whole _, Value.Real _, Value.Text _, Value.Blob _, Value.Large _ ->
          value;
    };
  }

  private static Value keep(Value.LargeType type, Bytes bytes, StoredValues large) {
    Iterator<Bytes> pieces = List.of(bytes).iterator();
    return large.keep(type, bytes.size(), pieces);
  }
}
