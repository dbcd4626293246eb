package dev.tidelock.engine.scan;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.DatabaseImages;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.shown.Shown;
import java.util.Optional;

/// Reads files and links into entries, and says how far their [Stat] may be trusted later.
public final class LeafReader {
  private final FileSystem files;
  private final FileCapture capture;
  private final FileCapture namer;
  private final DatabaseImages databases;
  private final Settling settling;
  private final ExecutableBits bits;

  /// @param files where they are
  /// @param capture reads files
  /// @param namer reads files once more, only to know what they hold
  /// @param databases reads databases, which a plain read may tear
  /// @param settling tells what changed too recently
  /// @param bits tells whether the disk holds executable bits
  public LeafReader(
      FileSystem files,
      FileCapture capture,
      FileCapture namer,
      DatabaseImages databases,
      Settling settling,
      ExecutableBits bits) {
    this.files = files;
    this.capture = capture;
    this.namer = namer;
    this.databases = databases;
    this.settling = settling;
    this.bits = bits;
  }

  /// Whether a file belongs to a database beside it and means nothing alone.
  boolean isSideFile(TreePath path) {
    return databases.isSideFile(path);
  }

  /// Reads what stands at `path`.
  ///
  /// @param now its state
  /// @param known what was there when it was last looked at
  Outcome read(TreePath path, Stat now, Optional<Shown.Leaf> known) {
    try {
      Outcome outcome = now.kind() == Stat.Kind.LINK ? link(path, now) : file(path, now);
      return outcome instanceof Read(Entry.Leaf entry, Stat stat, Shown.Trust trust)
          ? new Read(bits.judged(entry, known.map(Shown.Leaf::entry)), stat, trust)
          : outcome;
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case MISSING -> new Vanished();
        case BUSY -> new Left(Problem.Kind.BUSY, failure.getMessage());
        default -> new Left(Problem.Kind.UNREADABLE, failure.getMessage());
      };
    }
  }

  private Outcome file(TreePath path, Stat now) {
    Optional<DatabaseImages.Image> database = databases.capture(path);
    if (database.isEmpty()) {
      Outcome outcome = outcome(capture.read(path));
      return outcome instanceof Read read && read.trust() == Shown.Trust.RACY
          ? confirmed(path, read)
          : outcome;
    }
    try (DatabaseImages.Image image = database.get()) {
      Outcome outcome = outcome(capture.read(image.file()));
      if (!image.intact()) {
        return new Left(Problem.Kind.BUSY, "its database is being written");
      }
      return outcome instanceof Read read && !image.file().equals(path)
          ? copied(read, now)
          : outcome;
    }
  }

  /// A file that changed so recently that its times cannot prove that nobody wrote while it was
  /// read: it is read again, and whatever was torn has other bytes now.
  private Outcome confirmed(TreePath path, Read first) {
    return namer.read(path) instanceof Capture.Taken again
            && again.stat().equals(first.stat())
            && again.entry().equals(first.entry())
        ? first
        : new Left(Problem.Kind.BUSY, "changes while it is read");
  }

  /// A database that was read through a copy: what it says may change without its file changing, so
  /// the file's state proves nothing.
  private static Outcome copied(Read copy, Stat now) {
    Entry.File image = (Entry.File) copy.entry();
    Entry.File entry = new Entry.File(now.executable(), image.size(), now.mtime(), image.content());
    return new Read(entry, now, Shown.Trust.RACY);
  }

  private Outcome outcome(Capture read) {
    return switch (read) {
      case Capture.Taken taken -> new Read(taken.entry(), taken.stat(), settling.of(taken.stat()));
      case Capture.Busy _ -> new Left(Problem.Kind.BUSY, "changes while it is read");
      case Capture.Vanished _ -> new Vanished();
      case Capture.Failed failed ->
          new Left(Problem.Kind.UNREADABLE, failed.failure().getMessage());
    };
  }

  private Outcome link(TreePath path, Stat now) {
    return new Read(new Entry.Link(files.readLink(path)), now, settling.of(now));
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
