package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.EnvelopeHeader;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// A push to a hub: objects go in batches, then the head moves. What arrived stays at the hub for a
/// while even if no head moves to it, so a push that was cut off goes on where it was: after a cut
/// it asks what arrived, and sends the rest in smaller requests until they pass again. Where the
/// hub refuses deltas, because it lacks what they stand beside, it sends whole objects. One thread.
final class HubPush implements Remote.Push {
  private static final long BATCH_BYTES = 8L << 20;
  private static final long LEAST_BYTES = 64L << 10;
  private static final int BATCH_OBJECTS = 8192;
  private static final int SHOWN_EXAMPLES = 100;
  private static final int SHOWN_LENGTH = 4_096;

  private final HubConnection connection;
  private final String path;
  private final Consumer<Moved> landed;
  private final Function<List<ObjectId>, Set<ObjectId>> lacking;
  private final Set<ObjectId> sent = new HashSet<>();

  /// What was referred to and not sent.
  private final Set<ObjectId> needed = new HashSet<>();

  /// What is on its way, in the order in which it was sent.
  private List<Parcel> batch = new ArrayList<>();

  /// How many bytes the batch takes on its way, and in memory.
  private long bytes;

  private long held;
  private boolean deltas = true;

  /// How many bytes the next request may bring.
  private long room = BATCH_BYTES;

  private boolean over;

  /// An object on its way.
  ///
  /// @param delta in which form it goes, if not in its envelope
  private record Parcel(SealedObject object, Optional<ObjectDelta> delta) {
    private long size() {
      return delta.isPresent() ? delta.get().size() : object.envelope().size();
    }

    private List<Bytes> frame() {
      return delta
          .map(form -> List.of(ObjectStream.head(form), form.body()))
          .orElseGet(() -> List.of(ObjectStream.head(object), object.envelope()));
    }
  }

  /// A move that the hub made.
  ///
  /// @param move what was asked for
  /// @param sequence its number
  /// @param token its random token
  record Moved(Remote.HeadMove move, long sequence, String token) {
    Moved {
      HubPicture.requireNumber(sequence);
    }
  }

  /// @param path the project's path at the hub
  /// @param lacking tells which objects the hub does not have whole
  /// @param landed is told of the move, if there was one
  HubPush(
      HubConnection connection,
      String path,
      Function<List<ObjectId>, Set<ObjectId>> lacking,
      Consumer<Moved> landed) {
    this.lacking = lacking;
    this.connection = connection;
    this.path = path;
    this.landed = landed;
  }

  @Override
  public void send(SealedObject object) {
    send(new Parcel(object, Optional.empty()));
  }

  @Override
  public void send(SealedObject object, ObjectDelta delta) {
    send(new Parcel(object, Optional.of(delta).filter(_ -> deltas)));
  }

  private void send(Parcel parcel) {
    requireOpen();
    SealedObject object = parcel.object();
    EnvelopeHeader header = EnvelopeCodec.verify(object.envelope());
    if (!sent.add(object.id())) {
      return;
    }
    needed.remove(object.id());
    header.references().ancestor().forEach(this::need);
    if (header.kind() != ObjectKind.COMMIT) {
      header.references().strong().forEach(this::need);
    }
    batch.add(parcel);
    bytes += parcel.size();
    held += object.envelope().size();
    if (held >= BATCH_BYTES || batch.size() >= BATCH_OBJECTS) {
      upload();
    }
  }

  private void need(ObjectId id) {
    if (!sent.contains(id)) {
      needed.add(id);
    }
  }

  private void requireOpen() {
    if (over) {
      throw new IllegalStateException("this push is over; begin another");
    }
  }

  /// Sends the batch. If that fails the push is over, because it is not known what arrived.
  private void upload() {
    over = true;
    while (!batch.isEmpty()) {
      int before = batch.size();
      try {
        uploadSome();
      } catch (RemoteFailure failure) {
        boolean cut = failure.reason() == Reason.UNREACHABLE || failure.reason() == Reason.REFUSED;
        boolean whole = !wentWithoutDeltas(failure);
        if (!cut || !madeHeadway(before) && whole) {
          throw failure;
        }
      }
    }
    clear();
    over = false;
  }

  private void clear() {
    batch = new ArrayList<>();
    bytes = 0;
    held = 0;
  }

  /// Whether a refusal may be one of deltas. From then on, everything goes whole.
  private boolean wentWithoutDeltas(RemoteFailure failure) {
    if (failure.reason() != Reason.REFUSED
        || batch.stream().allMatch(parcel -> parcel.delta().isEmpty())) {
      return false;
    }
    deltas = false;
    batch.replaceAll(parcel -> new Parcel(parcel.object(), Optional.empty()));
    return true;
  }

  /// Whether anything arrived after all. A line that is cut late in each request brings some of it.
  private boolean madeHeadway(int before) {
    dropArrived();
    return batch.size() < before;
  }

