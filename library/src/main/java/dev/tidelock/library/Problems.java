package dev.tidelock.library;

import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.library.report.SyncProblem.Kind;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.util.function.Supplier;

/// What a failure of a part means to the application.
final class Problems {
  private Problems() {}

  /// What went wrong during an operation.
  static SyncProblem of(RuntimeException thrown) {
    String message = String.valueOf(thrown.getMessage());
    return switch (thrown) {
      case RemoteFailure failure -> remote(failure, message);
      case DatabaseFailure failure -> database(failure, message);
      case WorkspaceFailure failure -> new SyncProblem(workspace(failure), message, failure.hint());
      case StateFailure failure -> state(failure, message);
      case FileFailure failure -> file(failure, message);
      case SyncFailure failure -> new SyncProblem(call(failure), message, failure.hint());
      case MalformedException _ ->
          new SyncProblem(
              Kind.DAMAGED,
              "something stored is damaged: " + message,
              "the database is untouched; 'tidelock verify' in the workspace says more");
      default ->
          new SyncProblem(Kind.UNEXPECTED, "unexpected: " + thrown, "this is a defect of Tidelock");
    };
  }

  private static SyncProblem remote(RemoteFailure failure, String message) {
    String kept = "the rows here are kept";
    return switch (failure.reason()) {
      case UNREACHABLE, OUTDATED ->
          new SyncProblem(Kind.UNREACHABLE, message, kept + "; it is tried again");
      case TIMEOUT -> new SyncProblem(Kind.TIMEOUT, message, kept + "; it is tried again");
      case NO_SPACE -> new SyncProblem(Kind.NO_SPACE, message, "free space at the remote; " + kept);
      case DENIED ->
          new SyncProblem(
              Kind.NOT_ALLOWED,
              message,
              kept + "; sign in, give a token, or check the directory's permissions");
      case NOT_FOUND -> new SyncProblem(Kind.REFUSED, message, "check the remote's address");
      case REFUSED -> new SyncProblem(Kind.REFUSED, message, kept);
      case CORRUPT, INCOMPLETE ->
          new SyncProblem(
              Kind.DAMAGED, message, "'tidelock verify --repair' in the workspace; " + kept);
    };
  }

  private static SyncProblem database(DatabaseFailure failure, String message) {
    return switch (failure.reason()) {
      case BUSY, CHANGED ->
          new SyncProblem(Kind.BUSY, message, "it is tried again once the application is done");
      case NO_SPACE ->
          new SyncProblem(Kind.NO_SPACE, message, "free some space; nothing of it was written");
      case DENIED, READ_ONLY ->
          new SyncProblem(Kind.NOT_ALLOWED, message, "the database has to be writable");
      case CORRUPT, NOT_A_DATABASE, ENCRYPTED ->
          new SyncProblem(
              Kind.DATABASE,
              message,
              "nothing was sent of it and nothing written; put it back from a backup, or move it"
                  + " away and hydrate");
      case MISSING ->
          new SyncProblem(
              Kind.DATABASE, message, "nothing is deleted for it; put it back, or hydrate");
      case EXISTS, NEWER, REFUSED, BROKEN -> new SyncProblem(Kind.DATABASE, message, "");
    };
  }

  private static Kind workspace(WorkspaceFailure failure) {
    return switch (failure.reason()) {
      case INVALID -> Kind.REFUSED;
      case DENIED -> Kind.NOT_ALLOWED;
      case BUSY -> Kind.BUSY;
      case NO_SPACE -> Kind.NO_SPACE;
      case UNUSABLE -> Kind.DAMAGED;
    };
  }

  private static SyncProblem state(StateFailure failure, String message) {
    return switch (failure.reason()) {
      case BUSY -> new SyncProblem(Kind.BUSY, message, "it is tried again");
      case NO_SPACE -> new SyncProblem(Kind.NO_SPACE, message, "free some space");
      case DENIED -> new SyncProblem(Kind.NOT_ALLOWED, message, "the workspace has to be writable");
      case CORRUPT, BROKEN ->
          new SyncProblem(
              Kind.DAMAGED, message, "the database is untouched; 'tidelock doctor' says more");
    };
  }

  private static SyncProblem file(FileFailure failure, String message) {
    return switch (failure.reason()) {
      case NO_SPACE -> new SyncProblem(Kind.NO_SPACE, message, "free some space");
      case DENIED, READ_ONLY -> new SyncProblem(Kind.NOT_ALLOWED, message, "check permissions");
      case BUSY -> new SyncProblem(Kind.BUSY, message, "it is tried again");
      case MISSING,
          EXISTS,
          NOT_DIRECTORY,
          IS_DIRECTORY,
          NOT_EMPTY,
          LINK_ON_THE_WAY,
          OTHER_VOLUME,
          TOO_LONG,
          UNDECODABLE,
          BROKEN ->
          new SyncProblem(Kind.DAMAGED, message, "");
    };
  }

  private static Kind call(SyncFailure failure) {
    return switch (failure.reason()) {
      case INVALID, CLOSED -> Kind.REFUSED;
      case DATABASE, TABLE -> Kind.DATABASE;
      case BUSY -> Kind.BUSY;
      case NOT_ALLOWED -> Kind.NOT_ALLOWED;
      case UNREACHABLE -> Kind.UNREACHABLE;
      case UNUSABLE -> Kind.DAMAGED;
    };
  }

  /// The answer to a call of the application's.
  ///
  /// @throws SyncFailure for whatever went wrong
  static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (SyncFailure failure) {
      throw failure;
    } catch (RuntimeException failure) {
      throw failure(of(failure), failure);
    }
  }

  /// A problem as the failure of a call.
  static SyncFailure failure(SyncProblem problem, RuntimeException cause) {
    SyncFailure.Reason reason =
        switch (problem.kind()) {
          case UNREACHABLE, TIMEOUT, NO_REMOTE -> SyncFailure.Reason.UNREACHABLE;
          case BUSY -> SyncFailure.Reason.BUSY;
          case NOT_ALLOWED -> SyncFailure.Reason.NOT_ALLOWED;
          case REFUSED, HELD_BACK -> SyncFailure.Reason.INVALID;
          case DATABASE, WAITING, LOCAL_ONLY -> SyncFailure.Reason.DATABASE;
          case NO_SPACE, DAMAGED, UNEXPECTED -> SyncFailure.Reason.UNUSABLE;
        };
    return new SyncFailure(reason, problem.message(), problem.hint(), cause);
  }
}
