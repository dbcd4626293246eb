package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// Objects in a file, as many as one likes, with strong references only.
final class ObjectFile implements AutoCloseable {
  private static final int BUFFER = 1 << 20;
  private static final int HEAD = 6;

  private final FileChannel channel;
  private final Map<ObjectId, Long> places = new HashMap<>();
  private final ByteBuffer pending = ByteBuffer.allocate(BUFFER);
  private long written;

  ObjectFile(Path file) throws IOException {
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  ObjectId put(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    if (!places.containsKey(id)) {
      int size =
          HEAD + object.references().strong().size() * ObjectId.SIZE + object.payload().size();
      if (pending.remaining() < size + Integer.BYTES) {
        flush();
      }
      places.put(id, written + pending.position());
      pending.putInt(size).put((byte) object.kind().code()).put((byte) object.level());
      pending.putInt(object.references().strong().size());
      object.references().strong().forEach(each -> pending.put(each.bytes().asByteBuffer()));
      pending.put(object.payload().asByteBuffer());
    }
    return id;
  }

  RawObject get(ObjectId id) {
    Long place = places.get(id);
    if (place == null) {
      throw new MissingObjectException(id);
    }
    if (place >= written) {
      flush();
    }
    ByteBuffer size = read(place, Integer.BYTES);
    ByteBuffer in = read(place + Integer.BYTES, size.getInt());
    ObjectKind kind = ObjectKind.ofCode(in.get());
    int level = in.get();
    References.Builder references = new References.Builder();
    for (int i = in.getInt(); i > 0; i--) {
      byte[] reference = new byte[ObjectId.SIZE];
      in.get(reference);
      references.strong(new ObjectId(Bytes.wrap(reference)));
    }
    return new RawObject(kind, level, references.build(), Bytes.copyOf(in));
  }

  private ByteBuffer read(long place, int size) {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, place + bytes.position()) < 0) {
          throw new IllegalStateException("the file ends");
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes.flip();
  }

  private void flush() {
    pending.flip();
    try {
      while (pending.hasRemaining()) {
        written += channel.write(pending, written);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    pending.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
