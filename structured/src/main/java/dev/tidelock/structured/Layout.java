package dev.tidelock.structured;

import dev.tidelock.structured.MergedNode.Combined;
import dev.tidelock.structured.MergedNode.Member;
import dev.tidelock.structured.Node.Branch;
import dev.tidelock.structured.Node.Part;
import dev.tidelock.structured.Node.Scalar;
import org.jspecify.annotations.Nullable;

/// The document whose text is kept and edited, and the other one, from which text is brought in.
final class Layout {
  /// The characters that may be brought in, indentation included. Crafted documents could ask for
  /// much more than both hold; then text is left out, and the result is refused when it is read.
  private static final int GROWTH_LIMIT = 1 << 22;

  private final Side side;
  private final Source own;
  private final Source other;
  private int room = GROWTH_LIMIT;

  Layout(Side side, Reading.Tree own, Reading.Tree other) {
    this.side = side;
    this.own = new Source(own.text());
    this.other = new Source(other.text());
  }

  Source own() {
    return own;
  }

  Source other() {
    return other;
  }

  String newline() {
    return own.newline();
  }

  @Nullable Part part(Member member) {
    return switch (side) {
      case FIRST -> member.first();
      case SECOND -> member.second();
    };
  }

  /// The part of the other document, which is there when [#part] is not.
  Part otherPart(Member member) {
    Part part =
        switch (side) {
          case FIRST -> member.second();
          case SECOND -> member.first();
        };
    if (part == null) {
      throw new IllegalArgumentException("not in the other document: " + member);
    }
    return part;
  }

  Branch branch(Combined combined) {
    return switch (side) {
      case FIRST -> combined.first();
      case SECOND -> combined.second();
    };
  }

  Branch otherBranch(Combined combined) {
    return switch (side) {
      case FIRST -> combined.second();
      case SECOND -> combined.first();
    };
  }

  /// Whether the kept document does not have the text of a value.
  boolean isForeign(MergedNode value) {
    return value instanceof MergedNode.Taken taken && taken.side() != side;
  }

  /// The other document's text from `from` to `to`, indented for a place in the kept one.
  String foreign(int from, int to, int place) {
    return foreign(from, to, other.indentation(from), own.indentation(place));
  }

  /// The other document's text from `from` to `to`, whose lines after the first are indented by
  /// `target` where they were by `source`.
  String foreign(int from, int to, String source, String target) {
    StringBuilder result = new StringBuilder();
    String[] lines = other.text().substring(from, to).split("\r\n|\r|\n", -1);
    for (int i = 0; i < lines.length && result.length() < room; i++) {
      result.append(i == 0 ? lines[0] : newline() + reindented(lines[i], source, target));
    }
    room -= Math.min(room, result.length());
    return room == 0 ? "" : result.toString();
  }

  /// Whether a value stands within one line, so that it can take the place of another such.
  static boolean isInline(Source source, Node node) {
    boolean inBrackets =
        switch (node) {
          case Scalar _ -> true;
          case Branch branch -> branch.flow();
        };
    return inBrackets && node.start() < node.end() && source.isOneLine(node.start(), node.end());
  }

  private static String reindented(String line, String source, String target) {
    if (line.isBlank()) {
      return line;
    }
    boolean indented = line.startsWith(source);
    return target + (indented ? line.substring(source.length()) : line.stripLeading());
  }
}
