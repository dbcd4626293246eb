package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The three-way merge of maps, as edits of one side: what the other side changed, decided where
/// both did. The side with fewer changes is read and put onto the one with more, so the cost grows
/// with the fewer, and what only the other side changed is taken as it is, unread. Which side that
/// is makes no difference to the result, as a map is a function of its entries. One thread.
///
/// @param <V> the values of the maps
final class MapMerge<V> implements Iterator<Map.Entry<Bytes, Optional<V>>> {
  private final Iterator<Change<V>> fewer;
  private final ChangeLookup<V> more;
  private final EntryMerge<V> decision;
  private Optional<Map.Entry<Bytes, Optional<V>>> next = Optional.empty();

  /// @param fewer the changes of one side
  /// @param more finds the changes of the other side, which is to be edited
  /// @param decision decides where both changed a key; its first value is that of the first of
  ///   these two sides
  MapMerge(Iterator<Change<V>> fewer, ChangeLookup<V> more, EntryMerge<V> decision) {
    this.fewer = fewer;
    this.more = more;
    this.decision = decision;
  }

  /// Whether the first of two sequences ends no later than the second. Advances both.
  static boolean isShorter(Iterator<?> first, Iterator<?> second) {
    while (first.hasNext()) {
      if (!second.hasNext()) {
        return false;
      }
      first.next();
      second.next();
    }
    return true;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && fewer.hasNext()) {
      next = edit(fewer.next());
    }
    return next.isPresent();
  }

  @Override
  public Map.Entry<Bytes, Optional<V>> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more edits");
    }
    Map.Entry<Bytes, Optional<V>> edit = next.orElseThrow();
    next = Optional.empty();
    return edit;
  }

  private Optional<Map.Entry<Bytes, Optional<V>>> edit(Change<V> change) {
    Bytes key = change.key();
    Optional<Change<V>> other = more.at(key);
    if (other.isEmpty()) {
      return Optional.of(Map.entry(key, change.after()));
    }
    Optional<V> standing = other.get().after();
    if (standing.equals(change.after())) {
      return Optional.empty();
    }
    Optional<V> decided = decision.merge(key, change.before(), change.after(), standing);
    return decided.equals(standing) ? Optional.empty() : Optional.of(Map.entry(key, decided));
  }
}
