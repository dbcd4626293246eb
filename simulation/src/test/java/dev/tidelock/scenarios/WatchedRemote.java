package dev.tidelock.scenarios;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.engine.store.SealedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes down what a device asks of a place, and can hold back a move as a guard there would.
final class WatchedRemote implements Around {
  final List<Integer> asked = new ArrayList<>();
  final List<ObjectId> sent = new ArrayList<>();
  final List<Remote.HeadMove> moves = new ArrayList<>();
  final List<List<ObjectId>> whole = new ArrayList<>();
  Optional<Remote.Outcome> verdict = Optional.empty();

  /// Whether moves are made and nobody hears of it.
  boolean mute;

  @Override
  public Remote remote(Remote remote) {
    return new Watched(remote);
  }

  private final class Watched implements Remote {
    private final Remote inner;

    private Watched(Remote inner) {
      this.inner = inner;
    }

    @Override
    public RemoteView refresh() {
      return inner.refresh();
    }

    @Override
    public Set<ObjectId> lacking(Collection<ObjectId> ids) {
      asked.add(ids.size());
      return inner.lacking(ids);
    }

    @Override
    public void fetch(Collection<ObjectId> wants, Scope scope, Known known, Receiver receiver) {
      whole.add(known.whole());
      inner.fetch(wants, scope, known, receiver);
    }

    @Override
    public void objects(Collection<ObjectId> ids, Receiver receiver) {
      inner.objects(ids, receiver);
    }

    @Override
    public Push push() {
      Push push = inner.push();
      return new Push() {
        @Override
        public void send(SealedObject object) {
          sent.add(object.id());
          push.send(object);
        }

        @Override
        public Outcome move(HeadMove move) {
          moves.add(move);
          Outcome outcome = verdict.orElseGet(() -> push.move(move));
          if (mute) {
            throw new RemoteFailure(RemoteFailure.Reason.UNREACHABLE, "the line is dead");
          }
          return outcome;
        }

        @Override
        public Outcome deposit(Writer writer) {
          return push.deposit(writer);
        }

        @Override
        public void close() {
          push.close();
        }
      };
    }
  }
}
