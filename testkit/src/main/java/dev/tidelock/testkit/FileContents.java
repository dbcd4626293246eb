package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileSystem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Whole contents of files, read and written through the port.
public final class FileContents {
  private FileContents() {}

  /// Creates a file that holds a text.
  public static void create(FileSystem files, String path, String text) {
    create(files, TreePath.parse(path), Bytes.utf8(text));
  }

  /// Creates a file that holds these bytes.
  public static void create(FileSystem files, TreePath path, Bytes content) {
    try (FileSystem.Sink sink = files.create(path)) {
      sink.write(content.asByteBuffer());
    }
  }

  /// What a file holds, as text.
  public static String text(FileSystem files, String path) {
    return read(files, TreePath.parse(path)).toUtf8();
  }

  /// What a file holds.
  public static Bytes read(FileSystem files, TreePath path) {
    try (FileSystem.Source source = files.open(path)) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      while (source.read(buffer, content.size()) >= 0) {
        content.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      return Bytes.wrap(content.toByteArray());
    }
  }
}
