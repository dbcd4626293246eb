package dev.tidelock.engine.sync;

import static java.util.stream.Collectors.toSet;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.merge.MergeBases;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.record.RowName;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.DeltaCodec;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.engine.tree.Differences;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Sends the head to a remote.
final class Outgoing {
  /// How often what is relied on may be let go at the remote in the middle of it.
  private static final int TRIES = 3;

  /// How many bytes it takes to ask about an object and to be told that it is lacking.
  private static final int ASKING = 2 * ObjectId.SIZE;

  /// How many bytes of objects are held in memory before it is known whether they are few.
  private static final long MAX_HELD = 8 << 20;

  private final Stores stores;
  private final RemotePlace place;
  private final Optional<String> acceptance;
  private final DeltaCodec deltas;

  /// @param acceptance the hash of a set of changes that the remote held back and a person accepted
  Outgoing(Stores stores, RemotePlace place, Optional<String> acceptance) {
    this.stores = stores;
    this.place = place;
    this.acceptance = acceptance;
    this.deltas = stores.envelopes.deltas();
  }

  /// Sends what the remote lacks and moves the branch from `theirs` to the head. The tree of the
  /// head goes whole, those of its ancestors as far as they are here.
  ///
  /// @throws ContentGoneException if a content of the head is not to be had
  Sent send(Optional<ObjectId> theirs, Progress progress) {
    ObjectId head = stores.state.head().orElseThrow();
    Differences files = ahead(theirs, head);
    progress.phase(Progress.Phase.PUSH, -1, contents(files));
    try {
      Sent sent = sendChanges(theirs, head, files, progress);
      if (!(sent.outcome() instanceof Remote.Outcome.Incomplete)) {
        return sent;
      }
    } catch (ContentGoneException changed) {
      if (stores.shows(changed.content())) {
        throw changed;
      }
    }
    return persistently(() -> sendWhole(theirs, head, files, progress));
  }

  /// Sends again where the remote let go of something meanwhile that was relied on.
  private static Sent persistently(Supplier<Sent> sending) {
    Sent sent = sending.get();
    for (int i = 1; i < TRIES && sent.outcome() instanceof Remote.Outcome.Incomplete; i++) {
      sent = sending.get();
    }
    return sent;
  }

  /// Sends what differs from what the remote should have.
  private Sent sendChanges(
      Optional<ObjectId> theirs, ObjectId head, Differences files, Progress progress) {
    try (Remote.Push push = place.remote().push()) {
      Set<ObjectId> common =
          theirs
              .map(there -> Set.copyOf(MergeBases.between(stores.history, there, head)))
              .orElseGet(Set::of);
      long bytes =
          fill(push, new Closure(stores.objects, stores.large, head, theirs, common), progress);
      // Told at the end, and found while the remote still takes what was sent.
      Ahead ahead = new Ahead(files, tables(theirs, head));
      return sent(move(push, theirs, head), ahead, bytes, progress);
    }
  }

  /// Asks the remote about everything, because it lacks something that it should have, as after
  /// damage, or because something is not here: then a tree is sent only if it can be had whole.
  private Sent sendWhole(
      Optional<ObjectId> theirs, ObjectId head, Differences files, Progress progress) {
    try (Remote.Push push = place.remote().push()) {
      Sending sending = new Sending(push, progress);
      Set<ObjectId> held = held(head);
      WholeTrees needed = trees(held, stores.objects::find, sending);
      if (!needed.tree(stores.objects.get(head))) {
        ObjectId gone = needed.gone().orElseThrow();
        throw new ContentGoneException(gone, pathOf(gone, head));
      }
      WholeTrees old = trees(held, _ -> Optional.empty(), sending);
      needed.history(head).forEach(old::tree);
      Ahead ahead = new Ahead(files, tables(theirs, head));
      return sent(move(push, theirs, head), ahead, sending.bytes, progress);
    }
  }

  /// Sends all that is here of the head, its ancestors and all their trees, and that the remote
  /// lacks: what another device may need before it can send the head, and what a remote that was
  /// restored forgot. Moves no branch.
  Sent deposit(Progress progress) {
    return persistently(() -> depositOnce(progress));
  }

