package dev.tidelock.hub;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.sql.SqliteRecords;
import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.hub.store.StoreFailure.Reason;
import dev.tidelock.platform.directory.DirectoryBlobStore;
import dev.tidelock.platform.linux.LinuxFileSystem;
import dev.tidelock.platform.linux.SystemClock;
import dev.tidelock.platform.linux.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;

/// The directory in which a hub on one machine keeps everything: `hub.db`, and the packs under
/// `blobs`. Only its owner can read it.
///
/// @param path where it is
public record DataDirectory(Path path) {
  private static final TreePath LOCK = TreePath.ROOT.child("lock");

  /// The database's file.
  Path database() {
    return path.resolve("hub.db");
  }

  /// Where the packs are.
  Path blobs() {
    return path.resolve("blobs");
  }

  /// Makes the directory, if it is not there.
  public DataDirectory prepare() {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new StoreFailure(Reason.FAILED, "the directory " + path + " cannot be made", e);
    }
    return this;
  }

  /// Whether a hub was ever here.
  public boolean isThere() {
    return Files.exists(database());
  }

  /// Opens the database, which is made if it is missing. Several processes may do so.
  SqliteRecords records() {
    return SqliteRecords.open(database());
  }

  /// Opens the packs. Several processes may do so.
  ///
  /// @throws RemoteFailure if that cannot be done
  Blobs openBlobs(Randomness randomness) {
    DirectoryBlobStore.create(blobs());
    return new Blobs(() -> DirectoryBlobStore.open(blobs(), randomness));
  }

  /// The right to be the hub of this directory, which ends with the process.
  ///
  /// @throws HeldException if another process has it
  Held hold(SystemClock clock) {
    LinuxFileSystem files;
    try {
      files = LinuxFileSystem.open(path);
    } catch (FileFailure e) {
      throw new StoreFailure(Reason.FAILED, String.valueOf(e.getMessage()), e);
    }
    try {
      return switch (WorkspaceLock.tryAcquire(files, LOCK, clock)) {
        case WorkspaceLock.Attempt.Acquired acquired -> new Held(files, acquired.lock());
        case WorkspaceLock.Attempt.Held other -> throw new HeldException(path, other.process());
      };
    } catch (FileFailure | HeldException e) {
      files.close();
      throw e;
    }
  }

  /// The right to be the hub.
  ///
  /// @param files what the lock lives in
  /// @param lock the lock
  record Held(LinuxFileSystem files, WorkspaceLock lock) implements AutoCloseable {
    @Override
    public void close() {
      lock.close();
      files.close();
    }
  }

  /// Another process is the hub of this directory.
  public static final class HeldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HeldException(Path path, OptionalLong process) {
      super(
          "another hub uses the directory %s%s"
              .formatted(
                  path, process.isPresent() ? " (process " + process.getAsLong() + ")" : ""));
    }
  }
}
