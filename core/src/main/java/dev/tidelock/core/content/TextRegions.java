package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;
import java.util.List;

/// A three-way merge of a text laid out for somebody who resolves it.
public sealed interface TextRegions {
  /// The regions in order; a text is whole when a content for each conflicting one is chosen and
  /// all are joined.
  record Split(List<Region> regions) implements TextRegions {
    public Split {
      regions = List.copyOf(regions);
    }
  }

  /// There are no regions, because the three are not texts that can be merged.
  ///
  /// @param reason why, as a short phrase for people
  record Refused(String reason) implements TextRegions {}

  /// A piece of the merged text.
  sealed interface Region {}

  /// A piece that is decided: unchanged, changed by one side, or changed equally by both.
  record Settled(Bytes content) implements Region {}

  /// A piece that the sides changed differently.
  record Contested(Bytes base, Bytes first, Bytes second) implements Region {}
}
