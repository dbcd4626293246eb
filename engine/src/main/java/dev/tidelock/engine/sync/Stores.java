package dev.tidelock.engine.sync;

import dev.tidelock.core.chunk.Gear;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.apply.ElapsedTime;
import dev.tidelock.engine.apply.Leftovers;
import dev.tidelock.engine.apply.Trash;
import dev.tidelock.engine.guard.GuardHistory;
import dev.tidelock.engine.guard.MassChangeGuard;
import dev.tidelock.engine.guard.RowGuard;
import dev.tidelock.engine.history.History;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.record.Attachments;
import dev.tidelock.engine.scan.ExecutableBits;
import dev.tidelock.engine.scan.FileCapture;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.shown.ShownIndex;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.LocalObjects;
import dev.tidelock.engine.store.ObjectCheck;
import dev.tidelock.engine.tree.Trees;
import java.util.Optional;
import java.util.function.Consumer;

/// Everything that a workspace keeps, opened: the ports and what is built on them. One thread.
final class Stores {
  static final TreePath PRIVATE = TreePath.parse(".tidelock");
  static final TreePath STAGING = PRIVATE.child("tmp");
  static final TreePath TRASH = PRIVATE.child("trash");
  static final TreePath DAMAGED = PRIVATE.child("damaged");
  static final TreePath OBJECTS = PRIVATE.child("objects");
  static final TreePath DATABASES = PRIVATE.child("databases");

  /// How long to wait for a lock of an application's.
  private static final int LOCK_PATIENCE_MILLIS = 5_000;

  final WorkspaceParts parts;
  final WorkspaceState state;
  final NamedDisk disk;
  final EnvelopeCodec envelopes;
  final Sources sources = new Sources();
  final ProjectObjects objects;
  final Trees trees;
  final Records records;
  final History history;
  final ShownIndex shown;
  final Leftovers leftovers;
  final LargeContents large;
  final Contents contents;
  final ElapsedTime time;
  final Trash trash;
  final ExecutableBits bits;
  final FileCapture namer;
  final GuardHistory outgoingHistory;
  final GuardHistory incomingHistory;
  final MassChangeGuard outgoingGuard;
  final MassChangeGuard incomingGuard;
  final RowGuard rowGuard;
  final Attachments attachments;
  final DatabaseMemory memory;

  /// The databases of the latest preview, still open.
  private Optional<AttachedDatabases> previewed = Optional.empty();

  Stores(WorkspaceParts parts) {
    this.parts = parts;
    for (TreePath directory : new TreePath[] {PRIVATE, STAGING, TRASH, OBJECTS}) {
      require(parts.files(), directory);
    }
    this.state = new WorkspaceState(parts.state());
    this.disk = NamedDisk.of(parts, state);
    FileSystem files = disk.files();
    this.envelopes = new EnvelopeCodec(parts.compression());
    this.objects =
        new ProjectObjects(
            new LocalObjects(
                files,
                OBJECTS,
                parts.state(),
                envelopes,
                parts.randomness(),
                LocalObjects.Limits.usual()),
            sources,
            new ObjectCheck(parts.identity().seed()));
    this.trees = new Trees(parts.identity().seed(), objects, objects);
    this.records = new Records(parts.identity().seed(), objects);
    this.history = new History(objects, trees);
    this.shown = new ShownIndex(parts.state());
    this.leftovers = new Leftovers(files, STAGING);
    this.time = new ElapsedTime(parts.state(), parts.clock());
    this.trash = new Trash(files, parts.randomness(), time, TRASH);
    this.large = new LargeContents(files, parts.state(), leftovers, trash);
    this.contents =
        new Contents(
            objects, large, shown, Gear.of(parts.identity().seed()), parts.keeping(), sources);
    this.namer = new FileCapture(files, _ -> contents.namer(), FileCapture.Listener.NONE);
    this.bits = new ExecutableBits(files, STAGING.child("bits"));
    this.outgoingHistory =
        new GuardHistory(parts.state(), parts.clock(), GuardHistory.Side.OUTGOING);
    this.incomingHistory =
        new GuardHistory(parts.state(), parts.clock(), GuardHistory.Side.INCOMING);
    this.outgoingGuard = new MassChangeGuard(trees, parts.state(), outgoingHistory);
    this.incomingGuard = new MassChangeGuard(trees, parts.state(), incomingHistory);
    this.memory = new DatabaseMemory(parts.state());
    this.rowGuard = new RowGuard(records, parts.state(), parts.clock());
    this.attachments =
        new Attachments(parts.files(), parts.randomness(), DATABASES, STAGING.child("databases"));
  }

