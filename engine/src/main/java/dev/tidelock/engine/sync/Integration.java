package dev.tidelock.engine.sync;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.commit.TreeReferences;
import dev.tidelock.core.merge.CommonBase;
import dev.tidelock.core.merge.MergeBases;
import dev.tidelock.core.merge.MergeResult;
import dev.tidelock.core.merge.MergeSettings;
import dev.tidelock.core.merge.Renames;
import dev.tidelock.core.merge.TreeMerge;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.merge.CommonTables;
import dev.tidelock.core.record.merge.MergeStamps;
import dev.tidelock.core.record.merge.RecordsMerge;
import dev.tidelock.core.record.merge.TableReport;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.history.Blame;
import dev.tidelock.engine.remote.Remote;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes one history of the head here and the head there.
final class Integration {
  /// How many heads a remote is told of.
  private static final int MOST_HEADS = 16;

  private final Stores stores;
  private final SyncRequest request;

  Integration(Stores stores, SyncRequest request) {
    this.stores = stores;
    this.request = request;
  }

  /// Fetches the commits and the tree behind a head, so that they can be read offline from now on,
  /// and returns how many bytes that took.
  long fetch(Remote remote, ObjectId theirs) {
    boolean whole = stores.state.fetched();
    if (whole && standsOn(theirs)) {
      return 0;
    }
    return new Soundness(stores, theirs).believing(() -> fetchAll(remote, theirs, whole));
  }

  /// Whether the head here came from that one, which was read then. That a remote was seen to stand
  /// there says nothing: perhaps it was refused.
  private boolean standsOn(ObjectId theirs) {
    Optional<ObjectId> head = stores.state.head();
    return stores.state.remoteHeads().contains(theirs)
        && stores.objects.local().contains(theirs)
        && head.isPresent()
        && new Soundness(stores, theirs)
            .believing(() -> MergeBases.isAncestor(stores.history, theirs, head.get()));
  }

  private long fetchAll(Remote remote, ObjectId theirs, boolean whole) {
    List<ObjectId> heads = heads();
    try (Receipt receipt = new Receipt(stores, whole)) {
      boolean known = stores.objects.local().contains(theirs);
      // Most often the commit is the only new one, and its tree brings it along.
      ObjectId top = known ? stores.history.commit(theirs).state() : theirs;
      fetch(remote, List.of(top), Remote.Scope.TREES_WITH_CONTENTS, heads, receipt);
      List<ObjectId> behind = unknownBehind(theirs);
      if (!behind.isEmpty()) {
        fetch(remote, behind, Remote.Scope.HISTORY, heads, receipt);
      }
      if (!whole) {
        complete(remote, theirs, Remote.Scope.HISTORY, receipt);
        ObjectId state = stores.history.commit(theirs).state();
        complete(remote, state, Remote.Scope.TREES, receipt);
      }
      receipt.complete();
      new Soundness(stores, theirs).require();
      return receipt.bytes();
    }
  }

  /// The ancestors and details of a commit that are not here.
  private List<ObjectId> unknownBehind(ObjectId commit) {
    return stores.objects.get(commit).references().ancestor().stream()
        .filter(id -> !stores.objects.local().contains(id))
        .toList();
  }

  /// After a fetch that was cut short, an object that is here says nothing of what it refers to:
  /// all is looked at once, and what is missing is fetched, many at a time.
  private void complete(Remote remote, ObjectId root, Remote.Scope scope, Receipt receipt) {
    List<ObjectId> missing = missing(root, scope);
    while (!missing.isEmpty()) {
      fetch(remote, missing, scope, List.of(), receipt);
      missing = missing(root, scope);
    }
  }

