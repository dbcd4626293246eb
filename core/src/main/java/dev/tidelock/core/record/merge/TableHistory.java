package dev.tidelock.core.record.merge;

import dev.tidelock.core.merge.CommitGraph;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.Tables;
import java.util.Optional;

/// Commits, as far as the merge of two commits' tables needs to know.
public interface TableHistory extends CommitGraph {
  /// Whether the rows of a commit are still kept.
  boolean keepsTables(ObjectId commit);

  /// The tables of a commit that are kept, if it has any.
  Optional<Tables> tables(ObjectId commit);
}
