package dev.tidelock.core.merge;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The nodes of one merge, each made when it is first asked for.
final class Nodes {
  private final DirectoryMaps maps;
  private final Node root;
  private final Map<TreePath, Node> ofBase = new LinkedHashMap<>();
  private final Map<Which, Map<TreePath, Node>> added = new EnumMap<>(Which.class);

  Nodes(DirectoryMaps maps, Entry.Directory base) {
    this.maps = maps;
    root = Node.root(base);
    ofBase.put(TreePath.ROOT, root);
    for (Which which : Which.values()) {
      added.put(which, new LinkedHashMap<>());
    }
  }

  Node root() {
    return root;
  }

  /// The node of an entry of the base, which must be there, and those of the directories above it.
  Node ofBase(TreePath path) {
    Node at = root;
    for (String name : path.names()) {
      Node parent = at;
      Node known = ofBase.get(parent.path().child(name));
      at = known != null ? known : ofBase(parent, name, entry(parent, name));
    }
    return at;
  }

  private Entry entry(Node directory, String name) {
    return maps.get(directory.directory(), name)
        .orElseThrow(() -> new IllegalStateException("not in the base: " + directory + " " + name));
  }

  /// The node of an entry of the base, whose parent's node and value are known.
  Node ofBase(Node parent, String name, Entry entry) {
    return ofBase.computeIfAbsent(
        parent.path().child(name),
        _ -> {
          parent.ownNodes().add(name);
          return Node.ofBase(parent, name, entry);
        });
  }

  Node added(Which by, TreePath sidePath, Entry entry, Node.Place place) {
    return added
        .computeIfAbsent(by, _ -> new LinkedHashMap<>())
        .computeIfAbsent(sidePath, _ -> Node.added(by, sidePath, entry, place));
  }

  /// The nodes of the base so far, each directory before what is in it.
  Collection<Node> ofBase() {
    return List.copyOf(ofBase.values());
  }

  /// All nodes so far.
  List<Node> all() {
    List<Node> all = new ArrayList<>(ofBase.values());
    added.values().forEach(map -> all.addAll(map.values()));
    return all;
  }
}
