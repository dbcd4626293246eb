package dev.tidelock.scenarios;

import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;

/// A disk whose times have no fraction of a second: two changes shortly after each other leave the
/// same times. On most disks that is so too, but for some milliseconds only.
final class CoarseTimes {
  private static final long TICK = 1_000_000_000L;

  private CoarseTimes() {}

  static FileSystem of(FileSystem files) {
    return SeenOtherwise.of(files, CoarseTimes::coarse);
  }

  private static Stat coarse(Stat stat) {
    return new Stat(
        stat.kind(),
        stat.size(),
        stat.mtime() - Math.floorMod(stat.mtime(), TICK),
        stat.ctime() - Math.floorMod(stat.ctime(), TICK),
        stat.inode(),
        stat.birth(),
        stat.volume(),
        stat.executable(),
        stat.readable());
  }
}
