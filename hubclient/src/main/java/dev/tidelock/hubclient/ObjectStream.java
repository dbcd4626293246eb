package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Objects as they travel: frames of a kind, a length and so many bytes, the last of which says
/// that it is the last. A length is checked before anything is allocated for it.
final class ObjectStream {
  private static final int OBJECT = 1;
  private static final int FAILURE = 2;
  private static final int MOVE = 3;
  private static final int DELTA = 4;
  private static final int END = 0;
  private static final int HEAD = 5;
  private static final int MAX_FRAME = ObjectId.SIZE + EnvelopeCodec.MAX_SIZE;

  private ObjectStream() {}

  /// A frame with an object in it, in two pieces: this, then the envelope.
  static Bytes head(SealedObject object) {
    ByteBuffer head = ByteBuffer.allocate(HEAD + ObjectId.SIZE);
    head.put((byte) OBJECT).putInt(ObjectId.SIZE + object.envelope().size());
    head.put(object.id().bytes().asByteBuffer());
    return Bytes.wrap(head.array());
  }

  /// A frame with a delta in it, in two pieces: this, then the body.
  static Bytes head(ObjectDelta delta) {
    ByteBuffer head = ByteBuffer.allocate(HEAD + 2 * ObjectId.SIZE);
    head.put((byte) DELTA).putInt(delta.size());
    head.put(delta.id().bytes().asByteBuffer()).put(delta.base().bytes().asByteBuffer());
    return Bytes.wrap(head.array());
  }

  /// A frame with the order to move a head once all objects before it are durable.
  static Bytes move(Bytes order) {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    head.put((byte) MOVE).putInt(order.size());
    return Bytes.wrap(head.array()).concat(order);
  }

  /// The frame after the last object.
  static Bytes end(long objects) {
    ByteBuffer frame = ByteBuffer.allocate(HEAD + Long.BYTES);
    frame.put((byte) END).putInt(Long.BYTES).putLong(objects);
    return Bytes.wrap(frame.array());
  }

  /// Takes the objects of a stream.
  interface Receiver {
    /// @param id the id that was sent with it
    /// @param envelope the bytes that came, unchecked
    void object(ObjectId id, Bytes envelope);

    /// @param delta an object beside another one, unchecked
    void delta(ObjectDelta delta);
  }

  /// Reads a stream to its end, and returns how it ended: with a refusal, if not as it should.
  ///
  /// @throws IOException if it was cut off
  /// @throws MalformedException if it is no such stream
  static Optional<Refusal> read(InputStream in, Receiver receiver) throws IOException {
    long objects = 0;
    while (true) {
      ByteBuffer head = ByteBuffer.wrap(exactly(in, HEAD));
      int kind = head.get();
      int length = head.getInt();
      if (length < 0 || length > MAX_FRAME) {
        throw new MalformedException("a frame of " + Integer.toUnsignedLong(length) + " bytes");
      }
      switch (kind) {
        case OBJECT -> {
          if (length < ObjectId.SIZE) {
            throw new MalformedException("a frame too short for an object");
          }
          Bytes frame = Bytes.wrap(exactly(in, length));
          receiver.object(
              new ObjectId(frame.slice(0, ObjectId.SIZE)),
              frame.slice(ObjectId.SIZE, frame.size()));
          objects++;
        }
        case DELTA -> {
          receiver.delta(delta(Bytes.wrap(exactly(in, length))));
          objects++;
        }
        case FAILURE -> {
          return Optional.of(Refusal.inStream(Bytes.wrap(exactly(in, length))));
        }
        case END -> {
          if (length != Long.BYTES || ByteBuffer.wrap(exactly(in, length)).getLong() != objects) {
            throw new MalformedException("a stream that lost objects on its way");
          }
          return Optional.empty();
        }
        default -> throw new MalformedException("a frame of the unknown kind " + kind);
      }
    }
  }

  private static ObjectDelta delta(Bytes frame) {
    if (frame.size() < 2 * ObjectId.SIZE) {
      throw new MalformedException("a frame too short for a delta");
    }
    return new ObjectDelta(
        new ObjectId(frame.slice(0, ObjectId.SIZE)),
        new ObjectId(frame.slice(ObjectId.SIZE, 2 * ObjectId.SIZE)),
        frame.slice(2 * ObjectId.SIZE, frame.size()));
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the stream of objects was cut off");
    }
    return bytes;
  }
}
