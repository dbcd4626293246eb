package dev.tidelock.fuzz;

import dev.tidelock.core.Bytes;
import java.util.Optional;

/// What Jazzer calls, by name: the decoder that its argument names, input by input.
public final class GuidedTarget {
  private static Optional<Decoder> decoder = Optional.empty();

  private GuidedTarget() {}

  /// Called once.
  public static void fuzzerInitialize(String[] arguments) {
    decoder = Optional.of(Decoders.named(arguments[0]));
    decoder.ifPresent(Trial::warm);
  }

  /// Called for each input.
  public static void fuzzerTestOneInput(byte[] input) {
    Trial.run(decoder.orElseThrow(), Bytes.copyOf(input));
  }
}
