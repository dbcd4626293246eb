package dev.tidelock.simulation.gate;

/// The end of a simulated process, in the middle of a port call. An [Error], so that nothing in
/// between mistakes it for a failure that it may handle.
public final class SimCrash extends Error {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /// @param kind what happens to the machine under the process
  /// @param where the call that never came back
  public SimCrash(Kind kind, String where) {
    super(kind + " at " + where, null, false, false);
    this.kind = kind;
  }

  /// What happens to the machine under the process.
  public Kind kind() {
    return kind;
  }

  /// The ways to end.
  public enum Kind {
    /// Only the process: the disk shows all that it did.
    KILL,
    /// The whole machine: what no barrier covered may be lost.
    POWER
  }
}
