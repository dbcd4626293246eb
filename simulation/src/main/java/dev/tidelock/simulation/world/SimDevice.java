package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A sync engine on one simulated machine, from its start to its end or crash. It may fail with the
/// failures of its ports; everything else that it throws is a defect.
public interface SimDevice extends AutoCloseable {
  /// Syncs once: takes in what the disk shows and what the storage has, and brings both together.
  ///
  /// @param consent whether what a guard against mass changes holds back may go on
  /// @param sites with which places, in this order
  Result sync(Consent consent, List<String> sites);

  /// Syncs once, as a user asks for it who wants something special. A device that knows no manners
  /// syncs as usual, and does nothing if that is not wanted.
  default Result sync(Manner manner, List<String> sites) {
    return manner == Manner.PREVIEW
        ? new Result(false, false, List.of())
        : sync(Consent.ASK, sites);
  }

  /// Syncs once as a watch does, on hints that may be wrong, missing or late: of the disk only
  /// these directories are looked at, and what is gone must be seen to be gone twice. A device that
  /// does not watch looks at everything.
  default Result glance(Set<TreePath> directories, List<String> sites) {
    return sync(Consent.ASK, sites);
  }

  /// The project's newest state that this device knows, all paths.
  Map<TreePath, TreeItem> tree();

  /// What the latest sync said it could not do to this device's disk.
  default Set<TreePath> notApplied() {
    return Set.of();
  }

  /// What the latest sync said that could not be had or sent, because nobody has all of it.
  default Set<TreePath> awaited() {
    return Set.of();
  }

  /// Whether it keeps both sides where users disagree. One that does not leaves the loser to
  /// history.
  default boolean merges() {
    return true;
  }

  /// Looks closer at what happened lately, at a moment when nothing gets in its way.
  default void lookCloser() {}

  /// What kinds of things happened in this process since this was last asked, each as often as it
  /// did. Asks no port, so a dead process can tell, too.
  default List<String> events() {
    return List.of();
  }

  /// Where conflicts are open.
  List<TreePath> conflicts();

  /// The SHA-256 of every content that is in an open conflict.
  default Set<Bytes> disputed() {
    return Set.of();
  }

  /// The commits that the project's newest state here stands on, that first, each with the name of
  /// the device that made it. A device that knows none has no history.
  default Map<ObjectId, String> history() {
    return Map.of();
  }

  /// The SHA-256 of every whole content that this device took from its disk and still has, whatever
  /// any place says.
  default Set<Bytes> kept() {
    return Set.of();
  }

  /// Settles a conflict as the user asks.
  void resolve(TreePath path, Choice choice);

  /// Whether the user wants nothing of this path to be synced.
  boolean ignores(TreePath path, boolean directory);

  /// The SHA-256 of every whole content that a user could get back with this device: from the
  /// history of this device and of the storage, from conflicts, and from the trash.
  Set<Bytes> reachable();

  /// What is wrong with the local and the shared store, in words; nothing if all is well.
  List<String> verify();

  @Override
  void close();

  /// How one sync ended.
  ///
  /// @param worked whether it changed a disk or the storage
  /// @param held whether a guard against mass changes holds something back
  /// @param troubles what it could not do, in words
  record Result(boolean worked, boolean held, List<String> troubles) {
    public Result {
      troubles = List.copyOf(troubles);
    }
  }

  /// What a user may want of a sync beyond the usual.
  enum Manner {
    /// A message with what is sent.
    MESSAGE,
    /// To send only.
    UP,
    /// To receive only.
    DOWN,
    /// This device's side wherever both sides changed something.
    OURS,
    /// The other side there.
    THEIRS,
    /// Conflicts, and no merges.
    NO_MERGES,
    /// To hear what would happen.
    PREVIEW;

    /// Whether a side is taken without a look at what is in the other.
    boolean takesSides() {
      return this == OURS || this == THEIRS;
    }
  }

  /// What the user says of mass changes.
  enum Consent {
    /// Hold them back.
    ASK,
    /// Let them happen.
    ACCEPT
  }

  /// How a user settles a conflict.
  enum Choice {
    /// By what this device's disk shows.
    OURS,
    /// By the first term that this device's disk does not show.
    THEIRS
  }
}
