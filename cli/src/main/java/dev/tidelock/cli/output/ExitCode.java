package dev.tidelock.cli.output;

import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.io.IOException;

/// How a command ended, for scripts. The numbers and names are a contract.
public enum ExitCode {
  /// It did what was asked.
  OK(0, "ok", "done"),
  /// It failed.
  FAILURE(1, "failure", "failed"),
  /// It was asked wrongly.
  USAGE(2, "usage", "wrong usage, or a question that nobody could answer"),
  /// What was named is not there.
  NOT_FOUND(3, "not_found", "what was named is not there"),
  /// Not allowed.
  DENIED(4, "denied", "not signed in or not allowed"),
  /// Conflicts are open; all else is synced.
  CONFLICTS(5, "conflicts", "conflicts are open, all else is in sync"),
  /// The other side cannot be reached; the work here is kept.
  UNREACHABLE(6, "unreachable", "the other side cannot be reached; the work here is kept"),
  /// It took too long.
  TIMEOUT(7, "timeout", "the other side was reached and did not answer in time; all is kept"),
  /// A mass change was held back.
  SAFETY_STOP(8, "safety_stop", "safety stop: a mass change was held back, all else is in sync"),
  /// No space is left.
  NO_SPACE(9, "no_space", "disk full or quota reached"),
  /// Another process holds the workspace.
  BUSY(10, "busy", "another process holds the workspace"),
  /// A signal came.
  INTERRUPTED(130, "interrupted", "interrupted");

  private final int number;
  private final String code;
  private final String meaning;

  ExitCode(int number, String code, String meaning) {
    this.number = number;
    this.code = code;
    this.meaning = meaning;
  }

  /// How a command ends that such a failure stops.
  public static ExitCode of(WorkspaceFailure.Reason reason) {
    return switch (reason) {
      case INVALID -> USAGE;
      case DENIED -> DENIED;
      case BUSY -> BUSY;
      case NO_SPACE -> NO_SPACE;
      case UNUSABLE -> FAILURE;
    };
  }

  /// How a command ends that such an exception stops.
  public static ExitCode of(IOException e) {
    return of(Reasons.reason(e));
  }

  /// What the process ends with.
  public int number() {
    return number;
  }

  /// Its name in error documents.
  public String code() {
    return code;
  }

  /// What it says, in words for help.
  public String meaning() {
    return meaning;
  }

  /// The more urgent of two endings of parts of one command: what a person has to look at comes
  /// before what waiting may solve, and that before open conflicts.
  public ExitCode worse(ExitCode other) {
    return urgency() >= other.urgency() ? this : other;
  }

  private int urgency() {
    return switch (this) {
      case OK -> 0;
      case CONFLICTS -> 1;
      case TIMEOUT -> 2;
      case UNREACHABLE -> 3;
      case SAFETY_STOP -> 4;
      case BUSY -> 5;
      case NOT_FOUND -> 6;
      case USAGE -> 7;
      case DENIED -> 8;
      case FAILURE -> 9;
      case NO_SPACE -> 10;
      case INTERRUPTED -> 11;
    };
  }
}
