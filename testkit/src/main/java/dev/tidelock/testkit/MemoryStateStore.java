package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// A state store in memory that allows nothing which its port does not promise: writing while
/// scanning, using the store while changes are made or after it was closed is refused.
public final class MemoryStateStore implements StateStore {
  private final Map<Space, NavigableMap<Bytes, Bytes>> spaces;
  private int openScans;
  private boolean writing;
  private boolean closed;

  private MemoryStateStore(Map<Space, NavigableMap<Bytes, Bytes>> spaces) {
    this.spaces = spaces;
  }

  /// An empty store.
  public MemoryStateStore() {
    this(new EnumMap<>(Space.class));
    for (Space space : Space.values()) {
      spaces.put(space, new TreeMap<>());
    }
  }

  /// A store with the same content that goes its own way from here on, as after a restart or a
  /// restore.
  public MemoryStateStore copy() {
    Map<Space, NavigableMap<Bytes, Bytes>> copies = new EnumMap<>(Space.class);
    spaces.forEach((space, map) -> copies.put(space, new TreeMap<>(map)));
    return new MemoryStateStore(copies);
  }

  @Override
  public Optional<Bytes> get(Space space, Bytes key) {
    requireUsable();
    return Optional.ofNullable(map(space).get(key));
  }

  @Override
  public void scan(Space space, Bytes from, Bytes to, BiPredicate<Bytes, Bytes> visitor) {
    requireUsable();
    if (from.compareTo(to) >= 0) {
      return;
    }
    openScans++;
    try {
      for (Map.Entry<Bytes, Bytes> entry : map(space).subMap(from, to).entrySet()) {
        if (!visitor.test(entry.getKey(), entry.getValue())) {
          return;
        }
      }
    } finally {
      openScans--;
    }
  }

  @Override
  public void write(Consumer<Batch> changes) {
    requireUsable();
    if (openScans > 0) {
      throw new IllegalStateException("a visitor of a scan must not write");
    }
    List<Runnable> asked = new ArrayList<>();
    writing = true;
    try {
      changes.accept(new OpenBatch(asked));
    } finally {
      writing = false;
    }
    asked.forEach(Runnable::run);
  }

  private NavigableMap<Bytes, Bytes> map(Space space) {
    return Optional.ofNullable(spaces.get(space)).orElseThrow();
  }

  private void requireUsable() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    if (writing) {
      throw new IllegalStateException("changes in the making must not use the store");
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class OpenBatch implements Batch {
    private final List<Runnable> asked;

    OpenBatch(List<Runnable> asked) {
      this.asked = asked;
    }

    @Override
    public void put(Space space, Bytes key, Bytes value) {
      add(() -> map(space).put(key, value));
    }

    @Override
    public void delete(Space space, Bytes key) {
      add(() -> map(space).remove(key));
    }

    @Override
    public void deleteRange(Space space, Bytes from, Bytes to) {
      if (from.compareTo(to) < 0) {
        add(() -> map(space).subMap(from, to).clear());
      }
    }

    private void add(Runnable change) {
      if (!writing) {
        throw new IllegalStateException("these changes are over");
      }
      asked.add(change);
    }
  }
}
