package dev.tidelock.simulation.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.port.StateFailure.Reason;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A [StateMemory] as one process has it open: each call passes a [Gate].
public final class SimStateStore implements StateStore {
  private final StateMemory memory;
  private final Gate gate;
  private boolean open = true;
  private boolean scanning;
  private boolean writing;

  /// @param memory what is stored
  /// @param gate the way to it
  public SimStateStore(StateMemory memory, Gate gate) {
    this.memory = memory;
    this.gate = gate;
  }

  @Override
  public Optional<Bytes> get(Space space, Bytes key) {
    pass("get", space.name());
    return Optional.ofNullable(memory.space(space).get(key));
  }

  @Override
  public void scan(Space space, Bytes from, Bytes to, BiPredicate<Bytes, Bytes> visitor) {
    pass("scan", space.name());
    if (from.compareTo(to) >= 0) {
      return;
    }
    List<Map.Entry<Bytes, Bytes>> found =
        new ArrayList<>(memory.space(space).subMap(from, to).entrySet());
    boolean outer = scanning;
    scanning = true;
    try {
      for (Map.Entry<Bytes, Bytes> entry : found) {
        if (!visitor.test(entry.getKey(), entry.getValue())) {
          return;
        }
      }
    } finally {
      scanning = outer;
    }
  }

  @Override
  public void write(Consumer<Batch> changes) {
    if (scanning || writing) {
      throw new IllegalStateException("a write in the middle of a " + (writing ? "write" : "scan"));
    }
    Collected collected = new Collected();
    writing = true;
    try {
      changes.accept(collected);
    } finally {
      writing = false;
      collected.done = true;
    }
    Fault fault = pass("write", Integer.toString(collected.size()));
    if (fault == Fault.NO_SPACE) {
      throw new StateFailure(Reason.NO_SPACE, "state: the disk is full", new Exception("full"));
    }
    memory.commit(collected.changes);
  }

  private Fault pass(String operation, String subject) {
    if (!open || writing) {
      throw new IllegalStateException(writing ? "in the middle of a write" : "closed");
    }
    Fault fault = gate.call("state." + operation, subject);
    if (fault == Fault.BROKEN) {
      throw new StateFailure(Reason.BROKEN, "state: " + operation, new Exception("device failed"));
    }
    return fault;
  }

  @Override
  public void close() {
    open = false;
  }

  /// The changes of one write, the latest of each key.
  private final class Collected implements Batch {
    private final Map<Space, Map<Bytes, @Nullable Bytes>> changes = new EnumMap<>(Space.class);

    private boolean done;

    @Override
    public void put(Space space, Bytes key, Bytes value) {
      requireInTheMaking();
      changes.computeIfAbsent(space, any -> new TreeMap<>()).put(key, value);
    }

    @Override
    public void delete(Space space, Bytes key) {
      requireInTheMaking();
      changes.computeIfAbsent(space, any -> new TreeMap<>()).put(key, null);
    }

    @Override
    public void deleteRange(Space space, Bytes from, Bytes to) {
      requireInTheMaking();
      if (from.compareTo(to) >= 0) {
        return;
      }
      Map<Bytes, @Nullable Bytes> values = changes.computeIfAbsent(space, any -> new TreeMap<>());
      memory.space(space).subMap(from, to).keySet().forEach(key -> values.put(key, null));
      values.replaceAll((key, value) -> isWithin(key, from, to) ? null : value);
    }

    private static boolean isWithin(Bytes key, Bytes from, Bytes to) {
      return from.compareTo(key) <= 0 && key.compareTo(to) < 0;
    }

    private void requireInTheMaking() {
      if (done) {
        throw new IllegalStateException("the write is over");
      }
    }

    int size() {
      return changes.values().stream().mapToInt(Map::size).sum();
    }
  }
}
