package dev.tidelock.engine.scan;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// Reads the ignore files of directories. What is wrong with one is a [Problem]. One that cannot be
/// read says what it said when it was last read; if that is not known it ignores everything, since
/// what nobody wanted to be shared cannot be taken back.
final class IgnoreFiles {
  private static final IgnoreFile EVERYTHING = IgnoreFile.parse(Bytes.utf8("*"));

  private final FileSystem files;
  private final RulesBefore before;
  private final Consumer<Problem> problems;

  /// @param files where they are
  /// @param before what they said when they were last read
  /// @param problems takes what is wrong with them
  IgnoreFiles(FileSystem files, RulesBefore before, Consumer<Problem> problems) {
    this.files = files;
    this.before = before;
    this.problems = problems;
  }

  /// The ignore file of a directory that was listed.
  IgnoreFile in(TreePath directory, Listing listing) {
    return listing.items().stream().anyMatch(item -> isOne(item.name(), item.stat()))
        ? read(directory.child(IgnoreFile.NAME))
        : IgnoreFile.EMPTY;
  }

  /// The ignore file of a directory.
  IgnoreFile in(TreePath directory) {
    TreePath path = directory.child(IgnoreFile.NAME);
    try {
      return files.stat(path).filter(now -> isOne(path.name(), now)).isPresent()
          ? read(path)
          : IgnoreFile.EMPTY;
    } catch (FileFailure failure) {
      return unreadable(path, failure);
    }
  }

  private static boolean isOne(String name, Stat stat) {
    return name.equals(IgnoreFile.NAME) && stat.kind() == Stat.Kind.FILE;
  }

  private IgnoreFile read(TreePath path) {
    try {
      IgnoreFile file = IgnoreFile.parse(start(path));
      for (IgnoreFile.Warning warning : file.warnings()) {
        String text = "line " + warning.line() + ": " + warning.message();
        problems.accept(new Problem(path.toString(), Problem.Kind.IGNORE_FILE, text));
      }
      return file;
    } catch (FileFailure failure) {
      return unreadable(path, failure);
    }
  }

  private IgnoreFile unreadable(TreePath path, FileFailure failure) {
    problems.accept(
        new Problem(
            path.toString(), Problem.Kind.UNREADABLE, String.valueOf(failure.getMessage())));
    return before.ignoreFile(path).orElse(EVERYTHING);
  }

  private Bytes start(TreePath path) {
    try (FileSystem.Source source = files.open(path)) {
      long size = Math.min(source.stat().size(), IgnoreFile.MAX_BYTES + 1L);
      ByteBuffer buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && source.read(buffer, buffer.position()) >= 0) {
        // The buffer's position says how far it is.
      }
      return Bytes.copyOf(buffer.flip());
    }
  }
}
