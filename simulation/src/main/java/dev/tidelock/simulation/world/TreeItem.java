package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.simulation.disk.Shown;
import java.util.List;
import java.util.Optional;

/// What a project's state has at a path.
public sealed interface TreeItem {
  /// A regular file.
  ///
  /// @param digest the SHA-256 of its bytes
  /// @param executable whether it may be executed
  record File(Bytes digest, boolean executable) implements TreeItem {}

  /// A symbolic link.
  ///
  /// @param text where it points
  record Link(String text) implements TreeItem {}

  /// A directory.
  record Directory() implements TreeItem {}

  /// A conflict that waits for somebody.
  ///
  /// @param terms its terms, files and links only, in the order that all devices agree on
  record Conflict(List<TreeItem> terms) implements TreeItem {
    public Conflict {
      terms = List.copyOf(terms);
    }
  }

  /// What stands on a disk, as a state has it; nothing for what no state can hold.
  static Optional<TreeItem> of(Shown shown) {
    return switch (shown) {
      case Shown.File(Bytes digest, long _, boolean executable) ->
          Optional.of(new File(digest, executable));
      case Shown.Link(String text) -> Optional.of(new Link(text));
      case Shown.Directory() -> Optional.of(new Directory());
      case Shown.Special(), Shown.Undecodable() -> Optional.empty();
    };
  }
}
