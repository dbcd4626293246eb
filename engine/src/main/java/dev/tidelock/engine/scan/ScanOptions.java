package dev.tidelock.engine.scan;

import dev.tidelock.core.ignore.IgnoreFile;

/// What a scan goes by.
///
/// @param overrides this device's own ignore patterns
/// @param absence what it means that something shown is not there
public record ScanOptions(IgnoreFile overrides, Absence absence) {
  /// What it can mean that something shown is not there any more.
  public enum Absence {
    /// Somebody deleted it, if all else affirms it.
    DELETED,
    /// Nothing: this state is not of this disk.
    UNKNOWN
  }
}
