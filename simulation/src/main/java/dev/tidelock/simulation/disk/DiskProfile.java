package dev.tidelock.simulation.disk;

/// What kind of file system a [Disk] plays.
///
/// @param resolution the grain of its time stamps, in nanoseconds, from 1
/// @param births whether it knows when a file was created
/// @param loss what a power cut takes
/// @param capacity how many bytes fit, in file contents
/// @param names how it treats names
/// @param bits whether it holds executable bits; otherwise it shows none
/// @param steps what it can do to names
public record DiskProfile(
    long resolution,
    boolean births,
    Loss loss,
    long capacity,
    DiskNames names,
    Bits bits,
    Steps steps) {
  /// Room for everything.
  public static final long UNLIMITED = Long.MAX_VALUE / 4;

  public DiskProfile {
    if (resolution < 1 || capacity < 0) {
      throw new IllegalArgumentException("resolution " + resolution + ", capacity " + capacity);
    }
  }

  /// A disk that holds every name and bit.
  public DiskProfile(long resolution, boolean births, Loss loss, long capacity) {
    this(resolution, births, loss, capacity, DiskNames.EXACT, Bits.HELD, Steps.ALL);
  }

  /// A modern journaling file system.
  public static DiskProfile modern() {
    return new DiskProfile(1, true, Loss.PREFIX, UNLIMITED);
  }

  /// The same with other names.
  public DiskProfile with(DiskNames others) {
    return new DiskProfile(resolution, births, loss, capacity, others, bits, steps);
  }

  /// The same without executable bits, second names and exchanges.
  public DiskProfile simple() {
    return new DiskProfile(resolution, births, loss, capacity, names, Bits.NONE, Steps.PLAIN);
  }

  /// The same with other room.
  DiskProfile with(long otherCapacity) {
    return new DiskProfile(resolution, births, loss, otherCapacity, names, bits, steps);
  }

  /// The same in what a usual disk of Linux may differ from another; the rest as there.
  public DiskProfile exact() {
    return new DiskProfile(resolution, births, loss, capacity);
  }

  /// What a power cut takes of the changes to names that no barrier covered.
  public enum Loss {
    /// All after some moment, as a journal does.
    PREFIX,
    /// Any of them, as long as what survives is whole in each directory's order: whoever relies on
    /// more needs another barrier.
    SUBSET
  }

  /// What becomes of executable bits.
  public enum Bits {
    /// They are held.
    HELD,
    /// No file has one, whatever is set (FAT).
    NONE
  }

  /// What can be done to names.
  public enum Steps {
    /// Everything.
    ALL,
    /// A file has one name, and nothing changes places in one step (FAT).
    PLAIN
  }
}
