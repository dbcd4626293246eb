package dev.tidelock.core.merge;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The renames that lead from a side to the merged tree: one pair for each thing that does not
/// stand under its old name in what its old directory became.
final class ResultRenames {
  private ResultRenames() {}

  static List<Rename> from(Which which, Nodes nodes) {
    List<Rename> renames = new ArrayList<>();
    for (Node node : nodes.all()) {
      Optional<Node.Spot> spot = node.spot();
      Optional<Node.Place> old = node.present(which).flatMap(Node.State.Present::place);
      if (node.standsIn(which)
          && spot.isPresent()
          && old.isPresent()
          && !stayed(old.get(), spot.get())) {
        TreePath from = node.pathIn(which);
        renames.add(new Rename(from, spot.get().path()));
      }
    }
    renames.sort(Comparator.comparing(Rename::from));
    return renames;
  }

  private static boolean stayed(Node.Place old, Node.Spot spot) {
    return old.name().equals(spot.name())
        && old.parent().group().equals(Optional.of(spot.parent()));
  }
}
