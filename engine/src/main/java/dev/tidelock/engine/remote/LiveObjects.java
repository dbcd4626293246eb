package dev.tidelock.engine.remote;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.merge.CommitGraph;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.history.KeptTrees;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;

/// The objects of a project at dumb storage that something stands on: every commit that a head
/// leads to, with its details; the trees of heads, of the places where heads part, and of what is
/// retained; and all that whatever else is named leads to. Closed under strong references, but for
/// the trees of commits that are not kept. One thread; used once.
final class LiveObjects {
  private static final int WINDOW = 512;

  private final LogPicture picture;
  private final LogFetch fetch;
  private final Function<ObjectId, Optional<RawObject>> near;
  private final Set<ObjectId> live = new HashSet<>();
  private final Map<ObjectId, Commit> commits = new HashMap<>();

  LiveObjects(LogPicture picture, LogFetch fetch, Function<ObjectId, Optional<RawObject>> near) {
    this.picture = picture;
    this.fetch = fetch;
    this.near = near;
  }

  boolean contains(ObjectId id) {
    return live.contains(id);
  }

  /// Adds what heads stand on.
  ///
  /// @param retention whether a commit of a time keeps its tree; asked from the newest on
  /// @throws RemoteFailure [Reason#CORRUPT] if something is missing or damaged, so that nobody can
  ///   tell what stands behind it
  void addHistory(Collection<ObjectId> heads, LongPredicate retention) {
    readCommits(heads);
    List<ObjectId> trees = new ArrayList<>();
    for (ObjectId id : KeptTrees.of(graph(), commits.keySet(), heads, retention).kept()) {
      ObjectId state = commit(id).state();
      // A tree that is not there was let go before; but a head needs its own.
      if (heads.contains(id) || picture.locate(state).isPresent()) {
        trees.add(state);
      }
    }
    follow(trees);
  }

  /// Adds objects and all that they lead to.
  void addAll(Collection<ObjectId> roots) {
    follow(roots);
  }

  private void readCommits(Collection<ObjectId> heads) {
    Set<ObjectId> seen = new HashSet<>(heads);
    Deque<ObjectId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Map<ObjectId, RawObject> window = read(window(open));
      Map<ObjectId, RawObject> details = read(details(window.values()));
      live.addAll(window.keySet());
      live.addAll(details.keySet());
      window.forEach((id, object) -> {
        Commit commit =
            ProjectBlobs.checked(
                "commit " + id,
                () -> CommitCodec.read(id, each -> each.equals(id) ? object : get(details, each)));
        commits.put(id, commit);
        commit.parents().stream().filter(seen::add).forEach(open::add);
      });
    }
  }

  private static RawObject get(Map<ObjectId, RawObject> objects, ObjectId id) {
    RawObject object = objects.get(id);
    if (object == null) {
      throw new MissingObjectException(id);
    }
    return object;
  }

  private Set<ObjectId> details(Collection<RawObject> window) {
    Set<ObjectId> details = new HashSet<>();
    for (RawObject object : window) {
      for (ObjectId id : object.references().ancestor()) {
        if (kind(id) == ObjectKind.DETAIL) {
          details.add(id);
        }
      }
    }
    return details;
  }

  private Commit commit(ObjectId id) {
    return Optional.ofNullable(commits.get(id)).orElseThrow(() -> new MissingObjectException(id));
  }

  private CommitGraph graph() {
    return new CommitGraph() {
      @Override
      public List<ObjectId> parents(ObjectId id) {
        return commit(id).parents();
      }

      @Override
      public long time(ObjectId id) {
        return commit(id).time();
      }
    };
  }

  private void follow(Collection<ObjectId> roots) {
    Deque<ObjectId> open = new ArrayDeque<>();
    roots.forEach(id -> enter(id, open));
    while (!open.isEmpty()) {
      for (RawObject object : read(window(open)).values()) {
        object.references().ancestor().forEach(id -> enter(id, open));
        for (ObjectId id : object.references().strong()) {
          // The tree of an old commit may have been let go before.
          if (object.kind() != ObjectKind.COMMIT || picture.locate(id).isPresent()) {
            enter(id, open);
          }
        }
      }
    }
  }

  private void enter(ObjectId id, Deque<ObjectId> open) {
    if (live.add(id) && !kind(id).isLeaf()) {
      open.add(id);
    }
  }

  /// The kind of an object, which must be there.
  private ObjectKind kind(ObjectId id) {
    return picture.locate(id).orElseThrow(() -> missing(id)).kind();
  }

  private static RemoteFailure missing(ObjectId id) {
    return new RemoteFailure(Reason.CORRUPT, "object " + id + " is missing");
  }

  private static Set<ObjectId> window(Deque<ObjectId> open) {
    Set<ObjectId> window = new HashSet<>();
    while (window.size() < WINDOW && !open.isEmpty()) {
      window.add(open.pop());
    }
    return window;
  }

  private Map<ObjectId, RawObject> read(Set<ObjectId> ids) {
    Map<ObjectId, RawObject> found = new HashMap<>();
    List<ObjectId> far = new ArrayList<>();
    for (ObjectId id : ids) {
      near(id).ifPresentOrElse(object -> found.put(id, object), () -> far.add(id));
    }
    fetch.exactly(far, found::put);
    for (ObjectId id : ids) {
      // What is at hand is here; it must be there as well.
      if (!found.containsKey(id) || picture.locate(id).isEmpty()) {
        throw missing(id);
      }
    }
    return found;
  }

  private Optional<RawObject> near(ObjectId id) {
    try {
      return near.apply(id);
    } catch (MalformedException | MissingObjectException _) {
      return Optional.empty();
    }
  }
}
