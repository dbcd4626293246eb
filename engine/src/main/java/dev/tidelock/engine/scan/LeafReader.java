package dev.tidelock.engine.scan;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.shown.Shown;
import java.util.Set;

/// Reads files and links into entries, and says how far their [Stat] may be trusted later.
public final class LeafReader {
  private final FileSystem files;
  private final FileCapture capture;
  private final Settling settling;

  /// @param files where they are
  /// @param capture reads files
  /// @param settling tells what changed too recently
  public LeafReader(FileSystem files, FileCapture capture, Settling settling) {
    this.files = files;
    this.capture = capture;
    this.settling = settling;
  }

  /// The names in a directory that belong to a database beside them and mean nothing alone.
  Set<String> sideFiles(TreePath directory, Listing listing) {
    return Set.of();
  }

  /// Reads what stands at `path`.
  Outcome read(TreePath path, Stat now) {
    return now.kind() == Stat.Kind.LINK ? link(path, now) : file(path);
  }

  private Outcome file(TreePath path) {
    return switch (capture.read(path)) {
      case Capture.Taken taken -> new Read(taken.entry(), taken.stat(), settling.of(taken.stat()));
      case Capture.Busy _ -> new Left(Problem.Kind.BUSY, "changes while it is read");
      case Capture.Vanished _ -> new Vanished();
      case Capture.Failed failed ->
          new Left(Problem.Kind.UNREADABLE, failed.failure().getMessage());
    };
  }

  private Outcome link(TreePath path, Stat now) {
    try {
      return new Read(new Entry.Link(files.readLink(path)), now, settling.of(now));
    } catch (FileFailure failure) {
      return failure.reason() == FileFailure.Reason.MISSING
          ? new Vanished()
          : new Left(Problem.Kind.UNREADABLE, failure.getMessage());
    }
  }

  /// What came of reading.
  sealed interface Outcome {}

  /// @param entry the value
  /// @param stat the state it was read in
  /// @param trust how far that state can be relied on
  record Read(Entry.Leaf entry, Stat stat, Shown.Trust trust) implements Outcome {}

  /// It is there and was left alone.
  ///
  /// @param kind what is the matter
  /// @param reason in words
  record Left(Problem.Kind kind, String reason) implements Outcome {}

  /// It was gone by the time it was read.
  record Vanished() implements Outcome {}
}
