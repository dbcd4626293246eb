package dev.tidelock.simulation.disk;

/// What kind of file system a [Disk] plays.
///
/// @param resolution the grain of its time stamps, in nanoseconds, from 1
/// @param births whether it knows when a file was created
/// @param loss what a power cut takes
/// @param capacity how many bytes fit, in file contents
public record DiskProfile(long resolution, boolean births, Loss loss, long capacity) {
  /// Room for everything.
  public static final long UNLIMITED = Long.MAX_VALUE / 4;

  public DiskProfile {
    if (resolution < 1 || capacity < 0) {
      throw new IllegalArgumentException("resolution " + resolution + ", capacity " + capacity);
    }
  }

  /// A modern journaling file system.
  public static DiskProfile modern() {
    return new DiskProfile(1, true, Loss.PREFIX, UNLIMITED);
  }

  /// What a power cut takes of the changes to names that no barrier covered.
  public enum Loss {
    /// All after some moment, as a journal does.
    PREFIX,
    /// Any of them, as long as what survives is whole in each directory's order: whoever relies on
    /// more needs another barrier.
    SUBSET
  }
}
