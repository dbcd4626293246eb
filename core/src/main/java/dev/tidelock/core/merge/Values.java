package dev.tidelock.core.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The decision of what stands at a path, for files, links and conflicts.
final class Values {
  private static final Comparator<Term> NEWER =
      Comparator.comparingLong(Term::time)
          .thenComparing(Term::device)
          .thenComparing(term -> EntryCodec.identity(term.entry()));

  private final MergeSettings settings;
  private final Report report;

  Values(MergeSettings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  /// What stands at one path.
  ///
  /// @param entry a file, a link or a conflict
  /// @param excess what is too much for one conflict
  record Value(Entry entry, List<Entry.Leaf> excess) {
    static Value of(Entry entry) {
      return new Value(entry, List.of());
    }
  }

  /// The value of living nodes that want the same path, one or more, none of them a directory.
  Value of(List<Node> nodes, TreePath path) {
    if (nodes.size() == 1) {
      return merged(nodes.getFirst(), path);
    }
    List<Wish> wishes = new ArrayList<>();
    for (Node node : nodes) {
      Value value = merged(node, path);
      wishes.add(new Wish(node, value.entry()));
      value.excess().forEach(leaf -> wishes.add(new Wish(node, leaf)));
    }
    return clash(wishes, path);
  }

  /// One of several things that want a path.
  private record Wish(Node node, Entry entry) {
    Which from() {
      if (!node.standsIn(Which.FIRST)) {
        return Which.SECOND;
      }
      return node.standsIn(Which.SECOND) && holds(Which.SECOND) && !holds(Which.FIRST)
          ? Which.SECOND
          : Which.FIRST;
    }

    private boolean holds(Which which) {
      return node.present(which).map(present -> present.entry().sameAs(entry)).orElse(false);
    }
  }

  /// Merges what the two sides made of one node.
  private Value merged(Node node, TreePath path) {
    Optional<Entry> first = node.present(Which.FIRST).map(Node.State.Present::entry);
    Optional<Entry> second = node.present(Which.SECOND).map(Node.State.Present::entry);
    Entry base = node.entry();
    if (!node.isOfBase() || first.equals(second)) {
      return Value.of(first.or(() -> second).orElseThrow());
    }
    if (first.isPresent() && second.isPresent()) {
      if (first.get().equals(base)) {
        return Value.of(second.get());
      }
      if (second.get().equals(base)) {
        return Value.of(first.get());
      }
    }
    if (base instanceof Entry.Leaf leaf
        && first.map(Entry.Leaf.class::isInstance).orElse(true)
        && second.map(Entry.Leaf.class::isInstance).orElse(true)) {
      if (first.isEmpty() || second.isEmpty()) {
        return Value.of(first.or(() -> second).orElseThrow());
      }
      return leaves(node, leaf, (Entry.Leaf) first.get(), (Entry.Leaf) second.get(), path);
    }
    return terms(node, first, second, path);
  }

  private Value leaves(
      Node node, Entry.Leaf base, Entry.Leaf first, Entry.Leaf second, TreePath path) {
    Optional<Entry.Leaf> easy =
        Leaves.agree(Optional.of(base), first, second)
            .or(() -> byStrategy(node, first, node, second, path))
            .or(() -> byContent(base, first, second, path));
    if (easy.isPresent()) {
      return Value.of(easy.get());
    }
    report.opened(path);
    Terms both =
        Terms.of(fresh(node, Which.FIRST, first)).plus(Terms.of(fresh(node, Which.SECOND, second)));
    return value(Optional.of(base), both);
  }

  private Optional<Entry.Leaf> byStrategy(
      Node firstNode, Entry.Leaf first, Node secondNode, Entry.Leaf second, TreePath path) {
    Strategy strategy = settings.strategies().apply(path);
    Optional<Entry.Leaf> taken =
        switch (strategy) {
          case MERGE, MANUAL -> Optional.empty();
          case LOCAL -> Optional.of(second);
          case REMOTE -> Optional.of(first);
          case NEWEST -> {
            Term one = fresh(firstNode, Which.FIRST, first);
            Term other = fresh(secondNode, Which.SECOND, second);
            yield Optional.of(NEWER.compare(one, other) > 0 ? first : second);
          }
        };
    taken.ifPresent(_ -> report.decided(path, strategy));
    return taken;
  }

  private Optional<Entry.Leaf> byContent(
      Entry.Leaf base, Entry.Leaf first, Entry.Leaf second, TreePath path) {
    if (settings.strategies().apply(path) != Strategy.MERGE
        || !(base instanceof Entry.File before)
        || !(first instanceof Entry.File one)
        || !(second instanceof Entry.File other)) {
      return Optional.empty();
    }
    FileContents contents = settings.contents();
    Optional<Bytes> beforeBytes = contents.read(before);
    Optional<Bytes> oneBytes = contents.read(one);
    Optional<Bytes> otherBytes = contents.read(other);
    if (beforeBytes.isEmpty() || oneBytes.isEmpty() || otherBytes.isEmpty()) {
      return Optional.empty();
    }
    MergeOutcome outcome =
        settings
            .mergers()
            .apply(path.name())
            .merge(beforeBytes.get(), oneBytes.get(), otherBytes.get());
    return switch (outcome) {
      case MergeOutcome.Conflicting _ -> Optional.empty();
      case MergeOutcome.Merged merged -> {
        report.merged(path);
        yield Optional.of(
            new Entry.File(
                Leaves.executable(Optional.of(before), one, other),
                merged.content().size(),
                Math.max(one.mtime(), other.mtime()),
                contents.write(merged.content())));
      }
    };
  }

  private Value terms(Node node, Optional<Entry> first, Optional<Entry> second, TreePath path) {
    Lift lift = Lift.of(node.entry(), first, second, (which, leaf) -> fresh(node, which, leaf));
    Value value =
        value(
            baseOf(node.entry(), first, second),
            Terms.merge(lift.base(), lift.first(), lift.second()));
    long plain = count(first, Entry.Leaf.class) + count(second, Entry.Leaf.class);
    boolean wasOpen = count(first, Entry.Conflict.class) + count(second, Entry.Conflict.class) > 0;
    boolean reopened = node.entry() instanceof Entry.Conflict && plain > 0;
    if (value.entry() instanceof Entry.Conflict && (reopened || !wasOpen)) {
      report.opened(path);
    }
    return value;
  }

  private static long count(Optional<Entry> entry, Class<?> type) {
    return entry.filter(type::isInstance).isPresent() ? 1 : 0;
  }

  /// The value that a conflict's terms were changed from: that of the conflicts on the sides, if
  /// they agree; else that of the base.
  private static Optional<Entry.Leaf> baseOf(
      Entry base, Optional<Entry> first, Optional<Entry> second) {
    List<Entry.Conflict> conflicts = new ArrayList<>();
    for (Optional<Entry> side : List.of(first, second)) {
      if (side.isPresent() && side.get() instanceof Entry.Conflict conflict) {
        conflicts.add(conflict);
      }
    }
    if (!conflicts.isEmpty()) {
      return commonBase(conflicts);
    }
    return switch (base) {
      case Entry.Leaf leaf -> Optional.of(leaf);
      case Entry.Conflict conflict -> conflict.base();
      case Entry.Directory _ -> Optional.empty();
    };
  }

  private static Optional<Entry.Leaf> commonBase(List<Entry.Conflict> conflicts) {
    Set<Optional<Entry.Leaf>> bases =
        conflicts.stream().map(Entry.Conflict::base).collect(Collectors.toSet());
    return bases.size() == 1 ? bases.iterator().next() : Optional.empty();
  }

  /// Decides between different things that want one path.
  private Value clash(List<Wish> wishes, TreePath path) {
    List<Entry.Leaf> leaves = new ArrayList<>();
    List<Entry.Conflict> conflicts = new ArrayList<>();
    for (Wish wish : wishes) {
      switch (wish.entry()) {
        case Entry.Leaf leaf -> leaves.add(leaf);
        case Entry.Conflict conflict -> conflicts.add(conflict);
        case Entry.Directory _ -> throw new IllegalArgumentException("a directory has no terms");
      }
    }
    if (conflicts.isEmpty()) {
      Optional<Entry.Leaf> one = equalOnes(leaves).or(() -> byStrategy(wishes, leaves, path));
      if (one.isPresent()) {
        return Value.of(one.get());
      }
    }
    Terms all = Terms.NONE;
    for (Wish wish : wishes) {
      all =
          all.plus(
              switch (wish.entry()) {
                case Entry.Conflict conflict -> Terms.of(conflict);
                case Entry.Leaf leaf -> Terms.of(fresh(wish.node(), wish.from(), leaf));
                case Entry.Directory _ -> Terms.NONE;
              });
    }
    Value value = value(leaves.isEmpty() ? commonBase(conflicts) : Optional.empty(), all);
    if (conflicts.isEmpty() && value.entry() instanceof Entry.Conflict) {
      report.opened(path);
    }
    return value;
  }

  private static Optional<Entry.Leaf> equalOnes(List<Entry.Leaf> leaves) {
    Optional<Entry.Leaf> one = Optional.of(leaves.getFirst());
    for (Entry.Leaf leaf : leaves) {
      one = one.flatMap(so -> Leaves.agree(Optional.empty(), so, leaf));
    }
    return one;
  }

  private Optional<Entry.Leaf> byStrategy(
      List<Wish> wishes, List<Entry.Leaf> leaves, TreePath path) {
    if (wishes.size() != 2 || wishes.get(0).from() == wishes.get(1).from()) {
      return Optional.empty();
    }
    int first = wishes.get(0).from() == Which.FIRST ? 0 : 1;
    int second = 1 - first;
    return byStrategy(
        wishes.get(first).node(),
        leaves.get(first),
        wishes.get(second).node(),
        leaves.get(second),
        path);
  }

  private static Value value(Optional<Entry.Leaf> base, Terms terms) {
    List<Term> list = List.copyOf(terms.byKey().values());
    if (list.size() == 1) {
      return Value.of(list.getFirst().entry());
    }
    boolean weak =
        base.isPresent()
            && base.get() instanceof Entry.File file
            && file.size() > FileContents.TEXT_MERGE_LIMIT;
    int kept = Math.min(list.size(), Entry.Conflict.MAX_TERMS);
    return new Value(
        new Entry.Conflict(base, weak, list.subList(0, kept)),
        list.subList(kept, list.size()).stream().map(Term::entry).toList());
  }

  private Term fresh(Node node, Which which, Entry.Leaf leaf) {
    Origin origin = origin(node, which);
    return new Term(
        TermKey.of(origin.device(), leaf), leaf, origin.author(), origin.device(), origin.time());
  }

  private Origin origin(Node node, Which which) {
    TreePath path = node.pathIn(which);
    return switch (which) {
      case FIRST -> settings.firstOrigin().apply(path);
      case SECOND -> settings.secondOrigin().apply(path);
    };
  }
}
