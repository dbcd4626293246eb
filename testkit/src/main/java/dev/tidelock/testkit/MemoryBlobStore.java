package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A store of blobs in memory that allows nothing which its port does not promise: it refuses what
/// is no name, a blob below another one, and lists in an order that changes.
public final class MemoryBlobStore implements BlobStore {
  private final Map<String, Bytes> blobs;

  /// Fixed, so that a test gives the same answer twice; different from call to call.
  private final Tape order = Tape.of(7);

  private MemoryBlobStore(Map<String, Bytes> blobs) {
    this.blobs = blobs;
  }

  /// An empty store.
  public MemoryBlobStore() {
    this(new ConcurrentHashMap<>());
  }

  /// Another client of the same store; each may be used by a thread of its own.
  public MemoryBlobStore another() {
    return new MemoryBlobStore(blobs);
  }

  /// A store with the same content that goes its own way from here on, as after a restore.
  public MemoryBlobStore copy() {
    return new MemoryBlobStore(new ConcurrentHashMap<>(blobs));
  }

  @Override
  public boolean create(String name, Bytes content) {
    BlobStore.requireName(name);
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      requireNoBlob(name.substring(0, slash), name);
    }
    return blobs.putIfAbsent(name, content) == null;
  }

  private void requireNoBlob(String above, String name) {
    if (blobs.containsKey(above)) {
      throw new IllegalArgumentException("'" + above + "' is a blob, so '" + name + "' is none");
    }
  }

  @Override
  public Optional<Bytes> read(String name) {
    return Optional.ofNullable(blobs.get(BlobStore.requireName(name)));
  }

  @Override
  public Optional<Bytes> read(String name, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no range: " + length + " bytes from " + offset);
    }
    return read(name)
        .map(content -> {
          int from = (int) Math.min(offset, content.size());
          return content.slice(from, (int) Math.min(content.size(), (long) from + length));
        });
  }

  @Override
  public List<String> list(String prefix) {
    List<String> names = new ArrayList<>(blobs.keySet());
    names.removeIf(name -> !name.startsWith(prefix));
    Collections.sort(names);
    return order.shuffle(names);
  }

  @Override
  public boolean replace(String name, Bytes content) {
    return blobs.replace(BlobStore.requireName(name), content) != null;
  }

  @Override
  public void delete(String name) {
    blobs.remove(BlobStore.requireName(name));
  }
}
