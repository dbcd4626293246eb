package dev.tidelock.engine.scan;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.shown.Shown;

/// Tells which files changed so recently, by the file system's own clock, that a further change
/// could leave their times as they are. The clock is read by making a file; where its times have no
/// fraction of a second, two seconds pass before anything is settled, as on FAT.
///
/// The idea is git's: a file whose time is not older than the index is read again.
public final class Settling {
  private static final long COARSE_NANOS = 2_000_000_000L;
  private static final long FINE_NANOS = 20_000_000L;

  private final long horizon;

  private Settling(long horizon) {
    this.horizon = horizon;
  }

  /// Reads the clock of the disk by making and removing a file at `probe`.
  public static Settling now(FileSystem files, TreePath probe) {
    try {
      files.delete(probe);
    } catch (FileFailure failure) {
      if (failure.reason() != FileFailure.Reason.MISSING) {
        throw failure;
      }
    }
    files.create(probe).close();
    long now = files.stat(probe).map(Stat::mtime).orElse(Long.MIN_VALUE + COARSE_NANOS);
    files.delete(probe);
    return new Settling(now - (now % 1_000_000_000L == 0 ? COARSE_NANOS : FINE_NANOS));
  }

  /// How far a state that was read after the clock can be relied on.
  public Shown.Trust of(Stat stat) {
    return stat.ctime() < horizon ? Shown.Trust.SETTLED : Shown.Trust.RACY;
  }
}
