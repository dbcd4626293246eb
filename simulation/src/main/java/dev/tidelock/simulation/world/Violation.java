package dev.tidelock.simulation.world;

/// Something that must never happen, and did.
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final Law law;

  /// @param law which law is broken
  /// @param detail by what
  public Violation(Law law, String detail) {
    super(law + ": " + detail);
    this.law = law;
  }

  /// @param law which law is broken
  /// @param detail by what
  /// @param cause the failure behind it
  public Violation(Law law, String detail, Throwable cause) {
    super(law + ": " + detail, cause);
    this.law = law;
  }

  /// Which law is broken, and by what.
  public String words() {
    return String.valueOf(getMessage());
  }

  /// Which law is broken.
  public Law law() {
    return law;
  }

  /// What must hold in every run.
  public enum Law {
    /// Quiet devices have equal trees, and each disk shows its tree except where a conflict waits.
    CONVERGENCE,
    /// What a user wrote and did not himself overwrite can be got back.
    NO_LOSS,
    /// Every file shows what somebody wrote, or a merge of whole lines that somebody wrote.
    NO_TEARING,
    /// Nothing but the user's files stands outside of `.tidelock`.
    NO_LITTER,
    /// A sync without news does nothing.
    IDEMPOTENCE,
    /// Stores are whole.
    VERIFIES,
    /// Without faults, all work is done after a few rounds.
    LIVENESS,
    /// Where only one user did something, all devices show what he left.
    OBEDIENCE,
    /// A place where devices meet never goes back, however many meet there at once.
    FORWARD,
    /// Nothing is deleted from the project that stands on the disk of the one who says it is gone,
    /// or was away for a moment only.
    ABSENCE,
    /// No mass of files is deleted before somebody allowed it.
    GUARDED,
    /// A sync takes no more time and memory than it says.
    BOUNDED,
    /// Only ports fail.
    NO_DEFECT,
    /// Equal seeds give equal runs.
    DETERMINISM
  }
}
