package dev.tidelock.core.tree;

import dev.tidelock.core.MalformedException;

/// The name of one installation, made at random once.
///
/// @param text 1 to 64 characters out of a-z, A-Z, 0-9, `-` and `_`
public record DeviceId(String text) implements Comparable<DeviceId> {
  public DeviceId {
    if (text.isEmpty() || text.length() > 64 || !text.chars().allMatch(DeviceId::allowed)) {
      throw new MalformedException("not a device id: " + text.substring(0, min(text)));
    }
  }

  @Override
  public int compareTo(DeviceId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean allowed(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }

  private static int min(String text) {
    return Math.min(text.length(), 64);
  }
}
