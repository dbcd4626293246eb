package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.platform.sqlite.SqliteStateStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A line on which each push gets lost for its sender, and arrives whenever the scenario wants.
final class SlowLine implements Around {
  private final List<Late> late = new ArrayList<>();
  private final Random chance = new Random(5);

  @Override
  public Remote remote(Remote remote) {
    return new Slow(remote);
  }

  /// Lets what was sent first, and did not arrive yet, arrive.
  ///
  /// @param state a file for what the place's own process remembers
  Remote.Outcome arrive(Place place, Path state) {
    Late first = late.removeFirst();
    try (StateStore store = SqliteStateStore.open(state);
        Place.Connection connection =
            place.connect(
                store,
                size -> {
                  byte[] bytes = new byte[size];
                  chance.nextBytes(bytes);
                  return Bytes.wrap(bytes);
                })) {
      connection.remote().refresh();
      try (Remote.Push push = connection.remote().push()) {
        first.objects().forEach(push::send);
        return push.move(first.move());
      }
    }
  }

  private record Late(List<SealedObject> objects, Remote.HeadMove move) {}

  private final class Slow implements Remote {
    private final Remote inner;

    private Slow(Remote inner) {
      this.inner = inner;
    }

    @Override
    public RemoteView refresh() {
      return inner.refresh();
    }

    @Override
    public Set<ObjectId> lacking(Collection<ObjectId> ids) {
      return inner.lacking(ids);
    }

    @Override
    public void fetch(Collection<ObjectId> wants, Scope scope, Known known, Receiver receiver) {
      inner.fetch(wants, scope, known, receiver);
    }

    @Override
    public void objects(Collection<ObjectId> ids, Receiver receiver) {
      inner.objects(ids, receiver);
    }

    @Override
    public Push push() {
      List<SealedObject> objects = new ArrayList<>();
      return new Push() {
        @Override
        public void send(SealedObject object) {
          objects.add(object);
        }

        @Override
        public Outcome move(HeadMove move) {
          late.add(new Late(List.copyOf(objects), move));
          throw new RemoteFailure(RemoteFailure.Reason.UNREACHABLE, "no answer in time");
        }

        @Override
        public Outcome deposit(Writer writer) {
          return new Outcome.Moved();
        }

        @Override
        public void close() {}
      };
    }
  }
}
