package dev.tidelock.cli.torture;

import dev.tidelock.testkit.SystemTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory with a disk of its own, in memory, that can be made full at any moment: what is on
/// it stays, and hardly anything more fits. Only root may make one.
final class SmallDisk implements AutoCloseable {
  private static final long ROOM = 256L << 20;

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /// Whether this process may make one.
  static boolean isPossible() {
    try {
      Path there = Files.createTempDirectory("tidelock-disk-");
      boolean mounted =
          SystemTool.ran("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", there.toString());
      boolean possible = mounted && SystemTool.ran("umount", there.toString());
      Files.delete(there);
      return possible;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes one in an empty directory.
  static SmallDisk at(Path directory) throws IOException {
    Files.createDirectories(directory);
    SystemTool.require("mount", "-t", "tmpfs", "-o", "size=" + ROOM, "tmpfs", directory.toString());
    return new SmallDisk(directory);
  }

  /// Makes it full but for so many bytes.
  void fill(long left) throws IOException {
    FileStore store = Files.getFileStore(directory);
    resize(store.getTotalSpace() - store.getUnallocatedSpace() + left);
  }

  /// Makes room again.
  void relieve() {
    resize(ROOM);
  }

  private void resize(long size) {
    // It refuses to be smaller than what is on it, which may have grown meanwhile; so be it.
    boolean _ = SystemTool.ran("mount", "-o", "remount,size=" + size, directory.toString());
  }

  @Override
  public void close() {
    // Somebody may still have something open there for a moment.
    SystemTool.require("umount", "--lazy", directory.toString());
  }
}
