package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The least that dumb storage must offer: named blobs that are created once. Replacing is asked of
/// those that can, and only to save space.
///
/// Names are relative, `/`-separated, of `a-z`, `0-9`, `-`, `_` and `.`, without `.` and `..`. A
/// blob is visible to everybody, whole and durable, as soon as [#create] returns, and never before:
/// who reads during a create sees nothing or everything. Failures are [RemoteFailure]s. For use by
/// one thread.
public interface BlobStore {
  /// Creates a blob if no blob has this name: true if this call created it. Of many callers at
  /// once, exactly one is answered true. After a failure it is unknown whether the blob exists.
  boolean create(String name, Bytes content);

  /// Begins a blob whose content comes piece by piece: for what is too large to be held in memory.
  /// At most one is open at a time. Stores that cannot do better collect the pieces.
  default Upload begin(String name) {
    return new CollectedUpload(this, requireName(name));
  }

  /// A blob's content, or nothing if there is none.
  Optional<Bytes> read(String name);

  /// `length` bytes of a blob from `offset` on, fewer if it ends before, or nothing if there is no
  /// such blob.
  Optional<Bytes> read(String name, long offset, int length);

  /// The length of a blob in bytes, found by looking where it ends; 0 if there is none.
  default long size(String name) {
    long low = 0;
    long high = 1;
    while (reaches(name, high)) {
      low = high;
      high = Math.multiplyExact(2, high);
    }
    while (low < high - 1) {
      long middle = low + (high - low) / 2;
      if (reaches(name, middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The names that begin with `prefix`, in no particular order.
  List<String> list(String prefix);

  /// Removes a blob, if it is there.
  void delete(String name);

  /// Puts another content in the place of a blob: who reads meanwhile sees the one or the other,
  /// whole, and after a loss of power it is one of them. False if there is no such blob, or if this
  /// store cannot do that; then nothing was changed.
  default boolean replace(String name, Bytes content) {
    requireName(name);
    return false;
  }

  /// A blob in the making, of which nobody sees anything before it is finished.
  interface Upload extends AutoCloseable {
    /// Appends all remaining bytes of the buffer.
    void write(ByteBuffer piece);

    /// Ends the blob and creates it, as [BlobStore#create] does.
    boolean finish();

    /// Gives up what was not finished.
    @Override
    void close();
  }

  /// Whether a text is the name of a blob.
  static boolean isName(String text) {
    for (String part : text.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || !isPlain(part)) {
        return false;
      }
    }
    return true;
  }

  /// The name itself.
  ///
  /// @throws IllegalArgumentException if it is none
  static String requireName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a blob: '" + name + "'");
    }
    return name;
  }

  private boolean reaches(String name, long size) {
    return read(name, size - 1, 1).filter(last -> !last.isEmpty()).isPresent();
  }

  private static boolean isPlain(String part) {
    return part.chars()
        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_.".indexOf(c) >= 0);
  }
}
