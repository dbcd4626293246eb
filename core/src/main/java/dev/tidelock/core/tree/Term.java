package dev.tidelock.core.tree;

import dev.tidelock.core.MalformedException;

/// One of the values that a conflict holds.
///
/// @param key its name, unchanged when its entry is edited
/// @param entry the value
/// @param author who wrote it, as a display text of at most 255 characters
/// @param device the device that wrote it last
/// @param time when, in milliseconds since 1970-01-01T00:00Z; shown to people, decides nothing but
///   the `newest` strategy
public record Term(TermKey key, Entry.Leaf entry, String author, DeviceId device, long time) {
  public Term {
    if (author.length() > 255) {
      throw new MalformedException("an author's name has at most 255 characters");
    }
  }
}
