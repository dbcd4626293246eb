package dev.tidelock.engine.sync;

/// Told how a long operation goes. Called often; must be quick.
public interface Progress {
  /// Tells nobody.
  Progress NONE =
      new Progress() {
        @Override
        public void phase(Phase phase, long files, long bytes) {}

        @Override
        public void advanced(long files, long bytes, String item) {}
      };

  /// A phase begins.
  ///
  /// @param phase which
  /// @param files how many files it concerns, or -1 if that is not known yet
  /// @param bytes how many bytes, or -1
  void phase(Phase phase, long files, long bytes);

  /// Some of the phase is done.
  ///
  /// @param files how many more files
  /// @param bytes how many more bytes
  /// @param item what it is at, for a person
  void advanced(long files, long bytes, String item);

  /// Rows were read in [Phase#SCAN], written or deleted in [Phase#APPLY], or sent in [Phase#PUSH].
  ///
  /// @param phase what was done with them
  /// @param table the table, with the name of its database
  /// @param more how many rows
  default void rows(Phase phase, String table, long more) {}

  /// The phases of a sync.
  enum Phase {
    /// Looking at the disk.
    SCAN,
    /// Getting what is new at the remote.
    FETCH,
    /// Merging.
    MERGE,
    /// Writing to the disk.
    APPLY,
    /// Sending.
    PUSH,
    /// Checking.
    VERIFY
  }
}
