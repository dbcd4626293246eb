package dev.tidelock.simulation.world;

/// What a user can do to his disk.
public enum UserAction {
  /// Makes a new file, and the directories on the way.
  CREATE,
  /// Changes a line or field of a file.
  EDIT,
  /// Gives a file wholly other content.
  OVERWRITE,
  /// Adds to a file's end.
  APPEND,
  /// Deletes a file or link.
  DELETE,
  /// Deletes a directory with all that is in it.
  DELETE_DIRECTORY,
  /// Renames or moves a file.
  MOVE,
  /// Renames or moves a directory.
  MOVE_DIRECTORY,
  /// Lets two files or directories change names.
  SWAP,
  /// Makes a directory where a file was.
  FILE_TO_DIRECTORY,
  /// Makes a file where a directory was.
  DIRECTORY_TO_FILE,
  /// Makes a link or lets it point elsewhere.
  LINK,
  /// Toggles a file's executable bit.
  CHMOD,
  /// Changes nothing but a file's time.
  TOUCH,
  /// Copies a file.
  COPY,
  /// Makes an empty directory.
  MAKE_DIRECTORY,
  /// Changes what is ignored.
  IGNORE,
  /// Makes something unreadable, or readable again.
  HIDE,
  /// Leaves a FIFO, or a name that is no UTF-8.
  ODDITY,
  /// Moves a directory into another one.
  NEST,
  /// Makes many files at once.
  FILL,
  /// Gives all files of a directory wholly other contents.
  REWRITE_ALL,
  /// Deletes everything.
  CLEAR,
  /// Deletes about half of all files.
  THIN_OUT,
  /// Makes a file of some hundred kilobytes.
  CREATE_LARGE;

  /// Whether it is about so many files that a guard may care.
  boolean isMassive() {
    return this == FILL || this == REWRITE_ALL || this == CLEAR || this == THIN_OUT;
  }

  /// Whether the user sees to it that what he did survives a power cut.
  enum Care {
    /// It survives from now on.
    LASTING,
    /// The disk decides when it does.
    FLEETING
  }
}
