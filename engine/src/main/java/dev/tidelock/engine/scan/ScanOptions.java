package dev.tidelock.engine.scan;

import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.tree.Entry;
import java.util.function.Function;

/// What a scan goes by.
///
/// @param overrides this device's own ignore patterns
/// @param absence what it means that something shown is not there
/// @param look where it looks, and how often
/// @param ignoreFiles reads an ignore file that was shown
public record ScanOptions(
    IgnoreFile overrides,
    Absence absence,
    Look look,
    Function<Entry.File, IgnoreFile> ignoreFiles) {
  /// What it can mean that something shown is not there any more.
  public enum Absence {
    /// Somebody deleted it, if all else affirms it.
    DELETED,
    /// Nothing: this state is not of this disk.
    UNKNOWN
  }
}
