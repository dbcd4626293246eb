package dev.tidelock.engine.remote;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// A place that keeps one project: the waist between the engine and everything outside. One
/// instance speaks for one project at one place, is used by one thread, and throws
/// [RemoteFailure]s.
public interface Remote {
  /// Brings the picture of the remote up to date. All other answers are as of the latest refresh,
  /// of this instance's own pushes, or newer.
  ///
  /// @throws RemoteFailure [RemoteFailure.Reason#NOT_FOUND] if the project is not there
  RemoteView refresh();

  /// A picture of the remote that may be a moment old: where it tells of its own accord what moves,
  /// and nothing told is missing, it need not be asked. Else the same as [#refresh].
  default RemoteView recent() {
    return refresh();
  }

  /// Writes down what this instance still has to remember of its latest picture, with whatever else
  /// is recorded of it.
  default void note(StateStore.Batch batch) {}

  /// Which of these objects the project does not have *whole* at the remote, in one round trip.
  /// Whole is what is there undamaged with everything that it refers to and needs; for what is left
  /// of a push that never landed, saying that it is lacking is allowed. Never looks outside the
  /// project.
  ///
  /// @param ids at most [#MAX_ASKED]
  Set<ObjectId> lacking(Collection<ObjectId> ids);

  /// Up to how many bytes of new objects are sent sooner than [#lacking] is asked about them: to
  /// one who is far away a round trip costs more than a few objects that it has already.
  default int sentUnasked() {
    return 0;
  }

  /// Whether objects may be sent as deltas: only somebody who reads them can put them together.
  default boolean takesDeltas() {
    return false;
  }

  /// Fetches everything that is reachable from `wants`, following the references that `scope`
  /// names, and not `known`; what is known is not looked behind. Each object comes once, and each
  /// but the wanted ones comes after one that refers to it. Every object was checked against its
  /// id.
  ///
  /// @throws RemoteFailure [RemoteFailure.Reason#CORRUPT] if one is missing or damaged
  void fetch(Collection<ObjectId> wants, Scope scope, Known known, Receiver receiver);

  /// Fetches exactly these objects, in any order. Those the remote does not have are left out.
  void objects(Collection<ObjectId> ids, Receiver receiver);

  /// Frees what nothing stands on any more; nothing from places that see to that themselves.
  default Optional<Collected> collect(CollectionOrder order) {
    return Optional.empty();
  }

  /// Starts a push. At most one is open at a time.
  Push push();

  /// How many objects [#lacking] may be asked about at once.
  int MAX_ASKED = 1 << 16;

  /// What [#fetch] follows.
  enum Scope {
    /// From commits to their ancestors and details, without any tree.
    HISTORY,
    /// From commits, states, maps and sequences to all but chunks, without ancestors.
    TREES,
    /// The same, and of the small contents in directories as many as the remote can give in the
    /// same answer, none where it cannot. Who takes them needs not ask for them next.
    TREES_WITH_CONTENTS
  }

  /// What whoever fetches has already.
  ///
  /// @param predicate whether an object is known: then it is neither delivered nor looked behind
  /// @param whole objects that are known with everything that the scope's references lead to, from
  ///   which a remote may find out what it need not send; the likeliest ancestors first; a few, or
  ///   none
  /// @param reader gives known objects, as far as they can be read: what a remote has to tell may
  ///   be told beside them
  record Known(
      Predicate<ObjectId> predicate,
      List<ObjectId> whole,
      Function<ObjectId, Optional<RawObject>> reader) {
    /// Nothing.
    public static final Known NOTHING = new Known(_ -> false, List.of());

    public Known {
      whole = List.copyOf(whole);
    }

    /// What cannot be read.
    ///
    /// @param predicate whether an object is known
    /// @param whole objects that are known with everything below
    public Known(Predicate<ObjectId> predicate, List<ObjectId> whole) {
      this(predicate, whole, _ -> Optional.empty());
    }

    /// A known object, if it can be read.
    public Optional<RawObject> read(ObjectId id) {
      return reader.apply(id);
    }

    /// Whether an object is known.
    public boolean has(ObjectId id) {
      return predicate.test(id);
    }
  }

