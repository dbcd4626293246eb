package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.merge.MergeBases;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.apply.Applied;
import dev.tidelock.engine.apply.Recovery;
import dev.tidelock.engine.guard.HeldBack;
import dev.tidelock.engine.guard.RowGuard;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.scan.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// One sync, from start to end: recover, refresh, scan, commit, fetch, integrate, apply, push. The
/// middle is repeated while somebody else is faster, here or there. Used once.
final class SyncRun {
  private static final int ROUNDS = 100;
  private static final int DISTURBED_ROUNDS = 5;
  private static final int GONE_ROUNDS = 3;
  private static final long TIDY_MILLIS = 24L * 60 * 60 * 1000;

  private final Stores stores;
  private final Optional<RemotePlace> place;
  private final Progress progress;
  private final Tally tally;
  private final TableWork tables;
  private SyncRequest request;
  private Scope scope;

  private Optional<RemoteView> view = Optional.empty();
  private Optional<RemoteFailure> unreachable = Optional.empty();
  private Set<TreePath> disturbed = Set.of();
  private int disturbances;
  private int gone;

  SyncRun(Stores stores, SyncRequest request, Optional<RemotePlace> place, Progress progress) {
    this.stores = stores;
    this.request = request;
    this.place = place;
    this.progress = progress;
    this.tally = new Tally(stores);
    this.tables = new TableWork(stores, progress);
    this.scope = request.look().scope();
  }

  SyncOutcome run() {
    Optional<ObjectId> headBefore = stores.state.head();
    Entry.Directory shownBefore = stores.shownTree();
    stores.begin();
    refresh(this::recent);
    forgetIfUnreadable();
    recover();
    stores.time.record();
    new KeepingChange(stores).follow();
    stores.previewed().ifPresent(tables.databases()::takeOver);
    try (tables) {
      rounds();
    } catch (RemoteFailure failure) {
      waitFor(failure);
    }
    request.acceptance().ifPresent(this::spend);
    long now = stores.parts.clock().wallMillis();
    boolean same = stores.state.head().equals(headBefore) && stores.shownTree().equals(shownBefore);
    // A watch looks here and there all the time, and shall not write each time.
    boolean all = request.part().extent() == Extent.EVERYTHING && unreachable.isEmpty();
    if (all && !(same && request.look().scope() instanceof Scope.Directories)) {
      stores.state.write(batch -> stores.state.synced(batch, now));
    }
    tidy(now);
    return tally.outcome(unreachable);
  }

  private void rounds() {
    boolean again = true;
    for (int round = 0; again && round < ROUNDS; round++) {
      again = round();
    }
  }

  /// An acceptance holds for one sync.
  private void spend(String hash) {
    stores.state.write(batch -> {
      batch.delete(Space.HELD, Bytes.utf8(hash));
      RowGuard.spend(batch, hash);
    });
  }

  /// A remote that cannot be reached only waits; whatever else it fails with is an error.
  private void waitFor(RemoteFailure failure) {
    if (!failure.mayPass()) {
      throw failure;
    }
    unreachable = Optional.of(failure);
    view = Optional.empty();
  }

  /// Bounds the number of packs, and tidies up once a day.
  private void tidy(long now) {
    stores.objects.local().fold();
    long last = stores.state.tidied().orElse(now);
    boolean due = now - last >= TIDY_MILLIS || now < last;
    if (due) {
      new Housekeeping(stores).run();
    }
    if (due || stores.state.tidied().isEmpty()) {
      stores.state.write(batch -> stores.state.tidied(batch, now));
    }
  }

  /// One round; whether another is needed.
  private boolean round() {
    return request.part().extent() == Extent.EVERYTHING ? wholeRound() : rowsRound();
  }

  /// A round that leaves files alone.
  private boolean rowsRound() {
    tally.startRound();
    TableWork.Found rows = tables.find(request);
    new LocalWork(stores).keepRows(rows, request.message());
    tally.found(rows);
    try {
      integrate();
    } catch (ContentGoneException content) {
      // Only a look at the files can tell what became of it.
      tally.problem(
          new Problem(
              content.path().map(TreePath::toString).orElse(""),
              Problem.Kind.UNREADABLE,
              "changed since it was synced; sync files first"));
      return false;
    }
    boolean written = apply(rows);
    if (request.part().isWrittenOver()) {
      // What applications write from now on is news, and is not written over.
      request = request.about(Extent.ROWS);
    }
    return push() || written;
  }

