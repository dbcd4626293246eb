package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.BlobStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// Blobs in memory, with a record of all calls and a hook before and after each. Safe for use by
/// any thread.
final class WatchedBlobs implements BlobStore {
  final NavigableMap<String, Bytes> blobs = new ConcurrentSkipListMap<>();
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  volatile Hook before = _ -> {};
  volatile Hook after = _ -> {};

  interface Hook {
    void call(String call);
  }

  /// How many bytes are stored.
  long bytes() {
    return blobs.values().stream().mapToLong(Bytes::size).sum();
  }

  private void began(String call) {
    calls.add(call);
    before.call(call);
  }

  @Override
  public boolean create(String name, Bytes content) {
    began("create " + name);
    boolean created = blobs.putIfAbsent(name, content) == null;
    after.call("create " + name);
    return created;
  }

  @Override
  public Optional<Bytes> read(String name) {
    began("read " + name);
    return Optional.ofNullable(blobs.get(name));
  }

  @Override
  public Optional<Bytes> read(String name, long offset, int length) {
    began("part " + name);
    return Optional.ofNullable(blobs.get(name))
        .map(content -> {
          int from = (int) Math.min(offset, content.size());
          return content.slice(from, (int) Math.min((long) from + length, content.size()));
        });
  }

  @Override
  public List<String> list(String prefix) {
    began("list " + prefix);
    return blobs.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  @Override
  public boolean replace(String name, Bytes content) {
    began("replace " + name);
    return blobs.replace(name, content) != null;
  }

  @Override
  public void delete(String name) {
    began("delete " + name);
    blobs.remove(name);
  }
}
