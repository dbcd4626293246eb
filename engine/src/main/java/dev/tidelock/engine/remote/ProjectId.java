package dev.tidelock.engine.remote;

import dev.tidelock.core.MalformedException;

/// The name of a project that no other project has: made once, at its genesis, at random or of a
/// word that devices share.
///
/// @param text 8 to 64 characters out of a-z, 0-9 and `-`
public record ProjectId(String text) implements Comparable<ProjectId> {
  public ProjectId {
    if (!isId(text)) {
      throw new MalformedException("a project's id has 8 to 64 characters of a-z, 0-9 and -");
    }
  }

  /// Whether a text has the form of an id.
  public static boolean isId(String text) {
    return text.length() >= 8 && text.length() <= 64 && text.chars().allMatch(ProjectId::allowed);
  }

  private static boolean allowed(int character) {
    return character >= 'a' && character <= 'z'
        || character >= '0' && character <= '9'
        || character == '-';
  }

  @Override
  public int compareTo(ProjectId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
