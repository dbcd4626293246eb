package dev.tidelock.workspace.json;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Small files, readable by their owner only, that hold one JSON object, or a text, and are always
/// old or new, never torn.
public final class JsonFile {
  private static final int LIMIT = 4 << 20;

  private JsonFile() {}

  /// The object in a file, or nothing if there is no such file.
  ///
  /// @throws MalformedException if it holds anything else
  public static Optional<Json.Members> read(Path file) throws IOException {
    Optional<String> text = readText(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (JsonReader.read(text.get()) instanceof Json.Members members) {
        return Optional.of(members);
      }
    } catch (MalformedException e) {
      throw new MalformedException(file + " is " + e.getMessage(), e);
    }
    throw new MalformedException(file + " does not hold a JSON object");
  }

  /// The text in a file, or nothing if there is no such file. A link is not followed.
  public static Optional<String> readText(Path file) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      byte[] content = Channels.newInputStream(channel).readNBytes(LIMIT + 1);
      if (content.length > LIMIT) {
        throw new MalformedException(file + " is larger than " + LIMIT + " bytes");
      }
      return Optional.of(new String(content, StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Puts an object into a file, in place of what it held.
  public static void write(Path file, Json value) throws IOException {
    writeText(file, JsonText.readable(value));
  }

  /// Puts a text into a file, in place of what it held. Durable when it returns.
  public static void writeText(Path file, String text) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new NoSuchFileException(file.toString());
    }
    Path fresh = Files.createTempFile(directory, "." + file.getFileName(), ".new");
    try {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer content = Bytes.utf8(text).asByteBuffer();
        while (content.hasRemaining()) {
          channel.write(content);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
    try (FileChannel names = FileChannel.open(directory, Set.of(StandardOpenOption.READ))) {
      names.force(true);
    }
  }
}
