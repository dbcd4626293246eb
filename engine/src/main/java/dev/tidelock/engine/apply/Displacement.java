package dev.tidelock.engine.apply;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.shown.Shown;
import java.util.Optional;

/// The moments at which something of the user's is displaced. Before: what stands there must be
/// what was planned for. After: what was displaced, now in the trash, must be unchanged; if
/// somebody wrote in between, it is put back and counts as an edit.
final class Displacement {
  private final FileSystem files;
  private final DiskCheck check;

  /// @param files the disk
  /// @param check looks closely
  Displacement(FileSystem files, DiskCheck check) {
    this.files = files;
    this.check = check;
  }

  /// Whether `expected` still stands at `path`; what stands there is read if need be.
  Optional<Stat> undisturbed(TreePath path, Shown.Leaf expected) {
    Optional<Stat> now = files.stat(path).filter(expected::matches);
    if (now.isPresent()
        && expected.trust() == Shown.Trust.RACY
        && !check.shows(path, expected.entry())) {
      return Optional.empty();
    }
    return now;
  }

  /// Moves what stands at `path` into the trash.
  Result remove(TreePath path, Shown.Leaf expected, TreePath trash) {
    requireReplaceable(path);
    Optional<Stat> before = undisturbed(path, expected);
    if (before.isEmpty()) {
      return Result.DISTURBED;
    }
    files.move(path, trash);
    if (same(before.get(), trash)) {
      return Result.DONE;
    }
    putBack(trash, path);
    return Result.DISTURBED;
  }

  /// Puts `staged` in the place of what stands at `path`, which goes into the trash. The two change
  /// places in one step, so that even a file that somebody renames there at the last moment is only
  /// displaced, and seen.
  Result replace(TreePath path, Shown.Leaf expected, TreePath staged, TreePath trash) {
    requireReplaceable(path);
    Optional<Stat> before = undisturbed(path, expected);
    if (before.isEmpty()) {
      return Result.DISTURBED;
    }
    files.move(staged, trash);
    long ours = inode(trash);
    Exchange exchange = exchange(trash, path);
    if (exchange == Exchange.DONE && same(before.get(), trash)) {
      return Result.DONE;
    }
    if (exchange == Exchange.DONE) {
      giveBack(trash, path, ours);
      return Result.DISTURBED;
    }
    files.move(trash, staged);
    return exchange == Exchange.GONE
        ? Result.DISTURBED
        : replaceByLink(path, before.get(), staged, trash);
  }

  private Exchange exchange(TreePath trash, TreePath path) {
    try {
      return files.exchange(trash, path) ? Exchange.DONE : Exchange.UNKNOWN;
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case MISSING -> Exchange.GONE;
        default -> Exchange.UNKNOWN;
      };
    }
  }

  /// Gives a path back to those who took it; if they were faster once more, the newest stays there.
  private void giveBack(TreePath trash, TreePath path, long ours) {
    if (exchange(trash, path) == Exchange.DONE && inode(trash) != ours) {
      files.exchange(trash, path);
    }
  }

  private long inode(TreePath path) {
    return files.stat(path).map(Stat::inode).orElse(-1L);
  }

  /// For file systems where nothing changes places in one step.
  private Result replaceByLink(TreePath path, Stat before, TreePath staged, TreePath trash) {
    if (!link(path, trash)) {
      return replaceWithoutLink(path, before, staged, trash);
    }
    files.replace(staged, path);
    if (same(before, trash)) {
      return Result.DONE;
    }
    files.replace(trash, path);
    return Result.DISTURBED;
  }

  private void requireReplaceable(TreePath path) {
    if (!check.replaceable(path)) {
      throw new FileFailure(
          FileFailure.Reason.BUSY,
          path,
          "an application uses this database; it is replaced when it is closed");
    }
  }

  /// Puts `staged` at a path where nothing stands.
  Result place(TreePath path, TreePath staged) {
    if (!check.placeable(path)) {
      throw new FileFailure(
          FileFailure.Reason.BUSY,
          path,
          "a database and the log of another one would meet; move away which is not needed");
    }
    return put(path, staged);
  }

  private Result put(TreePath path, TreePath staged) {
    try {
      files.move(staged, path);
      return Result.DONE;
    } catch (FileFailure failure) {
      if (failure.reason() == FileFailure.Reason.EXISTS) {
        return Result.DISTURBED;
      }
      throw failure;
    }
  }

  /// For file systems without hard links: for a moment nothing stands at the path, which an open
  /// intent tells apart from a deletion.
  private Result replaceWithoutLink(TreePath path, Stat before, TreePath staged, TreePath trash) {
    files.move(path, trash);
    if (!same(before, trash)) {
      putBack(trash, path);
      return Result.DISTURBED;
    }
    try {
      return put(path, staged);
    } catch (FileFailure failure) {
      // What is missing once the intent is settled would look deleted.
      putBack(trash, path);
      throw failure;
    }
  }

  private boolean link(TreePath path, TreePath trash) {
    try {
      files.hardLink(path, trash);
      return true;
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case DENIED, BROKEN -> false;
        default -> throw failure;
      };
    }
  }

  private boolean same(Stat before, TreePath displaced) {
    return files
        .stat(displaced)
        .filter(now ->
            now.inode() == before.inode()
                && now.size() == before.size()
                && now.mtime() == before.mtime())
        .isPresent();
  }

  /// Puts a displaced file back, unless a newer one took its place already.
  private void putBack(TreePath trash, TreePath path) {
    try {
      files.move(trash, path);
    } catch (FileFailure failure) {
      if (failure.reason() != FileFailure.Reason.EXISTS) {
        throw failure;
      }
    }
  }

  /// How an exchange ended.
  private enum Exchange {
    DONE,
    /// Nothing stood there any more.
    GONE,
    /// The file system knows no such step, or refused it.
    UNKNOWN
  }

  /// How a displacement ended.
  enum Result {
    /// As planned.
    DONE,
    /// Somebody else changed the path: it is as they left it.
    DISTURBED
  }
}
