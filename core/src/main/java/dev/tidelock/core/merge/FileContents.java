package dev.tidelock.core.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import java.util.Optional;

/// The bytes behind file entries, as far as a merge needs them.
public interface FileContents {
  /// The most bytes of a file that is merged line by line or field by field.
  long TEXT_MERGE_LIMIT = 1 << 20;

  /// The file's bytes, or nothing where they are more than [#TEXT_MERGE_LIMIT] or not at hand.
  Optional<Bytes> read(Entry.File file);

  /// Keeps bytes that a merge made, and names them.
  Content write(Bytes bytes);
}
