package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/// A batch of objects on its way to a hub. After a cut it asks what arrived, and sends the rest in
/// smaller requests until they pass again; where the hub refuses deltas, because it lacks what they
/// stand beside, it sends whole objects. Run by one thread and awaited by another; what it tells of
/// itself holds once it was awaited.
final class Upload {
  /// How much a request brings at least, in bytes.
  static final long LEAST_BYTES = 64L << 10;

  private final HubConnection connection;
  private final String path;
  private final Function<List<ObjectId>, Set<ObjectId>> lacking;
  private final FutureTask<Boolean> task = new FutureTask<>(this::sendAll, true);
  private final long most;

  /// What is still to be sent.
  private List<Parcel> left;

  /// How many bytes the next request may bring.
  private long room;

  private boolean deltas = true;

  /// @param path the project's path at the hub
  /// @param lacking tells which objects the hub does not have whole
  /// @param parcels what to send
  /// @param room how many bytes the first request may bring
  /// @param most how many any other may
  Upload(
      HubConnection connection,
      String path,
      Function<List<ObjectId>, Set<ObjectId>> lacking,
      List<Parcel> parcels,
      long room,
      long most) {
    this.connection = connection;
    this.path = path;
    this.lacking = lacking;
    this.left = parcels;
    this.room = room;
    this.most = most;
  }

  /// A request that brings objects.
  ///
  /// @param order the order to move a head once they are durable, or nothing
  static Request request(String path, List<Parcel> parcels, List<Bytes> order) {
    List<Bytes> body = new ArrayList<>(2 * parcels.size() + 2);
    parcels.forEach(parcel -> body.addAll(parcel.frame()));
    body.addAll(order);
    body.add(ObjectStream.end(parcels.size()));
    return new Request("POST", path + "/objects", Request.OBJECTS, body, Request.Effort.WORK);
  }

  /// Whether a refusal of some parcels may be one of deltas.
  static boolean isOfDeltas(RemoteFailure failure, List<Parcel> parcels) {
    return failure.reason() == Reason.REFUSED
        && parcels.stream().anyMatch(parcel -> parcel.delta().isPresent());
  }

  /// What sends it.
  Runnable task() {
    return task;
  }

  /// Whether it is over, one way or the other.
  boolean isOver() {
    return task.isDone();
  }

  /// Waits until all of it is durable at the hub.
  ///
  /// @throws RemoteFailure if that failed: it is not known what arrived
  void await() {
    try {
      task.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(failed);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RemoteFailure(
          Reason.UNREACHABLE, "sending to the hub " + connection.hub() + " was interrupted");
    }
  }

  /// Gives it up.
  void cancel() {
    task.cancel(true);
  }

  /// Whether the hub takes deltas, as far as was seen.
  boolean takesDeltas() {
    return deltas;
  }

  /// How many bytes the next request may bring.
  long room() {
    return room;
  }

  private void sendAll() {
    while (!left.isEmpty()) {
      int before = left.size();
      try {
        sendSome();
      } catch (RemoteFailure failure) {
        boolean cut = failure.reason() == Reason.UNREACHABLE || failure.reason() == Reason.REFUSED;
        boolean whole = !isOfDeltas(failure, left);
        if (!whole) {
          // From now on, everything goes whole.
          deltas = false;
          left = new ArrayList<>(left.stream().map(Parcel::whole).toList());
        }
        if (!cut || !madeHeadway(before) && whole) {
          throw failure;
        }
      }
    }
  }

  /// Whether anything arrived after all. A line that is cut late in each request brings some of it.
  private boolean madeHeadway(int before) {
    dropArrived();
    return left.size() < before;
  }

  /// Sends the beginning in one request, and less of it after each cut.
  private void sendSome() {
    int[] sending = {0};
    connection.ask(
        () -> {
          if (sending[0] > 0) {
            room = Math.max(room / 2, LEAST_BYTES);
            dropArrived();
          }
          List<Parcel> some = beginning();
          sending[0] = some.size();
          return request(path, some, List.of());
        },
        answer -> answer.all(Message.MAX_SIZE));
    left = new ArrayList<>(left.subList(sending[0], left.size()));
    room = Math.min(room * 2, most);
  }

  /// As much as the next request may bring, and one object at least.
  private List<Parcel> beginning() {
    int count = 0;
    long size = 0;
    while (count < left.size() && size < room) {
      size += left.get(count).size();
      count++;
    }
    return left.subList(0, count);
  }

  /// Forgets what the hub has, because it came before a cut.
  private void dropArrived() {
    Set<ObjectId> wanted =
        lacking.apply(left.stream().map(parcel -> parcel.object().id()).toList());
    left.removeIf(parcel -> !wanted.contains(parcel.object().id()));
  }
}
