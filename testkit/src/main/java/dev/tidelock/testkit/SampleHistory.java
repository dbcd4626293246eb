package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.Counts;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaCodec;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.SealedObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Objects as those of a project: commits, states, directories, chunks, such that a remote that
/// looks into them finds nothing wrong. One thread.
public final class SampleHistory {
  /// The seed of the projects that these objects can stand in.
  public static final Bytes SEED = Bytes.utf8("thirty-two bytes that cut a tree");

  private static final EnvelopeCodec CODEC = new EnvelopeCodec(new PlainCompression());
  private static final MapFormat<Entry> FORMAT = Directories.format(SEED);
  private static final TableId TABLE = TableId.of("app", "notes", 0);
  private static final DeviceId DEVICE = new DeviceId("sample");

  private final Map<ObjectId, RawObject> objects = new LinkedHashMap<>();
  private final Directories directories = new Directories(SEED, this::get);

  /// Everything that was made, each object after all that it refers to.
  public Map<ObjectId, RawObject> objects() {
    return objects;
  }

  /// The object with this id.
  public RawObject get(ObjectId id) {
    return Optional.ofNullable(objects.get(id)).orElseThrow();
  }

  private ObjectId put(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    objects.put(id, object);
    return id;
  }

  /// Adds a chunk.
  public ObjectId chunk(Bytes content) {
    return put(new RawObject(ObjectKind.CHUNK, 0, References.none(), content));
  }

  /// Adds a directory of other directories, and of files with one chunk each.
  public ObjectId directory(List<ObjectId> children) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (ObjectId child : children) {
      RawObject object = get(child);
      Entry entry =
          object.kind() == ObjectKind.CHUNK
              ? file(new Content.Single(child), object.payload().size())
              : new Entry.Directory(child, MerkleMap.at(child, FORMAT, this::get).summary());
      entries.put("entry" + entries.size(), entry);
    }
    return write(entries);
  }

  /// Adds a directory of one file so small that it stands inline.
  public ObjectId directory(Bytes content) {
    return write(Map.of("file", file(new Content.Inline(content), content.size())));
  }

  /// Adds a directory of a conflict whose base need not be there.
  public ObjectId conflict(ObjectId base) {
    List<Term> terms = new ArrayList<>();
    for (String text : List.of("mine", "theirs")) {
      Entry.Leaf entry = new Entry.Link(text);
      terms.add(new Term(TermKey.of(DEVICE, entry), entry, "sample", DEVICE, 0));
    }
    terms.sort(Comparator.comparing(Term::key));
    Entry.Leaf lost = file(new Content.Single(base), 100);
    return write(Map.of("conflict", new Entry.Conflict(Optional.of(lost), true, terms)));
  }

  private static Entry.File file(Content content, long size) {
    return new Entry.File(false, size, 0, content);
  }

  private ObjectId write(Map<String, Entry> entries) {
    return directories.build(entries, this::put).entry().root();
  }

  /// Adds a commit over a directory.
  public ObjectId commit(ObjectId tree, String message, List<ObjectId> parents) {
    return commit(tree, message, parents, List.of());
  }

  /// Adds a commit over a directory, with so many notes that they stand in an object of their own:
  /// the last of the commit's ancestors.
  public ObjectId commitWithDetail(ObjectId tree, String message, List<ObjectId> parents) {
    TreePath path = TreePath.parse("a/path");
    Note note = new Note(Note.Kind.CONTENT_MERGED, path, "x".repeat(CommitCodec.DETAIL_LIMIT));
    return commit(tree, message, parents, List.of(note));
  }

  private ObjectId commit(ObjectId tree, String message, List<ObjectId> parents, List<Note> notes) {
    return commit(ProjectState.of(files(tree)), message, parents, notes);
  }

  /// Adds a commit over a directory and a table of this many rows, the first of which names a chunk
  /// of its own.
  public ObjectId commitWithTable(ObjectId tree, int rows, String message, List<ObjectId> parents) {
    ObjectId chunk = chunk(Bytes.utf8("x".repeat(Value.INLINE_LIMIT) + message));
    Value large =
        new Value.Large(
            Value.LargeType.TEXT, get(chunk).payload().size(), new Content.Single(chunk));
    SortedMap<Bytes, RowEntry> entries = new TreeMap<>();
    ColumnId id = ColumnId.of(TABLE, "id", 0);
    ColumnId note = ColumnId.of(TABLE, "note", 0);
    for (int i = 0; i < rows; i++) {
      Value value = i == 0 ? large : Value.of("note " + i);
      Bytes key = RowKey.of(List.of(Value.of(i)), List.of(Collation.BINARY));
      entries.put(key, new Row.Builder(Stamp.ZERO).add(note, value).build());
    }
    Records records = new Records(SEED, this::get);
    MerkleMap<RowEntry> map = records.build(entries.entrySet().iterator(), this::put);
    Schema schema =
        new Schema(
            List.of(column(id, "id"), column(note, "note")),
            List.of(new KeyColumn(id, Collation.BINARY)),
            Set.of(),
            List.of(),
            List.of(),
            new TreeSet<>());
    ObjectId schemaId = put(SchemaCodec.toObject(schema));
    Table table = new Table(map.root(), map.summary(), schemaId, "app", "notes");
    MerkleMap<Table> tables =
        records
            .noTables(this::put)
            .mutate(new TreeMap<>(Map.of(TABLE.bytes(), Optional.of(table))), this::put);
    ProjectState state =
        new ProjectState(files(tree), Optional.of(new Tables(tables.root(), tables.summary())));
    return commit(state, message, parents, List.of());
  }

  private static Column column(ColumnId id, String name) {
    return new Column(
        id, name, "", Collation.BINARY, Column.Nullability.NULLABLE, Optional.of(Value.NULL));
  }

  private Entry.Directory files(ObjectId tree) {
    return new Entry.Directory(tree, MerkleMap.at(tree, FORMAT, this::get).summary());
  }

  private ObjectId commit(
      ProjectState projectState, String message, List<ObjectId> parents, List<Note> notes) {
    Summary summary = projectState.files().summary();
    ObjectId state = put(projectState.toObject());
    return CommitCodec.write(
        new Commit(
            state,
            parents,
            "sample",
            DEVICE,
            0,
            Commit.Kind.AUTO,
            message,
            new Counts(summary.files(), summary.bytes(), 0, 0, 0, 0),
            parents.stream().map(_ -> List.<Rename>of()).toList(),
            notes),
        this::put);
  }

  /// Adds a commit over a directory of files, each of one chunk.
  public ObjectId commit(String message, List<String> files, List<ObjectId> parents) {
    List<ObjectId> chunks = new ArrayList<>();
    files.forEach(file -> chunks.add(chunk(Bytes.utf8(file))));
    return commit(directory(chunks), message, parents);
  }

  /// All objects that make up a commit, its ancestors apart: chunks first, the commit last.
  public List<ObjectId> tree(ObjectId commit) {
    List<ObjectId> all = new ArrayList<>();
    collect(commit, all);
    return all;
  }

  private void collect(ObjectId id, List<ObjectId> into) {
    get(id).references().strong().forEach(child -> collect(child, into));
    if (!into.contains(id)) {
      into.add(id);
    }
  }

  /// An object in its envelope.
  public SealedObject sealed(ObjectId id) {
    return CODEC.seal(get(id));
  }

  /// Sends objects.
  public void send(Remote.Push push, Iterable<ObjectId> ids) {
    ids.forEach(id -> push.send(sealed(id)));
  }
}
