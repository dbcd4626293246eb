package dev.tidelock.simulation.disk;

import dev.tidelock.engine.port.Stat.Kind;
import java.util.IdentityHashMap;
import java.util.Map;

/// A copy of everything on a disk at one moment.
public final class DiskImage {
  private final Node root;
  private final DiskProfile profile;

  private DiskImage(Node root, DiskProfile profile) {
    this.root = root;
    this.profile = profile;
  }

  static DiskImage of(Node root, DiskProfile profile) {
    return new DiskImage(copy(root, new IdentityHashMap<>(), new Inodes()), profile);
  }

  /// What kind of disk it is of.
  DiskProfile profile() {
    return profile;
  }

  Node restored(Inodes inodes) {
    return copy(root, new IdentityHashMap<>(), inodes);
  }

  private static Node copy(Node node, Map<Node, Node> copies, Inodes inodes) {
    Node known = copies.get(node);
    if (known != null) {
      known.links++;
      return known;
    }
    Node copy = new Node(node.kind, node.text, inodes.take(), node.ctime);
    copies.put(node, copy);
    copy.links = 1;
    copy.mtime = node.mtime;
    copy.executable = node.executable;
    copy.readable = node.readable;
    copy.writable = node.writable;
    copy.opaque = node.opaque;
    if (node.kind == Kind.FILE) {
      // A moment of its own: appending to one copy must not show in the other.
      copy.data = node.data.head(node.data.size());
      copy.makeDurable();
    }
    node.entries.forEach((name, child) -> copy.entries.put(name, copy(child, copies, inodes)));
    copy.durableEntries.putAll(copy.entries);
    return copy;
  }
}
