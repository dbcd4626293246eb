package dev.tidelock.simulation.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.generators.Tape;

/// Randomness that a seed gives again.
public final class SimRandomness implements Randomness {
  private final Tape tape;

  /// @param tape where the bytes come from
  public SimRandomness(Tape tape) {
    this.tape = tape;
  }

  @Override
  public Bytes next(int size) {
    return Bytes.wrap(tape.bytes(size));
  }
}
