package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.record.merge.TableRules;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.history.Retention;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.engine.remote.Collected;
import dev.tidelock.engine.remote.CollectionOrder;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.store.LocalObjects;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// One workspace, opened: the face of the engine for programs. It has the workspace to itself,
/// which its opener must see to, and is for use by one thread.
public final class Workspace implements AutoCloseable {
  /// How long what may be of use is kept at dumb storage, in milliseconds.
  public static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

  private final WorkspaceParts parts;
  private final Stores stores;

  private Workspace(WorkspaceParts parts, Stores stores) {
    this.parts = parts;
    this.stores = stores;
  }

  /// Opens a workspace. Its state is made if there is none: then nothing is known of the disk, and
  /// the first sync adopts what is equal, copies what is on one side only, and deletes nothing.
  ///
  /// @throws StateFailure with [StateFailure.Reason#CORRUPT] if the state is of another project
  public static Workspace open(WorkspaceParts parts) {
    Stores stores = new Stores(parts);
    Optional<String> known = stores.state.project();
    if (known.isEmpty()) {
      stores.state.write(batch -> stores.state.project(batch, parts.identity().project()));
    } else if (!known.get().equals(parts.identity().project())) {
      throw new StateFailure(
          StateFailure.Reason.CORRUPT,
          "the workspace's state is of project "
              + known.get()
              + ", not of "
              + parts.identity().project(),
          new IllegalStateException("projects differ"));
    }
    return new Workspace(parts, stores);
  }

  /// Makes a state that was synced with nobody yet one of a project with another id and the same
  /// seed, which decides what everything is called.
  public static void renumber(StateStore state, String project) {
    WorkspaceState known = new WorkspaceState(state);
    state.write(batch -> known.project(batch, project));
  }

  /// Syncs with a remote; without one, keeps the disk's state in the local history.
  public SyncOutcome sync(SyncRequest request, Optional<RemotePlace> remote, Progress progress) {
    SyncRequest named = request.looking(stores.disk.look(request.look()));
    return switch (request.effect()) {
      case REAL -> new SyncRun(stores, named, remote, progress).run();
      case PREVIEW -> new Preview(stores, named, remote, progress).run();
    };
  }

  /// How the workspace stands, compared with what is known of a remote. Asks no remote.
  public WorkspaceStatus status(Optional<String> remote) {
    return new StatusReport(stores).status(remote);
  }

  /// The databases that the project has or that are attached here.
  public List<DatabaseStatus> databases() {
    return new DatabaseListing(stores).databases();
  }