  FileSystem files() {
    return disk.files();
  }

  void attach(RemotePlace place) {
    sources.attach(place);
  }

  /// Gives the state a name, before anything is put into the store: one without objects beside it
  /// is new, and lacks nothing of what will be made here.
  void begin() {
    if (state.incarnation().isPresent()) {
      return;
    }
    String name = parts.randomness().next(8).toHex();
    boolean empty = objects.local().size() == 0;
    state.write(batch -> {
      state.incarnation(batch, name);
      state.fetched(batch, empty);
    });
  }

  /// Opens a database of an application's.
  ///
  /// @param file where it lies: absolute, or relative to the workspace
  Database openDatabase(String file) {
    return parts.databases().applications().open(file, LOCK_PATIENCE_MILLIS);
  }

  /// Makes an empty one.
  Database createDatabase(String file) {
    return parts.databases().applications().create(file, LOCK_PATIENCE_MILLIS);
  }

  /// Keeps the databases of a preview open, for what is done next is most often what it showed.
  void keep(AttachedDatabases preview) {
    release();
    previewed = Optional.of(preview);
  }

  /// The databases of the latest preview, for whoever asks first.
  Optional<AttachedDatabases> previewed() {
    Optional<AttachedDatabases> databases = previewed;
    previewed = Optional.empty();
    return databases;
  }

  /// Closes the databases of a preview after which nothing was done.
  void release() {
    previewed().ifPresent(AttachedDatabases::close);
  }

  /// The tree of the head; the empty tree if there is no commit yet.
  Entry.Directory headTree() {
    return state.head().map(history::tree).orElseGet(trees::empty);
  }

  /// The state of the head; nothing at all if there is no commit yet.
  ProjectState headState() {
    return state.head().map(history::state).orElseGet(() -> ProjectState.of(trees.empty()));
  }

  /// A map of tables, as a state tells of it.
  static Optional<Tables> tables(MerkleMap<Table> map) {
    return map.isEmpty() ? Optional.empty() : Optional.of(new Tables(map.root(), map.summary()));
  }

  /// The tables of the head, by id.
  MerkleMap<Table> headTables() {
    return headState().tables().map(records::tables).orElseGet(() -> records.noTables(objects));
  }

  /// This device's own ignore patterns. A database of which tables are synced is no file of the
  /// project: its rows travel instead.
  IgnoreFile overrides() {
    return attachments.all().stream()
        .flatMap(database -> database.within().stream())
        .map(IgnoreFile::of)
        .reduce(parts.overrides(), IgnoreFile::and);
  }

  /// What the disk showed last; the empty tree if it was never looked at.
  Entry.Directory shownTree() {
    return state.shown().orElseGet(trees::empty);
  }

  /// The directory of the workspace, as it is now.
  RootIdentity root() {
    return RootIdentity.of(files());
  }

  /// Whether what is absent from the disk says nothing: the state is older than the disk, or it was
  /// brought to a directory that never showed what it tells of.
  boolean isAbsenceUnknown() {
    return state.rolledBack()
        || state.root().filter(looked -> !looked.isSameAs(root())).isPresent();
  }

  /// Whether the disk showed a large content when it was last looked at.
  boolean shows(ObjectId content) {
    return large
        .path(content)
        .flatMap(shown::get)
        .filter(now ->
            now instanceof Shown.Leaf leaf
                && leaf.entry() instanceof Entry.File file
                && file.content().equals(new Content.Sequence(content)))
        .isPresent();
  }

  /// Makes what was put into the store durable, and with it, in one transaction, all that `changes`
  /// asks for. What that reads meanwhile is as before.
  void keep(Consumer<StateStore.Batch> changes) {
    PendingBatch pending = new PendingBatch();
    changes.accept(pending);
    objects.local().flushWith(pending::replay);
  }

  /// Keeps a state, and names it.
  ObjectId keepState(ProjectState projectState) {
    return objects.put(projectState.toObject());
  }

  /// Keeps a commit, and names it.
  ObjectId keepCommit(Commit commit) {
    return CommitCodec.write(commit, objects);
  }

  private static void require(FileSystem files, TreePath directory) {
    try {
      files.makeDirectory(directory);
    } catch (FileFailure failure) {
      if (failure.reason() != FileFailure.Reason.EXISTS) {
        throw failure;
      }
    }
  }

  /// A request to look at what is here, and to decide rows as this workspace does.
  SyncRequest usual() {
    return SyncRequest.usual().decidingRows(parts.databases().rules());
  }
}
