package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.Counts;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.merge.MergeBases;
import dev.tidelock.core.merge.Renames;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.tree.Differences;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes commits on this device.
final class Commits {
  /// How far is looked; beyond that another join does no harm.
  private static final int MOST_JOINS = 64;

  private final Stores stores;

  Commits(Stores stores) {
    this.stores = stores;
  }

  /// A commit of a state.
  ///
  /// @param parents its parents
  /// @param renames for each parent, what is at another path than there
  ObjectId make(
      ProjectState state,
      List<ObjectId> parents,
      List<List<Rename>> renames,
      List<Note> notes,
      Commit.Kind kind,
      String message) {
    Entry.Directory before =
        parents.isEmpty() ? stores.trees.empty() : stores.history.tree(parents.getFirst());
    List<Rename> moved = renames.isEmpty() ? List.of() : renames.getFirst();
    Commit commit =
        new Commit(
            stores.keepState(state),
            parents,
            stores.parts.identity().author(),
            stores.parts.identity().device(),
            time(parents),
            kind,
            message,
            counts(before, state.files(), moved),
            renames,
            RowNotes.joined(notes));
    return stores.keepCommit(commit);
  }

  /// A commit that joins two histories that came to the same state. It tells nothing new, and is
  /// the same whoever makes it and in whatever order: else devices that meet at several remotes
  /// would join each other's joins for ever.
  ObjectId join(ObjectId one, ObjectId other) {
    List<ObjectId> parents = Stream.of(one, other).sorted().toList();
    ObjectId later =
        stores.history.time(parents.getLast()) >= stores.history.time(parents.getFirst())
            ? parents.getLast()
            : parents.getFirst();
    Commit commit = stores.history.commit(later);
    Entry.Directory tree = stores.history.tree(later);
    return stores.keepCommit(
        new Commit(
            commit.state(),
            parents,
            commit.author(),
            commit.device(),
            commit.time() + 1,
            Commit.Kind.MERGE,
            "",
            counts(tree, tree, List.of()),
            List.of(List.of(), List.of()),
            List.of()));
  }

  /// Whether all that `commit` has and `other` lacks are joins: nothing is lost without them.
  boolean addsOnlyJoins(ObjectId commit, ObjectId other) {
    Set<ObjectId> seen = new HashSet<>(Set.of(commit));
    Deque<ObjectId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      ObjectId id = open.pop();
      if (MergeBases.isAncestor(stores.history, id, other)) {
        continue;
      }
      if (!isJoin(id) || seen.size() > MOST_JOINS) {
        return false;
      }
      stores.history.parents(id).stream().filter(seen::add).forEach(open::add);
    }
    return true;
  }

  private boolean isJoin(ObjectId id) {
    Commit commit = stores.history.commit(id);
    return commit.kind() == Commit.Kind.MERGE
        && commit.parents().size() > 1
        && commit.message().isEmpty()
        && commit.notes().isEmpty()
        && commit.renames().stream().allMatch(List::isEmpty)
        && commit.parents().stream()
            .allMatch(parent -> stores.history.commit(parent).state().equals(commit.state()));
  }

  /// A commit of local work on top of the head, or in place of a head that is still pending.
  ObjectId onHead(ProjectState state, List<Rename> renames, List<Note> notes, String message) {
    Optional<ObjectId> head = stores.state.head();
    if (head.isEmpty()) {
      return make(state, List.of(), List.of(), notes, Commit.Kind.AUTO, message);
    }
    Commit last = stores.history.commit(head.get());
    boolean inPlace =
        stores.state.standing() == WorkspaceState.Standing.PENDING
            && last.kind() == Commit.Kind.AUTO
            && last.parents().size() < 2
            && treesAtHand(last.parents())
            && (message.isEmpty() || message.equals(last.message()));
    Commit.Kind kind = message.isEmpty() ? Commit.Kind.AUTO : Commit.Kind.MANUAL;
    if (!inPlace) {
      return make(state, List.of(head.get()), List.of(renames), notes, kind, message);
    }
    List<Note> all = new ArrayList<>(last.notes());
    all.addAll(notes);
    List<List<Rename>> composed =
        last.parents().isEmpty()
            ? List.of()
            : List.of(since(last.parents().getFirst(), head.get(), state.files(), renames));
    return make(state, last.parents(), composed, all, Commit.Kind.AUTO, last.message());
  }

  /// One commit in place of `head` and of `below`, its only parent, if both can be made anew.
  Optional<ObjectId> folded(ObjectId head, ObjectId below) {
    Commit upper = stores.history.commit(head);
    Commit lower = stores.history.commit(below);
    if (!upper.parents().equals(List.of(below))
        || lower.parents().size() > 1
        || !treesAtHand(lower.parents())) {
      return Optional.empty();
    }
    ProjectState state = stores.history.state(head);
    List<Note> notes = new ArrayList<>(lower.notes());
    notes.addAll(upper.notes());
    List<List<Rename>> renames =
        lower.parents().isEmpty()
            ? List.of()
            : List.of(
                since(
                    lower.parents().getFirst(), below, state.files(), upper.renames().getFirst()));
    String message = upper.message().isEmpty() ? lower.message() : upper.message();
    return Optional.of(make(state, lower.parents(), renames, notes, upper.kind(), message));
  }

  /// Whether a commit can be made anew on these parents: after a restore their trees may be nowhere
  /// any more.
  private boolean treesAtHand(List<ObjectId> parents) {
    return parents.stream().allMatch(parent -> stores.history.files(parent).isPresent());
  }

  /// What is at another path than in `parent`, by way of `child`.
  private List<Rename> since(
      ObjectId parent, ObjectId child, Entry.Directory tree, List<Rename> renames) {
    Renames.Step first =
        new Renames.Step(
            stores.history.renames(parent, child), stores.trees.holds(stores.history.files(child)));
    Renames.Step second =
        new Renames.Step(Renames.of(renames), stores.trees.holds(Optional.of(tree)));
    return Renames.along(stores.trees.holds(stores.history.files(parent)), List.of(first, second))
        .pairs();
  }

  /// A hybrid logical time: the clock's, but after every parent.
  private long time(List<ObjectId> parents) {
    long time = stores.parts.clock().wallMillis();
    for (ObjectId parent : parents) {
      time = Math.max(time, stores.history.commit(parent).time() + 1);
    }
    return time;
  }

  private Counts counts(Entry.Directory before, Entry.Directory after, List<Rename> renames) {
    Differences differences = Differences.between(stores.trees, before, after);
    long added = differences.added().size();
    long lost = differences.lost().size();
    long paired = differences.gone().size() - lost;
    return new Counts(
        after.summary().files(),
        after.summary().bytes(),
        Math.max(0, added - paired),
        differences.changed().size(),
        lost,
        renames.size());
  }
}
