package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.naming.NameTraits;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The small facts that a workspace remembers, each under its own key in the space `META`. One
/// thread.
final class WorkspaceState {
  private static final Bytes PROJECT = Bytes.utf8("project");
  private static final Bytes HEAD = Bytes.utf8("head");
  private static final Bytes STANDING = Bytes.utf8("head standing");
  private static final Bytes SHOWN = Bytes.utf8("shown tree");
  private static final Bytes INCARNATION = Bytes.utf8("incarnation");
  private static final Bytes FETCHED = Bytes.utf8("fetched");
  private static final Bytes LAG = Bytes.utf8("lag");
  private static final Bytes SYNCED = Bytes.utf8("synced");
  private static final Bytes KEEPING = Bytes.utf8("keeping");
  private static final Bytes TIDIED = Bytes.utf8("tidied");
  private static final Bytes ROLLED_BACK = Bytes.utf8("rolled back");
  private static final Bytes ROOT = Bytes.utf8("root");
  private static final Bytes NAMES = Bytes.utf8("names");

  private final StateStore store;

  WorkspaceState(StateStore store) {
    this.store = store;
  }

  /// Performs all that `changes` asks for, at once and durably. What it reads meanwhile is as
  /// before.
  void write(Consumer<StateStore.Batch> changes) {
    PendingBatch pending = new PendingBatch();
    changes.accept(pending);
    store.write(pending::replay);
  }

  /// The project that this state belongs to; nothing if the state is new.
  Optional<String> project() {
    return store.get(Space.META, PROJECT).map(Bytes::toUtf8);
  }

  void project(StateStore.Batch batch, String id) {
    batch.put(Space.META, PROJECT, Bytes.utf8(id));
  }

  /// The newest commit of the branch on this device.
  Optional<ObjectId> head() {
    return store.get(Space.META, HEAD).map(ObjectId::new);
  }

  /// How the head came to be, and so what may be done with it.
  Standing standing() {
    return store
        .get(Space.META, STANDING)
        .map(value -> new CborReader(value).bool() ? Standing.PENDING : Standing.FROZEN)
        .orElse(Standing.FROZEN);
  }

  void head(StateStore.Batch batch, ObjectId head, Standing standing) {
    batch.put(Space.META, HEAD, head.bytes());
    batch.put(Space.META, STANDING, new CborWriter().bool(standing == Standing.PENDING).toBytes());
  }

  /// What the disk shows, as a tree; nothing if it was never looked at.
  Optional<Entry.Directory> shown() {
    return store.get(Space.META, SHOWN).map(WorkspaceState::readDirectory);
  }

  void shown(StateStore.Batch batch, Entry.Directory tree) {
    CborWriter out = new CborWriter().array(2).bytes(tree.root().bytes());
    tree.summary().write(out);
    batch.put(Space.META, SHOWN, out.toBytes());
  }

  /// What is at another path in the head than on the disk: pairs from the shown tree to the head.
  List<Rename> lag() {
    return store.get(Space.META, LAG).map(WorkspaceState::readRenames).orElse(List.of());
  }

  void lag(StateStore.Batch batch, List<Rename> renames) {
    CborWriter out = new CborWriter().array(renames.size());
    for (Rename rename : renames) {
      out.array(2).text(rename.from().toString()).text(rename.to().toString());
    }
    batch.put(Space.META, LAG, out.toBytes());
  }

  /// Forgets in `batch` the head and what the disk showed, as if nothing had ever been synced.
  void forget(StateStore.Batch batch) {
    for (Bytes key : List.of(HEAD, STANDING, SHOWN, LAG, FETCHED)) {
      batch.delete(Space.META, key);
    }
    forgetReferences(batch);
    DatabaseMemory.forgetAll(batch);
  }

  /// Forgets in `batch` the trees against which mass changes are counted.
  void forgetReferences(StateStore.Batch batch) {
    batch.deleteRange(Space.META, Bytes.utf8("guard/"), Bytes.utf8("guard0"));
  }

  /// The random name of this state, under which its pushes are counted.
  Optional<String> incarnation() {
    return store.get(Space.META, INCARNATION).map(Bytes::toUtf8);
  }

  void incarnation(StateStore.Batch batch, String name) {
    batch.put(Space.META, INCARNATION, Bytes.utf8(name));
  }

  /// Whether this state was found to be older than its disk, or of another, and the disk was not
  /// looked at since: what is absent from it then says nothing.
  boolean rolledBack() {
    return store
        .get(Space.META, ROLLED_BACK)
        .map(value -> new CborReader(value).bool())
        .orElse(false);
  }

  void rolledBack(StateStore.Batch batch, boolean now) {
    batch.put(Space.META, ROLLED_BACK, new CborWriter().bool(now).toBytes());
  }

  /// The directory that was looked at last; nothing if none was.
  Optional<RootIdentity> root() {
    return store.get(Space.META, ROOT).map(RootIdentity::decode);
  }

  void root(StateStore.Batch batch, RootIdentity root) {
    batch.put(Space.META, ROOT, root.encode());
  }

