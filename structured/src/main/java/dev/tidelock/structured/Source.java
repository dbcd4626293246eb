package dev.tidelock.structured;

import java.util.Arrays;
import java.util.stream.IntStream;

/// A document's text with its lines. Finding a line takes logarithmic time, so that many looks at
/// one huge line cost little.
final class Source {
  /// Blanks at the beginning of a line that count as indentation at most; more is of no use to
  /// readers, and would be copied often.
  private static final int INDENTATION_LIMIT = 256;

  private final String text;

  /// Where each line begins.
  private final int[] starts;

  Source(String text) {
    this.text = text;
    this.starts =
        IntStream.rangeClosed(0, text.length())
            .filter(at -> at == 0 || isNewline(text.charAt(at - 1)) && !isInsidePair(text, at))
            .toArray();
  }

  static boolean isNewline(char character) {
    return character == '\n' || character == '\r';
  }

  private static boolean isInsidePair(String text, int place) {
    return text.startsWith("\r\n", place - 1);
  }

  String text() {
    return text;
  }

  /// The newline that the text uses first; LF if it has one line.
  String newline() {
    if (starts.length == 1) {
      return "\n";
    }
    return text.startsWith("\r\n", starts[1] - 2)
        ? "\r\n"
        : text.substring(starts[1] - 1, starts[1]);
  }

  /// Where the line around a place begins.
  int startOfLine(int place) {
    return starts[line(place)];
  }

  /// Whether `from` and `to`, the end of something, are in one line.
  boolean isOneLine(int from, int to) {
    return line(from) == line(to);
  }

  /// Where the line that holds the character before a place ends, its newline included: the place
  /// itself if it begins a line.
  int startOfNextLine(int place) {
    int line = line(place);
    if (starts[line] == place && place > 0) {
      return place;
    }
    return line + 1 < starts.length ? starts[line + 1] : text.length();
  }

  /// How many characters stand before a place in its line.
  int column(int place) {
    return place - startOfLine(place);
  }

  /// Whether nothing but blanks stands before a place in its line.
  boolean beginsLine(int place) {
    return text.substring(startOfLine(place), place).isBlank();
  }

  /// The blanks that the line around a place begins with, up to a limit.
  String indentation(int place) {
    int start = startOfLine(place);
    int end = start;
    while (end < text.length() && end - start < INDENTATION_LIMIT && isBlank(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  private int line(int place) {
    int found = Arrays.binarySearch(starts, place);
    return found >= 0 ? found : -found - 2;
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }
}
