package dev.tidelock.simulation.rows;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.chunk.ContentChunks;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.remote.LogRemote;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.BlobVault;
import dev.tidelock.simulation.port.DeflateCompression;
import dev.tidelock.simulation.port.SimBlobStore;
import dev.tidelock.simulation.port.SimRandomness;
import dev.tidelock.simulation.world.EnginePlay;
import dev.tidelock.testkit.MemoryStateStore;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a place holds of a project's rows, read without the sync engine.
final class RowHistory implements ObjectSource {
  private static final int PACK_BYTES = 1 << 16;

  private final Remote remote;
  private final String branch;
  private final Records records;
  private final Map<ObjectId, RawObject> known = new HashMap<>();
  private final Map<ObjectId, Set<String>> values = new HashMap<>();

  private RowHistory(Remote remote, String branch, Bytes seed) {
    this.remote = remote;
    this.branch = branch;
    this.records = new Records(seed, this);
  }

  /// What is kept in storage, for somebody whom no gate holds up.
  static RowHistory of(BlobVault vault) {
    Tape tape = Tape.of(0);
    Gate open = new Gate("witness", Trace.quiet(), () -> {});
    SimBlobStore blobs = new SimBlobStore(vault, open, tape);
    new RemoteProjects(blobs).create(EnginePlay.PROJECT);
    LogRemote reader =
        new LogRemote(
            blobs,
            EnginePlay.PROJECT.id(),
            new RemoteCache(new MemoryStateStore(), "storage"),
            new EnvelopeCodec(new DeflateCompression()),
            new SimRandomness(tape),
            PACK_BYTES);
    return new RowHistory(reader, EnginePlay.BRANCH, EnginePlay.PROJECT.seed());
  }

  /// What stands under a key: one row, several in conflict, or one that is refused.
  ///
  /// @param rows the rows, by column; nothing for one that is deleted
  /// @param refused whether no database is to show it
  record Standing(List<Optional<Map<String, String>>> rows, boolean refused) {
    Standing {
      rows = List.copyOf(rows);
    }

    boolean isConflict() {
      return rows.size() > 1;
    }

    /// Whether it is one row.
    boolean isPlain() {
      return rows.size() == 1 && !refused && rows.getFirst().isPresent();
    }

    boolean isGone() {
      return rows.size() == 1 && rows.getFirst().isEmpty();
    }
  }

  @Override
  public RawObject get(ObjectId id) {
    if (!known.containsKey(id)) {
      remote.objects(Set.of(id), known::put);
    }
    return Optional.ofNullable(known.get(id)).orElseThrow(() -> new MissingObjectException(id));
  }

  /// The tables of the head, by name; of each table what stands under each key.
  SortedMap<String, SortedMap<String, Standing>> head() {
    SortedMap<String, SortedMap<String, Standing>> tables = new TreeMap<>();
    remote
        .refresh()
        .head(branch)
        .ifPresent(head ->
            tables(head)
                .ifPresent(all ->
                    all.forEach(
                        each -> tables.put(each.getValue().name(), standing(each.getValue())))));
    return tables;
  }

  private Optional<MerkleMap<Table>> tables(ObjectId commit) {
    ObjectId state = CommitCodec.read(commit, this).state();
    return ProjectState.of(get(state)).tables().map(records::tables);
  }

  private SortedMap<String, Standing> standing(Table table) {
    SortedMap<String, Standing> rows = new TreeMap<>();
    RowShape shape = new RowShape(records.schema(table));
    records
        .open(table)
        .forEach(entry -> {
          List<Optional<Map<String, String>>> all =
              rows(entry.getValue()).stream()
                  .map(
                      row -> row.map(it -> named(records.schema(table), shape, entry.getKey(), it)))
                  .toList();
          String key = all.stream().flatMap(Optional::stream).findFirst().orElseThrow().get("id");
          rows.put(String.valueOf(key), new Standing(all, entry.getValue() instanceof RefusedRow));
        });
    return rows;
  }

  private static List<Optional<Row>> rows(RowEntry entry) {
    return switch (entry) {
      case Row row -> List.of(Optional.of(row));
      case RefusedRow refused -> List.of(Optional.of(refused.row()));
      case RowConflict conflict -> {
        List<Optional<Row>> terms = new ArrayList<>();
        conflict.terms().forEach(term -> terms.add(term.row()));
        yield terms;
      }
    };
  }

  private Map<String, String> named(Schema schema, RowShape shape, Bytes key, Row row) {
    Map<String, String> named = new TreeMap<>();
    Map<?, Value> all = shape.values(key, row);
    for (Column column : schema.columns()) {
      Value value = all.get(column.id());
      // What a row does not know, and what holds nothing, look the same.
      if (value != null && !(value instanceof Value.Null)) {
        named.put(column.name(), text(value));
      }
    }
    return named;
  }

  private String text(Value value) {
    return switch (value) {
      case Value.Null _ -> "";
      case Value.Whole whole -> Long.toString(whole.value());
      case Value.Real real -> Double.toString(real.value());
      case Value.Text text -> text.bytes().toUtf8();
      case Value.Blob blob -> blob.bytes().toUtf8();
      case Value.Large large -> content(large).toUtf8();
    };
  }

  private Bytes content(Value.Large large) {
    if (large.content() instanceof Content.Inline inline) {
      return inline.bytes();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ContentChunks.of(new Entry.File(false, large.size(), 0, large.content()), this)
        .forEachRemaining(chunk -> bytes.writeBytes(get(chunk.id()).payload().toByteArray()));
    return Bytes.wrap(bytes.toByteArray());
  }

  /// Every value that stands in a row of any commit of the branch's history, but those whose trees
  /// were let go.
  Set<String> values() {
    Set<String> found = new HashSet<>();
    Set<ObjectId> seen = new HashSet<>();
    Deque<ObjectId> open = new ArrayDeque<>();
    remote.refresh().head(branch).ifPresent(open::add);
    while (!open.isEmpty()) {
      ObjectId commit = open.pop();
      if (seen.add(commit)) {
        open.addAll(CommitCodec.read(commit, this).parents());
        if (remote.lacking(Set.of(CommitCodec.read(commit, this).state())).isEmpty()) {
          tables(commit)
              .ifPresent(tables ->
                  tables.forEach(each ->
                      found.addAll(
                          values.computeIfAbsent(
                              each.getValue().rows(), _ -> valuesOf(each.getValue())))));
        }
      }
    }
    return found;
  }

  /// All values in a table, also those of columns that its schema does not name.
  private Set<String> valuesOf(Table table) {
    Set<String> found = new HashSet<>();
    records
        .open(table)
        .forEach(entry -> {
          List<Optional<Row>> all = new ArrayList<>(rows(entry.getValue()));
          if (entry.getValue() instanceof RowConflict conflict) {
            all.add(conflict.base());
          }
          all.forEach(row -> row.ifPresent(it -> it.forEach((_, value) -> found.add(text(value)))));
        });
    return found;
  }
}
