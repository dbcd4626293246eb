package dev.tidelock.simulation.hostile;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A stream of objects as it travels, taken apart and put together by the letter of
/// `docs/protocol.md`.
///
/// @param id what is said to be an object's id
/// @param envelope what comes with it
record ObjectFrames(ObjectId id, Bytes envelope) {
  private static final int HEAD = 5;
  private static final int OBJECT = 1;

  /// The objects of a stream, as far as it makes sense.
  static List<ObjectFrames> of(Bytes stream) {
    List<ObjectFrames> frames = new ArrayList<>();
    ByteBuffer in = stream.asByteBuffer();
    while (in.remaining() >= HEAD && in.get() == OBJECT) {
      int length = in.getInt();
      int from = in.position();
      if (length < ObjectId.SIZE || length > in.remaining()) {
        // Another lie was told of it.
        return frames;
      }
      ObjectId id = new ObjectId(stream.slice(from, from + ObjectId.SIZE));
      frames.add(new ObjectFrames(id, stream.slice(from + ObjectId.SIZE, from + length)));
      in.position(from + length);
    }
    return frames;
  }

  /// A stream of objects that counts them right.
  static Bytes stream(List<ObjectFrames> frames) {
    return stream(frames, frames.size());
  }

  /// A stream of objects that says that it is so many.
  static Bytes stream(List<ObjectFrames> frames, long said) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ObjectFrames frame : frames) {
      int length = ObjectId.SIZE + frame.envelope().size();
      out.writeBytes(ByteBuffer.allocate(HEAD).put((byte) OBJECT).putInt(length).array());
      out.writeBytes(frame.id().bytes().toByteArray());
      out.writeBytes(frame.envelope().toByteArray());
    }
    out.writeBytes(
        ByteBuffer.allocate(HEAD + Long.BYTES).put((byte) 0).putInt(8).putLong(said).array());
    return Bytes.wrap(out.toByteArray());
  }
}
