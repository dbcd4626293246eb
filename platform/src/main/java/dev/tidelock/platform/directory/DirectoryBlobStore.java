package dev.tidelock.platform.directory;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.platform.SecureRandomness;
import dev.tidelock.platform.linux.LinuxFileSystem;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A store of blobs in a directory, one file each.
///
/// A blob is written to a file of its own aside, made durable, and then given its name by a hard
/// link, which fails if the name is taken: so there is exactly one creator, and nobody sees half a
/// blob. What is not a blob, `~tidelock/`, has a name that no blob can have: a marker, without
/// which the directory is taken for an empty mount point, and the files aside.
///
/// Nothing outside the directory is ever touched, whatever others put into it: [FileSystem] follows
/// no link.
public final class DirectoryBlobStore implements BlobStore, AutoCloseable {
  private static final TreePath OWN = TreePath.parse("~tidelock");
  private static final TreePath MARKER = OWN.child("format");
  private static final TreePath ASIDE = OWN.child("tmp");
  private static final Bytes FORMAT = Bytes.utf8("tidelock directory 0\n");

  /// What a crashed writer left aside is removed after a day.
  private static final long STALE_NANOS = 24L * 60 * 60 * 1_000_000_000;

  private final FileSystem files;
  private final DirectoryFailures failures;
  private final Randomness randomness;
  private final Runnable closing;
  private boolean linking = true;
  private boolean swept;

  private DirectoryBlobStore(
      FileSystem files, DirectoryFailures failures, Randomness randomness, Runnable closing) {
    this.files = files;
    this.failures = failures;
    this.randomness = randomness;
    this.closing = closing;
  }

  /// Opens the store in a directory.
  ///
  /// @throws RemoteFailure [Reason#UNREACHABLE] if the directory or the store in it is missing, as
  ///   when a drive is not mounted
  public static DirectoryBlobStore open(Path root, Randomness randomness) {
    DirectoryFailures failures = new DirectoryFailures(root.toString());
    LinuxFileSystem files = failures.translate(() -> LinuxFileSystem.open(root));
    try {
      DirectoryBlobStore store = new DirectoryBlobStore(files, failures, randomness, files::close);
      store.requireFormat();
      return store;
    } catch (RemoteFailure failure) {
      files.close();
      throw failure;
    }
  }

  /// Opens the store in the root of a file system, which stays open when the store is closed.
  public static DirectoryBlobStore over(FileSystem files, Randomness randomness) {
    DirectoryBlobStore store =
        new DirectoryBlobStore(files, new DirectoryFailures("the directory"), randomness, () -> {});
    store.requireFormat();
    return store;
  }

