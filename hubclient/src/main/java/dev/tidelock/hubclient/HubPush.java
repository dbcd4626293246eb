package dev.tidelock.hubclient;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.EnvelopeHeader;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/// A push to a hub: objects go in batches, a few at a time, while the next is collected; then the
/// head moves. What arrived stays at the hub for a while even if no head moves to it, so a push
/// that was cut off goes on where it was. One thread.
final class HubPush implements Remote.Push {
  private static final long BATCH_BYTES = 8L << 20;
  private static final int BATCH_OBJECTS = 8192;

  /// How many batches are on their way at a time: the hub checks one while the other comes in.
  private static final int ON_THEIR_WAY = 2;

  private static final int SHOWN_EXAMPLES = 100;
  private static final int SHOWN_LENGTH = 4_096;

  private final HubConnection connection;
  private final String path;
  private final Consumer<Moved> landed;
  private final Function<List<ObjectId>, Set<ObjectId>> lacking;
  private final Set<ObjectId> sent = new HashSet<>();

  /// What was referred to and not sent.
  private final Set<ObjectId> needed = new HashSet<>();

  private final Deque<Upload> uploads = new ArrayDeque<>();

  /// What is collected, in the order in which it was sent.
  private List<Parcel> batch = new ArrayList<>();

  /// How many bytes the batch takes on its way, and in memory.
  private long bytes;

  private long held;
  private boolean deltas = true;

  /// How many bytes the next request may bring.
  private long room = BATCH_BYTES;

  private boolean over;

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

  /// Sends the batch, as soon as there are not too many on their way.
  private void upload() {
    awaitUntil(() -> uploads.size() < ON_THEIR_WAY);
    Upload upload = new Upload(connection, path, lacking, batch, room, BATCH_BYTES);
    clear();
    uploads.add(upload);
    connection.beside().execute(upload.task());
    awaitUntil(() -> !uploads.element().isOver());
  }

  /// Waits until all of it is durable at the hub.
  private void arrive() {
    if (!batch.isEmpty()) {
      upload();
    }
    awaitUntil(() -> false);
  }

  /// Waits for one batch after the other. If one fails the push is over, because it is not known
  /// what arrived.
  private void awaitUntil(BooleanSupplier enough) {
    while (!uploads.isEmpty() && !enough.getAsBoolean()) {
      over = true;
      Upload first = uploads.remove();
      first.await();
      deltas &= first.takesDeltas();
      room = first.room();
      over = false;
    }
  }

  private void clear() {
    batch = new ArrayList<>();
    bytes = 0;
    held = 0;
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
    if (bytes > Upload.LEAST_BYTES || !uploads.isEmpty()) {
      arrive();
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
            : Upload.request(path, batch, List.of(ObjectStream.move(order.encode())));
    try {
      return connection.message(request, answer -> outcome(move, answer));
    } catch (RemoteFailure failure) {
      if (Upload.isOfDeltas(failure, batch)) {
        deltas = false;
        batch.replaceAll(Parcel::whole);
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
    arrive();
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
    uploads.forEach(Upload::cancel);
    uploads.clear();
    clear();
  }
}
