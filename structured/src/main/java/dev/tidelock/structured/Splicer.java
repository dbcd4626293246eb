package dev.tidelock.structured;

import dev.tidelock.structured.MergedNode.Combined;
import dev.tidelock.structured.MergedNode.Member;
import dev.tidelock.structured.MergedNode.Same;
import dev.tidelock.structured.MergedNode.Taken;
import dev.tidelock.structured.Node.Branch;
import dev.tidelock.structured.Node.Kind;
import dev.tidelock.structured.Node.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Writes a merged tree by editing the text of one side, so that formatting and comments stay.
///
/// A branch written by indentation is edited in whole lines: a part has the lines from behind the
/// part before it, comments above it included, to the end of its own last line. The first part may
/// begin in the middle of a line, behind a dash. Whether the result says what it should is not
/// certain; who calls must read it again.
final class Splicer {
  /// Text to put in the place of what stands from `start` to `end`.
  private record Splice(int start, int end, String text) {}

  private final Layout layout;
  private final Source own;
  private final Source other;
  private final FlowText flow;
  private final List<Splice> splices = new ArrayList<>();

  Splicer(Layout layout) {
    this.layout = layout;
    this.own = layout.own();
    this.other = layout.other();
    this.flow = new FlowText(layout);
  }

  /// The merged document; nothing if the kept side's text cannot be made to say it.
  Optional<String> text(MergedNode root) {
    return switch (root) {
      case Same _ -> Optional.of(own.text());
      case Taken taken -> Optional.of(layout.isForeign(taken) ? other.text() : own.text());
      case Combined combined -> edit(combined) || empty(combined) ? spliced() : Optional.empty();
    };
  }

  private boolean edit(Combined combined) {
    Branch branch = layout.branch(combined);
    if (!branch.flow()) {
      return new LineEdits(combined).edit();
    }
    Optional<String> written = flow.of(combined);
    written.ifPresent(content -> splices.add(new Splice(branch.start(), branch.end(), content)));
    return written.isPresent();
  }

  /// Leaves nothing of a root that stands in lines; false if something has to be left.
  private boolean empty(Combined root) {
    if (!root.members().isEmpty()) {
      return false;
    }
    splices.clear();
    Branch branch = layout.branch(root);
    int end = own.startOfNextLine(branch.end());
    splices.add(new Splice(branch.start(), end, brackets(branch.kind()) + newlineAt(end)));
    return true;
  }

  /// The newline that ends a line at `end`; empty if the text ends there without one.
  private String newlineAt(int end) {
    return Source.isNewline(own.text().charAt(end - 1)) ? layout.newline() : "";
  }

  private static String brackets(Kind kind) {
    return switch (kind) {
      case MAPPING -> "{}";
      case SEQUENCE -> "[]";
    };
  }

  private Optional<String> spliced() {
    splices.sort(Comparator.comparingInt(Splice::start).thenComparingInt(Splice::end));
    StringBuilder result = new StringBuilder();
    int at = 0;
    for (Splice splice : splices) {
      if (splice.start() < at) {
        return Optional.empty();
      }
      result.append(own.text(), at, splice.start()).append(splice.text());
      at = splice.end();
    }
    return Optional.of(result.append(own.text(), at, own.text().length()).toString());
  }

  /// The edits of one branch that the kept document has in lines.
  private final class LineEdits {
    private final Combined combined;
    private final Branch branch;
    private final Branch otherBranch;
    private final List<Part> parts;
    private final String column;
    private final boolean beginsLine;

    LineEdits(Combined combined) {
      this.combined = combined;
      this.branch = layout.branch(combined);
      this.otherBranch = layout.otherBranch(combined);
      this.parts = branch.parts();
      this.column = " ".repeat(own.column(parts.getFirst().start()));
      this.beginsLine = own.beginsLine(parts.getFirst().start());
    }

    boolean edit() {
      BitSet kept = new BitSet();
      int anchor = -1;
      for (Member member : combined.members()) {
        Part part = layout.part(member);
        if (part == null) {
          insert(layout.otherPart(member), anchor);
          continue;
        }
        int index = branch.indexOf(part);
        boolean moved = branch.kind() == Kind.SEQUENCE && index < anchor;
        if (moved || !editValue(member, part)) {
          return false;
        }
        anchor = index;
        kept.set(index);
      }
      delete(kept);
      return !kept.isEmpty();
    }

