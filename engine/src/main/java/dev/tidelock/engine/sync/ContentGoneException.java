package dev.tidelock.engine.sync;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import java.util.Optional;

/// A large content that a commit names is on the disk no more: its file changed after it was
/// scanned. The scan that finds the change makes the commit anew.
final class ContentGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;

  ContentGoneException(ObjectId content, Optional<TreePath> path) {
    this.message =
        path.map(where -> where + " changed since it was scanned")
            .orElse("content " + content.abbreviated() + " is not on the disk any more");
  }

  @Override
  public String getMessage() {
    return message;
  }
}
