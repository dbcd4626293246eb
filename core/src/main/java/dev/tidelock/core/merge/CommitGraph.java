package dev.tidelock.core.merge;

import dev.tidelock.core.object.ObjectId;
import java.util.Comparator;
import java.util.List;

/// Which commit comes after which, as far as a search needs to know.
public interface CommitGraph {
  /// The parents of a commit, in order.
  List<ObjectId> parents(ObjectId commit);

  /// When a commit was made, in any unit. Searches are quick if no commit is older than its
  /// parents, and right in any case.
  long time(ObjectId commit);

  /// The order in which later commits come first; of one time, those with smaller ids.
  default Comparator<ObjectId> newestFirst() {
    return Comparator.<ObjectId>comparingLong(this::time)
        .reversed()
        .thenComparing(Comparator.naturalOrder());
  }
}
