package dev.tidelock.scenarios;

import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;

/// A disk that shows the same executable bit for all files, whatever is set, as FAT does.
///
/// @param shown the bit
record OneBitForAll(boolean shown) implements Around {
  @Override
  public FileSystem files(FileSystem files) {
    return SeenOtherwise.of(files, this::flat);
  }

  private Stat flat(Stat stat) {
    return new Stat(
        stat.kind(),
        stat.size(),
        stat.mtime(),
        stat.ctime(),
        stat.inode(),
        stat.birth(),
        stat.volume(),
        stat.kind() == Stat.Kind.FILE ? shown : stat.executable(),
        stat.readable());
  }
}
