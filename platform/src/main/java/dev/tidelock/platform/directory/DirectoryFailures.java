package dev.tidelock.platform.directory;

import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.util.function.Supplier;

/// The failures of one directory as those of a remote.
///
/// @param place the directory, as its user named it
record DirectoryFailures(String place) {
  /// Runs `action` and turns its failure into one of the remote.
  <T> T translate(Supplier<T> action) {
    try {
      return action.get();
    } catch (FileFailure failure) {
      throw of(failure);
    }
  }

  RemoteFailure of(FileFailure failure) {
    return new RemoteFailure(reason(failure), place + ": " + failure.getMessage(), failure);
  }

  RemoteFailure of(Reason reason, String message) {
    return new RemoteFailure(reason, place + ": " + message);
  }

  private static Reason reason(FileFailure failure) {
    return switch (failure.reason()) {
      case DENIED, READ_ONLY, TOO_LONG -> Reason.DENIED;
      case NO_SPACE -> Reason.NO_SPACE;
      // Nothing in a store is what it must not be unless somebody put it there.
      case EXISTS, NOT_DIRECTORY, IS_DIRECTORY, NOT_EMPTY, LINK_ON_THE_WAY, UNDECODABLE ->
          Reason.CORRUPT;
      case MISSING, OTHER_VOLUME, BUSY, BROKEN -> Reason.UNREACHABLE;
    };
  }
}