  private boolean wholeRound() {
    tally.startRound();
    LocalWork work = new LocalWork(stores);
    LocalWork.Found found = work.find(request, request.look().at(scope()), progress);
    TableWork.Found rows = tables.find(request);
    work.keep(found, rows, request.message());
    tally.found(found);
    tally.found(rows);
    if (request.direction() != Direction.UP) {
      new LeftOverDirectories(stores).tidy(found.scan().leftOver());
    }
    try {
      integrate();
    } catch (ContentGoneException content) {
      return lookAgain(content);
    }
    boolean disturbed = request.direction() != Direction.UP && apply(found.verdict().held());
    boolean written = apply(rows);
    return push() || disturbed || written;
  }

  /// What is looked at; everything where nothing that is known can be relied on.
  private Scope scope() {
    return stores.state.shown().isEmpty() || stores.isAbsenceUnknown() ? Scope.EVERYTHING : scope;
  }

  /// Settles what an interrupted run left, and clears what it was building.
  private void recover() {
    DiskUpdate.recover(stores);
    stores.leftovers.sort();
  }

  /// A state whose own commit or tree is nowhere any more, as after a restore of an old state
  /// beside a newer store, tells nothing: it counts as lost, and nothing is deleted on its word.
  private void forgetIfUnreadable() {
    if (!readable(stores::shownTree) || !readable(stores::headTree)) {
      stores.state.write(batch -> {
        stores.state.forget(batch);
        stores.shown.removeTree(batch, TreePath.ROOT);
        Recovery.forget(batch);
      });
    }
    List<Entry.Directory> references = new ArrayList<>(stores.outgoingHistory.trees());
    references.addAll(stores.incomingHistory.trees());
    if (!references.stream().map(Entry.Directory::root).allMatch(this::atHand)) {
      stores.state.write(stores.state::forgetReferences);
    }
  }

  private boolean atHand(ObjectId id) {
    return stores.objects.local().contains(id)
        || view.isPresent() && stores.objects.find(id).isPresent();
  }

  /// Whether a tree can be had.
  private boolean readable(Supplier<Entry.Directory> tree) {
    try {
      stores.objects.get(tree.get().root());
      return true;
    } catch (MissingObjectException missing) {
      if (place.isPresent() && view.isEmpty()) {
        throw missing;
      }
      return false;
    }
  }

  /// Most rounds of a watch look here and there, and are content with what the remote told. Where
  /// it is open whether an offered commit landed, the remote has to be asked.
  private RemoteView recent(RemotePlace from) {
    boolean watching = request.look().scope() instanceof Scope.Directories;
    return watching && stores.state.remote(from.name()).offered().isEmpty()
        ? from.remote().recent()
        : from.remote().refresh();
  }

  /// Finds out where the remote stands.
  private void refresh(Function<RemotePlace, RemoteView> asking) {
    if (place.isEmpty()) {
      return;
    }
    try {
      stores.attach(place.get());
      view = Optional.of(asking.apply(place.get()));
      checkSequence(view.get());
      noteRestore(view.get());
    } catch (RemoteFailure failure) {
      waitFor(failure);
    }
  }

  /// A remote that knows more of our own moves than we do was told by a later self: this state was
  /// rolled back, or copied. It gets a new name, and what is absent from the disk counts as unknown
  /// once.
  private void checkSequence(RemoteView now) {
    String name = place.orElseThrow().name();
    RemoteMemory memory = stores.state.remote(name);
    long there =
        now.lastSequence(
            stores.parts.identity().device().text(), stores.state.incarnation().orElseThrow());
    if (there == memory.sequence() + 1 && landed(memory, now)) {
      remember(name, new RemoteMemory(memory.offered(), there, Optional.empty()));
    } else if (there > memory.sequence()) {
      startAnew(name, memory);
    } else if (landed(memory, now)) {
      // It was sent under a name that this state no longer has.
      remember(name, new RemoteMemory(memory.offered(), memory.sequence(), Optional.empty()));
    } else if (memory.offered().isPresent() && moved(memory, now)) {
      // Somebody else was first, so that it cannot land any more.
      remember(name, new RemoteMemory(memory.head(), memory.sequence(), Optional.empty()));
      release(memory.offered().get());
    }
    // Else it may land yet, and what is offered next stands on top of it.
  }

