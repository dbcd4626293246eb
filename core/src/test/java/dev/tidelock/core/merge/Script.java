package dev.tidelock.core.merge;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// A tree under random work, which remembers what became of each thing: the model that random
/// merges are made from.
final class Script {
  static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
  private static final int MAX_DEPTH = 3;

  private final Thing root = new Thing(Optional.empty(), Optional.of(TreePath.ROOT));
  private final Tape tape;
  private final Supplier<String> contents;

  /// A file with a content, or a directory.
  private static final class Thing {
    private Optional<String> content;
    private final Optional<TreePath> basePath;
    private final SortedMap<String, Thing> children = new TreeMap<>();

    Thing(Optional<String> content, Optional<TreePath> basePath) {
      this.content = content;
      this.basePath = basePath;
    }

    Thing child(String name) {
      return Optional.ofNullable(children.get(name)).orElseThrow();
    }
  }

  private Script(Tape tape, Supplier<String> contents) {
    this.tape = tape;
    this.contents = contents;
  }

  /// A random tree.
  static Script base(Tape tape, Supplier<String> contents, int things) {
    Script script = new Script(tape, contents);
    for (int i = 0; i < things; i++) {
      script.add();
    }
    return script.fork(tape);
  }

  /// A copy to work on, of which this tree is the base.
  Script fork(Tape newTape) {
    Script copy = new Script(newTape, contents);
    copyInto(root, copy.root, TreePath.ROOT);
    return copy;
  }

  private static void copyInto(Thing from, Thing to, TreePath path) {
    from.children.forEach((name, child) -> {
      Thing copy = new Thing(child.content, Optional.of(path.child(name)));
      to.children.put(name, copy);
      copyInto(child, copy, path.child(name));
    });
  }

  Script work(int steps) {
    for (int i = 0; i < steps; i++) {
      switch (tape.nextInt(10)) {
        case 0, 1 -> add();
        case 2, 3 -> delete();
        case 4, 5, 6 -> edit();
        default -> move();
      }
    }
    return this;
  }

  Script movesOnly(int steps) {
    for (int i = 0; i < steps; i++) {
      move();
    }
    return this;
  }

  private void add() {
    Thing parent = directory();
    String name = tape.pick(NAMES);
    if (!parent.children.containsKey(name)) {
      boolean file = depth(parent) >= MAX_DEPTH - 1 || tape.chance(0.6);
      Optional<String> content = file ? Optional.of(contents.get()) : Optional.empty();
      parent.children.put(name, new Thing(content, Optional.empty()));
    }
  }

  private void delete() {
    Thing parent = directory();
    if (!parent.children.isEmpty()) {
      parent.children.remove(tape.pick(List.copyOf(parent.children.keySet())));
    }
  }

  private void edit() {
    List<Thing> files = things().stream().filter(thing -> thing.content.isPresent()).toList();
    if (!files.isEmpty()) {
      tape.pick(files).content = Optional.of(contents.get());
    }
  }

  private void move() {
    Thing from = directory();
    Thing to = directory();
    String newName = tape.pick(NAMES);
    if (from.children.isEmpty() || to.children.containsKey(newName)) {
      return;
    }
    String oldName = tape.pick(List.copyOf(from.children.keySet()));
    Thing moved = from.child(oldName);
    if (moved != to && !below(moved).contains(to)) {
      from.children.remove(oldName);
      to.children.put(newName, moved);
    }
  }

  /// Replaces the content at a path.
  Script edit(TreePath path, String content) {
    Thing at = root;
    for (String name : path.names()) {
      at = at.child(name);
    }
    at.content = Optional.of(content);
    return this;
  }

  private Thing directory() {
    List<Thing> directories =
        new ArrayList<>(things().stream().filter(thing -> thing.content.isEmpty()).toList());
    directories.add(root);
    return tape.pick(directories);
  }

  private int depth(Thing thing) {
    return thing == root ? 0 : pathOf(thing).names().size();
  }

  private TreePath pathOf(Thing thing) {
    return paths(root, TreePath.ROOT).entrySet().stream()
        .filter(entry -> entry.getValue() == thing)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private List<Thing> things() {
    return List.copyOf(paths(root, TreePath.ROOT).values());
  }

  private static List<Thing> below(Thing thing) {
    return List.copyOf(paths(thing, TreePath.ROOT).values());
  }

  private static SortedMap<TreePath, Thing> paths(Thing thing, TreePath at) {
    SortedMap<TreePath, Thing> all = new TreeMap<>();
    thing.children.forEach((name, child) -> {
      all.put(at.child(name), child);
      all.putAll(paths(child, at.child(name)));
    });
    return all;
  }

  /// What moved, as simultaneous pairs.
  List<Rename> renames() {
    List<Rename> renames = new ArrayList<>();
    collect(root, TreePath.ROOT, renames);
    renames.sort(Comparator.comparing(Rename::from));
    return renames;
  }

  private static void collect(Thing parent, TreePath at, List<Rename> renames) {
    parent.children.forEach((name, child) -> {
      TreePath here = at.child(name);
      child.basePath.ifPresent(before -> {
        Optional<TreePath> stays = parent.basePath.map(path -> path.child(name));
        if (!stays.equals(Optional.of(before))) {
          renames.add(new Rename(before, here));
        }
      });
      collect(child, here, renames);
    });
  }

  /// All paths with their contents; directories without.
  SortedMap<TreePath, Optional<String>> entries() {
    SortedMap<TreePath, Optional<String>> all = new TreeMap<>();
    paths(root, TreePath.ROOT).forEach((path, thing) -> all.put(path, thing.content));
    return all;
  }

  Entry.Directory tree(Forest forest) {
    SortedMap<TreePath, Optional<Entry>> entries = new TreeMap<>();
    entries()
        .forEach((path, content) -> entries.put(path, content.map(text -> Forest.entry(text))));
    return forest.tree(entries);
  }

  Side side(Forest forest) {
    return new Side(tree(forest), renames());
  }

  @Override
  public String toString() {
    return entries() + " " + Forest.texts(renames());
  }
}