    private boolean editValue(Member member, Part part) {
      switch (member.value()) {
        case Same _ -> {
          return true;
        }
        case Taken taken -> {
          if (layout.isForeign(taken)) {
            replace(part, layout.otherPart(member));
          }
          return true;
        }
        case Combined nested -> {
          int before = splices.size();
          if (Splicer.this.edit(nested)) {
            return true;
          }
          splices.subList(before, splices.size()).clear();
          if (nested.members().isEmpty()) {
            empty(part, layout.branch(nested).kind());
            return true;
          }
          if (layout.otherBranch(nested).value() != nested.value()) {
            return false;
          }
          replace(part, layout.otherPart(member));
          return true;
        }
      }
    }

    private void replace(Part part, Part replacement) {
      Node value = part.value();
      Node wanted = replacement.value();
      if (Layout.isInline(own, value) && Layout.isInline(other, wanted)) {
        String content = layout.foreign(wanted.start(), wanted.end(), part.start());
        splices.add(new Splice(value.start(), value.end(), content));
        return;
      }
      int end = own.startOfNextLine(part.end());
      String lines = withoutNewline(lines(replacement)) + newlineAt(end);
      splices.add(new Splice(part.start(), end, lines));
    }

    /// Leaves nothing of the branch that is the value of a part.
    private void empty(Part part, Kind kind) {
      String head = own.text().substring(part.start(), part.value().start());
      String line = head.lines().findFirst().orElse("").replaceFirst("\\s#.*", "").strip();
      int end = own.startOfNextLine(part.end());
      String emptied = line + " " + brackets(kind) + newlineAt(end);
      splices.add(new Splice(part.start(), end, emptied));
    }

    private void insert(Part part, int anchor) {
      int first = parts.getFirst().start();
      if (anchor < 0 && !beginsLine) {
        splices.add(new Splice(first, first, lines(part) + column));
        return;
      }
      String whole = above(part) + column + lines(part);
      int place =
          anchor < 0 ? own.startOfLine(first) : own.startOfNextLine(parts.get(anchor).end());
      boolean behindOpenLine = place > 0 && !Source.isNewline(own.text().charAt(place - 1));
      splices.add(
          new Splice(
              place, place, behindOpenLine ? layout.newline() + withoutNewline(whole) : whole));
    }

    /// The lines of a part of the other document, from where it begins and with a newline at the
    /// end.
    private String lines(Part part) {
      String content;
      if (otherBranch.flow()) {
        String dash = branch.kind() == Kind.SEQUENCE ? "- " : "";
        String source = other.indentation(part.start());
        content = dash + layout.foreign(part.start(), part.end(), source, column);
      } else {
        String source = " ".repeat(other.column(part.start()));
        content = layout.foreign(part.start(), other.startOfNextLine(part.end()), source, column);
      }
      return content.endsWith(layout.newline()) ? content : content + layout.newline();
    }

    /// The lines between a part of the other document and the one before it.
    private String above(Part part) {
      int index = otherBranch.indexOf(part);
      if (otherBranch.flow() || index == 0) {
        return "";
      }
      int from = other.startOfNextLine(otherBranch.parts().get(index - 1).end());
      int to = other.startOfLine(part.start());
      if (from >= to) {
        return "";
      }
      String source = " ".repeat(other.column(part.start()));
      // Begun with a newline that is dropped again, the first line is indented like the others.
      int before = from - newlineBefore(from);
      return layout.foreign(before, to, source, column).substring(layout.newline().length());
    }

    private int newlineBefore(int place) {
      return other.text().startsWith("\r\n", place - 2) ? 2 : 1;
    }

    private void delete(BitSet kept) {
      int index = 0;
      int first = parts.getFirst().start();
      if (!beginsLine && !kept.get(0)) {
        index = kept.nextSetBit(0);
        if (index < 0) {
          return;
        }
        splices.add(new Splice(first, parts.get(index).start(), ""));
      }
      for (; index < parts.size(); index++) {
        if (!kept.get(index)) {
          int from =
              index == 0 ? own.startOfLine(first) : own.startOfNextLine(parts.get(index - 1).end());
          splices.add(new Splice(from, own.startOfNextLine(parts.get(index).end()), ""));
        }
      }
    }

    private String withoutNewline(String lines) {
      return lines.substring(0, lines.length() - layout.newline().length());
    }
  }
}
