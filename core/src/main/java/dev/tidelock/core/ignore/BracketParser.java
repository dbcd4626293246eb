package dev.tidelock.core.ignore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one bracket expression, in the order of git's matcher: a `]` that comes first is a member,
/// a backslash escapes, a `-` at either end is a member. Used once.
final class BracketParser {
  /// What was found.
  sealed interface Result {
    /// An expression whose closing bracket is just before `end`.
    record Read(CharacterClass members, int end) implements Result {}

    /// An expression that stands for nothing, so that its pattern never matches.
    record Malformed(String reason) implements Result {}
  }

  private static final int NOTHING = -1;
  private static final Result UNCLOSED =
      new Result.Malformed("the bracket '[' is not closed; write '\\[' for the character");

  private final int[] text;
  private final List<CharacterClass.Range> ranges = new ArrayList<>();
  private int position;

  /// The member just read, which a following `-` makes the start of a range.
  private int previous = NOTHING;

  /// Reads from `start`, just after the opening bracket.
  BracketParser(int[] text, int start) {
    this.text = text;
    this.position = start;
  }

  Result read() {
    boolean negated = at('!') || at('^');
    if (negated) {
      position++;
    }
    do {
      Optional<Result> failure = readMember();
      if (failure.isPresent()) {
        return failure.get();
      }
    } while (!at(']'));
    return new Result.Read(new CharacterClass(ranges, negated), position + 1);
  }

  private Optional<Result> readMember() {
    if (position >= text.length) {
      return Optional.of(UNCLOSED);
    }
    if (at('-') && previous != NOTHING && position + 1 < text.length && text[position + 1] != ']') {
      position++;
      return readRangeEnd();
    }
    if (at('[') && position + 1 < text.length && text[position + 1] == ':') {
      return readPosixClass();
    }
    return readOne();
  }

  private Optional<Result> readOne() {
    if (!skipEscape()) {
      return Optional.of(UNCLOSED);
    }
    previous = text[position++];
    ranges.add(new CharacterClass.Range(previous, previous));
    return Optional.empty();
  }

  private Optional<Result> readRangeEnd() {
    if (!skipEscape()) {
      return Optional.of(UNCLOSED);
    }
    ranges.add(new CharacterClass.Range(previous, text[position++]));
    previous = NOTHING;
    return Optional.empty();
  }

  private Optional<Result> readPosixClass() {
    int start = position + 2;
    int close = start;
    while (close < text.length && text[close] != ']') {
      close++;
    }
    if (close == text.length) {
      return Optional.of(UNCLOSED);
    }
    if (close == start || text[close - 1] != ':') {
      return readOne();
    }
    String name = new String(text, start, close - 1 - start);
    Optional<List<CharacterClass.Range>> members = CharacterClass.posix(name);
    if (members.isEmpty()) {
      return Optional.of(new Result.Malformed("there is no character class '[:" + name + ":]'"));
    }
    ranges.addAll(members.get());
    position = close + 1;
    previous = NOTHING;
    return Optional.empty();
  }

  /// Moves from a backslash to what it escapes; false if that is missing.
  private boolean skipEscape() {
    if (at('\\')) {
      position++;
    }
    return position < text.length;
  }

  private boolean at(int codePoint) {
    return position < text.length && text[position] == codePoint;
  }
}
