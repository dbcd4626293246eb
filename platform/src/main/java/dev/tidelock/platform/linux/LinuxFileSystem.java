package dev.tidelock.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/// A directory of a Linux machine, through system calls. [Tree] tells how links are kept out.
///
/// Permission bits of new files and directories follow the process's umask.
public final class LinuxFileSystem implements FileSystem, AutoCloseable {
  private static final int AT_FDCWD = -100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0x40;
  private static final int O_EXCL = 0x80;
  private static final int O_NOCTTY = 0x100;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;

  /// Whatever is opened turns out to be no link, and does not block if it is a FIFO.
  private static final int SAFE = Machine.O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

  private static final int FILE_PERMISSIONS = 0666;
  private static final int DIRECTORY_PERMISSIONS = 0777;
  private static final int MAY_READ = 0444;
  private static final int MAY_EXECUTE = 0111;
  private static final int OWNER_MAY_EXECUTE = 0100;

  private final Kernel kernel;
  private final Tree tree;
  private final StatusBuffer status;
  private final NameBuffer name;
  private final NameBuffer linkText;
  private final TransferBuffer transfer;
  private final DirectoryReader reader;
  private final Renames renames;
  private final RangeLocks locks;

  /// The volume's numbers (`struct statfs`, 120 bytes) or two times (`struct timespec[2]`).
  private final MemorySegment numbers;

  private LinuxFileSystem(Kernel kernel, int root) {
    this.kernel = kernel;
    status = new StatusBuffer(kernel);
    tree = new Tree(kernel, root, status);
    name = new NameBuffer(kernel);
    linkText = new NameBuffer(kernel);
    renames = new Renames(this, tree, kernel);
    locks = new RangeLocks(kernel);
    transfer = new TransferBuffer(kernel);
    reader = new DirectoryReader(kernel, status);
    numbers = kernel.allocate(120);
  }

  /// Opens the directory at `root`, to which links may lead. It stays the same directory if it is
  /// moved.
  ///
  /// @throws FileFailure [Reason#MISSING] if there is none
  /// @throws UnsupportedOperationException where this is not Linux on x86-64 or aarch64
  public static LinuxFileSystem open(Path root) {
    return open(root, new Kernel());
  }

  static LinuxFileSystem open(Path root, Kernel kernel) {
    byte[] path = exactBytes(root);
    MemorySegment text = kernel.allocate(path.length + 1L);
    MemorySegment.copy(MemorySegment.ofArray(path), 0, text, 0, path.length);
    int flags = Machine.O_DIRECTORY | O_CLOEXEC;
    int opened = (int) kernel.call(Call.OPENAT, AT_FDCWD, text.address(), flags, 0);
    if (opened < 0) {
      kernel.close();
      throw new FileFailure(
          Errno.reason(-opened),
          TreePath.ROOT,
          "cannot open the directory '" + root + "': " + Errno.text(-opened));
    }
    return new LinuxFileSystem(kernel, opened);
  }

