package dev.tidelock.simulation.hub;

import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.hub.store.StoreFailure.Reason;
import dev.tidelock.hub.store.Tables;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import java.util.function.Function;

/// A [MemoryRecords] as one process of a hub has it open: each transaction passes a [Gate] before
/// it begins, and one that writes once more when it is durable.
final class SimRecords implements Records {
  private final MemoryRecords memory;
  private final Gate gate;

  SimRecords(MemoryRecords memory, Gate gate) {
    this.memory = memory;
    this.gate = gate;
  }

  @Override
  public <T> T read(Function<Tables, T> work) {
    pass("sql.read");
    return memory.read(work);
  }

  @Override
  public <T> T write(Function<Tables, T> work) {
    pass("sql.write");
    T result = memory.write(work);
    pass("sql.written");
    return result;
  }

  /// After a write there is nothing left to fail but its answer, which is lost.
  private void pass(String operation) {
    Fault fault = gate.call(operation, "");
    switch (fault) {
      case NO_SPACE -> throw new StoreFailure(Reason.NO_SPACE, "the disk is full");
      case BROKEN -> throw new StoreFailure(Reason.FAILED, "the disk failed");
      case DENIED -> throw new StoreFailure(Reason.BUSY, "somebody else writes");
      case NONE, UNREACHABLE, LOST_REPLY, LATE, SHORT, FLIPPED, BUSY, CHANGED, READ_ONLY -> {}
    }
  }

  @Override
  public void close() {}
}
