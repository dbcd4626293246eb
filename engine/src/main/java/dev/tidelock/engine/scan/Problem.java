package dev.tidelock.engine.scan;

/// Something on the disk that a sync leaves alone, and why: the project keeps its last value; or
/// that a person should know of.
///
/// @param path where, as far as it can be shown
/// @param kind what is the matter
/// @param detail in words for a person
public record Problem(String path, Kind kind, String detail) {
  /// What can be the matter with a path.
  public enum Kind {
    /// It cannot be read: permissions, or the device.
    UNREADABLE,
    /// Its name cannot be carried.
    NAME,
    /// It never stood still while it was read.
    BUSY,
    /// It is a FIFO, socket or device.
    SPECIAL,
    /// Another volume appeared or disappeared there.
    VOLUME,
    /// An ignore file holds a line that means nothing.
    IGNORE_FILE,
    /// It is a new link out of the project: its text is carried, what it points to is not.
    LEADS_OUT,
    /// The disk cannot show its name, at least not beside another one, and shows it under an
    /// escaped one.
    ESCAPED,
    /// It could not be written, or not yet.
    NOT_APPLIED,
    /// Its content is neither here nor at any remote at hand, so the project cannot be sent.
    AWAITED,
    /// Rows or tables that a database does not take as it is now. They are kept, and tried again.
    WAITING,
    /// Databases that could not be looked at together: each is of a moment of its own.
    APART,
    /// A table that was made, and lacks what only the application can make.
    MADE
  }
}
