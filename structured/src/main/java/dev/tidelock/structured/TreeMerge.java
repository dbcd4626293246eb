package dev.tidelock.structured;

import dev.tidelock.core.content.Alignment;
import dev.tidelock.core.content.Chunk;
import dev.tidelock.core.content.Range;
import dev.tidelock.core.content.SequenceDiff;
import dev.tidelock.structured.MergedNode.Combined;
import dev.tidelock.structured.MergedNode.Member;
import dev.tidelock.structured.MergedNode.Same;
import dev.tidelock.structured.MergedNode.Taken;
import dev.tidelock.structured.Node.Branch;
import dev.tidelock.structured.Node.Kind;
import dev.tidelock.structured.Node.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One three-way merge of trees.
///
/// Mappings are merged key by key. Sequences whose items are mappings with an identity are merged
/// item by item, and their order three-way; other sequences are aligned as lines of a text are.
/// Everything else is a value that at most one side may change. Mappings and sequences are always
/// merged in depth, even if one side changed nothing, so that as little text as possible is
/// exchanged.
final class TreeMerge {
  private final Vocabulary vocabulary;
  private final Identities identities;

  /// The work that the difference of a sequence may cost, for each of its items.
  private final long budgetPerItem;

  /// The names on the way to the value at hand.
  private final Deque<String> path = new ArrayDeque<>();

  private @Nullable String clash;
  private boolean guessed;

  /// @param size the length of the documents, which bounds the number of items
  TreeMerge(Vocabulary vocabulary, int size) {
    this.vocabulary = vocabulary;
    this.identities = new Identities(vocabulary);
    this.budgetPerItem = Math.max(1, SequenceDiff.BUDGET / Math.max(1, size));
  }

  TreeOutcome merge(Node base, Node first, Node second) {
    MergedNode root = merged(base, first, second);
    String reason = clash;
    return reason == null
        ? new TreeOutcome.Agreed(root, guessed)
        : new TreeOutcome.Clashing(reason);
  }

  private MergedNode merged(@Nullable Node base, Node first, Node second) {
    if (first.value() == second.value()) {
      return new Same(first, second);
    }
    if (first instanceof Branch one
        && second instanceof Branch other
        && one.kind() == other.kind()) {
      Optional<Combined> combined = combined(base, one, other);
      if (combined.isPresent()) {
        return combined.get();
      }
    }
    if (base != null && base.value() == first.value()) {
      return new Taken(Side.SECOND, second);
    }
    if (base == null || base.value() != second.value()) {
      clash("changed on both sides");
    }
    return new Taken(Side.FIRST, first);
  }

  private Optional<Combined> combined(@Nullable Node base, Branch first, Branch second) {
    if (base instanceof Branch before && before.kind() == first.kind()) {
      return Optional.of(
          switch (first.kind()) {
            case MAPPING -> mapping(before.parts(), first, second);
            case SEQUENCE -> sequence(before.parts(), first, second);
          });
    }
    return base == null && first.kind() == Kind.MAPPING
        ? Optional.of(mapping(List.of(), first, second))
        : Optional.empty();
  }

  private Combined mapping(List<Part> base, Branch first, Branch second) {
    Keyed keyed =
        new Keyed(Keyed.byKey(base), Keyed.byKey(first.parts()), Keyed.byKey(second.parts()));
    return combination(first, second, members(keyed, keyed.orderOf(Side.FIRST)));
  }

  private Combined sequence(List<Part> base, Branch first, Branch second) {
    Optional<Keyed> keyed = identities.of(base, first.parts(), second.parts());
    if (keyed.isEmpty()) {
      return combination(first, second, aligned(base, first.parts(), second.parts()));
    }
    Optional<Side> order = keyed.get().order();
    if (order.isEmpty()) {
      clash("ordered differently on both sides");
    }
    List<Integer> keys = keyed.get().orderOf(order.orElse(Side.FIRST));
    return combination(first, second, members(keyed.get(), keys));
  }

  private Combined combination(Branch first, Branch second, List<Member> members) {
    int[] keys = members.stream().mapToInt(Member::key).toArray();
    int[] values = members.stream().mapToInt(member -> member.value().value()).toArray();
    return new Combined(vocabulary.branch(first.kind(), keys, values), first, second, members);
  }

