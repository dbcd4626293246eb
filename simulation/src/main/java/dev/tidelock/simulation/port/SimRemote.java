package dev.tidelock.simulation.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// A [RemoteVault] as one device reaches it: each call passes a [Gate]. Strict: it answers as of
/// the latest refresh, keeps nothing of a push that did not land, and takes no head whose objects
/// are not all there.
public final class SimRemote implements Remote {
  private final RemoteVault vault;
  private final Gate gate;
  private final Tape tape;
  private final EnvelopeCodec envelopes = new EnvelopeCodec(new DeflateCompression());
  private long knownArrivals;
  private long knownRestores;
  private boolean pushing;

  /// @param vault what is stored
  /// @param gate the way to it
  /// @param tape decides the order of answers and where one is damaged
  public SimRemote(RemoteVault vault, Gate gate, Tape tape) {
    this.vault = vault;
    this.gate = gate;
    this.tape = tape;
    this.knownRestores = vault.restores();
  }

  @Override
  public RemoteView refresh() {
    pass("refresh", "");
    boolean restored = knownRestores != vault.restores();
    knownRestores = vault.restores();
    knownArrivals = vault.arrivals();
    return new RemoteView(vault.heads(), vault.sequences(), restored);
  }

  @Override
  public Predicate<ObjectId> holds() {
    return id -> {
      RemoteVault.Stored stored = vault.objects().get(id);
      return stored != null && stored.arrival() < knownArrivals;
    };
  }

  @Override
  public void fetch(
      Collection<ObjectId> wants, Scope scope, Predicate<ObjectId> known, Receiver receiver) {
    pass("fetch", scope.name());
    Deque<ObjectId> open = new ArrayDeque<>(new TreeSet<>(wants));
    Set<ObjectId> met = new HashSet<>(open);
    while (!open.isEmpty()) {
      ObjectId id = open.poll();
      if (known.test(id)) {
        continue;
      }
      RawObject object =
          deliver(id)
              .orElseThrow(() -> new RemoteFailure(Reason.CORRUPT, "the remote lacks " + id));
      receiver.accept(id, object);
      for (ObjectId next : following(object, scope)) {
        if (met.add(next)) {
          open.add(next);
        }
      }
    }
  }

  private List<ObjectId> following(RawObject object, Scope scope) {
    List<ObjectId> next = new ArrayList<>();
    switch (scope) {
      case HISTORY -> {
        next.addAll(object.references().ancestor());
        object.references().strong().stream()
            .filter(id -> isOf(id, ObjectKind.DETAIL))
            .forEach(next::add);
      }
      case TREES ->
          object.references().strong().stream()
              .filter(id -> !isOf(id, ObjectKind.CHUNK))
              .forEach(next::add);
    }
    return next;
  }

  private boolean isOf(ObjectId id, ObjectKind kind) {
    RemoteVault.Stored stored = vault.objects().get(id);
    return stored != null && stored.object().kind() == kind;
  }

  @Override
  public void objects(Collection<ObjectId> ids, Receiver receiver) {
    pass("objects", Integer.toString(ids.size()));
    for (ObjectId id : tape.shuffle(List.copyOf(new TreeSet<>(ids)))) {
      deliver(id).ifPresent(object -> receiver.accept(id, object));
    }
  }

  private Optional<RawObject> deliver(ObjectId id) {
    Fault fault = pass("deliver", id.abbreviated());
    RemoteVault.Stored stored = vault.objects().get(id);
    if (stored == null) {
      return Optional.empty();
    }
    Bytes envelope = stored.object().envelope();
    if (fault == Fault.SHORT) {
      envelope = envelope.slice(0, tape.nextInt(envelope.size()));
    } else if (fault == Fault.FLIPPED) {
      envelope = BlobVault.flipped(envelope, tape.nextInt(1 << 20));
    }
    try {
      return Optional.of(envelopes.open(id, envelope));
    } catch (MalformedException damaged) {
      throw new RemoteFailure(Reason.CORRUPT, "object " + id + " is damaged", damaged);
    }
  }

