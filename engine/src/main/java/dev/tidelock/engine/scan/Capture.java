package dev.tidelock.engine.scan;

import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.Stat;

/// What came of reading a file.
public sealed interface Capture {
  /// It was read whole, and stood still.
  ///
  /// @param entry its value
  /// @param stat its state before and after
  record Taken(Entry.File entry, Stat stat) implements Capture {}

  /// It changed each time it was read.
  record Busy() implements Capture {}

  /// It was gone, or something else, by the time it was opened.
  record Vanished() implements Capture {}

  /// It could not be read.
  ///
  /// @param failure why
  record Failed(FileFailure failure) implements Capture {}
}
