package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the head's tables were made of beside what databases held: the states that other devices
/// committed, found through the commits of this one. A head that came from another device is one of
/// them: whoever made it has decided what stands in it.
final class TableOrigins {
  /// How many commits are looked at; what is further back was decided long ago.
  private static final int MOST = 32;

  private final Stores stores;

  TableOrigins(Stores stores) {
    this.stores = stores;
  }

  /// The tables of those states, the nearest first.
  List<MerkleMap<Table>> ofHead() {
    List<MerkleMap<Table>> origins = new ArrayList<>();
    Deque<ObjectId> open = new ArrayDeque<>();
    stores.state.head().ifPresent(open::add);
    Set<ObjectId> seen = new HashSet<>(open);
    while (!open.isEmpty() && seen.size() < MOST) {
      ObjectId id = open.remove();
      Commit commit = stores.history.commit(id);
      if (!commit.device().equals(stores.parts.identity().device())) {
        tables(id).ifPresent(origins::add);
        continue;
      }
      commit.parents().stream().filter(seen::add).forEach(open::add);
    }
    return origins;
  }

  private Optional<MerkleMap<Table>> tables(ObjectId commit) {
    return stores.history.keepsTables(commit)
        ? stores.history.tables(commit).map(stores.records::tables)
        : Optional.empty();
  }
}