  @Override
  public Push push() {
    if (pushing) {
      throw new IllegalStateException("a push is open already");
    }
    pushing = true;
    return new OpenPush();
  }

  private Fault pass(String operation, String subject) {
    Fault fault = gate.call("remote." + operation, subject);
    switch (fault) {
      case UNREACHABLE -> throw new RemoteFailure(Reason.UNREACHABLE, operation);
      case DENIED -> throw new RemoteFailure(Reason.DENIED, operation);
      case NO_SPACE -> throw new RemoteFailure(Reason.NO_SPACE, operation);
      case NONE, BROKEN, LOST_REPLY, SHORT, FLIPPED -> {}
    }
    return fault;
  }

  /// Objects on their way.
  private final class OpenPush implements Push {
    private final Map<ObjectId, SealedObject> sent = new LinkedHashMap<>();
    private boolean open = true;

    @Override
    public void send(SealedObject object) {
      requireOpen();
      pass("send", object.id().abbreviated());
      envelopes.open(object.id(), object.envelope());
      sent.put(object.id(), object);
    }

    @Override
    public Outcome move(HeadMove move) {
      requireOpen();
      Fault fault = pass("move", move.branch() + " to " + move.to().abbreviated());
      Outcome outcome = decide(move);
      if (fault == Fault.LOST_REPLY) {
        throw new RemoteFailure(Reason.UNREACHABLE, "no reply to a move");
      }
      return outcome;
    }

    private Outcome decide(HeadMove move) {
      Optional<ObjectId> head = Optional.ofNullable(vault.heads().get(move.branch()));
      if (!head.equals(move.from())) {
        return new Outcome.Lost(head);
      }
      List<ObjectId> missing = missing(move.to());
      if (!missing.isEmpty()) {
        return new Outcome.Incomplete(missing);
      }
      String writer = move.writer().device() + "/" + move.writer().incarnation();
      long last = vault.sequences().getOrDefault(writer, 0L);
      if (move.writer().sequence() != last + 1) {
        throw new IllegalStateException(
            "%s lands its move %d after %d".formatted(writer, move.writer().sequence(), last));
      }
      sent.values().forEach(vault::add);
      knownArrivals = vault.arrivals();
      vault.move(move.branch(), move.to(), writer, move.writer().sequence());
      return new Outcome.Moved();
    }

    /// Everything reachable from a head must be there: all commits, their details, and the head's
    /// own tree; the trees of older commits may have been pruned.
    private List<ObjectId> missing(ObjectId head) {
      List<ObjectId> missing = new ArrayList<>();
      Deque<ObjectId> unseen = new ArrayDeque<>(List.of(head));
      Set<ObjectId> met = new HashSet<>(unseen);
      while (!unseen.isEmpty()) {
        ObjectId id = unseen.poll();
        Optional<SealedObject> found = find(id);
        if (found.isEmpty()) {
          missing.add(id);
          continue;
        }
        if (found.get().kind() == ObjectKind.CHUNK) {
          continue;
        }
        RawObject object = envelopes.open(id, found.get().envelope());
        boolean older = object.kind() == ObjectKind.COMMIT && !id.equals(head);
        List<ObjectId> needed = new ArrayList<>(object.references().ancestor());
        object.references().strong().stream()
            .filter(next -> !older || find(next).isPresent())
            .forEach(needed::add);
        needed.stream().filter(met::add).forEach(unseen::add);
      }
      return missing;
    }

    private Optional<SealedObject> find(ObjectId id) {
      return Optional.ofNullable(sent.get(id))
          .or(() -> Optional.ofNullable(vault.objects().get(id)).map(RemoteVault.Stored::object));
    }

    private void requireOpen() {
      if (!open) {
        throw new IllegalStateException("the push is closed");
      }
    }

    @Override
    public void close() {
      open = false;
      pushing = false;
    }
  }
}
