package dev.tidelock.core.tree;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;

/// The bytes of a file, by value or by name. Which form is used is a function of the bytes, so
/// equal bytes have equal contents within a project.
public sealed interface Content {
  /// The most bytes that stand in the entry itself: no more than a reference would take.
  int INLINE_LIMIT = 32;

  /// A tiny file's bytes.
  ///
  /// @param bytes at most [#INLINE_LIMIT] bytes
  record Inline(Bytes bytes) implements Content {
    public Inline {
      if (bytes.size() > INLINE_LIMIT) {
        throw new MalformedException(bytes.size() + " bytes are too many to stand inline");
      }
    }
  }

  /// A file of one chunk.
  ///
  /// @param chunk the chunk
  record Single(ObjectId chunk) implements Content {}

  /// A file of two chunks or more.
  ///
  /// @param root the root node of the tree of chunks
  record Sequence(ObjectId root) implements Content {}
}
