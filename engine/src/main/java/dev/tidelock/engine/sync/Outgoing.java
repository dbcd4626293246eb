package dev.tidelock.engine.sync;

import static java.util.stream.Collectors.toSet;

import dev.tidelock.core.merge.MergeBases;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.engine.tree.Differences;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Sends the head to a remote.
final class Outgoing {
  private final Stores stores;
  private final RemotePlace place;
  private final Optional<String> acceptance;

  /// @param acceptance the hash of a set of changes that the remote held back and a person accepted
  Outgoing(Stores stores, RemotePlace place, Optional<String> acceptance) {
    this.stores = stores;
    this.place = place;
    this.acceptance = acceptance;
  }

  /// Sends what the remote lacks and moves the branch from `theirs` to the head. If the remote
  /// turns out to lack something that it has all the same, as after damage, it is asked about
  /// everything.
  ///
  /// @throws ContentGoneException if a large file changed since it was scanned
  Sent send(Optional<ObjectId> theirs, Progress progress) {
    ObjectId head = stores.state.head().orElseThrow();
    Differences ahead = ahead(theirs, head);
    progress.phase(Progress.Phase.PUSH, -1, contents(ahead));
    try (Remote.Push push = place.remote().push()) {
      Set<ObjectId> common =
          theirs
              .map(there -> Set.copyOf(MergeBases.between(stores.history, there, head)))
              .orElseGet(Set::of);
      long bytes =
          fill(push, new Closure(stores.objects, stores.large, head, theirs, common), progress);
      Remote.Outcome outcome = move(push, theirs, head);
      if (outcome instanceof Remote.Outcome.Incomplete && theirs.isPresent()) {
        Closure all = new Closure(stores.objects, stores.large, head, Optional.empty(), Set.of());
        bytes += fill(push, all, progress);
        outcome = move(push, theirs, head);
      }
      long files = outcome instanceof Remote.Outcome.Moved ? files(ahead) : 0;
      return new Sent(outcome, files, bytes);
    }
  }

  /// Sends what the remote lacks, and returns how many bytes that took.
  private long fill(Remote.Push push, Closure closure, Progress progress) {
    long bytes = 0;
    for (List<Closure.Part> window = closure.next(); !window.isEmpty(); window = closure.next()) {
      List<ObjectId> ids = window.stream().map(Closure.Part::id).toList();
      Set<ObjectId> lacking = place.remote().lacking(ids);
      for (Closure.Part part : window) {
        if (lacking.contains(part.id())) {
          SealedObject sealed = closure.read(part, stores.envelopes);
          push.send(sealed);
          bytes += sealed.envelope().size();
          int plain = EnvelopeCodec.readHeader(sealed.envelope()).plainLength();
          progress.advanced(0, plain, "sending");
        }
      }
      closure.skipBelow(ids.stream().filter(id -> !lacking.contains(id)).collect(toSet()));
    }
    return bytes;
  }

  private Remote.Outcome move(Remote.Push push, Optional<ObjectId> theirs, ObjectId head) {
    RemoteMemory memory = stores.state.remote(place.name());
    WorkspaceState.Standing before = stores.state.standing();
    freeze(head, memory);
    Remote.Writer writer =
        new Remote.Writer(
            stores.parts.device().text(),
            stores.state.incarnation().orElseThrow(),
            memory.sequence() + 1);
    Remote.Outcome outcome =
        push.move(new Remote.HeadMove(stores.parts.branch(), theirs, head, writer, acceptance));
    settle(outcome, head, memory, before);
    return outcome;
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
        case Remote.Outcome.Lost _, Remote.Outcome.Incomplete _, Remote.Outcome.Stopped _ -> {
          stores.state.head(batch, head, before);
          stores.state.remote(
              batch,
              place.name(),
              new RemoteMemory(memory.head(), memory.sequence(), Optional.empty()));
        }
      }
    });
  }

  /// How the head differs from the remote's, with values as in the head.
  private Differences ahead(Optional<ObjectId> theirs, ObjectId head) {
    return Differences.between(
        stores.trees,
        stores.history.tree(head),
        theirs.map(stores.history::tree).orElseGet(stores.trees::empty));
  }

  private static long files(Differences ahead) {
    return (long) ahead.gone().size() + ahead.changed().size() + ahead.gained().size();
  }

  /// How many bytes of content are sent at most; -1 if none are.
  private static long contents(Differences ahead) {
    long bytes =
        Stream.concat(ahead.lost().values().stream(), ahead.changed().values().stream())
            .mapToLong(leaf -> leaf instanceof Entry.File file ? file.size() : 0)
            .sum();
    return bytes == 0 ? -1 : bytes;
  }

  /// How sending ended.
  ///
  /// @param outcome what the remote said
  /// @param files files and links that differ there now
  /// @param bytes bytes sent
  record Sent(Remote.Outcome outcome, long files, long bytes) {}
}
