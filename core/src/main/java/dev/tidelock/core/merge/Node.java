package dev.tidelock.core.merge;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// One thing that a merge follows through the trees: an entry of the base, or one that a side
/// added. Most entries never become a node: what nobody touched moves with its directory.
///
/// The first half of its fields says what the sides made of it, the second what the merge decides.
final class Node {
  private final Optional<Which> addedBy;
  private final TreePath path;
  private final Entry entry;
  private final Optional<Node> baseParent;
  private final Map<Which, State> states = new EnumMap<>(Which.class);
  private final Set<String> ownNodes = new HashSet<>();

  private boolean alive;
  private boolean shell;
  private Optional<Place> place = Optional.empty();
  private Optional<Which> placedBy = Optional.empty();
  private final SortedMap<String, List<Node>> children = new TreeMap<>();
  private Optional<Group> group = Optional.empty();
  private Optional<Spot> spot = Optional.empty();

  /// Where something stands: its directory, which is a node itself, and its name.
  record Place(Node parent, String name) {}

  /// Where something stands in the merged tree.
  record Spot(Group parent, String name) {
    TreePath path() {
      return parent.path().child(name);
    }
  }

  /// What one side made of a node.
  sealed interface State {
    /// It is not in this side's tree.
    record Absent() implements State {}

    /// It is there.
    record Present(Entry entry, Optional<Place> place) implements State {}

    /// It is not there, and still counts as unchanged, because the other side moved it.
    record Spared(Entry entry, Optional<Place> place) implements State {}
  }

  private Node(Optional<Which> addedBy, TreePath path, Entry entry, Optional<Node> baseParent) {
    this.addedBy = addedBy;
    this.path = path;
    this.entry = entry;
    this.baseParent = baseParent;
  }

  static Node root(Entry.Directory base) {
    return new Node(Optional.empty(), TreePath.ROOT, base, Optional.empty());
  }

  static Node ofBase(Node parent, String name, Entry entry) {
    return new Node(Optional.empty(), parent.path.child(name), entry, Optional.of(parent));
  }

  static Node added(Which by, TreePath sidePath, Entry entry, Place place) {
    Node node = new Node(Optional.of(by), sidePath, entry, Optional.empty());
    node.states.put(by, new State.Present(entry, Optional.of(place)));
    node.states.put(by.other(), new State.Absent());
    node.alive = true;
    node.place = Optional.of(place);
    return node;
  }

  /// The side that added it, or nothing where it is of the base.
  Optional<Which> addedBy() {
    return addedBy;
  }

  boolean isOfBase() {
    return addedBy.isEmpty();
  }

  boolean isRoot() {
    return addedBy.isEmpty() && path.isRoot();
  }

  /// Its path in the base, or in the side that added it.
  TreePath path() {
    return path;
  }

  /// Its entry in the base, or as added.
  Entry entry() {
    return entry;
  }

  boolean isDirectory() {
    return entry instanceof Entry.Directory;
  }

  Entry.Directory directory() {
    return (Entry.Directory) entry;
  }

  /// Where it stood in the base.
  Optional<Place> basePlace() {
    return baseParent.map(parent -> new Place(parent, path.name()));
  }

  /// What a side made of it. What is in a deleted directory is deleted with it, and what is in one
  /// that stayed or moved is as it was, unless something else is known.
  State state(Which which) {
    Optional<Node> at = Optional.of(this);
    while (at.isPresent()) {
      State known = at.get().states.get(which);
      if (known != null) {
        return at.get() == this ? known : inherited(known);
      }
      at = at.get().baseParent;
    }
    return unchanged();
  }

  private State inherited(State above) {
    return switch (above) {
      case State.Absent absent -> absent;
      case State.Present _ -> unchanged();
      case State.Spared _ -> new State.Spared(entry, basePlace());
    };
  }

  private State unchanged() {
    return new State.Present(entry, basePlace());
  }

  /// What counts as this side's version of it.
  Optional<State.Present> present(Which which) {
    return switch (state(which)) {
      case State.Absent _ -> Optional.empty();
      case State.Present present -> Optional.of(present);
      case State.Spared spared -> Optional.of(new State.Present(spared.entry(), spared.place()));
    };
  }

  /// Whether it really is in a side's tree.
  boolean standsIn(Which which) {
    return state(which) instanceof State.Present;
  }

  void set(Which which, State state) {
    states.put(which, state);
  }

  /// Whether a side put it to another place than it had in the base.
  boolean movedBy(Which which) {
    return isOfBase()
        && present(which).map(present -> !present.place().equals(basePlace())).orElse(false);
  }

  /// Its path in a side's tree, in which it must be.
  TreePath pathIn(Which which) {
    List<String> names = new ArrayList<>();
    Optional<Place> at = present(which).orElseThrow().place();
    while (at.isPresent()) {
      names.add(at.get().name());
      at = at.get().parent().present(which).orElseThrow().place();
    }
    return TreePath.of(names.reversed());
  }

  /// The names in this directory, as [#entry] has it, that have nodes of their own.
  Set<String> ownNodes() {
    return ownNodes;
  }

  /// Whether it is in the merged tree.
  boolean alive() {
    return alive;
  }

  void setAlive(boolean value) {
    alive = value;
  }

  /// Whether it is a directory that was deleted and is kept only for what is put into it.
  boolean shell() {
    return shell;
  }

  void revive() {
    alive = true;
    shell = true;
  }

  /// Where it stands in the merge; nothing for the root only.
  Optional<Place> place() {
    return place;
  }

  /// The side whose move decided the place, if a move did.
  Optional<Which> placedBy() {
    return placedBy;
  }

  void put(Optional<Place> where, Optional<Which> by) {
    place = where;
    placedBy = by;
  }

  /// The nodes placed here, by name.
  SortedMap<String, List<Node>> children() {
    return children;
  }

  /// The merged directory that this directory became, or became part of.
  Optional<Group> group() {
    return group;
  }

  void setGroup(Group value) {
    group = Optional.of(value);
  }

  /// Where it came to stand.
  Optional<Spot> spot() {
    return spot;
  }

  void setSpot(Spot value) {
    spot = Optional.of(value);
  }

  @Override
  public String toString() {
    return addedBy.map(by -> "+" + by + " ").orElse("") + path;
  }
}
