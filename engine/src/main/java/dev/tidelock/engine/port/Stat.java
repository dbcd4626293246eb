package dev.tidelock.engine.port;

import java.util.OptionalLong;

/// What a file system says of a path without opening it.
///
/// @param kind what it is
/// @param size a file's length in bytes; otherwise 0
/// @param mtime when its content last changed, in nanoseconds since 1970
/// @param ctime when its content or attributes last changed, in nanoseconds since 1970
/// @param inode its number within the volume; reused after it is deleted
/// @param birth when it was created, in nanoseconds since 1970, where the file system knows
/// @param volume the volume it lies on
/// @param executable whether its owner may execute it
/// @param readable whether its owner may read it
public record Stat(
    Kind kind,
    long size,
    long mtime,
    long ctime,
    long inode,
    OptionalLong birth,
    long volume,
    boolean executable,
    boolean readable) {
  /// What a path can be.
  public enum Kind {
    /// A regular file.
    FILE,
    /// A directory.
    DIRECTORY,
    /// A symbolic link.
    LINK,
    /// A FIFO, socket or device: never opened, never synced.
    SPECIAL
  }

  /// Whether both are the same thing in the same state, as far as can be told without reading it.
  public boolean unchangedSince(Stat earlier) {
    return equals(earlier);
  }
}