  /// The path as the bytes it came from: its URI has them whatever the locale, its text has not.
  private static byte[] exactBytes(Path path) {
    URI uri = path.toAbsolutePath().toUri();
    String escaped = uri.getRawPath();
    byte[] bytes = new byte[escaped.length()];
    int size = 0;
    for (int i = 0; i < escaped.length(); i++, size++) {
      if (escaped.charAt(i) == '%') {
        bytes[size] = (byte) Integer.parseInt(escaped, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[size] = (byte) escaped.charAt(i);
      }
    }
    return Arrays.copyOf(bytes, size);
  }

  @Override
  public Listing list(TreePath directory) {
    int opened = tree.openDirectory(directory, "cannot list the directory");
    try {
      return reader.read(opened, directory);
    } finally {
      tree.leave(opened);
    }
  }

  @Override
  public Optional<Stat> stat(TreePath path) {
    String operation = "cannot read the state";
    if (path.isRoot()) {
      check(path, operation, status.readOpen(tree.root()));
      return Optional.of(status.toStat());
    }
    int parent;
    try {
      parent = tree.enterParent(path, operation);
    } catch (FileFailure failure) {
      if (failure.reason() == Reason.MISSING) {
        return Optional.empty();
      }
      throw failure;
    }
    try {
      int result = readStatus(parent, path, operation);
      if (result == -Errno.ENOENT) {
        return Optional.empty();
      }
      check(path, operation, result);
      return Optional.of(status.toStat());
    } finally {
      tree.leave(parent);
    }
  }

  @Override
  public Source open(TreePath file) {
    return openForReading(file);
  }

  /// Locks a range of a file opened here against exclusive locks of all others, until it is closed:
  /// whether nobody holds one.
  public boolean tryLockShared(Source file, long start, long length) {
    return locks.tryShared(own(file), start, length);
  }

  /// Ends a lock on a range of a file opened here.
  public void unlock(Source file, long start, long length) {
    locks.release(own(file), start, length);
  }

  /// Whether anybody else holds any lock on a range of a file opened here.
  public boolean isLockedByOthers(Source file, long start, long length) {
    return locks.isHeldByOthers(own(file), start, length);
  }

  private static OpenFile own(Source file) {
    if (file instanceof OpenFile own) {
      return own;
    }
    throw new IllegalArgumentException("not a file of this file system: " + file);
  }

  RangeLocks locks() {
    return locks;
  }

  OpenFile openForReading(TreePath file) {
    return openRegular(file, 0, "cannot open");
  }

  /// Opens a file for locking and for writing anew, and creates it if nothing stands there.
  OpenFile openOrCreate(TreePath file) {
    return openRegular(file, O_RDWR | O_CREAT, "cannot open");
  }

  private OpenFile openRegular(TreePath file, int flags, String operation) {
    if (file.isRoot()) {
      throw failure(file, operation, Errno.EISDIR);
    }
    int parent = tree.enterParent(file, operation);
    int opened;
    try {
      // Opening a device can do things already, so look first.
      int result = readStatus(parent, file, operation);
      if (result == 0) {
        requireFile(file, operation, status.kind());
      }
      String text = file.toString();
      name.set(text, text.lastIndexOf('/') + 1, text.length(), file, operation);
      opened =
          (int) kernel.call(Call.OPENAT, parent, name.address(), flags | SAFE, FILE_PERMISSIONS);
      check(file, operation, opened);
    } finally {
      tree.leave(parent);
    }
    OpenFile open = new OpenFile(kernel, status, transfer, file, opened);
    try {
      requireFile(file, operation, open.stat().kind());
      return open;
    } catch (FileFailure failure) {
      open.close();
      throw failure;
    }
  }

  private static void requireFile(TreePath path, String operation, Stat.Kind kind) {
    switch (kind) {
      case FILE -> {}
      case DIRECTORY -> throw failure(path, operation, Errno.EISDIR);
      case LINK -> throw failure(path, operation, Errno.ELOOP);
      case SPECIAL ->
          throw new FileFailure(
              Reason.BROKEN, path, operation + ": a FIFO, socket or device is never opened");
    }
  }

  @Override
  public String readLink(TreePath link) {
    String operation = "cannot read the link";
    int length =
        (int)
            onName(
                link,
                operation,
                (parent, address) -> {
                  long target = transfer.memory().address();
                  return kernel.call(
                      Call.READLINKAT, parent, address, target, TransferBuffer.CAPACITY);
                });
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(transfer.memory().asSlice(0, length).asByteBuffer())
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw new FileFailure(Reason.UNDECODABLE, link, operation + ": its text is not UTF-8");
    }
  }

  @Override
  public Sink create(TreePath file) {
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    int opened =
        (int)
            onName(
                file,
                "cannot create",
                (parent, address) ->
                    kernel.call(Call.OPENAT, parent, address, flags, FILE_PERMISSIONS));
    return new SparseSink(new OpenFile(kernel, status, transfer, file, opened));
  }

  @Override
  public void makeDirectory(TreePath directory) {
    onName(
        directory,
        "cannot create the directory",
        (parent, address) -> kernel.call(Call.MKDIRAT, parent, address, DIRECTORY_PERMISSIONS));
  }

  @Override
  public void makeLink(TreePath link, String text) {
    String operation = "cannot create the link";
    if (text.isEmpty()) {
      throw new FileFailure(Reason.UNDECODABLE, link, operation + ": its text is empty");
    }
    linkText.set(text, 0, text.length(), link, operation);
    onName(
        link,
        operation,
        (parent, address) -> kernel.call(Call.SYMLINKAT, linkText.address(), parent, address));
  }

  @Override
  public void hardLink(TreePath existing, TreePath added) {
    renames.link(existing, added);
  }