  private List<Member> members(Keyed keyed, List<Integer> keys) {
    List<Member> members = new ArrayList<>();
    for (int key : keys) {
      path.addLast(vocabulary.text(key));
      Part base = keyed.base().get(key);
      Part first = keyed.first().get(key);
      Part second = keyed.second().get(key);
      if (first != null && second != null) {
        Node before = base == null ? null : base.value();
        members.add(new Member(first, second, merged(before, first.value(), second.value())));
      } else if (first != null) {
        oneSided(base, Side.FIRST, first).ifPresent(members::add);
      } else if (second != null) {
        oneSided(base, Side.SECOND, second).ifPresent(members::add);
      }
      path.removeLast();
    }
    return members;
  }

  private Optional<Member> oneSided(@Nullable Part base, Side side, Part part) {
    if (base == null) {
      return Optional.of(Member.of(side, part));
    }
    if (base.value().value() != part.value().value()) {
      clash("changed on one side and deleted on the other");
    }
    return Optional.empty();
  }

  private List<Member> aligned(List<Part> base, List<Part> first, List<Part> second) {
    Map<Integer, Integer> dense = new HashMap<>();
    long budget = budgetPerItem * ((long) base.size() + first.size() + second.size());
    List<Member> members = new ArrayList<>();
    for (Chunk chunk :
        Alignment.of(numbers(base, dense), numbers(first, dense), numbers(second, dense), budget)) {
      List<Part> before = sublist(base, chunk.base());
      List<Part> one = sublist(first, chunk.first());
      List<Part> other = sublist(second, chunk.second());
      switch (chunk.change()) {
        case NONE -> paired(before, one, other, members);
        case FIRST -> replaced(before, one, other, Side.FIRST, members);
        case SECOND -> replaced(before, one, other, Side.SECOND, members);
        case BOTH -> changedByBoth(before, one, other, members);
      }
    }
    return members;
  }

  private void replaced(
      List<Part> base, List<Part> first, List<Part> second, Side side, List<Member> members) {
    if (first.size() == second.size()) {
      paired(base, first, second, members);
      return;
    }
    List<Part> changed =
        switch (side) {
          case FIRST -> first;
          case SECOND -> second;
        };
    changed.forEach(part -> members.add(Member.of(side, part)));
  }

  private void changedByBoth(
      List<Part> base, List<Part> first, List<Part> second, List<Member> members) {
    boolean equal = values(first).equals(values(second));
    boolean alike = base.size() == first.size() && base.size() == second.size();
    if (equal) {
      for (int i = 0; i < first.size(); i++) {
        Part one = first.get(i);
        Part other = second.get(i);
        members.add(new Member(one, other, new Same(one.value(), other.value())));
      }
    } else if (alike && areBranches(base) && areBranches(first) && areBranches(second)) {
      guessed = true;
      paired(base, first, second, members);
    } else {
      clash("neighbouring items changed on both sides");
    }
  }

  private void paired(List<Part> base, List<Part> first, List<Part> second, List<Member> members) {
    for (int i = 0; i < base.size(); i++) {
      path.addLast(Integer.toString(members.size()));
      Part one = first.get(i);
      Part other = second.get(i);
      members.add(new Member(one, other, merged(base.get(i).value(), one.value(), other.value())));
      path.removeLast();
    }
  }

  private void clash(String what) {
    if (clash == null) {
      clash = (path.isEmpty() ? "the whole document" : String.join(".", path)) + ": " + what;
    }
  }

  private static int[] numbers(List<Part> parts, Map<Integer, Integer> dense) {
    return parts.stream()
        .mapToInt(part -> dense.computeIfAbsent(part.value().value(), _ -> dense.size()))
        .toArray();
  }

  private static List<Integer> values(List<Part> parts) {
    return parts.stream().map(part -> part.value().value()).toList();
  }

  private static boolean areBranches(List<Part> parts) {
    return parts.stream().allMatch(part -> part.value() instanceof Branch);
  }

  private static List<Part> sublist(List<Part> parts, Range range) {
    return parts.subList(range.start(), range.end());
  }
}
