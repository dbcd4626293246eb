package dev.tidelock.core.merge;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Tree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The comparison of one side with the base, told in nodes.
///
/// It walks the side's tree, each directory together with the directory of the base that it *is*,
/// by a pair or by standing at the same name in the same directory. Equal directories end the walk,
/// and so do directories that the side added, unless the way leads on to something that was moved.
/// Each directory of the side is met at most once, so hostile pairs cost no more than honest ones.
final class SideWalk {
  private final Which which;
  private final DirectoryMaps maps;
  private final Nodes nodes;
  private final RenamePairs pairs;
  private final Deque<Step> open = new ArrayDeque<>();

  /// A directory to look into.
  ///
  /// @param node what it is
  /// @param before the directory of the base, or nothing if the side added it
  /// @param after the directory of the side
  /// @param path its path in the side's tree
  private record Step(
      Node node, Optional<Entry.Directory> before, Entry.Directory after, TreePath path) {}

  SideWalk(Which which, DirectoryMaps maps, Nodes nodes, RenamePairs pairs) {
    this.which = which;
    this.maps = maps;
    this.nodes = nodes;
    this.pairs = pairs;
  }

  void run(Entry.Directory tree) {
    Node root = nodes.root();
    open.push(new Step(root, Optional.of(root.directory()), tree, TreePath.ROOT));
    while (!open.isEmpty()) {
      Step step = open.pop();
      differences(step).forEach((name, difference) -> visit(step, name, difference));
    }
  }

  private SortedMap<String, DirectoryMaps.Difference> differences(Step step) {
    SortedMap<String, DirectoryMaps.Difference> found = new TreeMap<>();
    step.before()
        .ifPresent(before -> {
          if (!before.root().equals(step.after().root())) {
            found.putAll(maps.diff(before, step.after()));
          }
          pairs.namesToSources(step.node().path()).forEach(name -> look(step, name, found));
        });
    pairs.namesToTargets(step.path()).forEach(name -> look(step, name, found));
    return found;
  }

  private void look(Step step, String name, Map<String, DirectoryMaps.Difference> found) {
    found.computeIfAbsent(
        name,
        _ ->
            new DirectoryMaps.Difference(
                step.before().flatMap(before -> maps.get(before, name)),
                maps.get(step.after(), name)));
  }

  private void visit(Step step, String name, DirectoryMaps.Difference difference) {
    TreePath sidePath = step.path().child(name);
    Optional<TreePath> source =
        difference.after().isPresent() ? pairs.sourceOf(sidePath) : Optional.empty();
    if (step.before().isEmpty()) {
      step.node().ownNodes().add(name);
    }
    source.ifPresent(from ->
        meet(
            nodes.ofBase(from),
            difference.after().orElseThrow(),
            new Node.Place(step.node(), name),
            sidePath));
    boolean leaves = step.before().isPresent() && pairs.movesFrom(step.node().path().child(name));
    Optional<Entry> before = leaves ? Optional.empty() : difference.before();
    Optional<Entry> after = source.isPresent() ? Optional.empty() : difference.after();
    stay(step, name, before, after, sidePath);
  }

  /// Judges what no pair speaks of: the same name in the same directory.
  private void stay(
      Step step, String name, Optional<Entry> before, Optional<Entry> after, TreePath sidePath) {
    Node.Place place = new Node.Place(step.node(), name);
    if (before.isPresent() && after.isPresent() && sameKind(before.get(), after.get())) {
      meet(nodes.ofBase(step.node(), name, before.get()), after.get(), place, sidePath);
      return;
    }
    before.ifPresent(
        entry -> nodes.ofBase(step.node(), name, entry).set(which, new Node.State.Absent()));
    after.ifPresent(entry -> {
      Node node = nodes.added(which, sidePath, entry, place);
      if (entry instanceof Entry.Directory directory && !pairs.namesToTargets(sidePath).isEmpty()) {
        enter(new Step(node, Optional.empty(), directory, sidePath));
      }
    });
  }

  /// Records that a node of the base is at a place of this side.
  private void meet(Node node, Entry after, Node.Place place, TreePath sidePath) {
    node.set(which, new Node.State.Present(after, Optional.of(place)));
    if (node.isDirectory() && after instanceof Entry.Directory directory) {
      enter(new Step(node, Optional.of(node.directory()), directory, sidePath));
    }
  }

  private void enter(Step step) {
    Tree.checkDepth(step.path().names().size(), step.path());
    open.push(step);
  }

  private static boolean sameKind(Entry one, Entry other) {
    return one instanceof Entry.Directory == other instanceof Entry.Directory;
  }
}