  @Override
  public void replace(TreePath from, TreePath to) {
    renames.replace(from, to);
  }

  @Override
  public boolean exchange(TreePath one, TreePath other) {
    return renames.exchange(one, other);
  }

  @Override
  public void move(TreePath from, TreePath to) {
    renames.move(from, to);
  }

  @Override
  public void delete(TreePath file) {
    if (file.isRoot()) {
      throw failure(file, "cannot delete", Errno.EISDIR);
    }
    onName(
        file, "cannot delete", (parent, address) -> kernel.call(Call.UNLINKAT, parent, address, 0));
  }

  @Override
  public void removeDirectory(TreePath directory) {
    onName(
        directory,
        "cannot remove the directory",
        (parent, address) -> {
          long result = kernel.call(Call.UNLINKAT, parent, address, AT_REMOVEDIR);
          return result == -Errno.EEXIST ? -Errno.ENOTEMPTY : result;
        });
  }

  @Override
  public void setAttributes(TreePath file, Attributes attributes) {
    try (OpenFile open = openRegular(file, 0, "cannot set the attributes")) {
      int before = open.permissions();
      int after = attributes.executable() ? executable(before) : before & ~MAY_EXECUTE;
      if (before != after) {
        open.check(
            "cannot set the permissions", kernel.call(Call.FCHMOD, open.descriptor(), after, 0));
      }
      open.check("cannot set the time", setMtime(open.descriptor(), attributes.mtime()));
    }
  }

  /// Whoever may read it may execute it; what its owner may execute already stays as it is.
  private static int executable(int permissions) {
    return (permissions & OWNER_MAY_EXECUTE) != 0
        ? permissions
        : permissions | (permissions & MAY_READ) >> 2;
  }

  private long setMtime(int descriptor, long nanos) {
    long leaveAsItIs = (1 << 30) - 2;
    numbers.setAtIndex(JAVA_LONG, 0, 0);
    numbers.setAtIndex(JAVA_LONG, 1, leaveAsItIs);
    numbers.setAtIndex(JAVA_LONG, 2, Math.floorDiv(nanos, 1_000_000_000L));
    numbers.setAtIndex(JAVA_LONG, 3, Math.floorMod(nanos, 1_000_000_000L));
    return kernel.call(Call.UTIMENSAT, descriptor, 0, numbers.address(), 0);
  }

  @Override
  public void barrier(Collection<TreePath> touched) {
    new Barrier(this, tree, kernel).cover(touched);
  }

  @Override
  public void barrierWithin(Collection<TreePath> touched) {
    new Barrier(this, tree, kernel).coverWithin(touched);
  }

  @Override
  public long freeBytes() {
    check(
        TreePath.ROOT,
        "cannot read the free space",
        kernel.call(Call.FSTATFS, tree.root(), numbers.address(), 0));
    long blockSize = numbers.getAtIndex(JAVA_LONG, 1);
    long available = numbers.getAtIndex(JAVA_LONG, 4);
    long fragmentSize = numbers.getAtIndex(JAVA_LONG, 9);
    long unit = fragmentSize > 0 ? fragmentSize : blockSize;
    return available > Long.MAX_VALUE / unit ? Long.MAX_VALUE : available * unit;
  }

  /// Closes the root. What was opened below it and is still open must be closed before.
  @Override
  public void close() {
    tree.close();
    kernel.close();
  }

  @FunctionalInterface
  private interface NameCall {
    long perform(int directory, long nameAddress);
  }

  private long onName(TreePath path, String operation, NameCall call) {
    int parent = tree.enterParent(path, operation);
    try {
      String text = path.toString();
      name.set(text, text.lastIndexOf('/') + 1, text.length(), path, operation);
      return check(path, operation, call.perform(parent, name.address()));
    } finally {
      tree.leave(parent);
    }
  }

  /// Asks about a path's last name in its open parent: 0 or a negative error number.
  private int readStatus(int parent, TreePath path, String operation) {
    String text = path.toString();
    name.set(text, text.lastIndexOf('/') + 1, text.length(), path, operation);
    return status.readNamed(parent, name.address());
  }

  private static long check(TreePath path, String operation, long result) {
    if (result < 0) {
      throw failure(path, operation, (int) -result);
    }
    return result;
  }

  static FileFailure failure(TreePath path, String operation, int error) {
    return new FileFailure(Errno.reason(error), path, operation + ": " + Errno.text(error));
  }
}
