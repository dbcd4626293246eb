package dev.tidelock.platform.database;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/// What is noted of the rows of one table while they are written, so that foreign keys can be
/// checked in the end.
final class Touch {
  private final Link link;
  private final List<Note> going;
  private final List<Note> coming;

  Touch(Link link, List<Note> going, List<Note> coming) {
    this.link = link;
    this.going = List.copyOf(going);
    this.coming = List.copyOf(coming);
  }

  /// A statement that notes something of the row under a key.
  static final class Note {
    private final String head;
    private final Function<IntFunction<String>, String> tail;
    private final String plain;

    /// @param head how it begins
    /// @param tail how it ends, given the SQL of each of the key's values
    Note(String head, Function<IntFunction<String>, String> tail) {
      this.head = head;
      this.tail = tail;
      plain = head + tail.apply(_ -> "?");
    }

    private String sql(Cells key) {
      return key.isPlain() ? plain : head + tail.apply(key.sql());
    }
  }

  /// A row is about to go, or to give way.
  void goes(Cells key) {
    going.forEach(note -> link.change(note.sql(key), key.parameters()));
  }

  /// A row is about to be written.
  void comes(Cells key) {
    coming.forEach(note -> link.change(note.sql(key), key.parameters()));
  }
}
