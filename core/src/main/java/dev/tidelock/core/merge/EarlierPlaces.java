package dev.tidelock.core.merge;

import dev.tidelock.core.name.TreePath;
import java.util.List;
import java.util.Optional;

/// Where things stood in the trees that a base was joined from. They may have stood in different
/// places there, and then whichever of these the base has was picked by no user: a side that has
/// another of them moved nothing.
final class EarlierPlaces {
  /// None but those in the base, which is a tree of its own.
  static final EarlierPlaces NONE = new EarlierPlaces(List.of());

  /// What was moved from the base to one of the trees.
  private record Way(Renames there, Renames back) {}

  private final List<Way> ways;

  private EarlierPlaces(List<Way> ways) {
    this.ways = ways;
  }

  /// @param toTrees what was moved from the base to each of the trees
  static EarlierPlaces of(List<Renames> toTrees) {
    return new EarlierPlaces(
        toTrees.stream().map(renames -> new Way(renames, renames.inverted())).toList());
  }

  /// Whether a thing of the base stood in a place in the base, or in one of the trees.
  boolean have(Node node, Node.Place place) {
    return node.basePlace().equals(Optional.of(place))
        || ways.stream().anyMatch(way -> has(way, node.path(), place));
  }

  private static boolean has(Way way, TreePath node, Node.Place place) {
    TreePath then = way.there().apply(node);
    return then.parent().isPresent()
        && then.name().equals(place.name())
        && place.parent().isOfBase()
        && place.parent().path().equals(way.back().apply(then.parent().get()));
  }
}
