package dev.tidelock.platform.linux;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.Stat;

/// The changes of names: moves, replacements and second names.
final class Renames {
  private static final int RENAME_NOREPLACE = 1;
  private static final int RENAME_EXCHANGE = 2;

  private final LinuxFileSystem files;
  private final Tree tree;
  private final Kernel kernel;
  private final NameBuffer fromName;
  private final NameBuffer toName;

  Renames(LinuxFileSystem files, Tree tree, Kernel kernel) {
    this.files = files;
    this.tree = tree;
    this.kernel = kernel;
    fromName = new NameBuffer(kernel);
    toName = new NameBuffer(kernel);
  }

  /// Gives a file or link a second name.
  void link(TreePath existing, TreePath added) {
    int error = perform(Call.LINKAT, existing, added, 0);
    if (error != 0) {
      // The kernel calls it a missing permission.
      boolean directory = error == Errno.EPERM && isDirectory(existing);
      throw failure("cannot get a second name", existing, added, directory ? Errno.EISDIR : error);
    }
  }

  /// Moves a file or link, in place of another.
  void replace(TreePath from, TreePath to) {
    // The kernel lets a directory replace an empty one; here only files and links are replaced.
    int error =
        isDirectory(from) && isDirectory(to) ? Errno.EISDIR : perform(Call.RENAMEAT2, from, to, 0);
    if (error != 0) {
      throw failure("cannot be moved", from, to, error);
    }
  }

  /// Lets two things change places: false where the file system cannot (NFS, some of FUSE).
  boolean exchange(TreePath one, TreePath other) {
    int error = perform(Call.RENAMEAT2, one, other, RENAME_EXCHANGE);
    if (error == Errno.EINVAL || error == Errno.ENOSYS) {
      return false;
    }
    if (error != 0) {
      throw failure("cannot change places", one, other, error);
    }
    return true;
  }

  /// Moves anything to where nothing is.
  void move(TreePath from, TreePath to) {
    int error = perform(Call.RENAMEAT2, from, to, RENAME_NOREPLACE);
    if (error == Errno.EINVAL || error == Errno.ENOSYS) {
      error = moveOtherwise(from, to, error);
    }
    if (error != 0) {
      throw failure("cannot be moved", from, to, error);
    }
  }

  /// Moves where the file system knows no exclusive rename (NFS, some of FUSE): a file by a second
  /// name, if it can have one, a directory over a fresh empty one. Neither replaces what somebody
  /// else put there.
  private int moveOtherwise(TreePath from, TreePath to, int error) {
    if (to.startsWith(from)) {
      return error;
    }
    if (isDirectory(from)) {
      files.makeDirectory(to);
      int moved = perform(Call.RENAMEAT2, from, to, 0);
      if (moved != 0) {
        files.removeDirectory(to);
      }
      return moved;
    }
    int linked = perform(Call.LINKAT, from, to, 0);
    if (linked == 0) {
      files.delete(from);
    }
    return linked == Errno.EPERM || linked == Errno.EOPNOTSUPP || linked == Errno.ENOSYS
        ? moveWhereNothingStands(from, to)
        : linked;
  }

  /// Moves a file where there are no second names either (exFAT by FUSE): looks first, which is all
  /// that can be done there.
  private int moveWhereNothingStands(TreePath from, TreePath to) {
    return files.stat(to).isPresent() ? Errno.EEXIST : perform(Call.RENAMEAT2, from, to, 0);
  }

  private boolean isDirectory(TreePath path) {
    return files.stat(path).map(stat -> stat.kind() == Stat.Kind.DIRECTORY).orElse(false);
  }

  /// Performs a call on two names: 0 or an error number.
  private int perform(Call call, TreePath from, TreePath to, int flags) {
    String operation = "cannot be moved or named twice";
    int fromParent = tree.enterParent(from, operation);
    try {
      int toParent = tree.enterParent(to, operation);
      try {
        set(fromName, from, operation);
        set(toName, to, operation);
        return (int)
            -kernel.call(call, fromParent, fromName.address(), toParent, toName.address(), flags);
      } finally {
        tree.leave(toParent);
      }
    } finally {
      tree.leave(fromParent);
    }
  }

  private static void set(NameBuffer name, TreePath path, String operation) {
    String text = path.toString();
    name.set(text, text.lastIndexOf('/') + 1, text.length(), path, operation);
  }

  private static FileFailure failure(String operation, TreePath from, TreePath to, int error) {
    // What is missing is the source: the target's parent was found.
    TreePath path = error == Errno.ENOENT ? from : to;
    return new FileFailure(
        Errno.reason(error),
        path,
        "'%s' %s to '%s': %s".formatted(from, operation, to, Errno.text(error)));
  }
}
