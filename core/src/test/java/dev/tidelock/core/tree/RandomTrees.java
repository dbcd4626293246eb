package dev.tidelock.core.tree;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Random entries, and trees as plain maps from each path to what is there.
final class RandomTrees {
  /// Stands for a directory in a plain map, where what is below is in the map itself.
  static final Entry.Directory DIRECTORY =
      new Entry.Directory(new ObjectId(Bytes.copyOf(new byte[32])), Summary.ZERO);

  private static final List<String> NAMES = List.of("a", "b", "c", "é", "𝄞", "a.txt", "Z");

  private RandomTrees() {}

  static ObjectId id(Tape tape) {
    return new ObjectId(Bytes.copyOf(tape.bytes(ObjectId.SIZE)));
  }

  static Entry.Leaf leaf(Tape tape) {
    if (tape.chance(0.2)) {
      return new Entry.Link(tape.text("abc/.é", tape.nextInt(1, 30)));
    }
    boolean executable = tape.nextBoolean();
    long size = tape.nextSize(1 << 30);
    return switch (tape.nextInt(3)) {
      case 0 -> {
        Bytes bytes = Bytes.copyOf(tape.bytes(tape.nextInt(Content.INLINE_LIMIT + 1)));
        yield new Entry.File(executable, bytes.size(), time(tape), new Content.Inline(bytes));
      }
      case 1 -> new Entry.File(executable, size, time(tape), new Content.Single(id(tape)));
      default -> new Entry.File(executable, size, time(tape), new Content.Sequence(id(tape)));
    };
  }

  static Entry.Conflict conflict(Tape tape) {
    SortedMap<TermKey, Term> terms = new TreeMap<>();
    int count = tape.nextInt(2, 5);
    while (terms.size() < count) {
      TermKey key = new TermKey(Bytes.copyOf(tape.bytes(TermKey.SIZE)));
      DeviceId device = new DeviceId(tape.text("abcXYZ09-_", tape.nextInt(1, 12)));
      terms.put(key, new Term(key, leaf(tape), tape.text("añ ", 5), device, time(tape)));
    }
    Optional<Entry.Leaf> base =
        tape.nextBoolean() ? Optional.of(leaf(tape)) : Optional.<Entry.Leaf>empty();
    boolean weak = base.isPresent() && tape.nextBoolean();
    return new Entry.Conflict(base, weak, new ArrayList<>(terms.values()));
  }

  static Entry.Directory directory(Tape tape) {
    Summary summary =
        new Summary(tape.nextSize(1000), tape.nextSize(1000), tape.nextSize(1 << 30), 0);
    return new Entry.Directory(id(tape), summary);
  }

  static Entry entry(Tape tape) {
    return switch (tape.nextInt(4)) {
      case 0 -> directory(tape);
      case 1 -> conflict(tape);
      default -> leaf(tape);
    };
  }

  private static long time(Tape tape) {
    return tape.nextLong() >> tape.nextInt(64);
  }

  static TreePath path(Tape tape) {
    TreePath path = TreePath.ROOT;
    for (int depth = tape.nextInt(1, 4); depth > 0; depth--) {
      path = path.child(tape.pick(NAMES));
    }
    return path;
  }

  /// The tree of a plain map.
  static Tree build(Map<TreePath, Entry> plain, Directories directories, ObjectSink sink) {
    return new Tree(build(TreePath.ROOT, plain, directories, sink), directories);
  }

  private static Entry.Directory build(
      TreePath at, Map<TreePath, Entry> plain, Directories directories, ObjectSink sink) {
    Map<String, Entry> entries = new TreeMap<>();
    plain.forEach((path, entry) -> {
      if (path.parent().equals(Optional.of(at))) {
        boolean directory = entry.equals(DIRECTORY);
        entries.put(path.name(), directory ? build(path, plain, directories, sink) : entry);
      }
    });
    return directories.build(entries, sink).entry();
  }

  /// Puts an entry into a plain map the way a tree would: with its parents, in place of what was
  /// there; only below directories.
  static boolean put(SortedMap<TreePath, Entry> plain, TreePath path, Entry entry) {
    for (Optional<TreePath> up = path.parent(); up.isPresent(); up = up.get().parent()) {
      if (plain.getOrDefault(up.get(), DIRECTORY) != DIRECTORY) {
        return false;
      }
    }
    remove(plain, path);
    plain.put(path, entry);
    for (Optional<TreePath> up = path.parent(); up.isPresent(); up = up.get().parent()) {
      if (!up.get().isRoot()) {
        plain.put(up.get(), DIRECTORY);
      }
    }
    return true;
  }

  static void remove(SortedMap<TreePath, Entry> plain, TreePath path) {
    plain.keySet().removeIf(other -> other.startsWith(path));
  }

  static SortedMap<TreePath, Entry> plain(Tape tape) {
    SortedMap<TreePath, Entry> plain = new TreeMap<>();
    for (int i = tape.nextSize(60); i > 0; i--) {
      put(plain, path(tape), tape.chance(0.2) ? DIRECTORY : leafOrConflict(tape));
    }
    return plain;
  }

  static Entry leafOrConflict(Tape tape) {
    return tape.chance(0.1) ? conflict(tape) : leaf(tape);
  }
}