  private Sent depositOnce(Progress progress) {
    ObjectId head = stores.state.head().orElseThrow();
    progress.phase(Progress.Phase.PUSH, -1, -1);
    try (Remote.Push push = place.remote().push()) {
      Sending sending = new Sending(push, progress);
      WholeTrees all = trees(held(head), _ -> Optional.empty(), sending);
      all.history(head).forEach(all::tree);
      long landed = stores.state.remote(place.name()).sequence();
      return new Sent(push.deposit(writer(landed)), 0, 0, sending.bytes);
    }
  }

  /// Sends what the store holds although the state did not tell of it, and the remote lacks: what a
  /// lost or older state knows nothing of, another device may wait for.
  Sent depositFound(Progress progress) {
    return persistently(() -> depositFoundOnce(progress));
  }

  private Sent depositFoundOnce(Progress progress) {
    try (Remote.Push push = place.remote().push()) {
      Sending sending = new Sending(push, progress);
      Set<ObjectId> lacking = lackingOfFound();
      WholeTrees all =
          new WholeTrees(
              stores.large,
              this::here,
              _ -> Optional.empty(),
              id -> !lacking.contains(id) || sending.sent.contains(id),
              sending);
      lacking.forEach(all::below);
      if (sending.sent.isEmpty()) {
        return new Sent(new Remote.Outcome.Moved(), 0, 0, 0);
      }
      long landed = stores.state.remote(place.name()).sequence();
      return new Sent(push.deposit(writer(landed)), 0, 0, sending.bytes);
    }
  }

  /// Sends objects anew, as far as they are here, beside what the remote has in their place.
  ///
  /// @param contents the large contents that some of them are chunks of
  void mend(Set<ObjectId> ids, Set<ObjectId> contents, Progress progress) {
    try (Remote.Push push = place.remote().push()) {
      Sending sending = new Sending(push, progress);
      WholeTrees.Visitor only =
          (id, object) -> {
            if (ids.contains(id) && !sending.sent.contains(id)) {
              sending.visit(id, object);
            }
          };
      ids.forEach(id -> here(id).ifPresent(object -> only.visit(id, object)));
      contents.forEach(root ->
          new WholeTrees(stores.large, this::here, _ -> Optional.empty(), _ -> false, only)
              .content(root));
      long landed = stores.state.remote(place.name()).sequence();
      push.deposit(writer(landed));
    }
  }

  /// What the remote lacks of what was found and, as long as it lacks that, of what that refers to.
  /// Commits are left out: those that count are sent with the head.
  private Set<ObjectId> lackingOfFound() {
    Set<ObjectId> asked = new HashSet<>();
    Set<ObjectId> lacking = new TreeSet<>();
    Deque<ObjectId> open = new ArrayDeque<>();
    for (ObjectId id : stores.objects.local().found()) {
      here(id)
          .filter(object -> object.kind() != ObjectKind.COMMIT)
          .filter(_ -> asked.add(id))
          .ifPresent(_ -> open.add(id));
    }
    while (!open.isEmpty()) {
      List<ObjectId> window = new ArrayList<>();
      while (!open.isEmpty() && window.size() < Remote.MAX_ASKED) {
        window.add(open.poll());
      }
      for (ObjectId id : place.remote().lacking(window)) {
        lacking.add(id);
        here(id)
            .ifPresent(object ->
                object.references().strong().stream().filter(asked::add).forEach(open::add));
      }
    }
    return lacking;
  }

  /// An object of the store, if it is there and sound.
  private Optional<RawObject> here(ObjectId id) {
    try {
      return stores.objects.here(id);
    } catch (MalformedException | MissingObjectException _) {
      return Optional.empty();
    }
  }

  private static Sent sent(Remote.Outcome outcome, Ahead ahead, long bytes, Progress progress) {
    if (!(outcome instanceof Remote.Outcome.Moved)) {
      return new Sent(outcome, 0, 0, bytes);
    }
    for (TableDiff each : ahead.tables()) {
      String table = RowName.table(each.database(), each.name());
      progress.rows(Progress.Phase.PUSH, table, each.rows());
    }
    return new Sent(outcome, files(ahead.files()), ahead.rows(), bytes);
  }

