package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.TreeReferences;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Fetches objects from a hub. It takes only what it asked for or what something taken refers to,
/// each checked against its id; after a cut, and where the hub left something out, it asks for what
/// is still open. What it has another version of may come as what differs from that; where that
/// does not work, everything comes whole from then on. Used once, by one thread.
final class HubFetch {
  /// How many ids one request names: less than a message may be long.
  private static final int PORTION = 8192;

  /// How many bytes of small contents may come along with trees.
  private static final int CONTENTS = 256 << 10;

  /// How often in a row nothing that was asked for may come: once because the hub took it for
  /// known, or its id was damaged on its way.
  private static final int FRUITLESS = 2;

  private final HubConnection connection;
  private final String path;
  private final EnvelopeCodec codec;
  private final Remote.Receiver receiver;
  private final Set<ObjectId> suspects;
  private final Set<ObjectId> open = new LinkedHashSet<>();
  private final Set<ObjectId> taken = new HashSet<>();
  private final Set<ObjectId> welcome = new HashSet<>();
  private boolean byId;
  private boolean deltas = true;

  /// @param path the project's path at the hub
  /// @param suspects where damaged objects are noted, and repaired ones taken out
  HubFetch(
      HubConnection connection,
      String path,
      EnvelopeCodec codec,
      Remote.Receiver receiver,
      Set<ObjectId> suspects) {
    this.connection = connection;
    this.path = path;
    this.codec = codec;
    this.receiver = receiver;
    this.suspects = suspects;
  }

  /// What [Remote#fetch] says.
  void reachable(Collection<ObjectId> wants, Remote.Scope scope, Remote.Known known) {
    wants.stream().filter(id -> !known.has(id)).forEach(open::add);
    List<ObjectId> whole = known.whole();
    int fruitless = 0;
    while (!open.isEmpty()) {
      List<ObjectId> roots = whole;
      boolean before = deltas;
      boolean headway =
          pass(
              () -> fetch(scope, roots),
              known,
              (object, base) -> {
                Set<ObjectId> met =
                    base.filter(_ -> !roots.isEmpty()).map(HubFetch::referred).orElseGet(Set::of);
                for (ObjectId id : followed(object, scope)) {
                  if (!met.contains(id) && !taken.contains(id) && !known.has(id)) {
                    open.add(id);
                  }
                }
                if (scope == Remote.Scope.TREES_WITH_CONTENTS && object.kind() == ObjectKind.MAP) {
                  welcome(object, known);
                }
              });
      fruitless = headway || before != deltas ? 0 : fruitless + 1;
      if (fruitless > 0) {
        whole = List.of();
      }
      if (fruitless == FRUITLESS) {
        throw new RemoteFailure(
            Reason.CORRUPT,
            "object %s is missing at the hub %s"
                .formatted(open.iterator().next(), connection.hub()));
      }
    }
  }

  /// The contents in a directory are taken if they come along, and not missed if they do not.
  private void welcome(RawObject directory, Remote.Known known) {
    directory.references().strong().stream()
        .filter(id -> !open.contains(id) && !taken.contains(id) && !known.has(id))
        .forEach(welcome::add);
  }

  private static List<ObjectId> followed(RawObject object, Remote.Scope scope) {
    return switch (scope) {
      case HISTORY -> object.references().ancestor();
      case TREES, TREES_WITH_CONTENTS -> TreeReferences.structure(object);
    };
  }

  private static Set<ObjectId> referred(RawObject base) {
    return new HashSet<>(base.references().strong());
  }

  private Request fetch(Remote.Scope scope, List<ObjectId> whole) {
    Message wanted =
        Message.empty()
            .with("scope", scope == Remote.Scope.HISTORY ? "history" : "trees")
            .with("wants", portion())
            .with("whole", whole);
    if (scope == Remote.Scope.TREES_WITH_CONTENTS) {
      wanted.with("contents", CONTENTS);
    }
    if (scope != Remote.Scope.HISTORY && deltas && !whole.isEmpty()) {
      wanted.with("deltas", true);
    }
    return Request.post(path + "/fetch", wanted, Request.Effort.WORK);
  }

  /// What [Remote#objects] says.
  void exactly(Collection<ObjectId> ids) {
    byId = true;
    Set<ObjectId> left = new LinkedHashSet<>(ids);
    while (!left.isEmpty()) {
      open.clear();
      left.stream().limit(PORTION).forEach(open::add);
      left.removeAll(List.copyOf(open));
      pass(this::read, Remote.Known.NOTHING, (_, _) -> {});
    }
  }

