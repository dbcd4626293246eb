package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Remote;
import java.util.Map;
import java.util.Optional;

/// Reads at a place what engines left there, by no other way than theirs.
///
/// @param remote the place
/// @param shared what is read there
/// @param branch whose head counts
record EngineObserver(Remote remote, SharedHistory shared, String branch) implements Observer {
  static EngineObserver of(Remote remote, String branch, Bytes seed) {
    return new EngineObserver(remote, new SharedHistory(remote, branch, seed), branch);
  }

  @Override
  public Optional<ObjectId> head() {
    return remote.refresh().head(branch);
  }

  @Override
  public boolean leads(ObjectId ancestor, ObjectId commit) {
    return shared.leads(ancestor, commit);
  }

  @Override
  public Map<TreePath, TreeItem> tree(ObjectId commit) {
    return shared.tree(commit);
  }
}
