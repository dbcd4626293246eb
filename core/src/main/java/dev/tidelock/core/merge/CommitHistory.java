package dev.tidelock.core.merge;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import java.util.Optional;

/// Commits, as far as the merge of two of them needs to know.
public interface CommitHistory extends CommitGraph {
  /// What was moved between a parent's files and a commit's.
  Renames renames(ObjectId parent, ObjectId commit);

  /// The files of a commit, or nothing where its tree is not kept any more.
  Optional<Entry.Directory> files(ObjectId commit);
}
