package dev.tidelock.engine.store;

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

/// A state store in memory. Each write is one step of a [Plug].
final class TestState implements StateStore {
  private final Map<Space, TreeMap<Bytes, Bytes>> spaces = new EnumMap<>(Space.class);
  private final Plug plug;

  TestState(Plug plug) {
    this.plug = plug;
  }

  private NavigableMap<Bytes, Bytes> space(Space space) {
    return spaces.computeIfAbsent(space, _ -> new TreeMap<>());
  }

  /// Forgets everything, as a lost file would.
  void lose() {
    spaces.clear();
  }

  @Override
  public Optional<Bytes> get(Space space, Bytes key) {
    return Optional.ofNullable(space(space).get(key));
  }

  @Override
  public void scan(Space space, Bytes from, Bytes to, BiPredicate<Bytes, Bytes> visitor) {
    for (Map.Entry<Bytes, Bytes> entry : space(space).subMap(from, to).entrySet()) {
      if (!visitor.test(entry.getKey(), entry.getValue())) {
        return;
      }
    }
  }

  @Override
  public void write(Consumer<Batch> changes) {
    List<Runnable> all = new ArrayList<>();
    changes.accept(
        new Batch() {
          @Override
          public void put(Space space, Bytes key, Bytes value) {
            all.add(() -> space(space).put(key, value));
          }

          @Override
          public void delete(Space space, Bytes key) {
            all.add(() -> space(space).remove(key));
          }

          @Override
          public void deleteRange(Space space, Bytes from, Bytes to) {
            all.add(() -> space(space).subMap(from, to).clear());
          }
        });
    plug.step();
    all.forEach(Runnable::run);
  }

  @Override
  public void close() {}
}
