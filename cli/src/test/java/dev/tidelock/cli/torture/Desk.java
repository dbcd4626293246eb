package dev.tidelock.cli.torture;

import dev.tidelock.generators.Tape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A user's hands on a directory: changes files as programs do and writes down in the [Ledger] what
/// each change made and what it put an end to. The program under test may move things at the same
/// time, so every step may find the world changed, and then fails without a trace in the ledger.
final class Desk {
  /// What tools keep in the directories that they sync.
  private static final Set<String> OWN = Set.of(".tidelock", ".git", ".stfolder", ".stversions");

  /// How the names of files begin that tools have not finished yet, and that users leave alone.
  private static final List<String> UNFINISHED = List.of(".syncthing.", ".unison.");

  private static final int TRIES = 8;

  /// What is written under such a name is not there yet, as far as users are concerned.
  private static final String SAVING = ".saving";

  private final String device;
  private final Path root;
  private final Ledger ledger;

  Desk(String device, Path root, Ledger ledger) {
    this.device = device;
    this.root = root;
    this.ledger = ledger;
  }

  Path root() {
    return root;
  }

  String name(Path path) {
    return root.relativize(path).toString();
  }

  void note(String what) {
    ledger.note(device + " " + what);
  }

  /// Something else than the content of a file was changed.
  void touched(Path path) {
    ledger.touched(name(path));
  }

  /// Some existing thing that passes, found by going down at random; nothing if none was met.
  Optional<Path> find(Tape tape, Predicate<Path> wanted) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      Path at = root;
      while (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        List<Path> children = children(at).stream().filter(Desk::isThere).toList();
        if (children.isEmpty()) {
          break;
        }
        at = children.get(tape.nextInt(children.size()));
        if (tape.chance(0.15) && wanted.test(at)) {
          return Optional.of(at);
        }
      }
      if (!at.equals(root) && wanted.test(at)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private static boolean isOwn(Path path) {
    return OWN.contains(path.getFileName().toString());
  }

  private static boolean isThere(Path path) {
    String name = path.getFileName().toString();
    return !name.endsWith(SAVING) && UNFINISHED.stream().noneMatch(name::startsWith);
  }

  /// Some directory, the top included.
  Path directory(Tape tape) throws IOException {
    return tape.chance(0.2) ? root : find(tape, Desk::isDirectory).orElse(root);
  }

  private List<Path> children(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(path -> !(directory.equals(root) && isOwn(path))).sorted().toList();
    }
  }

  /// How many things there are, `path` and all below it.
  long size(Path path) throws IOException {
    long size = 1;
    if (isDirectory(path)) {
      for (Path child : children(path)) {
        size += size(child);
      }
    }
    return size;
  }

  static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// A file as it is; nothing if there is none.
  Optional<byte[]> content(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return Optional.of(linkContent(path));
    }
    return isFile(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
  }

  private static byte[] linkContent(Path path) throws IOException {
    return ("link " + Files.readSymbolicLink(path)).getBytes(StandardCharsets.UTF_8);
  }

  /// Saves as editors do: a new file beside it, then a rename into its place.
  void save(Path path, byte[] content) throws IOException {
    Optional<byte[]> before = content(path);
    Path fresh = path.resolveSibling(path.getFileName() + SAVING);
    boolean executable = isFile(path) && Files.isExecutable(path);
    try {
      Files.write(fresh, content);
      if (executable) {
        setExecutable(fresh, true);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    before.ifPresent(old -> ledger.ended(device, name(path), old));
    ledger.wrote(device, name(path), content);
  }

  /// Changes a file in its place.
  ///
  /// @param keep whether the old bytes stay in front of the new ones
  void rewrite(Path path, byte[] content, boolean keep) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer old = ByteBuffer.allocate((int) file.size());
      int read = file.read(old);
      while (read > 0) {
        read = file.read(old);
      }
      byte[] before = old.array();
      ByteBuffer fresh = ByteBuffer.wrap(content);
      if (!keep) {
        file.truncate(0);
        file.position(0);
      }
      try {
        while (fresh.hasRemaining()) {
          file.write(fresh);
        }
      } finally {
        // A disk that is full may have taken a part of it, and that part is what it shows.
        byte[] written = Arrays.copyOf(content, fresh.position());
        ledger.ended(device, name(path), before);
        ledger.wrote(device, name(path), keep ? joined(before, written) : written);
      }
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /// Removes a file, a link, or a directory with all that is in it.
  void remove(Path path) throws IOException {
    if (isDirectory(path)) {
      for (Path child : children(path)) {
        remove(child);
      }
      Files.delete(path);
      return;
    }
    Optional<byte[]> before = content(path);
    Files.delete(path);
    before.ifPresent(old -> ledger.deleted(device, name(path), old));
  }

  /// Moves whatever it is; what stands in its way, if that is a file, is replaced.
  void move(Path from, Path to) throws IOException {
    Optional<byte[]> before = content(to);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    before.ifPresent(old -> ledger.ended(device, name(to), old));
    ledger.touched(name(to));
    note("moved " + name(from) + " to " + name(to));
  }

  /// Copies a file, or a directory with all that is in it.
  void copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path each : walk.sorted(Comparator.naturalOrder()).toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (isDirectory(each)) {
          Files.createDirectory(target);
        } else if (isFile(each) && isThere(each)) {
          byte[] content = Files.readAllBytes(each);
          writeNew(target, content);
          ledger.wrote(device, name(target), content);
        }
      }
    }
  }

  /// Writes a file that was not there, or leaves none.
  private static void writeNew(Path path, byte[] content) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /// Makes a link, in place of a file or link that is there.
  void link(Path path, String text) throws IOException {
    if (exists(path)) {
      remove(path);
    }
    Files.createSymbolicLink(path, Path.of(text));
    ledger.linked(device, name(path), linkContent(path));
  }

  void setExecutable(Path path, boolean executable) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (executable) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
    } else {
      permissions.remove(PosixFilePermission.OWNER_EXECUTE);
    }
    Files.setPosixFilePermissions(path, permissions);
  }
}
