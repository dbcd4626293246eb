package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import java.util.Map;
import java.util.Optional;

/// Somebody who only reads at a place, past all devices. Fails as a remote does.
public interface Observer {
  /// Where the place stands.
  Optional<ObjectId> head();

  /// Whether one commit is another one, or among its ancestors.
  boolean leads(ObjectId ancestor, ObjectId commit);

  /// Everything in the tree of a commit.
  Map<TreePath, TreeItem> tree(ObjectId commit);
}
