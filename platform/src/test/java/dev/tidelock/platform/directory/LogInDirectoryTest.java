package dev.tidelock.platform.directory;

import dev.tidelock.platform.SecureRandomness;
import dev.tidelock.testkit.LogPlace;
import dev.tidelock.testkit.RemoteContract;
import dev.tidelock.testkit.RemotePlace;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LogInDirectoryTest implements RemoteContract {
  @TempDir Path root;
  private final Queue<DirectoryBlobStore> opened = new ConcurrentLinkedQueue<>();

  @Override
  public RemotePlace place() {
    DirectoryBlobStore.create(root);
    return new LogPlace(this::open);
  }

  private DirectoryBlobStore open() {
    DirectoryBlobStore store = DirectoryBlobStore.open(root, new SecureRandomness());
    opened.add(store);
    return store;
  }

  @AfterEach
  void close() {
    opened.forEach(DirectoryBlobStore::close);
  }
}