  /// The database that the project has, or that is attached here, under a name, if there is one.
  public Optional<DatabaseStatus> database(String name) {
    return databases().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// The databases that are attached here.
  public List<Attachment> attachments() {
    return stores.attachments.all();
  }

  /// The database that is attached here under a name, if one is.
  public Optional<Attachment> attachment(String name) {
    return attachments().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// Syncs tables of an application's database from now on, beside those that are synced already.
  ///
  /// @param name the name under which the project knows it; see [Attachment]
  /// @param file where it lies: an absolute path, or one that is relative to the workspace
  /// @param tables the names of tables, one or more
  /// @throws DatabaseFailure if one of them cannot be synced; then nothing changed
  public void track(String name, String file, List<String> tables) {
    track(name, file, tables, Collision.Handling.CONFLICTS);
  }

  /// The same, where the project may have rows of these tables already.
  ///
  /// @return what collides; if that is refused and there is something, nothing changed
  public List<Collision> track(
      String name, String file, List<String> tables, Collision.Handling handling) {
    return new Tracking(stores).track(name, file, tables, handling);
  }

  /// The tables of the application's in a database that need not be attached; `file` as above.
  ///
  /// @throws DatabaseFailure if it cannot be read
  public List<ApplicationTable> tables(String file) {
    return new DatabaseListing(stores).tables(file);
  }

  /// What the newest commit has at a path, if it has something.
  public Optional<Entry> find(TreePath path) {
    return stores.trees.find(stores.headTree(), path);
  }

  /// Syncs the tables that the project has of a database with one here. What is not in it is made
  /// by the next sync; an empty file is made if there is none.
  ///
  /// @throws DatabaseFailure if the project has no such database, or a table here is another one of
  ///   the same name; then nothing changed
  public void attach(String name, String file) {
    attach(name, file, Collision.Handling.CONFLICTS);
  }

  /// The same, where the tables here may have rows already.
  ///
  /// @return what collides; if that is refused and there is something, nothing changed
  public List<Collision> attach(String name, String file, Collision.Handling handling) {
    return new Tracking(stores).attach(name, file, handling);
  }

  /// Syncs tables no more: all of a database if none is named. Their rows stay in the project, and
  /// in the database.
  public void untrack(String name, List<String> tables) {
    new Tracking(stores).untrack(name, tables);
  }

  /// Takes what was put into a database that is not attached here out of it, whoever did so: the
  /// workspace that synced it may be gone.
  public void release(String file) {
    new Tracking(stores).release(file);
  }

  /// How many conflicts are open in the head, of files and of rows.
  public long openConflicts() {
    return stores.headState().conflicts();
  }

  /// The conflicts of files that are open in the head.
  public List<OpenConflict> conflicts() {
    return new Resolving(stores).open();
  }

  /// Resolves a conflict, here at once, elsewhere with the next syncs.
  ///
  /// @param from where a value may be fetched that is not here
  public Resolution resolve(OpenConflict conflict, Decision decision, Optional<RemotePlace> from) {
    from.ifPresent(place -> stores.attach(place));
    return new Resolving(stores).resolve(conflict, decision);
  }

  /// The rows that wait to be decided: conflicts, and rows that cannot stand beside others. Asks
  /// the attached databases which version each shows.
  public List<OpenRowConflict> rowConflicts() {
    return new RowResolving(stores).open();
  }

  /// Decides rows by one commit, here at once, elsewhere with the next syncs.
  ///
  /// @param choices one or more, no row twice
  /// @param from where a value may be fetched that is not here
  /// @throws IllegalArgumentException if a decision names a column that is not there, or another
  ///   key
  public Resolution resolveRows(List<RowChoice> choices, Optional<RemotePlace> from) {
    from.ifPresent(place -> stores.attach(place));
    return new RowResolving(stores).resolve(choices);
  }

  /// What merging the versions of a row gives, by the rules for columns that hold here.
  public RowFields mergeVersions(OpenRowConflict conflict) {
    return RowFields.of(
        conflict,
        stores
            .headTables()
            .get(conflict.table().bytes())
            .map(table -> parts.databases().rules().of(table, conflict.schema()))
            .orElse(TableRules.USUAL));
  }

  /// Who wrote the versions of rows that wait to be decided, in their order, by the rows' ids.
  public Map<String, List<RowOrigin>> origins(List<OpenRowConflict> conflicts) {
    Map<String, List<RowOrigin>> byId = new HashMap<>();
    if (!conflicts.isEmpty()) {
      RowOrigins origins = new RowOrigins(stores);
      conflicts.forEach(conflict -> byId.put(conflict.id(), origins.of(conflict)));
    }
    return byId;
  }

  /// The bytes of a long text or blob of at most 1 MiB, if they can be had.
  public Optional<Bytes> content(Value.Large value, Optional<RemotePlace> from) {
    from.ifPresent(place -> stores.attach(place));
    return stores.contents.read(new Entry.File(false, value.size(), 0, value.content()));
  }

  /// What merging the values of a conflict gives.
  public MergeOutcome mergeTerms(OpenConflict conflict, Optional<RemotePlace> from) {
    from.ifPresent(place -> stores.attach(place));
    return new Resolving(stores).merge(conflict);
  }

  /// The bytes of a file of at most 1 MiB, or the text of a link, if they can be had.
  public Optional<Bytes> content(Entry.Leaf leaf, Optional<RemotePlace> from) {
    from.ifPresent(place -> stores.attach(place));
    return switch (leaf) {
      case Entry.Link link -> Optional.of(Bytes.utf8(link.text()));
      case Entry.File file -> stores.contents.read(file);
    };
  }

  /// The newest commits, newest first: all, or those that changed a path or something below it,
  /// followed through renames.
  public List<LogEntry> log(Optional<TreePath> path, int limit) {
    return new LogWalk(stores.history, stores.trees).entries(stores.state.head(), path, limit);
  }

  /// The commit that a person means: `HEAD`, an id, or the beginning of one, four digits or more.
  public Optional<ObjectId> findCommit(String name) {
    return new LogWalk(stores.history, stores.trees).find(stores.state.head(), name);
  }

  /// How two states differ, both of which are here.
  public List<PathDiff> diff(Revision from, Revision to, Optional<TreePath> path) {
    return diff(from, to, path, Optional.empty());
  }

  /// How two states differ.
  ///
  /// @param remote where an old state may be fetched that is not here
  public List<PathDiff> diff(
      Revision from, Revision to, Optional<TreePath> path, Optional<RemotePlace> remote) {
    remote.ifPresent(place -> stores.attach(place));
    List<PathDiff> found = new Comparison(stores).between(from, to, path);
    remote.ifPresent(_ -> stores.objects.local().flush());
    return found;
  }

  /// How many rows a commit changed against its first parent, if both states are kept here.
  public Optional<RowCounts> rowsChanged(LogEntry entry) {
    return new RowHistory(stores).changed(entry.commit(), entry.id());
  }

  /// Whether the newest commit has a table that is called so.
  public boolean hasTable(RowPlace place) {
    return new RowHistory(stores).find(place).isPresent();
  }

  /// The newest commits that changed a table, or a row, newest first.
  public RowLog log(RowPlace place, int limit) {
    return new RowHistory(stores).log(place, limit);
  }

  /// How a commit changed a row against the first parent of which that is kept here, if it did.
  public Optional<RowDiff> rowChanged(LogEntry entry, RowPlace row) {
    return new RowHistory(stores).changed(entry, row);
  }

  /// How many rows of each table differ between two states, of tables that differ.
  public List<TableDiff> diffTables(Revision from, Revision to) {
    return new RowHistory(stores).tables(from, to);
  }

  /// What the databases have otherwise than the newest commit, in chosen tables.
  public TableLook lookAtTables(TableChoice choice) {
    return new RowHistory(stores).look(choice);
  }

  /// How the rows of two states differ, those of one table or one row if that is asked for.
  ///
  /// @param limit how many at most
  /// @param remote where an old state may be fetched that is not here
  public List<RowDiff> diffRows(
      Revision from,
      Revision to,
      Optional<RowPlace> place,
      int limit,
      Optional<RemotePlace> remote) {
    remote.ifPresent(stores::attach);
    List<RowDiff> found = new RowHistory(stores).between(from, to, place, limit);
    remote.ifPresent(_ -> stores.objects.local().flush());
    return found;
  }

  /// Reads everything that is kept here and checks it; with a remote, repairs from there.
  public VerifyReport verify(Verification mode, Optional<RemotePlace> remote) {
    return verify(mode, remote, Progress.NONE);
  }

  /// The same, telling how it goes.
  public VerifyReport verify(Verification mode, Optional<RemotePlace> remote, Progress progress) {
    remote.ifPresent(place -> stores.attach(place));
    return new Verifier(stores, progress).run(mode, remote);
  }

  /// Fetches everything that a remote's branches lead to and checks it; repairs it from here.
  public VerifyReport verifyRemote(Verification mode, RemotePlace remote, Progress progress) {
    return new RemoteVerifier(stores, remote, progress).run(mode);
  }

  /// Frees what nothing stands on at a remote; nothing from remotes that see to that themselves.
  ///
  /// @param patience for how long packs of no use are left alone, in milliseconds
  public Optional<Collected> collect(
      RemotePlace remote, long patience, CollectionOrder.Effect effect) {
    remote.remote().refresh();
    RemoteMemory memory = stores.state.remote(remote.name());
    String incarnation =
        stores.state.incarnation().orElseGet(() -> parts.randomness().next(8).toHex());
    CollectionOrder order =
        new CollectionOrder(
            new Remote.Writer(parts.identity().device().text(), incarnation, memory.sequence()),
            () -> new Retention(parts.clock().wallMillis())::keeps,
            stores.objects::here,
            stores.time.millis(),
            Math.min(patience, DAY_MILLIS),
            patience,
            effect);
    stores.time.record();
    return remote.remote().collect(order);
  }

  /// What the store holds, by kind.
  public SortedMap<ObjectKind, LocalObjects.Share> shares() {
    stores.objects.local().flush();
    return stores.objects.local().shares();
  }

  /// Forgets everything about a remote, as when it is removed: another may be called the same. Its
  /// moves are counted anew from then on, so that the same place, when it is added again, is not
  /// taken to know more than this state.
  public void forget(String remote) {
    String incarnation = parts.randomness().next(8).toHex();
    stores.state.write(batch -> {
      stores.state.forgetRemote(batch, remote);
      stores.state.incarnation(batch, incarnation);
    });
    new RemoteCache(parts.state(), remote).forget();
  }

  /// Frees what no history needs any more: old trees by age, and the trash after thirty days.
  public Housekeeping.Freed tidy() {
    return new Housekeeping(stores).run();
  }

  /// What [#tidy] would free of the store; nothing is.
  public Housekeeping.Freed previewTidy() {
    return new Housekeeping(stores).preview();
  }

  @Override
  public void close() {
    stores.release();
    stores.large.release();
    stores.objects.local().close();
    parts.state().close();
  }
}
