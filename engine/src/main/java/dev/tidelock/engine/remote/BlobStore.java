package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import java.util.List;
import java.util.Optional;

/// The least that dumb storage must offer: named blobs that are created once.
///
/// Names are relative, `/`-separated, of `a-z`, `0-9`, `-`, `_` and `.`, without `.` and `..`. A
/// blob is visible to everybody, whole and durable, as soon as [#create] returns, and never before:
/// who reads during a create sees nothing or everything. Failures are [RemoteFailure]s. For use by
/// one thread.
public interface BlobStore {
  /// Creates a blob if no blob has this name: true if this call created it. Of many callers at
  /// once, exactly one is answered true. After a failure it is unknown whether the blob exists.
  boolean create(String name, Bytes content);

  /// A blob's content, or nothing if there is none.
  Optional<Bytes> read(String name);

  /// `length` bytes of a blob from `offset` on, fewer if it ends before, or nothing if there is no
  /// such blob.
  Optional<Bytes> read(String name, long offset, int length);

  /// The names that begin with `prefix`, in no particular order.
  List<String> list(String prefix);

  /// Removes a blob, if it is there.
  void delete(String name);

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

  private static boolean isPlain(String part) {
    return part.chars()
        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_.".indexOf(c) >= 0);
  }
}
