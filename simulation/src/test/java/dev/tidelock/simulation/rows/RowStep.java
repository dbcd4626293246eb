package dev.tidelock.simulation.rows;

/// One step of a run with rows: who does what; how exactly is left to the seed.
///
/// @param kind what is done
/// @param device the number of the device that does it
/// @param seed decides what is left open
record RowStep(Kind kind, int device, long seed) {
  /// What can be done.
  enum Kind {
    /// The application writes rows, in one transaction.
    WRITE,
    /// The user writes a file.
    FILE,
    /// The application writes, or deletes, many rows.
    MASS,
    /// The application gets another column.
    ADD_COLUMN,
    /// A sync that nothing gets in the way of.
    SYNC,
    /// The same, one way only, or leaving all decisions to people.
    SPECIAL_SYNC,
    /// A sync with something in the middle.
    TROUBLED_SYNC,
    /// The process is killed between syncs.
    KILL,
    /// What the device remembers is lost.
    LOSE_STATE,
    /// What it remembers is what it remembered some time ago.
    OLD_STATE,
    /// A copy of the database is made.
    BACK_UP,
    /// The copy takes the database's place.
    RESTORE,
    /// The database is not there for a while.
    TAKE_AWAY,
    /// It is there again.
    BRING_BACK,
    /// All devices sync until nothing is left to do, and the laws are checked.
    CALM
  }

  @Override
  public String toString() {
    return "%s %d %016x".formatted(kind, device, seed);
  }

  /// A step from its text.
  static RowStep parse(String line) {
    String[] words = line.split(" ", 3);
    return new RowStep(
        Kind.valueOf(words[0]), Integer.parseInt(words[1]), Long.parseUnsignedLong(words[2], 16));
  }
}
