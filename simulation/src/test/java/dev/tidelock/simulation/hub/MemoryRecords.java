package dev.tidelock.simulation.hub;

import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Tables;
import java.util.function.Function;

/// The hub's memory in plain maps: what the tables in SQL do, and some hundred times as fast. It is
/// stricter: whoever begins a transaction within another one is found out. One thread.
final class MemoryRecords implements Records {
  private final Journal journal = new Journal();
  private final MemoryTables tables = new MemoryTables(journal);
  private boolean busy;

  @Override
  public <T> T read(Function<Tables, T> work) {
    return alone(() -> work.apply(tables));
  }

  @Override
  public <T> T write(Function<Tables, T> work) {
    return alone(() -> {
      boolean done = false;
      try {
        T result = work.apply(tables);
        done = true;
        return result;
      } finally {
        if (done) {
          journal.commit();
        } else {
          journal.rollBack();
        }
      }
    });
  }

  private interface Work<T> {
    T run();
  }

  private <T> T alone(Work<T> work) {
    if (busy) {
      throw new IllegalStateException("a transaction within a transaction");
    }
    busy = true;
    try {
      return work.run();
    } finally {
      busy = false;
    }
  }

  /// How many moves of heads it remembers.
  long moves() {
    return tables.moveCount();
  }

  /// The same content, apart from this memory.
  MemoryRecords copy() {
    MemoryRecords copy = new MemoryRecords();
    copy.restore(this);
    return copy;
  }

  /// Takes over the content of another memory.
  void restore(MemoryRecords other) {
    tables.restore(other.tables);
  }

  @Override
  public void close() {}
}
