package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.EnvelopeHeader;
import dev.tidelock.engine.store.SealedObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// A push to a hub: objects go in batches, then the head moves. What was sent stays at the hub for
/// a while even if no head moves to it, so a push that was cut off goes on where it was. One
/// thread.
final class HubPush implements Remote.Push {
  private static final long BATCH_BYTES = 8L << 20;
  private static final int BATCH_OBJECTS = 8192;
  private static final int SHOWN_EXAMPLES = 100;

  private final HubConnection connection;
  private final String path;
  private final Consumer<Moved> landed;
  private final Function<List<ObjectId>, Set<ObjectId>> lacking;
  private final Set<ObjectId> sent = new HashSet<>();

  /// What was referred to and not sent.
  private final Set<ObjectId> needed = new HashSet<>();

  private List<Bytes> batch = new ArrayList<>();
  private long bytes;
  private int objects;
  private boolean over;

  /// A move that the hub made.
  ///
  /// @param sequence its number
  /// @param token its random token
  record Moved(long sequence, String token) {}

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
    requireOpen();
    EnvelopeHeader header = EnvelopeCodec.verify(object.envelope());
    if (!sent.add(object.id())) {
      return;
    }
    needed.remove(object.id());
    header.references().ancestor().forEach(this::need);
    if (header.kind() != ObjectKind.COMMIT) {
      header.references().strong().forEach(this::need);
    }
    batch.add(ObjectStream.head(object));
    batch.add(object.envelope());
    bytes += object.envelope().size();
    objects++;
    if (bytes >= BATCH_BYTES || objects >= BATCH_OBJECTS) {
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
    batch.add(ObjectStream.end(objects));
    connection.tell(
        new Request("POST", path + "/objects", Request.OBJECTS, batch, Request.Effort.WORK));
    batch = new ArrayList<>();
    bytes = 0;
    objects = 0;
    over = false;
  }

  @Override
  public Remote.Outcome move(Remote.HeadMove move) {
    finish();
    Message order =
        Message.empty()
            .with("branch", move.branch())
            .with("from", move.from())
            .with("to", move.to())
            .with("device", move.writer().device())
            .with("incarnation", move.writer().incarnation())
            .with("sequence", move.writer().sequence())
            .with("accept", move.acceptance());
    return connection.message(
        Request.post(path + "/heads", order, Request.Effort.WORK), this::outcome);
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
    if (objects > 0) {
      upload();
    }
  }

  private Remote.Outcome outcome(Message answer) {
    return switch (answer.text("outcome")) {
      case "moved" -> {
        landed.accept(new Moved(answer.number("sequence"), answer.text("token")));
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
              answer.texts("examples").stream()
                  .limit(SHOWN_EXAMPLES)
                  .map(HubPush::path)
                  .flatMap(Optional::stream)
                  .toList());
      default -> throw new MalformedException("an outcome that there is not");
    };
  }

  private static Optional<TreePath> path(String text) {
    try {
      return Optional.of(TreePath.parse(text));
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    over = true;
    batch = new ArrayList<>();
  }
}
