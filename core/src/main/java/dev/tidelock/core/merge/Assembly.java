package dev.tidelock.core.merge;

import dev.tidelock.core.commit.Note;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The making of the merged tree out of nodes that have their places: from the root down it is
/// found which directories become one, from the leaves up each directory is written, as the change
/// of one that is there already. Without recursion, because trees may be deep.
final class Assembly {
  private static final Comparator<Node> BY_NAME =
      Comparator.comparing(Node::path)
          .thenComparing(node -> node.addedBy().map(Which::ordinal).orElse(-1));

  private final DirectoryMaps maps;
  private final Nodes nodes;
  private final Values values;
  private final Report report;

  Assembly(DirectoryMaps maps, Nodes nodes, Values values, Report report) {
    this.maps = maps;
    this.nodes = nodes;
    this.values = values;
    this.report = report;
  }

  /// A directory that is being made.
  private final class Work {
    private final Group group;
    private final List<Node> filled;
    private final Entry.Directory start;
    private final Iterator<String> names;
    private final SortedMap<String, Optional<Entry>> changes = new TreeMap<>();
    private final List<Yielding> yielding = new ArrayList<>();

    Work(Group group) {
      this.group = group;
      group.members().forEach(member -> member.setGroup(group));
      filled = group.members().stream().filter(node -> !node.shell()).toList();
      start =
          filled.stream()
              .map(Node::directory)
              .max(Comparator.comparingLong(Assembly::size))
              .orElseGet(maps::empty);
      names = unsettledNames(group, filled, start).iterator();
    }

    Entry.Directory finish() {
      yielding.forEach(one -> giveWay(group, one, start, changes));
      return maps.with(start, changes);
    }
  }

  Entry.Directory build() {
    Deque<Work> open = new ArrayDeque<>();
    open.push(new Work(new Group(TreePath.ROOT, List.of(nodes.root()))));
    while (true) {
      Work work = open.element();
      if (work.names.hasNext()) {
        settle(work, work.names.next()).ifPresent(open::push);
        Tree.checkDepth(open.size() - 1, work.group.path());
      } else {
        Entry.Directory made = open.pop().finish();
        if (open.isEmpty()) {
          return made;
        }
        open.element().changes.put(work.group.path().name(), Optional.of(made));
      }
    }
  }

  private static long size(Entry.Directory directory) {
    return directory.summary().entries();
  }

  /// The names whose value is not simply the one in the directory that the merge starts from.
  private SortedSet<String> unsettledNames(Group group, List<Node> filled, Entry.Directory start) {
    SortedSet<String> names = new TreeSet<>();
    for (Node member : group.members()) {
      names.addAll(member.children().keySet());
      if (!member.shell()) {
        names.addAll(member.ownNodes());
      }
    }
    for (Node member : filled) {
      Entry.Directory directory = member.directory();
      if (directory.root().equals(start.root())) {
        continue;
      }
      // A small directory that meets a large one must not cost a pass over the large one.
      if (size(directory) < size(start) / 8) {
        maps.forEach(directory, child -> names.add(child.name()));
      } else {
        names.addAll(maps.diff(start, directory).keySet());
      }
    }
    return names;
  }

  /// The nodes that want a name: those placed there, and what the members hold under it untouched.
  private List<Node> wanting(Group group, List<Node> filled, String name) {
    Set<Node> wanting = new LinkedHashSet<>();
    for (Node member : group.members()) {
      wanting.addAll(member.children().getOrDefault(name, List.of()));
    }
    for (Node member : filled) {
      if (!member.ownNodes().contains(name)) {
        maps.get(member.directory(), name)
            .ifPresent(entry -> wanting.add(untouched(member, name, entry)));
      }
    }
    return wanting.stream().sorted(BY_NAME).toList();
  }

  private Node untouched(Node parent, String name, Entry entry) {
    Node.Place place = new Node.Place(parent, name);
    if (parent.addedBy().isPresent()) {
      return nodes.added(parent.addedBy().get(), parent.path().child(name), entry, place);
    }
    Node node = nodes.ofBase(parent, name, entry);
    node.setAlive(true);
    node.put(Optional.of(place), Optional.empty());
    return node;
  }

  /// Decides what stands under a name; where it is a directory, returns the work that makes it.
  private Optional<Work> settle(Work work, String name) {
    List<Node> wanting = wanting(work.group, work.filled, name);
    wanting.forEach(node -> node.setSpot(new Node.Spot(work.group, name)));
    List<Node> directories = wanting.stream().filter(Node::isDirectory).toList();
    List<Node> leaves = wanting.stream().filter(node -> !node.isDirectory()).toList();
    TreePath path = work.group.path().child(name);
    Optional<Entry> entry = Optional.empty();
    if (!leaves.isEmpty()) {
      Values.Value value = values.of(leaves, path);
      entry = Optional.of(value.entry());
      if (!directories.isEmpty()) {
        work.yielding.add(new Yielding(name, value.entry(), leaves));
      }
      value.excess().forEach(leaf -> work.yielding.add(new Yielding(name, leaf, List.of())));
    }
    if (directories.isEmpty()) {
      work.changes.put(name, entry);
      return Optional.empty();
    }
    return Optional.of(new Work(new Group(path, directories)));
  }

  /// Gives a new name to what cannot stand under its own.
  private void giveWay(
      Group group,
      Yielding yielding,
      Entry.Directory start,
      SortedMap<String, Optional<Entry>> changes) {
    GivenName given = GivenName.of(yielding.name(), yielding.entry());
    Optional<Entry> there = there(given, start, changes);
    while (there.isPresent() && !there.get().sameAs(yielding.entry())) {
      given = given.longer();
      there = there(given, start, changes);
    }
    String name = given.name();
    changes.put(name, Optional.of(there.orElse(yielding.entry())));
    TreePath from = group.path().child(yielding.name());
    TreePath path = group.path().child(name);
    if (!yielding.nodes().isEmpty()) {
      yielding.nodes().forEach(node -> node.setSpot(new Node.Spot(group, name)));
      report.moved(from, path);
    }
    report.note(Note.Kind.NAME_GIVEN, path, from.toString());
  }

  private Optional<Entry> there(
      GivenName given, Entry.Directory start, SortedMap<String, Optional<Entry>> changes) {
    Optional<Entry> changed = changes.get(given.name());
    return changed != null ? changed : maps.get(start, given.name());
  }

  /// Something that has to stand under another name.
  ///
  /// @param nodes what it was made of, if all of it moves
  private record Yielding(String name, Entry entry, List<Node> nodes) {}
}