  private WholeTrees trees(
      Set<ObjectId> held, Function<ObjectId, Optional<RawObject>> beyond, Sending sending) {
    Predicate<ObjectId> cut = id -> held.contains(id) || sending.sent.contains(id);
    return new WholeTrees(stores.large, stores.objects::here, beyond, cut, sending);
  }

  /// What the remote has of all that the head stands on, as far as that is known here.
  private Set<ObjectId> held(ObjectId head) {
    Set<ObjectId> seen = new HashSet<>(Set.of(head));
    Set<ObjectId> held = new HashSet<>();
    Deque<ObjectId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      List<ObjectId> window = new ArrayList<>();
      while (!open.isEmpty() && window.size() < Remote.MAX_ASKED) {
        ObjectId id = open.poll();
        window.add(id);
        stores
            .objects
            .here(id)
            .map(RawObject::references)
            .ifPresent(references -> {
              references.strong().stream().filter(seen::add).forEach(open::add);
              references.ancestor().stream().filter(seen::add).forEach(open::add);
            });
      }
      held.addAll(window);
      held.removeAll(place.remote().lacking(window));
    }
    return held;
  }

  /// Where a content stands in the head.
  private Optional<TreePath> pathOf(ObjectId content, ObjectId head) {
    List<TreePath> paths = new ArrayList<>();
    try {
      stores.trees.below(
          TreePath.ROOT,
          stores.history.tree(head),
          (path, entry) -> {
            if (stands(content, entry)) {
              paths.add(path);
            }
          });
    } catch (MissingObjectException _) {
      // It is not a content that is missing, but a part of the tree itself.
    }
    return paths.stream().findFirst();
  }

  private static boolean stands(ObjectId content, Entry entry) {
    return switch (entry) {
      case Entry.File file ->
          file.content().equals(new Content.Sequence(content))
              || file.content().equals(new Content.Single(content));
      case Entry.Conflict conflict ->
          conflict.terms().stream().anyMatch(term -> stands(content, term.entry()))
              || conflict.base().filter(base -> stands(content, base)).isPresent();
      case Entry.Link _, Entry.Directory _ -> false;
    };
  }

  /// Sends what the remote lacks, and returns how many bytes that took.
  private long fill(Remote.Push push, Closure closure, Progress progress) {
    Sending sending = new Sending(push, progress);
    List<Closure.Part> first = closure.next();
    Optional<List<Parcel>> few = closure.isAtEnd() ? few(first, closure) : Optional.empty();
    if (few.isPresent()) {
      few.get().forEach(sending::send);
      return sending.bytes;
    }
    for (List<Closure.Part> window = first; !window.isEmpty(); window = closure.next()) {
      List<ObjectId> ids = window.stream().map(Closure.Part::id).toList();
      Set<ObjectId> lacking = place.remote().lacking(ids);
      for (Closure.Part part : window) {
        if (lacking.contains(part.id())) {
          sending.send(parcel(part, closure));
        }
      }
      closure.skipBelow(ids.stream().filter(id -> !lacking.contains(id)).collect(toSet()));
    }
    return sending.bytes;
  }

  /// The objects of a window, if they are so few that asking about them would cost more than
  /// sending them.
  private Optional<List<Parcel>> few(List<Closure.Part> window, Closure closure) {
    int most = place.remote().sentUnasked();
    List<Parcel> read = new ArrayList<>();
    long bytes = 0;
    long held = 0;
    for (Closure.Part part : window) {
      if (bytes >= most || held >= MAX_HELD) {
        return Optional.empty();
      }
      Parcel parcel = parcel(part, closure);
      bytes += Math.max(0, parcel.size() - ASKING);
      held += parcel.object().envelope().size();
      read.add(parcel);
    }
    return bytes < most ? Optional.of(read) : Optional.empty();
  }

  private Parcel parcel(Closure.Part part, Closure closure) {
    SealedObject object = closure.read(part, stores.envelopes);
    Optional<ObjectDelta> delta =
        Optional.of(part)
            .filter(_ -> place.remote().takesDeltas())
            .flatMap(closure::versions)
            .flatMap(versions ->
                deltas.encode(
                    object.id(),
                    versions.now(),
                    object.envelope().size(),
                    versions.id(),
                    versions.before()));
    return new Parcel(object, delta);
  }

  private Remote.Outcome move(Remote.Push push, Optional<ObjectId> theirs, ObjectId head) {
    RemoteMemory memory = stores.state.remote(place.name());
    WorkspaceState.Standing before = stores.state.standing();
    freeze(head, memory);
    Remote.Writer writer = writer(memory.sequence() + 1);
    Remote.Outcome outcome =
        push.move(
            new Remote.HeadMove(
                stores.parts.identity().branch(), theirs, head, writer, acceptance));
    settle(outcome, head, memory, before);
    return outcome;
  }

  private Remote.Writer writer(long sequence) {
    return new Remote.Writer(
        stores.parts.identity().device().text(),
        stores.state.incarnation().orElseThrow(),
        sequence);
  }

  /// From here on the head may be known elsewhere. Of several that may land, the first is
  /// remembered: the others stand on it, so that it is behind whichever lands.
  private void freeze(ObjectId head, RemoteMemory memory) {
    ObjectId offered =
        memory
            .offered()
            .filter(first -> MergeBases.isAncestor(stores.history, first, head))
            .orElse(head);
    stores.state.write(batch -> {
      stores.state.head(batch, head, WorkspaceState.Standing.FROZEN);
      stores.state.remote(
          batch,
          place.name(),
          new RemoteMemory(memory.head(), memory.sequence(), Optional.of(offered)));
    });
  }

  /// An answer settles what it is the answer to, and nothing that was offered before.
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
          stores.state.remote(batch, place.name(), memory);
        }
      }
    });
  }

  /// How the files of the head differ from the remote's, with values as in the head.
  private Differences ahead(Optional<ObjectId> theirs, ObjectId head) {
    return Differences.between(
        stores.trees,
        stores.history.tree(head),
        theirs.map(stores.history::tree).orElseGet(stores.trees::empty));
  }

  private List<TableDiff> tables(Optional<ObjectId> theirs, ObjectId head) {
    return new RowComparison(stores)
        .between(theirs.flatMap(stores.history::tables), stores.history.tables(head));
  }

  /// What a remote does not have yet.
  private record Ahead(Differences files, List<TableDiff> tables) {
    long rows() {
      return tables.stream().mapToLong(TableDiff::rows).sum();
    }
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

  /// Sends what a walk meets.
  private final class Sending implements WholeTrees.Visitor {
    private final Remote.Push push;
    private final Progress progress;
    private final Set<ObjectId> sent = new HashSet<>();
    private long bytes;

    private Sending(Remote.Push push, Progress progress) {
      this.push = push;
      this.progress = progress;
    }

    @Override
    public void visit(ObjectId id, RawObject object) {
      send(new Parcel(stores.envelopes.seal(object), Optional.empty()));
    }

    private void send(Parcel parcel) {
      SealedObject sealed = parcel.object();
      parcel.delta().ifPresentOrElse(delta -> push.send(sealed, delta), () -> push.send(sealed));
      sent.add(sealed.id());
      bytes += parcel.size();
      int plain = EnvelopeCodec.readHeader(sealed.envelope()).plainLength();
      progress.advanced(0, plain, "sending");
    }
  }

  /// An object to send.
  ///
  /// @param delta beside what the remote has in its place, if that makes it smaller
  private record Parcel(SealedObject object, Optional<ObjectDelta> delta) {
    private int size() {
      return delta.map(ObjectDelta::size).orElseGet(() -> object.envelope().size());
    }
  }

  /// How sending ended.
  ///
  /// @param outcome what the remote said
  /// @param files files and links that differ there now
  /// @param rows rows that differ there now
  /// @param bytes bytes sent
  record Sent(Remote.Outcome outcome, long files, long rows, long bytes) {}
}
