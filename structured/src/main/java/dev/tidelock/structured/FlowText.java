package dev.tidelock.structured;

import dev.tidelock.structured.MergedNode.Combined;
import dev.tidelock.structured.MergedNode.Member;
import dev.tidelock.structured.MergedNode.Same;
import dev.tidelock.structured.MergedNode.Taken;
import dev.tidelock.structured.Node.Branch;
import dev.tidelock.structured.Node.Kind;
import dev.tidelock.structured.Node.Part;
import java.util.List;
import java.util.Optional;

/// Writes branches in brackets: all of JSON, and YAML's flow style. What stands between two parts
/// is kept where they still follow each other, and imitated elsewhere.
final class FlowText {
  private final Layout layout;
  private final String text;

  FlowText(Layout layout) {
    this.layout = layout;
    this.text = layout.own().text();
  }

  /// The text of a branch that the kept document has in brackets; nothing if it cannot be written
  /// in this style.
  Optional<String> of(Combined combined) {
    Branch branch = layout.branch(combined);
    List<Part> parts = branch.parts();
    if (combined.members().stream().allMatch(member -> layout.part(member) == null)) {
      return withoutOwnParts(combined, branch);
    }
    Optional<String> usual = usualSeparator(branch);
    StringBuilder result = new StringBuilder();
    result.append(text, branch.start(), parts.getFirst().start());
    int previous = -1;
    boolean first = true;
    for (Member member : combined.members()) {
      Part part = layout.part(member);
      int index = part == null ? -1 : branch.indexOf(part);
      Optional<String> separator =
          previous >= 0 && index == previous + 1 ? Optional.of(between(parts, previous)) : usual;
      Optional<String> written = member(combined, member);
      if (written.isEmpty() || !first && separator.isEmpty()) {
        return Optional.empty();
      }
      result.append(first ? "" : separator.orElseThrow()).append(written.get());
      previous = index;
      first = false;
    }
    result.append(text, parts.getLast().end(), branch.end());
    return Optional.of(result.toString());
  }

  private Optional<String> withoutOwnParts(Combined combined, Branch branch) {
    if (combined.members().isEmpty()) {
      return Optional.of(branch.kind() == Kind.MAPPING ? "{}" : "[]");
    }
    Branch other = layout.otherBranch(combined);
    return other.flow() && other.value() == combined.value()
        ? Optional.of(layout.foreign(other.start(), other.end(), branch.start()))
        : Optional.empty();
  }

  private Optional<String> member(Combined parent, Member member) {
    Branch otherParent = layout.otherBranch(parent);
    Part part = layout.part(member);
    if (part == null) {
      Part other = layout.otherPart(member);
      boolean skipsDash = !otherParent.flow() && otherParent.kind() == Kind.SEQUENCE;
      return foreign(
          otherParent,
          other.value(),
          skipsDash ? other.value().start() : other.start(),
          layout.branch(parent).parts().getFirst().start());
    }
    Optional<String> value =
        switch (member.value()) {
          case Same _ -> Optional.of(text.substring(part.value().start(), part.end()));
          case Taken taken ->
              layout.isForeign(taken)
                  ? foreign(otherParent, taken.node(), taken.node().start(), part.start())
                      .map(written -> part.value().start() == part.end() ? " " + written : written)
                  : Optional.of(text.substring(part.value().start(), part.end()));
          case Combined combined -> nested(combined);
        };
    return value.map(written -> text.substring(part.start(), part.value().start()) + written);
  }

  private Optional<String> nested(Combined combined) {
    Optional<String> written = of(combined);
    Branch other = layout.otherBranch(combined);
    return written.isEmpty() && other.flow() && other.value() == combined.value()
        ? Optional.of(layout.foreign(other.start(), other.end(), layout.branch(combined).start()))
        : written;
  }

  private Optional<String> foreign(Branch parent, Node value, int from, int place) {
    return parent.flow() || Layout.isInline(layout.other(), value)
        ? Optional.of(layout.foreign(from, value.end(), place))
        : Optional.empty();
  }

  private String between(List<Part> parts, int index) {
    return text.substring(parts.get(index).end(), parts.get(index + 1).start());
  }

  /// What to put between parts that have not stood next to each other; nothing if only a comment
  /// could be repeated.
  private Optional<String> usualSeparator(Branch branch) {
    List<Part> parts = branch.parts();
    for (int i = 0; i + 1 < parts.size(); i++) {
      String separator = between(parts, i);
      if (separator.indexOf('#') < 0) {
        return Optional.of(separator);
      }
    }
    String head = text.substring(branch.start() + 1, parts.getFirst().start());
    if (parts.size() > 1 || head.indexOf('#') >= 0) {
      return Optional.empty();
    }
    if (head.chars().anyMatch(unit -> Source.isNewline((char) unit))) {
      return Optional.of("," + head);
    }
    boolean compact = text.substring(branch.start(), branch.end()).indexOf(' ') < 0;
    return Optional.of(compact && branch.kind() == Kind.MAPPING ? "," : ", ");
  }
}
