package dev.tidelock.hub.protocol;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectDelta;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads a stream of objects, frame by frame. Whatever comes, it takes no more memory than one
/// frame, and no frame before it is known to be of a size that can be. One thread.
public final class FrameReader {
  /// How many bytes one request may bring.
  public static final long MAX_BYTES = 64L << 20;

  /// How many objects one request may bring.
  public static final int MAX_OBJECTS = 1 << 16;

  static final int END = 0;
  static final int OBJECT = 1;
  static final int FAILURE = 2;
  static final int MOVE = 3;
  static final int DELTA = 4;
  static final int HEAD = 1 + Integer.BYTES;
  static final int MAX_FRAME = ObjectId.SIZE + EnvelopeCodec.MAX_SIZE;

  /// How long the order to move a head may be.
  private static final int MAX_ORDER = 1 << 16;

  private final InputStream in;
  private Optional<Bytes> order = Optional.empty();
  private long bytes;
  private long objects;

  /// Takes objects.
  public interface Receiver {
    /// @param id the object's id, as it is claimed
    /// @param envelope its envelope, not yet checked
    void object(ObjectId id, Bytes envelope);

    /// @param delta an object beside another one, not yet checked
    void delta(ObjectDelta delta);
  }

  /// A reader before the first frame.
  public FrameReader(InputStream in) {
    this.in = in;
  }

  /// Reads to the end, and says how many objects there were.
  ///
  /// @throws Refusal if it is no such stream, or too large
  /// @throws IOException if it is cut off; what was received before came whole
  public long readAll(Receiver receiver) throws IOException {
    while (true) {
      ByteBuffer head = ByteBuffer.wrap(exactly(HEAD));
      int kind = head.get();
      int length = head.getInt();
      if (order.isPresent() && kind != END) {
        throw Refusal.malformed("nothing but the end follows an order to move a head");
      }
      switch (kind) {
        case OBJECT -> {
          if (length <= ObjectId.SIZE || length > MAX_FRAME) {
            throw Refusal.malformed("an object's frame of " + length + " bytes cannot be");
          }
          count(length);
          ObjectId id = id();
          receiver.object(id, Bytes.wrap(exactly(length - ObjectId.SIZE)));
        }
        case DELTA -> {
          if (length <= 2 * ObjectId.SIZE || length > MAX_FRAME) {
            throw Refusal.malformed("a delta's frame of " + length + " bytes cannot be");
          }
          count(length);
          ObjectId id = id();
          ObjectId base = id();
          Bytes body = Bytes.wrap(exactly(length - 2 * ObjectId.SIZE));
          receiver.delta(new ObjectDelta(id, base, body));
        }
        case MOVE -> {
          if (length < 0 || length > MAX_ORDER) {
            throw Refusal.malformed("an order of " + length + " bytes cannot be");
          }
          order = Optional.of(Bytes.wrap(exactly(length)));
        }
        case END -> {
          end(length);
          return objects;
        }
        default -> throw Refusal.malformed("a stream of objects has no frames of kind " + kind);
      }
    }
  }

  /// The order to move a head that stood behind the objects, not yet checked, if one did.
  public Optional<Bytes> order() {
    return order;
  }

  private void count(int length) {
    bytes += HEAD + length;
    objects++;
    if (bytes > MAX_BYTES || objects > MAX_OBJECTS) {
      throw new Refusal(
          ErrorCode.TOO_LARGE,
          "one request brings at most 64 MiB and 65,536 objects",
          "send the rest in another one");
    }
  }

  private ObjectId id() throws IOException {
    return new ObjectId(Bytes.wrap(exactly(ObjectId.SIZE)));
  }

  private void end(int length) throws IOException {
    if (length != Long.BYTES) {
      throw Refusal.malformed("an end frame has 8 bytes, not " + length);
    }
    long announced = ByteBuffer.wrap(exactly(Long.BYTES)).getLong();
    if (announced != objects) {
      throw Refusal.malformed(
          "the end speaks of %d objects where there were %d".formatted(announced, objects));
    }
    if (in.read() >= 0) {
      throw Refusal.malformed("something follows the end");
    }
  }

  private byte[] exactly(int count) throws IOException {
    byte[] read = in.readNBytes(count);
    if (read.length < count) {
      throw new EOFException("it ends within a frame");
    }
    return read;
  }
}
