package dev.tidelock.engine.sync;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import java.util.Optional;

/// Says how a workspace stands, without changing anything.
final class StatusReport {
  private final Stores stores;

  StatusReport(Stores stores) {
    this.stores = stores;
  }

  WorkspaceStatus status(Optional<String> remote) {
    LocalWork.Found found = new LocalWork(stores).find(SyncRequest.usual(), Progress.NONE);
    Optional<ObjectId> there =
        remote.isPresent()
            ? remote.flatMap(name -> stores.state.remote(name).head())
            : stores.state.head();
    Entry.Directory known = there.map(stores.history::tree).orElseGet(stores.trees::empty);
    return new WorkspaceStatus(
        new Comparison(stores).between(known, found.tree()),
        found.tree().summary().conflicts(),
        stores.state.head(),
        stores.headState().withFiles(found.tree()).root(),
        stores.state.synced(),
        found.problems());
  }
}
