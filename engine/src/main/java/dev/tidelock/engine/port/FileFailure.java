package dev.tidelock.engine.port;

import dev.tidelock.core.name.TreePath;

/// The file system did not do what was asked.
public final class FileFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final Reason reason;
  private final transient TreePath path;

  /// @param reason what kind of failure
  /// @param path on what
  /// @param detail the operation and the system's own words
  public FileFailure(Reason reason, TreePath path, String detail) {
    this.message = (path.isRoot() ? "the workspace's root" : path.toString()) + ": " + detail;
    this.reason = reason;
    this.path = path;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /// What kind of failure.
  public Reason reason() {
    return reason;
  }

  /// On what.
  public TreePath path() {
    return path;
  }

  /// The kinds of failure that callers tell apart.
  public enum Reason {
    /// Nothing stands there.
    MISSING,
    /// Something stands there already.
    EXISTS,
    /// Permission is missing.
    DENIED,
    /// The volume or the quota is full.
    NO_SPACE,
    /// It is not a directory.
    NOT_DIRECTORY,
    /// It is a directory.
    IS_DIRECTORY,
    /// The directory is not empty.
    NOT_EMPTY,
    /// A name on the way is a symbolic link.
    LINK_ON_THE_WAY,
    /// Both names are not on one volume.
    OTHER_VOLUME,
    /// A name or path is too long for this file system.
    TOO_LONG,
    /// The volume is mounted read-only.
    READ_ONLY,
    /// Somebody else holds it.
    BUSY,
    /// A name or a link's text is not UTF-8.
    UNDECODABLE,
    /// The device failed, or anything else.
    BROKEN
  }
}
