package dev.tidelock.cli.output;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/// What an exception means for the person who started the command.
///
/// @param exit how the process ends
/// @param message what happened, on what
/// @param hint what to do next; empty if there is nothing to say
public record Diagnosis(ExitCode exit, String message, String hint) {
  /// What an exception means.
  public static Diagnosis of(Throwable thrown) {
    return switch (thrown) {
      case Failure failure -> new Diagnosis(failure.exit(), failure.getMessage(), failure.hint());
      case WorkspaceFailure failure ->
          new Diagnosis(ExitCode.of(failure.reason()), failure.getMessage(), failure.hint());
      case RemoteFailure failure -> of(failure);
      case FileFailure failure -> of(failure);
      case StateFailure failure -> of(failure);
      case DatabaseFailure failure -> of(failure);
      case MalformedException malformed ->
          new Diagnosis(
              ExitCode.FAILURE,
              "something stored is damaged: " + malformed.getMessage(),
              "run 'tidelock verify'; your files on the disk are untouched");
      case MissingObjectException missing ->
          new Diagnosis(
              ExitCode.FAILURE,
              "something that this needs is not kept here: " + missing.getMessage(),
              "run 'tidelock verify --repair'; your files on the disk are untouched");
      case UncheckedIOException io -> of(Objects.requireNonNull(io.getCause()));
      case IOException io -> new Diagnosis(ExitCode.of(io), Reasons.of(io), "");
      case OutOfMemoryError _ ->
          new Diagnosis(
              ExitCode.FAILURE,
              "the memory does not suffice",
              "set TIDELOCK_JAVA_OPTIONS=-Xmx2g for more; all work so far is kept");
      default ->
          new Diagnosis(
              ExitCode.FAILURE,
              "unexpected: " + thrown,
              "this is a defect of Tidelock; with TIDELOCK_LOG=debug it says where");
    };
  }

  private static Diagnosis of(RemoteFailure failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.reason()) {
      case UNREACHABLE ->
          new Diagnosis(
              ExitCode.UNREACHABLE,
              message,
              "the work here is kept; sync again once the remote is back");
      case TIMEOUT ->
          new Diagnosis(
              ExitCode.TIMEOUT,
              message,
              "the work here is kept; sync again, or look after the hub");
      case DENIED ->
          new Diagnosis(
              ExitCode.DENIED,
              message,
              "the work here is kept; at a hub sign in with 'tidelock login' and rights that suffice, in a"
                  + " directory check the permissions");
      case NO_SPACE ->
          new Diagnosis(
              ExitCode.NO_SPACE, message, "free space at the remote; the work here is kept");
      case CORRUPT ->
          new Diagnosis(
              ExitCode.FAILURE, message, "run 'tidelock verify --repair'; the work here is kept");
      case OUTDATED ->
          new Diagnosis(
              ExitCode.UNREACHABLE, message, "the work here is kept; run the same command again");
      case REFUSED ->
          new Diagnosis(
              ExitCode.FAILURE, message, "the work here is kept; 'tidelock version' says how old");
      case INCOMPLETE ->
          new Diagnosis(ExitCode.FAILURE, message, "run 'tidelock verify --repair', then sync");
      case NOT_FOUND ->
          new Diagnosis(
              ExitCode.NOT_FOUND, message, "see 'tidelock remote list' for the address in use");
    };
  }

  private static Diagnosis of(FileFailure failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.reason()) {
      case NO_SPACE ->
          new Diagnosis(
              ExitCode.NO_SPACE, message, "free some space, then run the same command again");
      case DENIED, READ_ONLY ->
          new Diagnosis(
              ExitCode.FAILURE, message, "check the permissions, then run the command again");
      default -> new Diagnosis(ExitCode.FAILURE, message, "");
    };
  }

  private static Diagnosis of(StateFailure failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.reason()) {
      case NO_SPACE ->
          new Diagnosis(
              ExitCode.NO_SPACE, message, "free some space, then run the same command again");
      case BUSY -> new Diagnosis(ExitCode.BUSY, message, "wait until the other process is done");
      case CORRUPT ->
          new Diagnosis(
              ExitCode.FAILURE,
              message,
              "your files are untouched: move .tidelock/state.db away, and the next sync builds it"
                  + " anew");
      case DENIED, BROKEN -> new Diagnosis(ExitCode.FAILURE, message, "run 'tidelock doctor'");
    };
  }

  private static Diagnosis of(DatabaseFailure failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.reason()) {
      case MISSING ->
          new Diagnosis(ExitCode.NOT_FOUND, message, "'tidelock record list' says what is known");
      case EXISTS ->
          new Diagnosis(ExitCode.USAGE, message, "'tidelock record list' says what is attached");
      case NO_SPACE ->
          new Diagnosis(
              ExitCode.NO_SPACE, message, "free some space, then run the same command again");
      case DENIED, READ_ONLY ->
          new Diagnosis(
              ExitCode.FAILURE, message, "check the permissions, then run the command again");
      case BUSY, CHANGED ->
          new Diagnosis(
              ExitCode.FAILURE,
              message,
              "wait until the application is done, then run the same command again");
      case NOT_A_DATABASE -> new Diagnosis(ExitCode.FAILURE, message, "name a SQLite database");
      case ENCRYPTED ->
          new Diagnosis(ExitCode.FAILURE, message, "encrypted databases cannot be synced");
      case CORRUPT ->
          new Diagnosis(
              ExitCode.FAILURE,
              message,
              "put it back from a backup, or move it away and attach another; the project has its"
                  + " rows as they were synced last");
      case NEWER -> new Diagnosis(ExitCode.FAILURE, message, "use a newer version of Tidelock");
      case REFUSED, BROKEN -> new Diagnosis(ExitCode.FAILURE, message, "");
    };
  }

  /// The document for scripts.
  public Json toJson() {
    return Json.object()
        .put(
            "error",
            Json.object().put("code", exit.code()).put("message", message).put("hint", hint))
        .build();
  }
}
