package dev.tidelock.engine.port;

import java.util.List;

/// What a directory holds.
///
/// @param items what has a name that can be carried
/// @param unreadable what is there but unknown: a name that is no UTF-8, an item without a [Stat].
///   Nothing may be concluded from it, in particular no deletion.
public record Listing(List<Item> items, List<Unreadable> unreadable) {
  public Listing {
    items = List.copyOf(items);
    unreadable = List.copyOf(unreadable);
  }

  /// One item.
  ///
  /// @param name its name
  /// @param stat its state
  public record Item(String name, Stat stat) {}

  /// An item that is there and about which nothing else is known.
  ///
  /// @param shownName its name as far as it can be shown to a person, with escapes
  /// @param reason why
  public record Unreadable(String shownName, FileFailure.Reason reason) {}
}