  /// A remote that was restored from a backup is told again of all that is here, also of what
  /// stands below its head, and counts as having nothing that it does not show.
  private void noteRestore(RemoteView now) {
    if (!now.restored()) {
      return;
    }
    String name = place.orElseThrow().name();
    RemoteMemory memory = stores.state.remote(name);
    Optional<ObjectId> head = now.head(stores.parts.identity().branch());
    stores.state.write(batch -> {
      stores.state.forgot(batch, name);
      stores.state.remote(batch, name, new RemoteMemory(head, memory.sequence(), memory.offered()));
    });
  }

  /// All of it at once: a crash in between would let the next run take what is absent for deleted.
  private void startAnew(String name, RemoteMemory memory) {
    String incarnation = stores.parts.randomness().next(8).toHex();
    stores.state.write(batch -> {
      stores.state.incarnation(batch, incarnation);
      stores.state.remote(batch, name, new RemoteMemory(memory.head(), 0, Optional.empty()));
      stores.state.rolledBack(batch, true);
    });
  }

  private void remember(String name, RemoteMemory memory) {
    stores.state.write(batch -> stores.state.remote(batch, name, memory));
  }

  /// A commit of this device that was offered and cannot land any more, and that no other remote
  /// has or may yet have, may be made anew: as the head itself, or folded into the pending head
  /// that was made from it since.
  private void release(ObjectId offered) {
    Optional<ObjectId> head = stores.state.head();
    if (head.isEmpty() || !isMine(offered) || mayBeElsewhere(offered)) {
      return;
    }
    Optional<ObjectId> anew =
        head.get().equals(offered)
            ? head
            : stores.state.standing() == WorkspaceState.Standing.PENDING
                ? new Commits(stores).folded(head.get(), offered)
                : Optional.empty();
    if (anew.isPresent()) {
      stores.keep(batch -> stores.state.head(batch, anew.get(), WorkspaceState.Standing.PENDING));
    }
  }

  /// Whether a commit was made here: another one's is at least with whoever made it.
  private boolean isMine(ObjectId commit) {
    return stores.history.commit(commit).device().equals(stores.parts.identity().device());
  }

  private boolean mayBeElsewhere(ObjectId commit) {
    try {
      return stores.state.maybeElsewhere().stream()
          .anyMatch(each -> MergeBases.isAncestor(stores.history, commit, each));
    } catch (MissingObjectException _) {
      // A history that cannot be read excludes nothing.
      return true;
    }
  }

  /// Whether the move whose answer never came is in the remote's history.
  private boolean landed(RemoteMemory memory, RemoteView now) {
    Optional<ObjectId> head = now.head(stores.parts.identity().branch());
    if (memory.offered().isEmpty() || head.isEmpty() || !moved(memory, now)) {
      return false;
    }
    return new Integration(stores, request)
        .reaches(place.orElseThrow().remote(), head.get(), memory.offered().get());
  }

  private boolean moved(RemoteMemory memory, RemoteView now) {
    return !now.head(stores.parts.identity().branch()).equals(memory.head());
  }

  private void integrate() {
    Optional<ObjectId> theirs = view.flatMap(now -> now.head(stores.parts.identity().branch()));
    if (theirs.isEmpty()) {
      return;
    }
    progress.phase(Progress.Phase.FETCH, -1, -1);
    Integration integration = new Integration(stores, request);
    tally.received(integration.fetch(place.orElseThrow().remote(), theirs.get()));
    progress.phase(Progress.Phase.MERGE, -1, -1);
    Integration.Step step =
        integration.toward(stores.state.head(), stores.state.standing(), theirs.get());
    integration.keep(step, place.orElseThrow(), theirs.get());
    tally.integrated(step);
  }

