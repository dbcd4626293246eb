package dev.tidelock.core.ignore;

import dev.tidelock.core.ignore.Segment.AnyDirectories;
import java.util.ArrayList;
import java.util.List;

/// Reads one line of an ignore file, by the rules of gitignore(5) and of git's own parser where the
/// manual is silent. Used once.
///
/// It differs from git in two places, on purpose. `?` and brackets stand for a code point, not for
/// a byte. And `**` after a literal part (`foo**/bar`) is a plain star, as the manual says, while
/// git takes it for `foo` followed by a free `**/`.
final class PatternParser {
  /// What a line turned out to be.
  sealed interface Line {
    /// Nothing to do: empty, or a comment.
    enum Blank implements Line {
      BLANK
    }

    /// A pattern that can match something.
    record Rule(Pattern pattern) implements Line {}

    /// A pattern that can match nothing, and why.
    record Useless(String reason) implements Line {}
  }

  private final int[] text;
  private final Glob.Builder glob = new Glob.Builder();
  private final List<Segment> segments = new ArrayList<>();
  private int position;

  /// Why the pattern matches nothing; empty as long as it may match something.
  private String defect = "";

  private PatternParser(String text) {
    this.text = text.codePoints().toArray();
  }

  /// Reads a line without its line end.
  ///
  /// @param number the line's number in its file, from 1
  static Line parse(String content, int number) {
    if (content.startsWith("#")) {
      return Line.Blank.BLANK;
    }
    String line = withoutTrailingSpaces(content);
    if (line.isEmpty()) {
      return Line.Blank.BLANK;
    }
    boolean negated = line.startsWith("!");
    boolean directoryOnly = line.endsWith("/");
    int start = negated ? 1 : 0;
    int end = directoryOnly ? line.length() - 1 : line.length();
    String body = start < end ? line.substring(start, end) : "";
    boolean anchored = body.indexOf('/') >= 0;
    PatternParser parser =
        new PatternParser(Candidate.normalised(body.startsWith("/") ? body.substring(1) : body));
    return parser.readAll(number, negated, directoryOnly, anchored);
  }

  private Line readAll(int number, boolean negated, boolean directoryOnly, boolean anchored) {
    if (anchored) {
      readSegments();
    } else {
      readSegment();
    }
    checkSegments();
    if (!defect.isEmpty()) {
      return new Line.Useless(defect);
    }
    return new Line.Rule(
        segments.getLast() instanceof Glob name && (!anchored || isAnywhere())
            ? new Pattern.OfName(number, negated, directoryOnly, name)
            : new Pattern.OfPath(number, negated, directoryOnly, segments));
  }

  /// Whether the pattern is `**` and a name: below any number of directories is at any depth, which
  /// is cheaper to match.
  private boolean isAnywhere() {
    return segments.size() == 2 && segments.getFirst() == AnyDirectories.ANY_DIRECTORIES;
  }

  private void readSegments() {
    while (true) {
      if (isAnyDirectories()) {
        if (segments.isEmpty() || segments.getLast() != AnyDirectories.ANY_DIRECTORIES) {
          segments.add(AnyDirectories.ANY_DIRECTORIES);
        }
      } else {
        readSegment();
      }
      if (position == text.length || !defect.isEmpty()) {
        return;
      }
      position++;
    }
  }

  /// Reads a segment of two or more stars alone, up to its end, if there is one here.
  private boolean isAnyDirectories() {
    int end = position;
    while (end < text.length && text[end] == '*') {
      end++;
    }
    boolean whole = end == text.length || text[end] == '/';
    if (!whole || end - position < 2) {
      return false;
    }
    position = end;
    return true;
  }

  /// Reads a segment up to its end: the next slash that is not in brackets, or the end of the text.
  private void readSegment() {
    while (position < text.length && text[position] != '/') {
      int codePoint = text[position++];
      switch (codePoint) {
        case '*' -> glob.star();
        case '?' -> glob.anyOne();
        case '[' -> readBracket();
        case '\\' -> readEscape();
        default -> glob.literal(codePoint);
      }
      if (!defect.isEmpty()) {
        return;
      }
    }
    segments.add(glob.build());
  }

  private void readEscape() {
    if (position == text.length) {
      defect = "the backslash at its end escapes nothing";
    } else if (text[position] != '/') {
      // An escaped slash is a slash.
      glob.literal(text[position++]);
    }
  }

  private void readBracket() {
    BracketParser bracket = new BracketParser(text, position);
    switch (bracket.read()) {
      case BracketParser.Result.Read(CharacterClass members, int end) -> {
        glob.oneOf(members);
        position = end;
      }
      case BracketParser.Result.Malformed(String reason) -> defect = reason;
    }
  }

  private void checkSegments() {
    for (Segment segment : segments) {
      if (segment instanceof Glob one && defect.isEmpty()) {
        defect = defectOf(one);
      }
    }
  }

  private String defectOf(Glob segment) {
    if (segment.isEmpty()) {
      return segments.size() == 1 ? "it is empty" : "no name is empty";
    }
    return segment
        .literal()
        .filter(name -> name.equals(".") || name.equals(".."))
        .map(name -> "no name is '" + name + "'; write paths from the ignore file's directory")
        .orElse("");
  }

  /// The line without spaces at its end, except those that a backslash keeps.
  private static String withoutTrailingSpaces(String line) {
    int end = 0;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '\\') {
        i++;
        end = Math.min(i + 1, line.length());
      } else if (line.charAt(i) != ' ') {
        end = i + 1;
      }
    }
    return line.substring(0, end);
  }
}