  private Request read() {
    return new Request(
        "POST",
        path + "/read",
        Request.IDS,
        List.of(IdList.encode(portion())),
        Request.Effort.WORK);
  }

  private List<ObjectId> portion() {
    return open.stream().limit(PORTION).toList();
  }

  /// What is done with an object when it was taken.
  @FunctionalInterface
  private interface Consequence {
    /// @param base what is here in its place, if it came beside that; what that refers to is here,
    ///   too, as all is that stands below what the hub was told to be whole
    void of(RawObject object, Optional<RawObject> base);
  }

  /// Reads answers until one came to its end; whether anything came.
  private boolean pass(Supplier<Request> request, Remote.Known known, Consequence consequence) {
    int before = taken.size();
    while (!open.isEmpty()) {
      int sofar = taken.size();
      try {
        connection.ask(
            request,
            answer -> {
              take(answer, new Taking(known, consequence));
              return answer;
            });
        return taken.size() > before;
      } catch (RemoteFailure failure) {
        if (!failure.mayPass() || taken.size() == sofar) {
          throw failure;
        }
      }
    }
    return true;
  }

  private void take(Answer answer, Taking taking) throws IOException {
    boolean alone = open.size() == 1;
    Optional<Refusal> refusal = ObjectStream.read(answer.body(), taking);
    if (refusal.isPresent()) {
      RemoteFailure failure = refusal.get().failure(connection.hub());
      if (alone && failure.reason() == Reason.CORRUPT) {
        suspects.addAll(open);
      }
      throw failure;
    }
  }

  /// Takes what comes.
  private final class Taking implements ObjectStream.Receiver {
    private final Remote.Known known;
    private final Consequence consequence;

    private Taking(Remote.Known known, Consequence consequence) {
      this.known = known;
      this.consequence = consequence;
    }

    @Override
    public void object(ObjectId id, Bytes envelope) {
      take(id, envelope, consequence);
    }

    /// One that cannot be put together stays open, and is asked for once more, whole.
    @Override
    public void delta(ObjectDelta delta) {
      if (!open.contains(delta.id())) {
        requireAsked(delta.id());
        return;
      }
      Optional<RawObject> base = known.read(delta.base());
      Optional<RawObject> object = base.flatMap(it -> joined(delta, it));
      if (object.isEmpty()) {
        deltas = false;
        return;
      }
      note(delta.id());
      receiver.accept(delta.id(), object.get());
      consequence.of(object.get(), base);
    }
  }

  private Optional<RawObject> joined(ObjectDelta delta, RawObject base) {
    try {
      return Optional.of(codec.deltas().open(delta, base));
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  private void take(ObjectId id, Bytes envelope, Consequence consequence) {
    if (!open.contains(id) && !welcome.contains(id)) {
      requireAsked(id);
      return;
    }
    RawObject object = checked(id, envelope);
    SealedObject sealed = new SealedObject(id, object.kind(), envelope);
    if (welcome.remove(id) && !open.contains(id)) {
      if (object.kind() == ObjectKind.CHUNK) {
        taken.add(id);
        receiver.accept(sealed, object);
      }
      return;
    }
    note(id);
    receiver.accept(sealed, object);
    consequence.of(object, Optional.empty());
  }

  private void note(ObjectId id) {
    open.remove(id);
    taken.add(id);
    suspects.remove(id);
  }

  /// Lets pass what is known or was met otherwise when a tree is walked; who answers a list of ids
  /// with another one was misheard.
  private void requireAsked(ObjectId id) {
    if (byId && !taken.contains(id)) {
      throw new MalformedException("object " + id + ", which nobody asked for");
    }
  }

  /// Opens an envelope. What is damaged is asked for once more, because it may have been damaged on
  /// its way.
  private RawObject checked(ObjectId id, Bytes envelope) {
    try {
      return codec.open(id, envelope);
    } catch (MalformedException e) {
      if (suspects.add(id)) {
        throw e;
      }
      throw new RemoteFailure(
          Reason.CORRUPT,
          "object %s is damaged at the hub %s: %s".formatted(id, connection.hub(), e.getMessage()),
          e);
    }
  }
}