  /// How the disk of a workspace's directory treats names; nothing if it was never tried there.
  Optional<NameTraits> names(RootIdentity root) {
    return store
        .get(Space.META, NAMES)
        .flatMap(stored -> {
          CborReader in = new CborReader(stored);
          in.array(2);
          return in.bytes().equals(root.encode())
              ? Optional.of(NameTraits.read(in))
              : Optional.empty();
        });
  }

  void names(StateStore.Batch batch, RootIdentity root, NameTraits traits) {
    CborWriter out = new CborWriter().array(2).bytes(root.encode());
    traits.write(out);
    batch.put(Space.META, NAMES, out.toBytes());
  }

  /// When a sync last ended well, in milliseconds since 1970.
  Optional<Long> synced() {
    return store.get(Space.META, SYNCED).map(value -> new CborReader(value).integer());
  }

  void synced(StateStore.Batch batch, long wallMillis) {
    batch.put(Space.META, SYNCED, new CborWriter().integer(wallMillis).toBytes());
  }

  /// Whether every fetch so far ended well: then what is here has with it what it refers to.
  boolean fetched() {
    return store.get(Space.META, FETCHED).map(value -> new CborReader(value).bool()).orElse(false);
  }

  void fetched(StateStore.Batch batch, boolean whole) {
    batch.put(Space.META, FETCHED, new CborWriter().bool(whole).toBytes());
  }

  /// When the workspace was last tidied, in milliseconds since 1970.
  Optional<Long> tidied() {
    return store.get(Space.META, TIDIED).map(value -> new CborReader(value).integer());
  }

  void tidied(StateStore.Batch batch, long wallMillis) {
    batch.put(Space.META, TIDIED, new CborWriter().integer(wallMillis).toBytes());
  }

  /// Which contents the store holds; nothing if that was never seen to.
  Optional<Keeping> keeping() {
    return store
        .get(Space.META, KEEPING)
        .map(value -> new CborReader(value).bool() ? Keeping.EVERYTHING : Keeping.SMALL_CONTENTS);
  }

  void keeping(StateStore.Batch batch, Keeping now) {
    batch.put(Space.META, KEEPING, new CborWriter().bool(now == Keeping.EVERYTHING).toBytes());
  }

  /// What is known of our own doings at a remote.
  RemoteMemory remote(String name) {
    return store
        .get(Space.META, Bytes.utf8("remote/" + name))
        .map(RemoteMemory::decode)
        .orElse(RemoteMemory.NONE);
  }

  void remote(StateStore.Batch batch, String name, RemoteMemory memory) {
    batch.put(Space.META, Bytes.utf8("remote/" + name), memory.encode());
  }

  /// Forgets in `batch` what is known of our own doings at a remote.
  void forgetRemote(StateStore.Batch batch, String name) {
    batch.delete(Space.META, Bytes.utf8("remote/" + name));
    told(batch, name);
  }

  /// Whether a remote was found to have forgotten what it held, and was not told of it again yet.
  boolean forgot(String remote) {
    return store.get(Space.META, Bytes.utf8("forgot/" + remote)).isPresent();
  }

  void forgot(StateStore.Batch batch, String remote) {
    batch.put(Space.META, Bytes.utf8("forgot/" + remote), Bytes.empty());
  }

  void told(StateStore.Batch batch, String remote) {
    batch.delete(Space.META, Bytes.utf8("forgot/" + remote));
  }

  /// Where remotes stood when we last saw them.
  List<ObjectId> remoteHeads() {
    List<ObjectId> heads = new ArrayList<>();
    remotes(memory -> memory.head().ifPresent(heads::add));
    return heads;
  }

  /// The commits that remotes have, and those that one was offered without an answer.
  List<ObjectId> maybeElsewhere() {
    List<ObjectId> commits = remoteHeads();
    remotes(memory -> memory.offered().ifPresent(commits::add));
    return commits;
  }

  private void remotes(Consumer<RemoteMemory> visitor) {
    store.scan(
        Space.META,
        Bytes.utf8("remote/"),
        Bytes.utf8("remote0"),
        (_, value) -> {
          visitor.accept(RemoteMemory.decode(value));
          return true;
        });
  }

  private static List<Rename> readRenames(Bytes stored) {
    CborReader in = new CborReader(stored);
    List<Rename> renames = new ArrayList<>();
    int count = in.array();
    for (int i = 0; i < count; i++) {
      in.array(2);
      renames.add(new Rename(TreePath.decode(in.text()), TreePath.decode(in.text())));
    }
    return renames;
  }

  private static Entry.Directory readDirectory(Bytes stored) {
    CborReader in = new CborReader(stored);
    in.array(2);
    return new Entry.Directory(new ObjectId(in.bytes(ObjectId.SIZE)), Summary.read(in));
  }

  /// Whether a head may still be made anew.
  enum Standing {
    /// No remote was offered it and nothing names it: the next scan makes it anew in its place.
    PENDING,
    /// It may be known elsewhere: later work is its child.
    FROZEN
  }
}
