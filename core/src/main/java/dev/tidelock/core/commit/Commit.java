package dev.tidelock.core.commit;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.DeviceId;
import java.util.List;

/// One state of a project, and how it came to be.
///
/// @param state the id of the [ProjectState]
/// @param parents the commits it was made from, 0 to 8, distinct; the first is the one that
///   structural clashes were decided for
/// @param author who, as a text for people, at most 255 characters
/// @param device the device that made it
/// @param time a hybrid logical time in milliseconds since 1970-01-01T00:00Z: never before any
///   parent's
/// @param kind what made it
/// @param message at most 64 KiB
/// @param counts what it holds and changed
/// @param renames for each parent, in order, what is at another place than there
/// @param notes what a merge decided without asking
public record Commit(
    ObjectId state,
    List<ObjectId> parents,
    String author,
    DeviceId device,
    long time,
    Kind kind,
    String message,
    Counts counts,
    List<List<Rename>> renames,
    List<Note> notes) {
  /// The most parents of one commit.
  public static final int MAX_PARENTS = 8;

  /// What made a commit. The code is part of the format.
  public enum Kind {
    /// A sync found changes.
    AUTO(1),
    /// A person asked for it.
    MANUAL(2),
    /// Two histories were merged.
    MERGE(3),
    /// A conflict was resolved.
    RESOLVE(4),
    /// An older state was restored.
    RESTORE(5);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /// The number that stands for this kind in a commit.
    public int code() {
      return code;
    }
  }

  public Commit {
    parents = List.copyOf(parents);
    renames = renames.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
    if (parents.size() > MAX_PARENTS || renames.size() != parents.size()) {
      throw new MalformedException("a commit has at most 8 parents and a list of renames for each");
    }
    if (parents.stream().distinct().count() != parents.size()) {
      throw new MalformedException("a commit's parents are distinct");
    }
  }
}
