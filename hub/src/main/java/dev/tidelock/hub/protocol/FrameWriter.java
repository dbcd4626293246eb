package dev.tidelock.hub.protocol;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.store.ObjectDelta;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Writes a stream of objects, frame by frame. One thread.
public final class FrameWriter {
  private final OutputStream out;
  private long objects;

  /// A writer before the first frame.
  public FrameWriter(OutputStream out) {
    this.out = out;
  }

  /// Writes an object.
  public void object(ObjectId id, Bytes envelope) throws IOException {
    head(FrameReader.OBJECT, ObjectId.SIZE + envelope.size());
    out.write(id.bytes().toByteArray());
    out.write(envelope.toByteArray());
    objects++;
  }

  /// Writes an object beside another one.
  public void delta(ObjectDelta delta) throws IOException {
    head(FrameReader.DELTA, delta.size());
    out.write(delta.id().bytes().toByteArray());
    out.write(delta.base().bytes().toByteArray());
    out.write(delta.body().toByteArray());
    objects++;
  }

  /// Writes why it cannot go on, as the last frame.
  ///
  /// @param error the JSON of an error
  public void failure(byte[] error) throws IOException {
    head(FrameReader.FAILURE, error.length);
    out.write(error);
    out.flush();
  }

  /// Writes the end, and says how many objects there were.
  public long end() throws IOException {
    head(FrameReader.END, Long.BYTES);
    out.write(ByteBuffer.allocate(Long.BYTES).putLong(objects).array());
    out.flush();
    return objects;
  }

  private void head(int kind, int length) throws IOException {
    out.write(ByteBuffer.allocate(FrameReader.HEAD).put((byte) kind).putInt(length).array());
  }
}
