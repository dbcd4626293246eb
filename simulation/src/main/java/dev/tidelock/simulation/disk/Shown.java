package dev.tidelock.simulation.disk;

import dev.tidelock.core.Bytes;

/// What stands at a path, whoever may read it.
public sealed interface Shown {
  /// A regular file.
  ///
  /// @param digest the SHA-256 of its bytes
  /// @param size how many bytes
  /// @param executable whether it may be executed
  record File(Bytes digest, long size, boolean executable) implements Shown {}

  /// A symbolic link.
  ///
  /// @param text where it points
  record Link(String text) implements Shown {}

  /// A directory.
  record Directory() implements Shown {}

  /// A FIFO, socket or device.
  record Special() implements Shown {}

  /// Something whose name is no UTF-8.
  record Undecodable() implements Shown {}
}