  /// Sends the beginning of the batch in one request, and less of it after each cut.
  private void uploadSome() {
    int[] sending = {0};
    connection.ask(
        () -> {
          if (sending[0] > 0) {
            room = Math.max(room / 2, LEAST_BYTES);
            dropArrived();
          }
          List<Parcel> some = beginning();
          sending[0] = some.size();
          return request(some, List.of());
        },
        answer -> answer.all(Message.MAX_SIZE));
    batch = new ArrayList<>(batch.subList(sending[0], batch.size()));
    room = Math.min(room * 2, BATCH_BYTES);
  }

  /// As much as the next request may bring, and one object at least.
  private List<Parcel> beginning() {
    int count = 0;
    long size = 0;
    while (count < batch.size() && size < room) {
      size += batch.get(count).size();
      count++;
    }
    return batch.subList(0, count);
  }

  /// A request that brings objects.
  ///
  /// @param order the order to move a head once they are durable, or nothing
  private Request request(List<Parcel> some, List<Bytes> order) {
    List<Bytes> body = new ArrayList<>(2 * some.size() + 2);
    some.forEach(parcel -> body.addAll(parcel.frame()));
    body.addAll(order);
    body.add(ObjectStream.end(some.size()));
    return new Request("POST", path + "/objects", Request.OBJECTS, body, Request.Effort.WORK);
  }

  /// Forgets of the batch what the hub has, because it came before a cut.
  private void dropArrived() {
    Set<ObjectId> left = lacking.apply(batch.stream().map(parcel -> parcel.object().id()).toList());
    batch.removeIf(parcel -> !left.contains(parcel.object().id()));
  }

  @Override
  public Remote.Outcome move(Remote.HeadMove move) {
    requireOpen();
    Message order =
        Message.empty()
            .with("branch", move.branch())
            .with("from", move.from())
            .with("to", move.to())
            .with("device", move.writer().device())
            .with("incarnation", move.writer().incarnation())
            .with("sequence", move.writer().sequence())
            .with("accept", move.acceptance());
    if (bytes > LEAST_BYTES) {
      upload();
    }
    over = !batch.isEmpty();
    Remote.Outcome outcome = order(move, order);
    clear();
    over = false;
    return outcome;
  }

  private Remote.Outcome order(Remote.HeadMove move, Message order) {
    Request request =
        batch.isEmpty()
            ? Request.post(path + "/heads", order, Request.Effort.WORK)
            : request(batch, List.of(ObjectStream.move(order.encode())));
    try {
      return connection.message(request, answer -> outcome(move, answer));
    } catch (RemoteFailure failure) {
      if (wentWithoutDeltas(failure)) {
        return order(move, order);
      }
      throw failure;
    }
  }

  /// What was sent is kept by the hub for a while, and answers to whoever needs it for a head.
  @Override
  public Remote.Outcome deposit(Remote.Writer writer) {
    finish();
    List<ObjectId> missing = new ArrayList<>();
    List<ObjectId> asked = List.copyOf(needed);
    for (int i = 0; i < asked.size(); i += Remote.MAX_ASKED) {
      missing.addAll(lacking.apply(asked.subList(i, Math.min(i + Remote.MAX_ASKED, asked.size()))));
    }
    return missing.isEmpty()
        ? new Remote.Outcome.Moved()
        : new Remote.Outcome.Incomplete(missing.stream().sorted().limit(SHOWN_EXAMPLES).toList());
  }

  private void finish() {
    requireOpen();
    upload();
  }

  private Remote.Outcome outcome(Remote.HeadMove move, Message answer) {
    return switch (answer.text("outcome")) {
      case "moved" -> {
        landed.accept(new Moved(move, answer.number("sequence"), HubPicture.token(answer)));
        yield new Remote.Outcome.Moved();
      }
      case "lost" -> new Remote.Outcome.Lost(answer.maybeText("head").map(ObjectId::parse));
      case "incomplete" -> {
        List<ObjectId> missing = answer.texts("missing").stream().map(ObjectId::parse).toList();
        if (missing.isEmpty()) {
          throw new MalformedException("something is missing, but nothing was named");
        }
        yield new Remote.Outcome.Incomplete(missing);
      }
      case "stopped" ->
          new Remote.Outcome.Stopped(
              answer.text("plan"),
              answer.number("deletes"),
              answer.number("rewrites"),
              answer.texts("examples").stream().limit(SHOWN_EXAMPLES).map(HubPush::shown).toList());
      default -> throw new MalformedException("an outcome that there is not");
    };
  }

  /// A path or a row, which nobody has checked.
  private static String shown(String example) {
    return example
        .codePoints()
        .limit(SHOWN_LENGTH)
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Override
  public void close() {
    over = true;
    clear();
  }
}
