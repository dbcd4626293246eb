package dev.tidelock.engine.apply;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.FileSystem;
import java.util.List;

/// Where the bytes of files come from. Every byte it writes was checked against its chunk's id.
public interface ContentSupply {
  /// Brings what these files need near, in few round trips.
  void prepare(List<Entry.File> files);

  /// Writes a file's bytes.
  ///
  /// @param file whose bytes
  /// @param target where they will stand; what stands there now may hold some of them already
  /// @param sink takes them
  /// @throws dev.tidelock.core.object.MissingObjectException if they are nowhere
  void copy(Entry.File file, TreePath target, FileSystem.Sink sink);
}
