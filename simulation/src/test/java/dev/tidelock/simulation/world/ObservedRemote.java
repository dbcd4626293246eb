package dev.tidelock.simulation.world;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A remote whose answers are counted by kind.
///
/// @param remote the remote itself
/// @param device who asks
/// @param event is told what kind of thing happened
/// @param known the writers that the remote knew when it was last asked
record ObservedRemote(Remote remote, String device, Consumer<String> event, Set<String> known)
    implements Remote {
  ObservedRemote(Remote remote, String device, Consumer<String> event) {
    this(remote, device, event, new HashSet<>());
  }

  private <T> T seen(Supplier<T> call) {
    try {
      return call.get();
    } catch (RemoteFailure failure) {
      event.accept("remote: failure " + failure.reason());
      throw failure;
    }
  }

  @Override
  public RemoteView refresh() {
    return noted(seen(remote::refresh));
  }

  @Override
  public RemoteView recent() {
    return noted(seen(remote::recent));
  }

  /// Whether it names this device in an earlier life.
  private boolean isAnother(String writer, HeadMove move) {
    return writer.startsWith(device + "/") && !writer.endsWith("/" + move.writer().incarnation());
  }

  private RemoteView noted(RemoteView view) {
    known.clear();
    known.addAll(view.sequences().keySet());
    if (view.restored()) {
      event.accept("remote: was restored");
    }
    return view;
  }

  @Override
  public void note(StateStore.Batch batch) {
    remote.note(batch);
  }

  @Override
  public int sentUnasked() {
    return remote.sentUnasked();
  }

  @Override
  public boolean takesDeltas() {
    return remote.takesDeltas();
  }

  @Override
  public Set<ObjectId> lacking(Collection<ObjectId> ids) {
    return seen(() -> remote.lacking(ids));
  }

  @Override
  public void fetch(Collection<ObjectId> wants, Scope scope, Known known, Receiver receiver) {
    seen(() -> {
      remote.fetch(wants, scope, known, receiver);
      return wants;
    });
  }

  @Override
  public void objects(Collection<ObjectId> ids, Receiver receiver) {
    seen(() -> {
      remote.objects(ids, receiver);
      return ids;
    });
  }

  @Override
  public Push push() {
    Push push = remote.push();
    return new Push() {
      @Override
      public void send(SealedObject object) {
        seen(() -> {
          push.send(object);
          return object;
        });
      }

      @Override
      public void send(SealedObject object, ObjectDelta delta) {
        seen(() -> {
          push.send(object, delta);
          return object;
        });
        event.accept("push: delta");
      }

      @Override
      public Outcome move(HeadMove move) {
        if (move.writer().sequence() == 1 && known.stream().anyMatch(it -> isAnother(it, move))) {
          event.accept("recovery: under a new name, for the state was lost or set back");
        }
        Outcome outcome = seen(() -> push.move(move));
        event.accept("push: " + outcome.getClass().getSimpleName());
        return outcome;
      }

      @Override
      public Outcome deposit(Writer writer) {
        Outcome outcome = seen(() -> push.deposit(writer));
        event.accept("deposit: " + outcome.getClass().getSimpleName());
        return outcome;
      }

      @Override
      public void close() {
        push.close();
      }
    };
  }
}