  /// Makes a directory a store, and creates it if its parent exists. A store stays as it is.
  public static void create(Path root) {
    DirectoryFailures failures = new DirectoryFailures(root.toString());
    Path absolute = root.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent != null && !Files.exists(absolute)) {
      try (LinuxFileSystem around = failures.translate(() -> LinuxFileSystem.open(parent))) {
        TreePath directory = TreePath.ROOT.child(String.valueOf(absolute.getFileName()));
        failures.translate(() -> makeDirectory(around, directory));
      }
    }
    try (LinuxFileSystem files = failures.translate(() -> LinuxFileSystem.open(absolute))) {
      // Another device may be about to do the same.
      String draft = "format-" + new SecureRandomness().next(8).toHex();
      failures.translate(() -> create(files, draft));
    }
  }

  /// Makes the root of a file system a store. A store stays as it is.
  public static FileSystem create(FileSystem files) {
    return create(files, "format");
  }

  private static FileSystem create(FileSystem files, String name) {
    makeDirectory(files, OWN);
    makeDirectory(files, ASIDE);
    TreePath draft = ASIDE.child(name);
    if (files.stat(MARKER).isEmpty()) {
      if (files.stat(draft).isPresent()) {
        files.delete(draft);
      }
      writeNew(files, draft, FORMAT);
      files.barrier(List.of(draft, ASIDE, OWN));
      files.replace(draft, MARKER);
      files.barrier(List.of(MARKER));
    }
    return files;
  }

  private static boolean makeDirectory(FileSystem files, TreePath directory) {
    try {
      files.makeDirectory(directory);
    } catch (FileFailure failure) {
      if (failure.reason() != FileFailure.Reason.EXISTS) {
        throw failure;
      }
    }
    files.barrier(List.of(directory));
    return true;
  }

  private static void writeNew(FileSystem files, TreePath path, Bytes content) {
    try (FileSystem.Sink sink = files.create(path)) {
      sink.write(content.asByteBuffer());
    }
  }

  private void requireFormat() {
    requirePresent();
    Optional<Bytes> format = readWhole(MARKER);
    if (!format.equals(Optional.of(FORMAT))) {
      throw failures.of(Reason.CORRUPT, "the store is damaged or of a newer version");
    }
  }

  /// An absence means something only while the store itself is there.
  private void requirePresent() {
    if (failures.translate(() -> files.stat(MARKER)).isEmpty()) {
      throw failures.of(Reason.UNREACHABLE, "no store is there; is the drive mounted?");
    }
  }

  /// Removes what is a day older than the file just written, by the store's own clock: this
  /// machine's may be wrong, and would remove what others are writing.
  private void removeStale(TreePath fresh) {
    long limit = files.stat(fresh).map(Stat::mtime).orElse(0L) - STALE_NANOS;
    for (Listing.Item item : files.list(ASIDE).items()) {
      if (item.stat().kind() == Stat.Kind.FILE && item.stat().mtime() < limit) {
        deleteIfThere(ASIDE.child(item.name()));
      }
    }
  }

  private boolean deleteIfThere(TreePath path) {
    try {
      files.delete(path);
      return true;
    } catch (FileFailure failure) {
      if (failure.reason() == FileFailure.Reason.MISSING) {
        return false;
      }
      throw failure;
    }
  }

  /// Whether programs on several machines may write at once. Not so where the file system has no
  /// hard links: there only its own exclusive rename decides who comes first, which holds on one
  /// machine. Known once a blob was created.
  public boolean takesManyWriters() {
    return linking;
  }

  @Override
  public boolean create(String name, Bytes content) {
    TreePath target = path(name);
    requirePresent();
    if (failures.translate(() -> isThere(target))) {
      return false;
    }
    try (Upload upload = begin(name)) {
      upload.write(content.asByteBuffer());
      return upload.finish();
    }
  }

  @Override
  public Upload begin(String name) {
    TreePath target = path(name);
    requirePresent();
    TreePath aside = ASIDE.child(randomness.next(16).toHex());
    return new FileUpload(target, aside, failures.translate(() -> files.create(aside)));
  }

  private boolean publish(TreePath aside, TreePath target) {
    files.barrierWithin(List.of(aside));
    if (!swept) {
      removeStale(aside);
      swept = true;
    }
    makeParents(target);
    boolean created = name(aside, target);
    deleteIfThere(aside);
    if (created) {
      files.barrierWithin(List.of(target.parent().orElseThrow()));
    } else {
      // Who was faster may not have come so far yet.
      files.barrier(List.of(target));
    }
    return created;
  }

  /// Whether a blob is there, durably: who created it may not have come so far yet.
  private boolean isThere(TreePath target) {
    boolean there = files.stat(target).isPresent();
    if (there) {
      files.barrier(List.of(target));
    }
    return there;
  }

  private void makeParents(TreePath target) {
    List<TreePath> missing = new ArrayList<>();
    TreePath directory = target.parent().orElseThrow();
    while (!directory.isRoot() && files.stat(directory).isEmpty()) {
      missing.addFirst(directory);
      directory = directory.parent().orElseThrow();
    }
    missing.forEach(each -> makeDirectory(files, each));
  }

  /// Gives the finished file its name: whether it was free.
  private boolean name(TreePath aside, TreePath target) {
    try {
      if (linking) {
        files.hardLink(aside, target);
      } else {
        files.move(aside, target);
      }
      return true;
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case EXISTS -> isSame(aside, target);
        case DENIED, BROKEN -> nameWithoutLink(aside, target, failure);
        default -> throw failure;
      };
    }
  }

  /// A network file system that sends a request twice reports its own success as a failure.
  private boolean isSame(TreePath aside, TreePath target) {
    Optional<Stat> mine = files.stat(aside);
    Optional<Stat> theirs = files.stat(target);
    return linking
        && mine.isPresent()
        && theirs.isPresent()
        && mine.get().inode() == theirs.get().inode()
        && mine.get().volume() == theirs.get().volume();
  }

  private boolean nameWithoutLink(TreePath aside, TreePath target, FileFailure failure) {
    if (!linking) {
      throw failure;
    }
    linking = false;
    try {
      return name(aside, target);
    } catch (FileFailure second) {
      linking = true;
      throw second;
    }
  }

  @Override
  public Optional<Bytes> read(String name) {
    return presentOrAbsent(readWhole(path(name)));
  }

  @Override
  public Optional<Bytes> read(String name, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no range: " + length + " bytes from " + offset);
    }
    return presentOrAbsent(readRange(path(name), offset, length));
  }

  private Optional<Bytes> presentOrAbsent(Optional<Bytes> found) {
    if (found.isEmpty()) {
      requirePresent();
    }
    return found;
  }

  private Optional<Bytes> readWhole(TreePath path) {
    return readRange(path, 0, Integer.MAX_VALUE);
  }

  private Optional<Bytes> readRange(TreePath path, long offset, int length) {
    try (FileSystem.Source source = files.open(path)) {
      long size = Math.min(length, Math.max(0, source.stat().size() - offset));
      if (size > Integer.MAX_VALUE - Long.BYTES) {
        throw failures.of(Reason.CORRUPT, path + " is larger than any blob");
      }
      ByteBuffer content = ByteBuffer.allocate((int) size);
      while (content.hasRemaining()) {
        if (source.read(content, offset + content.position()) < 0) {
          throw failures.of(Reason.CORRUPT, path + " became shorter");
        }
      }
      return Optional.of(Bytes.wrap(content.array()));
    } catch (FileFailure failure) {
      if (failure.reason() == FileFailure.Reason.MISSING) {
        return Optional.empty();
      }
      throw failures.of(failure);
    }
  }

  @Override
  public List<String> list(String prefix) {
    TreePath start = TreePath.parse(prefix.substring(0, Math.max(0, prefix.lastIndexOf('/'))));
    List<String> names = new ArrayList<>();
    Deque<TreePath> directories = new ArrayDeque<>(List.of(start));
    while (!directories.isEmpty()) {
      TreePath directory = directories.pop();
      for (Listing.Item item : listOrNothing(directory)) {
        TreePath path = directory.child(item.name());
        if (!BlobStore.isName(path.toString())) {
          continue;
        }
        switch (item.stat().kind()) {
          case DIRECTORY -> directories.push(path);
          case FILE -> names.add(path.toString());
          case LINK, SPECIAL -> {}
        }
      }
    }
    requirePresent();
    names.removeIf(name -> !name.startsWith(prefix));
    return List.copyOf(names);
  }

  private List<Listing.Item> listOrNothing(TreePath directory) {
    try {
      Listing listing = files.list(directory);
      for (Listing.Unreadable unreadable : listing.unreadable()) {
        // A name that is no text is no blob's; anything else might be one.
        if (unreadable.reason() != FileFailure.Reason.UNDECODABLE) {
          throw new FileFailure(unreadable.reason(), directory, "cannot list it all");
        }
      }
      return listing.items();
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        // A blob's name is the prefix of no other.
        case MISSING, NOT_DIRECTORY -> List.of();
        default -> throw failures.of(failure);
      };
    }
  }

  @Override
  public boolean replace(String name, Bytes content) {
    TreePath target = path(name);
    requirePresent();
    if (failures.translate(() -> files.stat(target)).isEmpty()) {
      return false;
    }
    TreePath aside = ASIDE.child(randomness.next(16).toHex());
    return failures.translate(() -> {
      writeNew(files, aside, content);
      files.barrierWithin(List.of(aside));
      files.replace(aside, target);
      return true;
    });
  }

  @Override
  public void delete(String name) {
    TreePath path = path(name);
    requirePresent();
    failures.translate(() -> deleteIfThere(path));
  }

  private static TreePath path(String name) {
    return TreePath.parse(BlobStore.requireName(name));
  }

  @Override
  public void close() {
    closing.run();
  }

  /// A blob that is written to a file aside.
  private final class FileUpload implements Upload {
    private final TreePath target;
    private final TreePath aside;
    private final FileSystem.Sink sink;
    private boolean over;

    FileUpload(TreePath target, TreePath aside, FileSystem.Sink sink) {
      this.target = target;
      this.aside = aside;
      this.sink = sink;
    }

    @Override
    public void write(ByteBuffer piece) {
      failures.translate(() -> {
        sink.write(piece);
        return piece;
      });
    }

    @Override
    public boolean finish() {
      boolean created =
          failures.translate(() -> {
            sink.close();
            return publish(aside, target);
          });
      over = true;
      return created;
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        failures.translate(() -> {
          sink.close();
          return deleteIfThere(aside);
        });
      }
    }
  }
}
