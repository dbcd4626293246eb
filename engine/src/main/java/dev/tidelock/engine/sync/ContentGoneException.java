package dev.tidelock.engine.sync;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import java.util.Optional;

/// A content that the head names cannot be had. Either its file changed after it was scanned, and
/// the scan that finds the change makes the commit anew; or it was never here, and no remote at
/// hand has it.
final class ContentGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ObjectId content;
  private final Optional<TreePath> path;
  private final String message;

  ContentGoneException(ObjectId content, Optional<TreePath> path) {
    this.content = content;
    this.path = path;
    this.message =
        path.map(where -> where + " changed since it was scanned")
            .orElse("content " + content.abbreviated() + " is not on the disk any more");
  }

  ObjectId content() {
    return content;
  }

  Optional<TreePath> path() {
    return path;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
