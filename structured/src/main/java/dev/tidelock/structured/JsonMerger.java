package dev.tidelock.structured;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.content.MergeOutcome;

/// Merges JSON documents by keys and items, and keeps the formatting of what it does not touch.
/// What is no JSON document is merged as text.
public final class JsonMerger implements ContentMerger {
  private final DocumentMerge merge = new DocumentMerge(new JsonReader());

  @Override
  public MergeOutcome merge(Bytes base, Bytes first, Bytes second) {
    return merge.merge(base, first, second);
  }
}
