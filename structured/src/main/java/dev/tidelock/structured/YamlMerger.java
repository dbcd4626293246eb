package dev.tidelock.structured;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.content.MergeOutcome;

/// Merges YAML documents by keys and items, and keeps formatting and comments of what it does not
/// touch. Streams of several documents, anchors, tags and other rare spellings are merged as text.
public final class YamlMerger implements ContentMerger {
  private final DocumentMerge merge = new DocumentMerge(new YamlReader());

  @Override
  public MergeOutcome merge(Bytes base, Bytes first, Bytes second) {
    return merge.merge(base, first, second);
  }
}
