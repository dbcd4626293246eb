package dev.tidelock.simulation.disk;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Stat.Kind;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One power cut: makes what survives of a disk into what programs see afterwards.
final class Crash {
  private final Node root;
  private final Tape tape;
  private final long now;

  /// @param now the time, as the disk tells it
  Crash(Node root, Tape tape, long now) {
    this.root = root;
    this.tape = tape;
    this.now = now;
  }

  CrashReport run(Journal journal, DiskProfile.Loss loss) {
    Set<Bytes> before = Set.copyOf(contents(nodesOf(root)).keySet());
    Set<Bytes> shownBefore = shownContents().keySet();
    boolean userLost = journal.crash(tape, loss);
    List<Node> survivors = new ArrayList<>();
    collectDurable(root, Collections.newSetFromMap(new IdentityHashMap<>()), survivors);
    for (Node node : survivors) {
      node.links = 0;
      node.handles = 0;
    }
    for (Node node : survivors) {
      userLost |= node.isDirty() && node.dirtiedByUser;
      settle(node);
      node.entries.values().forEach(child -> child.links++);
    }
    root.links = 1;
    Set<Bytes> gone = new HashSet<>(before);
    gone.removeAll(contents(nodesOf(root)).keySet());
    Map<Bytes, Bytes> appeared = new HashMap<>();
    shownContents()
        .forEach((digest, data) -> {
          if (!shownBefore.contains(digest)) {
            appeared.put(digest, data.content());
          }
        });
    return new CrashReport(userLost, gone, appeared);
  }

  private void settle(Node node) {
    node.entries = new TreeMap<>(node.durableEntries);
    if (node.data != node.durableData) {
      FileData written = node.data;
      node.data = survivingData(written, node.durableData);
      if (node.dirtiedByUser && node.data != written) {
        // A torn file whose state looks whole would be the disk's lie, which no program sees
        // through
        // but by reading everything again.
        node.ctime = now;
      }
    }
    if (tape.nextBoolean()) {
      node.mtime = node.durableMtime;
    }
    if (tape.nextBoolean()) {
      node.executable = node.durableExecutable;
    }
    node.makeDurable();
  }

  private FileData survivingData(FileData written, FileData older) {
    int from = tape.nextInt(written.size() + 1);
    return switch (tape.nextInt(5)) {
      case 0 -> written;
      case 1 -> older;
      case 2 -> written.head(from);
      case 3 -> written.zeroed(from);
      default -> written.torn(from, older);
    };
  }

  /// The contents that stand outside of `.tidelock`.
  private Map<Bytes, FileData> shownContents() {
    List<Node> shown = new ArrayList<>();
    root.entries.forEach((name, node) -> {
      if (!name.equals(".tidelock")) {
        shown.addAll(nodesOf(node));
      }
    });
    return contents(shown);
  }

  private static Map<Bytes, FileData> contents(List<Node> nodes) {
    Map<Bytes, FileData> contents = new HashMap<>();
    for (Node node : nodes) {
      if (node.kind == Kind.FILE) {
        contents.put(node.data.digest(), node.data);
      }
    }
    return contents;
  }

  private static void collectDurable(Node node, Set<Node> seen, List<Node> found) {
    if (seen.add(node)) {
      found.add(node);
      node.durableEntries.values().forEach(child -> collectDurable(child, seen, found));
    }
  }

  /// Every node that programs can reach, once each, in the order of names.
  static List<Node> nodesOf(Node root) {
    List<Node> found = new ArrayList<>();
    collect(root, Collections.newSetFromMap(new IdentityHashMap<>()), found);
    return found;
  }

  private static void collect(Node node, Set<Node> seen, List<Node> found) {
    if (seen.add(node)) {
      found.add(node);
      node.entries.values().forEach(child -> collect(child, seen, found));
    }
  }
}
