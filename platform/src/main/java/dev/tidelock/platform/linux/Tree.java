package dev.tidelock.platform.linux;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.Stat;

/// An open root directory, and the way from it to everything below.
///
/// Every path is walked name by name with `openat(O_NOFOLLOW)` from the root, each time anew. So no
/// symbolic link is ever followed, not even one that somebody puts in the place of a directory
/// between two calls: what a call acts on is a name in a directory that it holds open. Nothing is
/// kept open from call to call, because a directory that was moved away meanwhile must not receive
/// what is meant for its old path. A walk costs about a microsecond per name, and no limit on the
/// length of a whole path applies.
final class Tree implements AutoCloseable {
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_PATH = 0x200000;

  /// Good for looking up names in it, even where it may not be read.
  private static final int PASSING = O_PATH | O_CLOEXEC | Machine.O_DIRECTORY | Machine.O_NOFOLLOW;

  /// Good for listing it and for making it durable.
  private static final int READING =
      O_CLOEXEC | O_NONBLOCK | Machine.O_DIRECTORY | Machine.O_NOFOLLOW;

  private final Kernel kernel;
  private final int root;
  private final NameBuffer step;
  private final StatusBuffer status;

  Tree(Kernel kernel, int root, StatusBuffer status) {
    this.kernel = kernel;
    this.root = root;
    this.status = status;
    step = new NameBuffer(kernel);
  }

  /// The root's own descriptor, open for reading.
  int root() {
    return root;
  }

  /// Opens a directory for reading; the caller closes it.
  int openDirectory(TreePath directory, String operation) {
    String text = directory.toString();
    if (text.isEmpty()) {
      step.set(".", 0, 1, directory, operation);
      return openStep(root, directory, 0, READING, operation);
    }
    int parent = walk(directory, text, text.lastIndexOf('/'), operation);
    try {
      step.set(text, text.lastIndexOf('/') + 1, text.length(), directory, operation);
      return openStep(parent, directory, text.length(), READING, operation);
    } finally {
      leave(parent);
    }
  }

  /// Opens the directory that a path's last name is in; [#leave] it after use.
  int enterParent(TreePath path, String operation) {
    String text = path.toString();
    if (text.isEmpty()) {
      throw new FileFailure(Reason.BUSY, path, operation + ": not possible with the root itself");
    }
    return walk(path, text, text.lastIndexOf('/'), operation);
  }

  /// Ends the use of a directory.
  void leave(int directory) {
    if (directory != root) {
      kernel.call(Call.CLOSE, directory);
    }
  }

  /// Opens the directory `text[0, end)`, or answers the root's descriptor where that is empty.
  private int walk(TreePath path, String text, int end, String operation) {
    int directory = root;
    int start = 0;
    while (start < end) {
      int slash = text.indexOf('/', start);
      int next;
      try {
        step.set(text, start, slash, path, operation);
        next = openStep(directory, path, slash, PASSING, operation);
      } finally {
        leave(directory);
      }
      directory = next;
      start = slash + 1;
    }
    return directory;
  }

  private int openStep(int directory, TreePath path, int end, int flags, String operation) {
    int opened = (int) kernel.call(Call.OPENAT, directory, step.address(), flags, 0);
    if (opened >= 0) {
      return opened;
    }
    int error = -opened;
    if (error == Errno.ENOTDIR
        && status.readNamed(directory, step.address()) == 0
        && status.kind() == Stat.Kind.LINK) {
      error = Errno.ELOOP;
    }
    String where =
        end == path.toString().length() ? "" : " '" + path.toString().substring(0, end) + "'";
    throw new FileFailure(
        Errno.reason(error), path, operation + ":" + where + " " + Errno.text(error));
  }

  @Override
  public void close() {
    kernel.call(Call.CLOSE, root);
  }
}
