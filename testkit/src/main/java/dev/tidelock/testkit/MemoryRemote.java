package dev.tidelock.testkit;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.EnvelopeHeader;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A remote in memory that allows nothing which its port does not promise: its picture is that of
/// the latest refresh or landing, objects come in any order that is allowed, what was sent and
/// never landed is forgotten, and a second open push, a push used after its end, calls at the same
/// time and calls by a receiver are refused. One instance is for use by one thread; the
/// [MemoryShelf] behind it is not.
public final class MemoryRemote implements Remote {
  private final MemoryShelf shelf;
  private final ProjectId project;
  private final String workspace;
  private final EnvelopeCodec codec;
  private final Tape tape;
  private final AtomicBoolean busy = new AtomicBoolean();
  private MemoryShelf.Picture picture;
  private boolean restoreShown;
  private boolean pushing;

  /// The remote copy of a project on a shelf, as one workspace sees it.
  ///
  /// @param codec opens what was sent
  /// @param tape decides what is left open
  public MemoryRemote(
      MemoryShelf shelf, ProjectId project, String workspace, EnvelopeCodec codec, Tape tape) {
    this.shelf = shelf;
    this.project = project;
    this.workspace = workspace;
    this.codec = codec;
    this.tape = tape;
    this.picture = shelf.remembered(project, workspace);
  }

  /// Everything goes through here, one at a time.
  private <T> T alone(Supplier<T> work) {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("a remote is used by one thread, one call at a time");
    }
    try {
      return work.get();
    } finally {
      busy.set(false);
    }
  }

  @Override
  public RemoteView refresh() {
    return alone(() -> {
      if (restoreShown) {
        shelf.settle(project, workspace);
      }
      picture = shelf.look(project, workspace);
      restoreShown = picture.restored();
      return new RemoteView(picture.heads(), picture.sequences(), picture.restored());
    });
  }

  @Override
  public Set<ObjectId> lacking(Collection<ObjectId> ids) {
    return alone(() -> {
      if (ids.size() > MAX_ASKED) {
        throw new IllegalArgumentException(ids.size() + " objects are too many to ask about");
      }
      return ids.stream().filter(id -> !holds(id)).collect(Collectors.toSet());
    });
  }

  private boolean holds(ObjectId id) {
    return picture.objects().containsKey(id) && !picture.suspects().contains(id);
  }

  @Override
  public void fetch(Collection<ObjectId> wants, Scope scope, Known known, Receiver receiver) {
    alone(() -> {
      Set<ObjectId> seen = new HashSet<>();
      List<ObjectId> open = new ArrayList<>();
      wants.stream().filter(id -> !known.has(id) && seen.add(id)).forEach(open::add);
      while (!open.isEmpty()) {
        ObjectId id = open.remove(tape.nextInt(open.size()));
        RawObject object =
            open(id).orElseThrow(() -> new RemoteFailure(Reason.CORRUPT, id + " is missing"));
        receiver.accept(id, object);
        for (ObjectId next : followed(object, scope)) {
          if (!known.has(next) && !isChunk(next) && seen.add(next)) {
            open.add(next);
          }
        }
      }
      return seen;
    });
  }

  private static List<ObjectId> followed(RawObject object, Scope scope) {
    return switch (scope) {
      case HISTORY -> object.references().ancestor();
      case TREES, TREES_WITH_CONTENTS -> object.references().strong();
    };
  }

  private boolean isChunk(ObjectId id) {
    SealedObject object = picture.objects().get(id);
    return object != null && object.kind() == ObjectKind.CHUNK;
  }

  @Override
  public void objects(Collection<ObjectId> ids, Receiver receiver) {
    alone(() -> {
      List<ObjectId> shuffled = tape.shuffle(List.copyOf(new LinkedHashSet<>(ids)));
      shuffled.forEach(id -> open(id).ifPresent(object -> receiver.accept(id, object)));
      return shuffled;
    });
  }

  private Optional<RawObject> open(ObjectId id) {
    SealedObject sealed = picture.objects().get(id);
    if (sealed == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(codec.open(id, sealed.envelope()));
    } catch (MalformedException e) {
      picture.suspects().add(id);
      throw new RemoteFailure(Reason.CORRUPT, "object " + id + " is damaged", e);
    }
  }

  @Override
  public Push push() {
    if (pushing) {
      throw new IllegalStateException("at most one push is open at a time");
    }
    if (!shelf.has(project)) {
      throw new RemoteFailure(Reason.NOT_FOUND, "there is no project " + project);
    }
    pushing = true;
    return new OpenPush();
  }

  private final class OpenPush implements Push {
    private final Map<ObjectId, SealedObject> sent = new HashMap<>();
    private final Set<ObjectId> needed = new HashSet<>();
    private boolean closed;

    @Override
    public void send(SealedObject object) {
      alone(() -> {
        requireOpen();
        EnvelopeHeader header = EnvelopeCodec.verify(object.envelope());
        if (header.kind() != ObjectKind.COMMIT) {
          needed.addAll(header.references().strong());
        }
        needed.addAll(header.references().ancestor());
        return sent.put(object.id(), object);
      });
    }

    @Override
    public Outcome move(HeadMove move) {
      return alone(() -> {
        requireOpen();
        List<ObjectId> missing = missing(Stream.concat(Stream.of(move.to()), states(move.to())));
        if (!missing.isEmpty()) {
          return new Outcome.Incomplete(missing);
        }
        Outcome outcome = shelf.land(project, workspace, sent, move);
        picture = shelf.remembered(project, workspace);
        return outcome;
      });
    }

    @Override
    public Outcome deposit(Writer writer) {
      return alone(() -> {
        requireOpen();
        List<ObjectId> missing = missing(Stream.of());
        if (!missing.isEmpty()) {
          return new Outcome.Incomplete(missing);
        }
        Outcome outcome = shelf.deposit(project, workspace, sent);
        picture = shelf.remembered(project, workspace);
        return outcome;
      });
    }

    private Stream<ObjectId> states(ObjectId commit) {
      SealedObject sealed =
          sent.containsKey(commit) ? sent.get(commit) : picture.objects().get(commit);
      return sealed == null
          ? Stream.of()
          : EnvelopeCodec.verify(sealed.envelope()).references().strong().stream();
    }

    private List<ObjectId> missing(Stream<ObjectId> more) {
      return Stream.concat(needed.stream(), more)
          .filter(id -> !sent.containsKey(id) && !holds(id))
          .distinct()
          .sorted()
          .toList();
    }

    private void requireOpen() {
      if (closed) {
        throw new IllegalStateException("this push is over");
      }
    }

    @Override
    public void close() {
      closed = true;
      pushing = false;
    }
  }
}
