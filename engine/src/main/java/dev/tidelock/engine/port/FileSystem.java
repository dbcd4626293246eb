package dev.tidelock.engine.port;

import dev.tidelock.core.name.TreePath;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;

/// One directory of the machine, its root, and everything below it that lies on the disk.
///
/// Paths are relative to the root; the root itself is the empty path. Implementations
///
/// - follow no symbolic link, neither the last name of a path nor one on the way: a link on the way
///   is [FileFailure.Reason#LINK_ON_THE_WAY];
/// - never block on a special file: FIFOs, sockets and devices can be listed and asked for their
///   [Stat], not opened;
/// - report every failure as a [FileFailure] that names the path.
///
/// What was written, renamed, linked or deleted survives a crash of the machine only after a
/// [#barrier] that covers it; before that, any part of it may be lost or, for file contents, torn.
/// A rename is atomic: whoever looks sees the old or the new file whole. For use by one thread.
public interface FileSystem {
  /// Everything in a directory, in no particular order, each with its [Stat]. Fails as a whole if
  /// the directory cannot be read to its end.
  Listing list(TreePath directory);

  /// What stands at a path, or nothing if nothing does. Any failure other than absence, that of a
  /// parent included, is thrown.
  Optional<Stat> stat(TreePath path);

  /// What stands at a path, where a way that leads nowhere, such as through a file or a link, means
  /// that nothing does.
  default Optional<Stat> standing(TreePath path) {
    try {
      return stat(path);
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case MISSING, NOT_DIRECTORY, LINK_ON_THE_WAY, TOO_LONG -> Optional.empty();
        default -> throw failure;
      };
    }
  }

  /// Opens a regular file for reading.
  Source open(TreePath file);

  /// The text of a symbolic link.
  ///
  /// @throws FileFailure with [FileFailure.Reason#UNDECODABLE] if it is not UTF-8
  String readLink(TreePath link);

  /// Creates a file, for writing; fails with [FileFailure.Reason#EXISTS] if anything stands there.
  Sink create(TreePath file);

  /// Creates a directory; fails if anything stands there. The parent must exist.
  void makeDirectory(TreePath directory);

  /// Creates a symbolic link; fails if anything stands there.
  void makeLink(TreePath link, String text);

  /// Gives a file, or a link, a second name; fails if anything stands at `added`.
  void hardLink(TreePath existing, TreePath added);

  /// Moves `from` to `to`, in place of the file or link that stands there, if any.
  void replace(TreePath from, TreePath to);

  /// Lets what stands at two paths change places, in one step that nobody sees half done. Answers
  /// false, and does nothing, where the file system has no such step.
  default boolean exchange(TreePath one, TreePath other) {
    return false;
  }

  /// Moves `from` to `to`; fails with [FileFailure.Reason#EXISTS] if anything stands there.
  void move(TreePath from, TreePath to);

  /// Removes a file or a link.
  void delete(TreePath file);

  /// Removes a directory; fails with [FileFailure.Reason#NOT_EMPTY] if something is in it.
  void removeDirectory(TreePath directory);

  /// Sets a file's executable bits, where it may be read, and its modification time in nanoseconds
  /// since 1970, as near as the disk can hold it.
  void setAttributes(TreePath file, Attributes attributes);

  /// Makes everything done so far to the contents and names at `touched` (files and directories)
  /// survive a crash. A path that is gone stands for its parent directory.
  void barrier(Collection<TreePath> touched);

  /// Makes the contents of these files, and the names in these directories, survive a crash, but
  /// not their own names: for a file that a rename is to put in its place, and for the directory
  /// that it was put into. A path that is gone stands for nothing.
  void barrierWithin(Collection<TreePath> touched);

  /// How many bytes can still be written.
  long freeBytes();

  /// What to set on a file.
  ///
  /// @param executable whether it may be executed by those who may read it
  /// @param mtime nanoseconds since 1970
  record Attributes(boolean executable, long mtime) {}

  /// A file opened for reading.
  interface Source extends AutoCloseable {
    /// The state of the open file, whatever its name stands for now.
    Stat stat();

    /// Reads up to the buffer's remaining bytes from `position` on, and returns how many, or -1 at
    /// the end.
    int read(ByteBuffer buffer, long position);

    @Override
    void close();
  }

  /// A file opened for writing, from its start.
  interface Sink extends AutoCloseable {
    /// Appends all remaining bytes of the buffer.
    void write(ByteBuffer buffer);

    @Override
    void close();
  }
}
