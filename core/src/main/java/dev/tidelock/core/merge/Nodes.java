package dev.tidelock.core.merge;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The nodes of one merge, each made when it is first asked for.
final class Nodes {
  private final DirectoryMaps maps;
  private final Node root;
  private final SortedMap<TreePath, Node> ofBase = new TreeMap<>();
  private final Map<Which, SortedMap<TreePath, Node>> added = new EnumMap<>(Which.class);

  Nodes(DirectoryMaps maps, Entry.Directory base) {
    this.maps = maps;
    root = Node.root(base);
    ofBase.put(TreePath.ROOT, root);
    for (Which which : Which.values()) {
      added.put(which, new TreeMap<>());
    }
  }

  Node root() {
    return root;
  }

  /// The node of an entry of the base, which must be there, and those of the directories above it.
  Node ofBase(TreePath path) {
    Node known = ofBase.get(path);
    if (known != null) {
      return known;
    }
    Node at = root;
    for (String name : path.names()) {
      Node known2 = ofBase.get(at.path().child(name));
      if (known2 != null) {
        at = known2;
      } else {
        Node parent = at;
        Entry entry =
            maps.get(parent.directory(), name)
                .orElseThrow(() -> new IllegalStateException("not in the base: " + path));
        at = ofBase(parent, name, entry);
      }
    }
    return at;
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
        .computeIfAbsent(by, _ -> new TreeMap<>())
        .computeIfAbsent(sidePath, _ -> Node.added(by, sidePath, entry, place));
  }

  /// The nodes of the base so far, each directory before what is in it.
  Collection<Node> ofBase() {
    return List.copyOf(ofBase.values());
  }

  /// All nodes so far, in an order that depends on nothing but their paths.
  List<Node> all() {
    List<Node> all = new ArrayList<>(ofBase.values());
    added.values().forEach(map -> all.addAll(map.values()));
    return all;
  }
}
