package dev.tidelock.hub.object;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/// The blob store for many threads: a few clients, each used by one platform thread at a time, so
/// that a slow disk holds up no carrier of virtual threads. Throws [RemoteFailure]s.
public final class Blobs implements AutoCloseable {
  private static final int LANES = 8;

  private final Supplier<? extends BlobStore> clients;
  private final BlockingQueue<BlobStore> idle = new ArrayBlockingQueue<>(LANES);
  private final ExecutorService threads;

  /// @param clients opens another client of the same store
  public Blobs(Supplier<? extends BlobStore> clients) {
    this(
        clients,
        Executors.newFixedThreadPool(
            LANES, Thread.ofPlatform().name("hub-blobs-", 0).daemon().factory()));
  }

  /// @param clients opens another client of the same store
  /// @param threads where they are used; closed with this
  public Blobs(Supplier<? extends BlobStore> clients, ExecutorService threads) {
    this.clients = clients;
    this.threads = threads;
    for (int i = 0; i < LANES; i++) {
      idle.add(clients.get());
    }
  }

  /// `length` bytes of a blob from `offset` on, fewer if it ends before, or nothing if there is no
  /// such blob.
  public Optional<Bytes> read(String name, long offset, int length) {
    return call(store -> store.read(name, offset, length));
  }

  /// The length of a blob in bytes; 0 if there is none.
  public long size(String name) {
    return call(store -> store.size(name));
  }

  /// The names that begin with `prefix`.
  public List<String> list(String prefix) {
    return call(store -> store.list(prefix));
  }

  /// Removes a blob, if it is there.
  public void delete(String name) {
    call(store -> {
      store.delete(name);
      return true;
    });
  }

  /// Begins a blob.
  public BlobStore.Upload begin(String name) {
    BlobStore own = clients.get();
    BlobStore.Upload upload;
    try {
      upload = on(() -> own.begin(name));
    } catch (RemoteFailure e) {
      close(own);
      throw e;
    }
    return new LaneUpload(own, upload);
  }

  private <T> T call(Function<BlobStore, T> work) {
    return on(() -> {
      BlobStore store = idle.remove();
      try {
        return work.apply(store);
      } finally {
        idle.add(store);
      }
    });
  }

  private <T> T on(Supplier<T> work) {
    try {
      return threads.submit(work::get).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteFailure(Reason.UNREACHABLE, "the hub is stopping", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new RemoteFailure(Reason.UNREACHABLE, "the blob store failed", e);
    }
  }

  @Override
  public void close() {
    threads.close();
    idle.forEach(Blobs::close);
  }

  private static void close(BlobStore store) {
    if (store instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new RemoteFailure(Reason.UNREACHABLE, "the blob store cannot be closed", e);
      }
    }
  }

  /// A blob in the making with a client of its own.
  private final class LaneUpload implements BlobStore.Upload {
    private final BlobStore own;
    private final BlobStore.Upload upload;

    LaneUpload(BlobStore own, BlobStore.Upload upload) {
      this.own = own;
      this.upload = upload;
    }

    @Override
    public void write(ByteBuffer piece) {
      on(() -> {
        upload.write(piece);
        return true;
      });
    }

    @Override
    public boolean finish() {
      return on(upload::finish);
    }

    @Override
    public void close() {
      on(() -> {
        upload.close();
        Blobs.close(own);
        return true;
      });
    }
  }
}
