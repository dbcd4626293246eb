package dev.tidelock.platform.linux;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;
import java.nio.ByteBuffer;

/// An open descriptor of a regular file, for reading or writing; the caller of its maker closes it.
final class OpenFile implements FileSystem.Source, FileSystem.Sink {
  private static final int CLOSED = -1;
  private static final int SEEK_CUR = 1;

  private final Kernel kernel;
  private final StatusBuffer status;
  private final TransferBuffer transfer;
  private final TreePath path;
  private int descriptor;

  OpenFile(
      Kernel kernel, StatusBuffer status, TransferBuffer transfer, TreePath path, int descriptor) {
    this.kernel = kernel;
    this.status = status;
    this.transfer = transfer;
    this.path = path;
    this.descriptor = descriptor;
  }

  TreePath path() {
    return path;
  }

  /// The descriptor for the kernel.
  int descriptor() {
    if (descriptor == CLOSED) {
      throw new IllegalStateException(path + " is closed");
    }
    return descriptor;
  }

  @Override
  public Stat stat() {
    check("cannot read the state", status.readOpen(descriptor()));
    return status.toStat();
  }

  /// The permission bits.
  int permissions() {
    check("cannot read the permissions", status.readOpen(descriptor()));
    return status.permissions();
  }

  @Override
  public int read(ByteBuffer buffer, long position) {
    if (!buffer.hasRemaining()) {
      return 0;
    }
    int count = transfer.read(descriptor(), buffer, position);
    check("cannot read", count);
    return count == 0 ? -1 : count;
  }

  @Override
  public void write(ByteBuffer buffer) {
    check("cannot write", transfer.write(descriptor(), buffer));
  }

  /// Leaves out the next `length` bytes: if something is written after them they are a hole, which
  /// reads as zeros.
  void skip(long length) {
    check("cannot leave a hole", kernel.call(Call.LSEEK, descriptor(), length, SEEK_CUR));
  }

  /// Removes all content.
  void truncate() {
    resize(0);
  }

  /// Cuts the content off at `size` bytes, or lets it go on with a hole until there.
  void resize(long size) {
    check("cannot set the size", kernel.call(Call.FTRUNCATE, descriptor(), size, 0));
  }

  /// Makes content and attributes durable.
  void sync() {
    check("cannot write to the disk", kernel.call(Call.FSYNC, descriptor()));
  }

  /// Some file systems report a failed write only here.
  @Override
  public void close() {
    if (descriptor != CLOSED) {
      int closing = descriptor;
      descriptor = CLOSED;
      check("cannot close", kernel.call(Call.CLOSE, closing));
    }
  }

  void check(String operation, long result) {
    if (result < 0) {
      int error = (int) -result;
      throw new FileFailure(Errno.reason(error), path, operation + ": " + Errno.text(error));
    }
  }
}
