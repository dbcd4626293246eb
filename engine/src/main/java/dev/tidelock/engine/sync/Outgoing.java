package dev.tidelock.engine.sync;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.engine.tree.Differences;
import java.util.Optional;

/// Sends the head to a remote.
final class Outgoing {
  private final Stores stores;
  private final RemotePlace place;

  Outgoing(Stores stores, RemotePlace place) {
    this.stores = stores;
    this.place = place;
  }

  /// Sends what the remote lacks and moves the branch from `theirs` to the head.
  ///
  /// @throws ContentGoneException if a large file changed since it was scanned
  Sent send(Optional<ObjectId> theirs, Progress progress) {
    ObjectId head = stores.state.head().orElseThrow();
    progress.phase(Progress.Phase.PUSH, -1, -1);
    Remote remote = place.remote();
    try (Remote.Push push = remote.push()) {
      Sending sending = new Sending(push, progress);
      new Closure(stores.objects, stores.large, remote.holds(), sending).walk(head);
      RemoteMemory memory = stores.state.remote(place.name());
      WorkspaceState.Standing before = stores.state.standing();
      freeze(head, memory);
      Remote.Writer writer =
          new Remote.Writer(
              stores.parts.device().text(),
              stores.state.incarnation().orElseThrow(),
              memory.sequence() + 1);
      Remote.Outcome outcome =
          push.move(new Remote.HeadMove(stores.parts.branch(), theirs, head, writer));
      settle(outcome, head, memory, before);
      long files = outcome instanceof Remote.Outcome.Moved ? changed(theirs, head) : 0;
      return new Sent(outcome, files, sending.bytes);
    }
  }

  /// From here on the head may be known elsewhere.
  private void freeze(ObjectId head, RemoteMemory memory) {
    stores.state.write(batch -> {
      stores.state.head(batch, head, WorkspaceState.Standing.FROZEN);
      stores.state.remote(
          batch,
          place.name(),
          new RemoteMemory(memory.head(), memory.sequence(), Optional.of(head)));
    });
  }

  private void settle(
      Remote.Outcome outcome, ObjectId head, RemoteMemory memory, WorkspaceState.Standing before) {
    stores.state.write(batch -> {
      switch (outcome) {
        case Remote.Outcome.Moved _ ->
            stores.state.remote(
                batch,
                place.name(),
                new RemoteMemory(Optional.of(head), memory.sequence() + 1, Optional.empty()));
        case Remote.Outcome.Lost _, Remote.Outcome.Incomplete _ -> {
          stores.state.head(batch, head, before);
          stores.state.remote(
              batch,
              place.name(),
              new RemoteMemory(memory.head(), memory.sequence(), Optional.empty()));
        }
      }
    });
  }

  private long changed(Optional<ObjectId> theirs, ObjectId head) {
    Differences differences =
        Differences.between(
            stores.trees,
            theirs.map(stores.history::tree).orElseGet(stores.trees::empty),
            stores.history.tree(head));
    return (long) differences.added().size()
        + differences.changed().size()
        + differences.lost().size();
  }

  /// Sends what a walk meets.
  private final class Sending implements Closure.Visitor {
    private final Remote.Push push;
    private final Progress progress;
    private long bytes;

    private Sending(Remote.Push push, Progress progress) {
      this.push = push;
      this.progress = progress;
    }

    @Override
    public void visit(ObjectId id, RawObject object) {
      SealedObject sealed = stores.envelopes.seal(object);
      push.send(sealed);
      bytes += sealed.envelope().size();
      progress.advanced(0, sealed.envelope().size(), "sending");
    }

    @Override
    public void pruned(ObjectId id) {
      // The tree of an old commit: the remote will say so if it needs it after all.
    }
  }

  /// How sending ended.
  ///
  /// @param outcome what the remote said
  /// @param files files and links that differ there now
  /// @param bytes bytes sent
  record Sent(Remote.Outcome outcome, long files, long bytes) {}
}
