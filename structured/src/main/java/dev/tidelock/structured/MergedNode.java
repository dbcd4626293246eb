package dev.tidelock.structured;

import dev.tidelock.structured.Node.Branch;
import dev.tidelock.structured.Node.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of the merged tree, with where each side has it.
sealed interface MergedNode {
  /// The number of the value.
  int value();

  /// A value that both sides have.
  record Same(Node first, Node second) implements MergedNode {
    @Override
    public int value() {
      return first.value();
    }
  }

  /// A value as one side has it.
  record Taken(Side side, Node node) implements MergedNode {
    @Override
    public int value() {
      return node.value();
    }
  }

  /// A branch that both sides have, with parts of both.
  record Combined(int value, Branch first, Branch second, List<Member> members)
      implements MergedNode {
    public Combined {
      members = List.copyOf(members);
    }
  }

  /// A part of a combined branch; at least one side has it.
  record Member(@Nullable Part first, @Nullable Part second, MergedNode value) {
    static Member of(Side side, Part part) {
      Taken value = new Taken(side, part.value());
      return switch (side) {
        case FIRST -> new Member(part, null, value);
        case SECOND -> new Member(null, part, value);
      };
    }

    int key() {
      Part any = first == null ? second : first;
      return any == null ? Vocabulary.ITEM : any.key();
    }
  }
}
