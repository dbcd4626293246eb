package dev.tidelock.simulation.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a device's state store holds, apart from any process that has it open. Remembers how to
/// undo its latest writes, as a restored backup would.
public final class StateMemory {
  private static final int UNDOABLE = 400;

  private final Map<Space, TreeMap<Bytes, Bytes>> spaces = new EnumMap<>(Space.class);
  private final Deque<Map<Space, Map<Bytes, @Nullable Bytes>>> undo = new ArrayDeque<>();

  NavigableMap<Bytes, Bytes> space(Space space) {
    return spaces.computeIfAbsent(space, any -> new TreeMap<>());
  }

  /// Applies one write: new values by key, null for none.
  void commit(Map<Space, Map<Bytes, @Nullable Bytes>> changes) {
    undo.addLast(replace(changes));
    if (undo.size() > UNDOABLE) {
      undo.removeFirst();
    }
  }

  private Map<Space, Map<Bytes, @Nullable Bytes>> replace(
      Map<Space, Map<Bytes, @Nullable Bytes>> changes) {
    Map<Space, Map<Bytes, @Nullable Bytes>> before = new EnumMap<>(Space.class);
    changes.forEach((space, values) -> {
      Map<Bytes, @Nullable Bytes> old = new TreeMap<>();
      values.forEach((key, value) ->
          old.put(key, value == null ? space(space).remove(key) : space(space).put(key, value)));
      before.put(space, old);
    });
    return before;
  }

  /// How many writes can be undone.
  public int undoable() {
    return undo.size();
  }

  /// Puts everything back to how it was some writes ago.
  public void undo(int writes) {
    for (int i = 0; i < writes; i++) {
      replace(undo.removeLast());
    }
  }

  /// Forgets everything.
  public void lose() {
    spaces.values().forEach(Map::clear);
    undo.clear();
  }

  /// The same content, apart from this memory.
  public StateMemory copy() {
    StateMemory copy = new StateMemory();
    spaces.forEach((space, values) -> copy.space(space).putAll(values));
    return copy;
  }

  /// Takes over the content of another memory.
  public void restore(StateMemory image) {
    lose();
    image.spaces.forEach((space, values) -> space(space).putAll(values));
  }
}
