package dev.tidelock.simulation.disk;

import dev.tidelock.core.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A file's bytes at one moment; appending gives the next moment and leaves this one as it is.
final class FileData {
  static final FileData EMPTY = new FileData(new byte[0], 0);

  private final byte[] array;
  private final int size;
  private @Nullable Bytes digest;

  private FileData(byte[] array, int size) {
    this.array = array;
    this.size = size;
  }

  static FileData of(Bytes content) {
    return content.isEmpty() ? EMPTY : new FileData(content.toByteArray(), content.size());
  }

  int size() {
    return size;
  }

  Bytes content() {
    return Bytes.copyOf(array, 0, size);
  }

  Bytes digest() {
    Bytes known = digest;
    if (known == null) {
      known = Digests.of(array, size);
      digest = known;
    }
    return known;
  }

  /// Must be called on the latest moment only: the moments of one file share an array.
  FileData append(ByteBuffer buffer, int length) {
    byte[] target =
        array.length - size >= length
            ? array
            : Arrays.copyOf(array, Math.max(size + length, Math.max(64, size * 2)));
    buffer.get(target, size, length);
    return new FileData(target, size + length);
  }

  int read(ByteBuffer buffer, long position) {
    if (position >= size) {
      return -1;
    }
    int length = (int) Math.min(buffer.remaining(), size - position);
    buffer.put(array, (int) position, length);
    return length;
  }

  /// The first `length` bytes, apart from all other moments.
  FileData head(int length) {
    return new FileData(Arrays.copyOf(array, length), length);
  }

  /// The first `from` bytes, then zeros up to the same size.
  FileData zeroed(int from) {
    byte[] copy = Arrays.copyOf(array, size);
    Arrays.fill(copy, from, size, (byte) 0);
    return new FileData(copy, size);
  }

  /// The first `from` bytes, then what `older` has there, up to this size or that of `older`.
  FileData torn(int from, FileData older) {
    byte[] copy = Arrays.copyOf(older.array, older.size);
    if (copy.length < from) {
      copy = Arrays.copyOf(copy, from);
    }
    System.arraycopy(array, 0, copy, 0, from);
    return new FileData(copy, copy.length);
  }
}
