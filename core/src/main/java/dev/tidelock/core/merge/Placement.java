package dev.tidelock.core.merge;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The three-way decision of which nodes live and where: what was moved by one side goes where that
/// side put it, of two different moves the first side's counts, a move outlives a delete, and so
/// does an edit. What neither side moved since, though they have it in different places, as
/// histories that crossed do, goes to the smaller path, whichever is the first. The outcome is a
/// tree: each living node stands in a living directory.
final class Placement {
  private final Nodes nodes;
  private final EarlierPlaces earlier;
  private final Report report;

  /// How deep nodes stand of which it is known that the way up from them leads to the root.
  private final Map<Node, Integer> depths = new HashMap<>();

  Placement(Nodes nodes, EarlierPlaces earlier, Report report) {
    this.nodes = nodes;
    this.earlier = earlier;
    this.report = report;
  }

  void decide() {
    for (Which which : Which.values()) {
      nodes.ofBase().forEach(node -> keepIfMoved(node, which));
    }
    nodes.ofBase().forEach(this::decide);
    dropCycles();
    reviveParents();
    for (Node node : nodes.all()) {
      if (node.alive() && !node.isRoot()) {
        Node.Place place = node.place().orElseThrow();
        place.parent().children().computeIfAbsent(place.name(), _ -> new ArrayList<>()).add(node);
      }
    }
  }

  /// Takes a delete back where the other side moved what was deleted: with all that is in it.
  private void keepIfMoved(Node node, Which mover) {
    if (node.movedBy(mover) && node.present(mover.other()).isEmpty()) {
      node.set(mover.other(), new Node.State.Spared(node.entry(), node.basePlace()));
      report.note(Note.Kind.RENAME_SURVIVED, node, node.path());
    }
  }

  private void decide(Node node) {
    Optional<Node.State.Present> first = node.present(Which.FIRST);
    Optional<Node.State.Present> second = node.present(Which.SECOND);
    node.put(node.basePlace(), Optional.empty());
    if (first.isPresent() && second.isPresent()) {
      node.setAlive(true);
      decidePlace(node);
    } else if (!node.isDirectory() && (first.isPresent() || second.isPresent())) {
      Entry left = first.or(() -> second).orElseThrow().entry();
      if (Leaves.edited(node.entry(), left)) {
        node.setAlive(true);
        report.note(Note.Kind.EDIT_SURVIVED, node, node.path());
      }
    }
  }

  private void decidePlace(Node node) {
    Optional<Node.Place> first = placeIn(Which.FIRST, node);
    Optional<Node.Place> second = placeIn(Which.SECOND, node);
    if (first.equals(second)) {
      put(node, Which.FIRST);
    } else if (isNew(node, first) && isNew(node, second)) {
      put(node, Which.FIRST);
      report.note(Note.Kind.RENAME_DECIDED, node, node.pathIn(Which.SECOND));
    } else if (isNew(node, first)) {
      put(node, Which.FIRST);
    } else if (isNew(node, second)) {
      put(node, Which.SECOND);
    } else {
      boolean smaller = node.pathIn(Which.FIRST).compareTo(node.pathIn(Which.SECOND)) < 0;
      put(node, smaller ? Which.FIRST : Which.SECOND);
    }
  }

  private static void put(Node node, Which which) {
    node.put(placeIn(which, node), Optional.of(which).filter(node::movedBy));
  }

  /// Whether a side moved something to where nobody had it before.
  private boolean isNew(Node node, Optional<Node.Place> place) {
    return place.filter(at -> !earlier.have(node, at)).isPresent();
  }

  private static Optional<Node.Place> placeIn(Which which, Node node) {
    return node.present(which).flatMap(Node.State.Present::place);
  }

  /// Two moves, each harmless, can put a directory into itself, or deeper than a tree may be. Then
  /// one of the second side's moves is taken back, or else one of the first side's.
  private void dropCycles() {
    List<Node> moved =
        nodes.ofBase().stream()
            .filter(node -> node.isDirectory() && node.placedBy().isPresent())
            .sorted(Comparator.comparing(Node::path))
            .toList();
    for (Node node : moved) {
      Optional<Node> start = Optional.of(node);
      while (start.isPresent() && start.get().placedBy().isPresent()) {
        List<Node> cycle = climb(start.get());
        start = cycle.isEmpty() ? Optional.empty() : Optional.of(takeBack(cycle));
      }
    }
  }

  /// The nodes that close a cycle above a node, or all above it if they are too many; none if the
  /// way leads to the root.
  private List<Node> climb(Node start) {
    List<Node> way = new ArrayList<>();
    Set<Node> met = new HashSet<>();
    Node at = start;
    while (!at.isRoot() && !depths.containsKey(at)) {
      if (!met.add(at)) {
        return way.subList(way.indexOf(at), way.size());
      }
      way.add(at);
      at = at.place().orElseThrow().parent();
    }
    int depth = depths.getOrDefault(at, 0);
    if (depth + way.size() > Tree.MAX_DEPTH) {
      return wayToRoot(start);
    }
    for (Node node : way.reversed()) {
      depths.put(node, ++depth);
    }
    return List.of();
  }

  private static List<Node> wayToRoot(Node start) {
    List<Node> way = new ArrayList<>();
    for (Node at = start; !at.isRoot(); at = at.place().orElseThrow().parent()) {
      way.add(at);
    }
    return way;
  }

  private Node takeBack(List<Node> cycle) {
    depths.clear();
    Node chosen =
        oneOf(cycle, Which.SECOND)
            .or(() -> oneOf(cycle, Which.FIRST))
            .orElseThrow(() -> new MalformedException("the merged tree would be too deep"));
    boolean bySecond = chosen.placedBy().equals(Optional.of(Which.SECOND));
    TreePath wanted = chosen.pathIn(bySecond ? Which.SECOND : Which.FIRST);
    report.note(Note.Kind.CYCLE_DROPPED, chosen, wanted);
    chosen.put(chosen.basePlace(), Optional.empty());
    return chosen;
  }

  private static Optional<Node> oneOf(List<Node> cycle, Which mover) {
    return cycle.stream()
        .filter(node -> node.placedBy().equals(Optional.of(mover)))
        .min(Comparator.comparing(Node::path));
  }

  /// A deleted directory stays if something that lives is in it.
  private void reviveParents() {
    Collection<Node> revived = new ArrayList<>();
    for (Node node : nodes.all()) {
      Optional<Node.Place> place = node.alive() ? node.place() : Optional.empty();
      while (place.isPresent() && !place.get().parent().alive()) {
        Node parent = place.get().parent();
        parent.revive();
        revived.add(parent);
        place = parent.place();
      }
    }
    for (Node node : revived) {
      if (node.place().map(place -> !place.parent().shell()).orElse(true)) {
        report.note(Note.Kind.EDIT_SURVIVED, node, node.path());
      }
    }
  }
}
