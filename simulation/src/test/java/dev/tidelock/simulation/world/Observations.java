package dev.tidelock.simulation.world;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.sync.LogEntry;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.simulation.disk.Digests;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What can be seen of a device from outside, in kinds: how its syncs ended, what its history, its
/// conflicts and its guards say. Nothing in the product knows of it.
final class Observations {
  /// How far back commits are looked at.
  private static final int COMMITS = 100;

  /// As many deletions as only a project that becomes empty is stopped for.
  private static final long FEW = 50;

  private final Workspace workspace;
  private final FileSystem files;
  private final String device;
  private final List<String> events = new ArrayList<>();
  private final Set<ObjectId> noted = new HashSet<>();
  private final List<Runnable> later = new ArrayList<>();
  private Map<TreePath, Integer> open = Map.of();

  Observations(Workspace workspace, FileSystem files, String device) {
    this.workspace = workspace;
    this.files = files;
    this.device = device;
  }

  /// Something happened.
  void saw(String event) {
    events.add(event);
  }

  /// A sync ended.
  ///
  /// @param before the head before it, if it is known
  /// @param history what contents the project had some time
  void saw(Optional<ObjectId> before, SyncOutcome outcome, SharedHistory history) {
    outcome.problems().forEach(problem -> saw("problem: " + problem.kind()));
    outcome.unreachable().ifPresent(failure -> saw("sync: went on without " + failure.reason()));
    if (before.isPresent() && !before.equals(outcome.commit())) {
      later.add(() -> integrated(before.get(), outcome.commit().orElseThrow()));
    }
    outcome.stops().forEach(stop -> later.add(() -> stopped(stop, history)));
  }

  /// Looks closer at what was seen, at a moment when nothing gets in its way.
  void lookCloser() {
    for (Runnable look : later) {
      try {
        look.run();
      } catch (FileFailure | StateFailure | RemoteFailure | MissingObjectException unreadable) {
        // Seen by somebody else, then.
        saw("nobody could look closer");
      }
    }
    later.clear();
  }

  /// All that was seen since this was last asked.
  List<String> take() {
    List<String> all = List.copyOf(events);
    events.clear();
    return all;
  }

  /// How the head here became that of a later moment.
  private void integrated(ObjectId before, ObjectId after) {
    Map<ObjectId, Commit> log = log();
    Commit head = log.get(after);
    if (head == null) {
      return;
    }
    boolean mine = head.device().text().equals(device);
    if (ancestors(after, log).contains(before)) {
      saw(mine ? "head: went on" : "head: followed another device");
    } else {
      saw(mine ? "head: was made anew on top of others" : "head: gave way to an equal one");
    }
  }

  private Map<ObjectId, Commit> log() {
    return workspace.log(Optional.empty(), COMMITS).stream()
        .collect(Collectors.toMap(LogEntry::id, LogEntry::commit));
  }

  private void stopped(SafetyStop stop, SharedHistory history) {
    boolean deletes = stop.deletes() > 0;
    TreePath path = TreePath.parse(stop.examples().getFirst());
    Optional<Stat> shown = files.stat(path);
    boolean receives =
        deletes
            ? shown.isPresent()
            : shown.filter(stat -> stat.kind() == Stat.Kind.FILE).isPresent()
                && history.contents().contains(Digests.of(ToyScan.read(files, path)));
    String side = receives ? "receiver" : "sender";
    saw("guard: %s of the %s".formatted(deletes ? "deletes" : "rewrites", side));
    if (deletes && stop.deletes() <= FEW) {
      saw("guard: everything would go");
    }
  }

  /// Counts what is new at a moment when all is calm.
  void note() {
    Map<TreePath, Integer> now = new HashMap<>();
    for (OpenConflict conflict : workspace.conflicts()) {
      now.put(conflict.path(), conflict.terms().hashCode());
      if (!open.containsKey(conflict.path())) {
        saw("conflict: " + conflict.kind());
        if (conflict.terms().size() > 2) {
          saw("conflict: of more than two");
        }
        if (conflict.mine().isEmpty()) {
          saw("conflict: of others");
        }
      } else if (!now.get(conflict.path()).equals(open.get(conflict.path()))) {
        saw("conflict: went on with other values");
      }
    }
    open = now;
    Map<ObjectId, Commit> log = log();
    log.forEach((id, commit) -> {
      if (noted.add(id)) {
        saw("commit: " + commit.kind());
        commit.notes().forEach(note -> saw("note: " + note.kind()));
        if (commit.parents().size() > 1) {
          saw("merge: " + bases(commit, log));
        }
      }
    });
  }

  private static String bases(Commit merge, Map<ObjectId, Commit> log) {
    Set<ObjectId> common = ancestors(merge.parents().getFirst(), log);
    common.retainAll(ancestors(merge.parents().get(1), log));
    Set<ObjectId> best = new HashSet<>(common);
    for (ObjectId each : common) {
      Set<ObjectId> older = ancestors(each, log);
      older.remove(each);
      best.removeAll(older);
    }
    return switch (best.size()) {
      case 0 -> "without a base";
      case 1 -> "over one base";
      default -> "over several bases";
    };
  }

  /// A commit and those before it, as far as they are in a log.
  private static Set<ObjectId> ancestors(ObjectId commit, Map<ObjectId, Commit> log) {
    Set<ObjectId> seen = new HashSet<>(Set.of(commit));
    Deque<ObjectId> todo = new ArrayDeque<>(seen);
    while (!todo.isEmpty()) {
      Commit next = log.get(todo.pop());
      if (next != null) {
        next.parents().stream().filter(seen::add).forEach(todo::push);
      }
    }
    return seen;
  }
}
