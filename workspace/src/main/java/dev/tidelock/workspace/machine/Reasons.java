package dev.tidelock.workspace.machine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Objects;

/// Why the machine's file system refused something, in words.
public final class Reasons {
  private Reasons() {}

  /// What an exception of the JDK means, without its class name.
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + " is not there";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileAlreadyExistsException exists -> exists.getFile() + " is there already";
      case NotDirectoryException file -> file.getFile() + " is not a directory";
      case DirectoryNotEmptyException full -> full.getFile() + " is not empty";
      case FileSystemException other ->
          other.getFile() + ": " + Objects.requireNonNullElse(other.getReason(), "failed");
      default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    };
  }

  /// What kind of failure such an exception is.
  public static WorkspaceFailure.Reason reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return WorkspaceFailure.Reason.DENIED;
    }
    String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return reason.contains("no space left") || reason.contains("quota exceeded")
        ? WorkspaceFailure.Reason.NO_SPACE
        : WorkspaceFailure.Reason.UNUSABLE;
  }
}
