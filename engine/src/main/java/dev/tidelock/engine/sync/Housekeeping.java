package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.guard.RowGuard;
import dev.tidelock.engine.history.Retention;
import dev.tidelock.engine.store.LocalObjects;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Frees what no history needs any more. Commits stay for ever. Trees stay while something stands
/// on them (the head, the disk, what remotes were at, the guard's references) and else by age, as
/// [Retention] says; but only what a remote has is ever let go.
public final class Housekeeping {
  private final Stores stores;

  Housekeeping(Stores stores) {
    this.stores = stores;
  }

  Freed run() {
    stores.trash.empty(stores.parts.state());
    stores.leftovers.clear();
    if (stores.parts.keeping() == Keeping.EVERYTHING) {
      return Freed.NOTHING;
    }
    Set<ObjectId> live = live();
    LocalObjects.Share dead = stores.objects.local().dead(live::contains);
    int packs = stores.objects.local().packs();
    long bytes = stores.objects.local().compact(live::contains);
    return new Freed(dead.objects(), packs - stores.objects.local().packs(), bytes);
  }

  /// What [#run] would free of the store, and nothing is.
  Freed preview() {
    if (stores.parts.keeping() == Keeping.EVERYTHING) {
      return Freed.NOTHING;
    }
    Set<ObjectId> live = live();
    LocalObjects.Share dead = stores.objects.local().dead(live::contains);
    return new Freed(dead.objects(), 0, dead.bytes());
  }

  private Set<ObjectId> live() {
    stores.objects.local().flush();
    Set<ObjectId> live = new HashSet<>();
    stores.state.head().ifPresent(head -> history(head, live));
    tree(stores.shownTree(), live);
    stores
        .attachments
        .all()
        .forEach(database -> {
          stores.memory.roots(database.name()).forEach(root -> closure(root, live));
          RowGuard.roots(stores.parts.state(), stores.parts.clock(), database.name())
              .forEach(root -> closure(root, live));
        });
    stores.outgoingHistory.trees().forEach(tree -> tree(tree, live));
    stores.incomingHistory.trees().forEach(tree -> tree(tree, live));
    return live;
  }

  private void history(ObjectId head, Set<ObjectId> live) {
    Set<ObjectId> remoteHeads = new HashSet<>(stores.state.remoteHeads());
    Retention retention = new Retention(stores.parts.clock().wallMillis());
    Set<ObjectId> shared = ancestors(remoteHeads);
    Set<ObjectId> heads = new HashSet<>(remoteHeads);
    heads.add(head);
    List<ObjectId> newestFirst = new ArrayList<>(ancestors(heads));
    newestFirst.sort(stores.history.newestFirst());
    for (ObjectId id : newestFirst) {
      Commit commit = stores.history.commit(id);
      live.add(id);
      live.addAll(stores.objects.get(id).references().ancestor());
      boolean kept = retention.keeps(commit.time());
      if (kept || heads.contains(id) || !shared.contains(id)) {
        closure(commit.state(), live);
      }
    }
  }

  private Set<ObjectId> ancestors(Set<ObjectId> heads) {
    Set<ObjectId> all = new HashSet<>();
    Deque<ObjectId> open = new ArrayDeque<>(heads);
    while (!open.isEmpty()) {
      ObjectId id = open.pop();
      if (stores.objects.local().contains(id) && all.add(id)) {
        open.addAll(stores.history.commit(id).parents());
      }
    }
    return all;
  }

  private void tree(Entry.Directory tree, Set<ObjectId> live) {
    closure(tree.root(), live);
  }

  private void closure(ObjectId top, Set<ObjectId> live) {
    Deque<ObjectId> open = new ArrayDeque<>(Set.of(top));
    while (!open.isEmpty()) {
      ObjectId id = open.pop();
      if (live.contains(id)) {
        continue;
      }
      Optional<RawObject> object = here(id);
      if (object.isPresent()) {
        live.add(id);
        open.addAll(object.get().references().strong());
      }
    }
  }

  private Optional<RawObject> here(ObjectId id) {
    try {
      return stores.objects.local().contains(id)
          ? Optional.of(stores.objects.local().get(id))
          : Optional.empty();
    } catch (MissingObjectException _) {
      return Optional.empty();
    }
  }

  /// What was freed of the store.
  ///
  /// @param objects objects that nothing stands on any more
  /// @param packs by how many packs there are fewer
  /// @param bytes by how many bytes it is smaller; of what a pack holds beside what is needed, the
  ///   space is given back once it is more than half
  public record Freed(long objects, long packs, long bytes) {
    /// Nothing.
    public static final Freed NOTHING = new Freed(0, 0, 0);
  }
}