  /// What of a history or a tree is not here, as far as can be seen from what is.
  private List<ObjectId> missing(ObjectId root, Remote.Scope scope) {
    List<ObjectId> missing = new ArrayList<>();
    Set<ObjectId> seen = new HashSet<>(Set.of(root));
    Deque<ObjectId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      ObjectId id = open.poll();
      if (stores.objects.local().contains(id)) {
        RawObject object = stores.objects.get(id);
        List<ObjectId> below =
            switch (scope) {
              case HISTORY -> object.references().ancestor();
              case TREES, TREES_WITH_CONTENTS -> TreeReferences.structure(object);
            };
        below.stream().filter(seen::add).forEach(open::add);
      } else {
        missing.add(id);
      }
    }
    return missing;
  }

  /// Whether a head stands on a commit of this device, for which the commits behind it are fetched.
  boolean reaches(Remote remote, ObjectId theirs, ObjectId mine) {
    return new Soundness(stores, theirs)
        .believing(() -> {
          fetchHistory(remote, theirs);
          return MergeBases.isAncestor(stores.history, mine, theirs);
        });
  }

  private void fetchHistory(Remote remote, ObjectId theirs) {
    boolean whole = stores.state.fetched();
    try (Receipt receipt = new Receipt(stores, whole)) {
      fetch(remote, List.of(theirs), Remote.Scope.HISTORY, heads(), receipt);
      if (whole) {
        receipt.complete();
      } else {
        receipt.arrive();
      }
    }
  }

  /// The heads that are here with all that is behind them.
  private List<ObjectId> heads() {
    if (!stores.state.fetched()) {
      return List.of();
    }
    Set<ObjectId> heads = new LinkedHashSet<>(stores.state.remoteHeads());
    stores.state.head().ifPresent(heads::add);
    return heads.stream().limit(MOST_HEADS).toList();
  }

  private void fetch(
      Remote remote,
      List<ObjectId> wants,
      Remote.Scope scope,
      List<ObjectId> whole,
      Receipt receipt) {
    Remote.Known known = new Remote.Known(stores.objects.local()::contains, whole, this::readable);
    remote.fetch(wants, scope, known, receipt);
  }

  private Optional<RawObject> readable(ObjectId id) {
    try {
      return stores.objects.here(id);
    } catch (MalformedException | MissingObjectException _) {
      return Optional.empty();
    }
  }

  /// What the head becomes, given the head there. Nothing is remembered yet.
  ///
  /// @param ours the head here
  /// @param standing how it stands
  Step toward(Optional<ObjectId> ours, WorkspaceState.Standing standing, ObjectId theirs) {
    return new Soundness(stores, theirs).believing(() -> step(ours, standing, theirs));
  }

  private Step step(Optional<ObjectId> ours, WorkspaceState.Standing standing, ObjectId theirs) {
    if (ours.isEmpty()) {
      return new Step(theirs, WorkspaceState.Standing.FROZEN, List.of(), 0, 0, List.of());
    }
    List<ObjectId> common = MergeBases.between(stores.history, theirs, ours.get());
    if (common.contains(theirs)) {
      return new Step(ours.get(), standing, List.of(), 0, 0, List.of());
    }
    if (common.contains(ours.get())) {
      List<Rename> moved = stores.history.between(ours.get(), theirs).pairs();
      return new Step(theirs, WorkspaceState.Standing.FROZEN, moved, 0, 0, List.of());
    }
    return merge(ours.get(), standing, theirs, common);
  }

  private Step merge(
      ObjectId ours, WorkspaceState.Standing standing, ObjectId theirs, List<ObjectId> common) {
    Entry.Directory tree = stores.history.tree(theirs);
    Entry.Directory mine = stores.history.tree(ours);
    MergeSettings settings =
        new MergeSettings(
            request.rules().files(),
            stores.parts.mergers(),
            new Blame(stores.history, stores.trees, theirs, common)::origin,
            new Blame(stores.history, stores.trees, ours, common)::origin,
            stores.contents);
    CommonBase base =
        CommonBase.of(
            stores.history, theirs, ours, settings, stores.trees.directories(), stores.objects);
    MergeResult merged =
        TreeMerge.merge(base, tree, mine, settings, stores.trees.directories(), stores.objects);
    RecordsMerge.Result rows = rows(ours, theirs);
    ProjectState state = new ProjectState(merged.tree(), rows.tables());
    long decided = (long) merged.merged().size() + merged.decided().size();
    long detected = decided + merged.opened().size();
    boolean untouched = detected == 0 && merged.notes().isEmpty() && rows.reports().isEmpty();
    boolean loose = standing == WorkspaceState.Standing.PENDING && alone(ours, common);
    ObjectId there = stores.history.commit(theirs).state();
    if (untouched && loose && state.root().equals(there)) {
      return new Step(
          theirs,
          WorkspaceState.Standing.FROZEN,
          merged.fromSecond(),
          detected,
          decided,
          List.of());
    }
    if (untouched && loose) {
      ObjectId rebased = rebase(ours, theirs, state, merged);
      return new Step(
          rebased,
          WorkspaceState.Standing.PENDING,
          merged.fromSecond(),
          detected,
          decided,
          List.of());
    }
    boolean same =
        there.equals(stores.history.commit(ours).state())
            && state.root().equals(there)
            && merged.fromFirst().isEmpty()
            && merged.fromSecond().isEmpty();
    if (untouched && same && request.message().isEmpty()) {
      return join(ours, theirs, detected, decided);
    }
    ContentPart.keepLacking(stores, mine, tree);
    ObjectId commit =
        new Commits(stores)
            .make(
                state,
                List.of(theirs, ours),
                List.of(merged.fromFirst(), merged.fromSecond()),
                notes(merged, rows),
                Commit.Kind.MERGE,
                request.message());
    return new Step(
        commit,
        WorkspaceState.Standing.PENDING,
        merged.fromSecond(),
        detected,
        decided,
        rows.reports());
  }

  /// Brings histories together whose states are equal. Of two that differ in nothing but joins, one
  /// is taken, and the same one by everybody.
  private Step join(ObjectId ours, ObjectId theirs, long detected, long decided) {
    Commits commits = new Commits(stores);
    boolean taken =
        commits.addsOnlyJoins(ours, theirs)
            && (ours.compareTo(theirs) < 0 || !commits.addsOnlyJoins(theirs, ours));
    return taken
        ? new Step(theirs, WorkspaceState.Standing.FROZEN, List.of(), detected, decided, List.of())
        : new Step(
            commits.join(ours, theirs),
            WorkspaceState.Standing.PENDING,
            List.of(),
            detected,
            decided,
            List.of());
  }

  /// Whether a pending head is the only commit that the other side lacks.
  private boolean alone(ObjectId ours, List<ObjectId> common) {
    Commit commit = stores.history.commit(ours);
    return commit.parents().isEmpty()
        || commit.parents().size() == 1 && common.contains(commit.parents().getFirst());
  }

  private List<Note> notes(MergeResult files, RecordsMerge.Result rows) {
    List<Note> notes = new ArrayList<>(files.notes());
    rows.tables()
        .ifPresent(all -> notes.addAll(RowNotes.of(rows.reports(), stores.records.tables(all))));
    return notes;
  }

  /// The tables of both, merged as the files are.
  private RecordsMerge.Result rows(ObjectId ours, ObjectId theirs) {
    Optional<Tables> there = stores.history.tables(theirs);
    Optional<Tables> here = stores.history.tables(ours);
    Optional<Tables> base =
        there.equals(here)
            ? here
            : CommonTables.of(stores.history, theirs, ours, stores.records, stores.objects);
    return RecordsMerge.merge(
        base,
        there,
        here,
        request.rules().rows(),
        new MergeStamps(stamp(theirs), stamp(ours)),
        stores.records,
        stores.objects);
  }

  private Stamp stamp(ObjectId id) {
    Commit commit = stores.history.commit(id);
    return Stamp.of(commit.time(), commit.device());
  }

  private ObjectId rebase(ObjectId ours, ObjectId theirs, ProjectState state, MergeResult merged) {
    Commit commit = stores.history.commit(ours);
    return new Commits(stores)
        .make(
            state,
            List.of(theirs),
            List.of(merged.fromFirst()),
            commit.notes(),
            commit.kind(),
            commit.message());
  }

  /// Makes a step toward a remote's head durable.
  void keep(Step step, RemotePlace from, ObjectId theirs) {
    RemoteMemory before = stores.state.remote(from.name());
    RemoteMemory now = new RemoteMemory(Optional.of(theirs), before.sequence(), before.offered());
    List<Rename> lag = lag(step);
    if (now.equals(before)
        && stores.state.head().equals(Optional.of(step.head()))
        && stores.state.standing() == step.standing()
        && lag.equals(stores.state.lag())) {
      return;
    }
    stores.keep(batch -> {
      stores.state.head(batch, step.head(), step.standing());
      stores.state.remote(batch, from.name(), now);
      from.remote().note(batch);
      stores.state.lag(batch, lag);
    });
  }

  /// What is at another path in the new head than on the disk.
  private List<Rename> lag(Step step) {
    Renames.Step before =
        new Renames.Step(
            Renames.of(stores.state.lag()), stores.trees.holds(Optional.of(stores.headTree())));
    Renames.Step now =
        new Renames.Step(
            Renames.of(step.moved()), stores.trees.holds(stores.history.files(step.head())));
    return Renames.along(stores.trees.holds(Optional.of(stores.shownTree())), List.of(before, now))
        .pairs();
  }

  /// What the head becomes.
  ///
  /// @param head the commit
  /// @param standing how it stands
  /// @param moved what is at another path than in the head before
  /// @param detected paths that both sides changed
  /// @param resolved those of them that were merged or decided
  /// @param reports what became of rows that both sides changed
  record Step(
      ObjectId head,
      WorkspaceState.Standing standing,
      List<Rename> moved,
      long detected,
      long resolved,
      List<TableReport> reports) {}
}
