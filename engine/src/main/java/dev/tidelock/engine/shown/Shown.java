package dev.tidelock.engine.shown;

import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.port.Stat;
import java.util.Optional;

/// What the disk showed at a path when it was last looked at or written, and the state of the file
/// system by which the next scan knows that nothing changed since.
public sealed interface Shown {
  /// The file system's word on the path at that time.
  Stat stat();

  /// Whether it is there now as it was then, as far as a [Stat] can tell. The volume's number does
  /// not count: it changes when a machine restarts.
  default boolean matches(Stat now) {
    Stat then = stat();
    return now.kind() == then.kind()
        && now.size() == then.size()
        && now.mtime() == then.mtime()
        && now.ctime() == then.ctime()
        && now.inode() == then.inode()
        && now.executable() == then.executable();
  }

  /// A file or link.
  ///
  /// @param entry its value
  /// @param stat the file system's word
  /// @param trust whether an equal [Stat] proves an equal content
  /// @param term the term of the conflict at this path that the disk shows
  record Leaf(Entry.Leaf entry, Stat stat, Trust trust, Optional<TermKey> term) implements Shown {
    /// The same value, seen in another state of the file system.
    public Leaf at(Stat newStat, Trust newTrust) {
      return new Leaf(entry, newStat, newTrust, term);
    }

    /// The same, known as a term of a conflict, or as none.
    public Leaf as(Optional<TermKey> newTerm) {
      return new Leaf(entry, stat, trust, newTerm);
    }
  }

  /// A directory.
  ///
  /// @param stat the file system's word
  /// @param standing whether it is part of the project
  /// @param elsewhere whether it lies on another volume than the workspace's root
  record Directory(Stat stat, Standing standing, boolean elsewhere) implements Shown {}

  /// How far a [Stat] can be relied on.
  enum Trust {
    /// The file last changed well before it was read: a later change would show.
    SETTLED,
    /// It changed so shortly before it was read that a change right after may not show.
    RACY
  }

  /// Why a directory is on the disk.
  enum Standing {
    /// The project has it.
    TRACKED,
    /// The project has it no more; it is left for what in it is ignored, held back or unknown.
    LEFT_OVER
  }
}