  private boolean apply(HeldBack deleted) {
    DiskUpdate update = new DiskUpdate(stores, deleted);
    DiskUpdate.Wanted wanted = update.want(request.acceptance());
    Applied applied = update.apply(wanted, progress);
    tally.applied(applied, wanted.verdict().stop());
    if (applied.disturbed().isEmpty() && applied.problems().isEmpty()) {
      stores.leftovers.clear();
    }
    List<TreePath> again = new ArrayList<>();
    for (TreePath path : applied.disturbed()) {
      if (disturbed.contains(path) && update.isObstructed(path)) {
        tally.problem(
            new Problem(
                path.toString(),
                Problem.Kind.NOT_APPLIED,
                "something that is not synced stands in its place; move it away to get this"));
      } else {
        again.add(path);
        tally.problem(
            new Problem(path.toString(), Problem.Kind.BUSY, "changes while it is synced"));
      }
    }
    disturbed = Set.copyOf(again);
    if (again.isEmpty()) {
      return false;
    }
    disturbances++;
    scope = scope.and(parents(again));
    return disturbances < DISTURBED_ROUNDS;
  }

  /// Brings the databases to the head; whether applications were at work meanwhile.
  private boolean apply(TableWork.Found rows) {
    TableUpdate.Applied applied = new TableUpdate(stores, tables.databases(), request).apply(rows);
    tally.applied(applied);
    if (!applied.disturbed()) {
      return false;
    }
    disturbances++;
    return disturbances < DISTURBED_ROUNDS;
  }

  private static List<TreePath> parents(List<TreePath> paths) {
    return paths.stream().map(path -> path.parent().orElseThrow()).toList();
  }

  /// Sends the head, if the remote has another; whether somebody else was faster.
  private boolean push() {
    if (view.isEmpty() || request.direction() == Direction.DOWN) {
      return false;
    }
    Outgoing outgoing = new Outgoing(stores, place.orElseThrow(), request.acceptance());
    if (lost(outgoing.depositFound(progress))) {
      return true;
    }
    stores.objects.local().forgetFound();
    Optional<ObjectId> theirs = view.get().head(stores.parts.identity().branch());
    Optional<ObjectId> head = stores.state.head();
    if (head.isEmpty()) {
      return false;
    }
    try {
      boolean again = !head.equals(theirs) && lost(outgoing.send(theirs, progress));
      return again || stores.state.forgot(place.get().name()) && tellAgain(outgoing);
    } catch (ContentGoneException content) {
      if (stores.shows(content.content())) {
        return lookAgain(content);
      }
      tally.problem(
          new Problem(
              content.path().map(TreePath::toString).orElse(""),
              Problem.Kind.AWAITED,
              "cannot be sent: content %s is neither here nor at a remote at hand"
                  .formatted(content.content().abbreviated())));
      return tellAgain(outgoing);
    }
  }

  /// Lets the remote have all that is here, whatever the head may lack.
  private boolean tellAgain(Outgoing outgoing) {
    if (lost(outgoing.deposit(progress))) {
      return true;
    }
    stores.state.write(batch -> stores.state.told(batch, place.orElseThrow().name()));
    return false;
  }

  /// Whether what was sent came too late.
  private boolean lost(Outgoing.Sent sent) {
    tally.sent(sent);
    return switch (sent.outcome()) {
      case Remote.Outcome.Moved _ -> false;
      case Remote.Outcome.Stopped stopped -> {
        tally.stopped(
            new SafetyStop(
                stopped.plan(), stopped.deletes(), stopped.rewrites(), stopped.examples()));
        yield false;
      }
      case Remote.Outcome.Lost _ -> {
        refresh(from -> from.remote().refresh());
        yield true;
      }
      case Remote.Outcome.Incomplete incomplete ->
          throw new RemoteFailure(
              RemoteFailure.Reason.INCOMPLETE,
              "the remote lacks objects that the head needs, for example "
                  + incomplete.missing().getFirst());
    };
  }

  /// A scan usually finds what became of a content; what it cannot find is left to another sync.
  private boolean lookAgain(ContentGoneException content) {
    tally.problem(new Problem("", Problem.Kind.BUSY, content.getMessage()));
    gone++;
    scope = Scope.EVERYTHING;
    return gone < GONE_ROUNDS;
  }
}
