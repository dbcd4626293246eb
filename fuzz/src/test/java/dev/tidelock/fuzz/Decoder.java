package dev.tidelock.fuzz;

import dev.tidelock.core.Bytes;
import java.util.List;
import java.util.function.Supplier;

/// A decoder under attack, and what it owes to whoever feeds it.
///
/// @param name how it is called on the command line
/// @param bound how much memory one input may cost
/// @param refusals what it may throw; anything else is a finding
/// @param seeds valid inputs, from which hostile ones are made
/// @param attack decodes an input, and checks what is promised of the result
public record Decoder(
    String name,
    Bound bound,
    List<Class<? extends Exception>> refusals,
    Supplier<List<Bytes>> seeds,
    Attack attack) {
  public Decoder {
    refusals = List.copyOf(refusals);
  }

  /// One use of a decoder.
  @FunctionalInterface
  public interface Attack {
    /// @throws Exception to refuse the input, if it is one of the decoder's own
    void on(Bytes input) throws Exception;
  }

  /// How much memory an input may cost, the garbage included.
  ///
  /// @param base bytes that any input may cost
  /// @param factor bytes more for each byte of the input
  public record Bound(long base, long factor) {
    /// The bound of decoders that keep what they read: the base covers a JVM's own first steps.
    public static final Bound USUAL = new Bound(2 << 20, 512);

    long of(int size) {
      return base + factor * size;
    }
  }

  /// What was promised does not hold.
  public static void require(boolean holds, String promise) {
    if (!holds) {
      throw new AssertionError(promise);
    }
  }
}
