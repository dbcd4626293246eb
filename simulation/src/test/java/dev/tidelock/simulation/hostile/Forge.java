package dev.tidelock.simulation.hostile;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.Counts;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where objects are made that keep to the format's letter, so that each id and digest is right,
/// and to nothing else: whatever trees and commits somebody likes.
public class Forge {
  private final MapFormat<Entry> lax;
  private final Map<ObjectId, RawObject> objects = new LinkedHashMap<>();

  /// @param seed that of the project for which the maps are cut
  public Forge(Bytes seed) {
    lax = new MapFormat<>(new EntryCodec(), seed);
  }

  /// Everything that was made, in the order in which it was.
  public final Map<ObjectId, RawObject> objects() {
    return objects;
  }

  /// Keeps an object as made here.
  public final ObjectId put(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    objects.put(id, object);
    return id;
  }

  /// What was made here.
  protected RawObject get(ObjectId id) {
    return Optional.ofNullable(objects.get(id)).orElseThrow(() -> new MissingObjectException(id));
  }

  /// A small file.
  public static Entry.File file(String text) {
    Bytes bytes = Bytes.utf8(text);
    return new Entry.File(false, bytes.size(), 0, new Content.Inline(bytes));
  }

  /// A file of some size.
  public final Entry.File file(Bytes bytes) {
    if (bytes.size() <= Content.INLINE_LIMIT) {
      return new Entry.File(false, bytes.size(), 0, new Content.Inline(bytes));
    }
    ObjectId chunk = put(new RawObject(ObjectKind.CHUNK, 0, References.none(), bytes));
    return new Entry.File(false, bytes.size(), 0, new Content.Single(chunk));
  }

  /// A directory of these entries, whatever their names.
  public final Entry.Directory directory(Map<String, ? extends Entry> entries) {
    SortedMap<Bytes, Entry> sorted = new TreeMap<>();
    entries.forEach((name, entry) -> sorted.put(Bytes.utf8(name), entry));
    MerkleMap<Entry> map = MerkleMap.build(sorted.entrySet().iterator(), lax, this::get, this::put);
    return new Entry.Directory(map.root(), map.summary());
  }

  /// A directory within so many others.
  public final Entry.Directory deep(int levels) {
    Entry.Directory tree = directory(Map.of("a", file("deep")));
    for (int i = 0; i < levels; i++) {
      tree = directory(Map.of("d", tree));
    }
    return tree;
  }

  /// A directory that unfolds to 2 to the power of so many.
  public final Entry.Directory unfolding(int levels) {
    Entry.Directory tree = directory(Map.of("a", file("many")));
    for (int i = 0; i < levels; i++) {
      tree = directory(Map.of("d", tree, "e", tree));
    }
    return tree;
  }

  /// The state of a project that has these files.
  public final ObjectId state(ObjectId files, Summary summary) {
    CborWriter state = new CborWriter().array(2).nil();
    summary.write(state);
    References root = new References.Builder().strong(files).build();
    return put(new RawObject(ObjectKind.STATE, 0, root, state.toBytes()));
  }

  /// A commit over a directory.
  public final ObjectId commit(Entry.Directory tree, ObjectId... parents) {
    return commit(new Draft(state(tree.root(), tree.summary()), List.of(parents)).over(tree));
  }

  /// A commit as somebody wants it.
  public final ObjectId commit(Draft draft) {
    List<List<Rename>> renames = new ArrayList<>();
    for (int i = 0; i < draft.parents().size(); i++) {
      renames.add(i == 0 ? draft.renames() : List.of());
    }
    return CommitCodec.write(
        new Commit(
            draft.state(),
            draft.parents(),
            "somebody",
            new DeviceId("forger"),
            draft.time(),
            Commit.Kind.AUTO,
            "",
            draft.counts(),
            renames,
            draft.notes()),
        this::put);
  }

  /// A commit to be.
  ///
  /// @param state the state, or what is said to be one
  /// @param parents the parents
  /// @param time its time
  /// @param counts what it says that it counts
  /// @param renames since its first parent
  /// @param notes what it says that was decided
  public record Draft(
      ObjectId state,
      List<ObjectId> parents,
      long time,
      Counts counts,
      List<Rename> renames,
      List<Note> notes) {
    private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0);

    /// One that counts nothing.
    public Draft(ObjectId state, List<ObjectId> parents) {
      this(state, parents, 1, NOTHING, List.of(), List.of());
    }

    /// The same, which counts what a directory has.
    public Draft over(Entry.Directory tree) {
      Counts right = new Counts(tree.summary().files(), tree.summary().bytes(), 0, 0, 0, 0);
      return new Draft(state, parents, time, right, renames, notes);
    }

    /// The same at another time.
    public Draft at(long other) {
      return new Draft(state, parents, other, counts, renames, notes);
    }

    /// The same with other counts.
    public Draft counting(Counts others) {
      return new Draft(state, parents, time, others, renames, notes);
    }

    /// The same with these renames and notes.
    public Draft telling(List<Rename> otherRenames, List<Note> otherNotes) {
      return new Draft(state, parents, time, counts, otherRenames, otherNotes);
    }
  }
}