  /// Takes what is fetched. Must not call the remote.
  @FunctionalInterface
  interface Receiver {
    /// @param id the object's id, verified
    /// @param object the object
    void accept(ObjectId id, RawObject object);

    /// The same for one that came in an envelope, which then needs not be made anew.
    ///
    /// @param sealed the object as it came, verified
    default void accept(SealedObject sealed, RawObject object) {
      accept(sealed.id(), object);
    }
  }

  /// Objects on their way to the remote, then one compare-and-set of a branch. Objects sent in a
  /// push that never landed may be kept by the remote for the next one.
  interface Push extends AutoCloseable {
    /// Sends an object. What it refers to must be held by the remote or be sent in this push, by
    /// [#move] or [#deposit] at the latest: all strong and ancestor references, but of a commit
    /// only the ancestor ones. The tree of an old commit may be pruned.
    void send(SealedObject object);

    /// Sends an object of which the remote most likely has another version. Goes as a delta where
    /// that is possible, else like any other.
    ///
    /// @param delta the object beside one that the remote should have
    default void send(SealedObject object, ObjectDelta delta) {
      send(object);
    }

    /// Waits until everything sent is durable there, then moves the branch. The tree of its new
    /// head must be held whole.
    ///
    /// @param move from which head to which
    Outcome move(HeadMove move);

    /// Waits until everything sent is durable there, and lets it be held, although no branch moves:
    /// what one device has, and another needs for its head. Counts as no move of the writer's.
    ///
    /// @param writer who sends; its sequence is that of its last move
    Outcome deposit(Writer writer);

    @Override
    void close();
  }

  /// One wanted step of a branch. It is lost if the branch does not stand at `from`, or if the
  /// writer landed this sequence or a later one before; a branch that stands at `to` already has
  /// moved.
  ///
  /// @param branch the branch's name
  /// @param from its head as last seen; nothing if there was no such branch
  /// @param to the new head
  /// @param writer who moves it
  /// @param acceptance the hash of a [Outcome.Stopped] set of changes that a person accepted
  record HeadMove(
      String branch,
      Optional<ObjectId> from,
      ObjectId to,
      Writer writer,
      Optional<String> acceptance) {}

  /// Who pushes: a device's sequence grows with each move that it lands.
  ///
  /// @param device the device's id
  /// @param incarnation the workspace's random id, renewed when its state was rolled back
  /// @param sequence the number of this move, from 1; more than that of any move landed before
  record Writer(String device, String incarnation, long sequence) {}

  /// How a move ended.
  sealed interface Outcome {
    /// The branch stands at the new head, or what was deposited is held, durably.
    record Moved() implements Outcome {}

    /// Somebody else was first, or the remote was restored meanwhile: this move or deposit did not
    /// happen and never will.
    ///
    /// @param head where the branch stands now
    record Lost(Optional<ObjectId> head) implements Outcome {}

    /// The remote lacks objects that the new head needs: it did not move.
    ///
    /// @param missing some of them
    record Incomplete(List<ObjectId> missing) implements Outcome {
      public Incomplete {
        missing = List.copyOf(missing);
      }
    }

    /// The remote's own guard holds so large a change back until a person accepts it: it did not
    /// move.
    ///
    /// @param plan the hash of the set of changes, by which it can be accepted
    /// @param deletes how many files, links and rows it would delete
    /// @param rewrites how many it would overwrite
    /// @param examples some of the paths, or of the rows, without control characters
    record Stopped(String plan, long deletes, long rewrites, List<String> examples)
        implements Outcome {
      public Stopped {
        examples = List.copyOf(examples);
      }
    }
  }
}
