package dev.tidelock.engine.scan;

import dev.tidelock.core.chunk.ContentWriter;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;

/// Reads files into contents. A file counts as read only if its state was the same before and
/// after, and its name still stands for it; otherwise it is read again, a few times. One thread.
public final class FileCapture {
  private static final int ATTEMPTS = 3;
  private static final int BUFFER = 1 << 18;

  private final FileSystem files;
  private final LongFunction<ContentWriter> writers;
  private final Listener listener;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  /// @param files where the files are
  /// @param writers makes the writer for a file of so many bytes
  /// @param listener is told how it goes
  public FileCapture(FileSystem files, LongFunction<ContentWriter> writers, Listener listener) {
    this.files = files;
    this.writers = writers;
    this.listener = listener;
  }

  /// Reads the file at `path`.
  public Capture read(TreePath path) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        try (FileSystem.Source source = files.open(path)) {
          Stat before = source.stat();
          if (before.kind() != Stat.Kind.FILE) {
            return new Capture.Vanished();
          }
          ContentWriter writer = writers.apply(before.size());
          long read = readAll(path, source, before.size(), writer);
          if (read == before.size()
              && source.stat().equals(before)
              && files.stat(path).filter(before::equals).isPresent()) {
            Content content = writer.finish();
            return new Capture.Taken(
                new Entry.File(before.executable(), read, before.mtime(), content), before);
          }
        }
      }
      return new Capture.Busy();
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case MISSING, IS_DIRECTORY, LINK_ON_THE_WAY, NOT_DIRECTORY -> new Capture.Vanished();
        default -> new Capture.Failed(failure);
      };
    }
  }

  /// Reads a file of `size` bytes to its end, or to where it is seen to grow: one that grows as
  /// fast as it is read has no end.
  private long readAll(TreePath path, FileSystem.Source source, long size, ContentWriter writer) {
    long position = 0;
    while (position <= size) {
      buffer.clear();
      int count = source.read(buffer, position);
      if (count < 0) {
        return position;
      }
      position += count;
      writer.write(buffer.flip());
      listener.read(path, count);
    }
    return position;
  }

  /// Told how reading goes.
  @FunctionalInterface
  public interface Listener {
    /// Tells nobody.
    Listener NONE = (_, _) -> {};

    /// Some bytes of a file were read.
    ///
    /// @param path the file
    /// @param bytes how many
    void read(TreePath path, long bytes);
  }
}
