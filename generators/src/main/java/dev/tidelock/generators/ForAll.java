package dev.tidelock.generators;

import java.util.Optional;
import java.util.OptionalInt;

/// The runner of a property over many cases, each with a [Tape] of its own.
///
/// Without settings the root seed is fixed, so a build gives the same answer twice. Two system
/// properties change that:
///
/// - `tidelock.seed`: a case seed, as a failure prints it, runs that one case; the word `random`
///   draws a fresh root seed and prints it in the failure like any other.
/// - `tidelock.cases`: how many cases each property runs, in place of its own number.
///
/// A failing case throws an [AssertionError] that names the seed and has the first failure as its
/// cause.
public final class ForAll {
  /// What must hold for every case; anything thrown is a failure.
  @FunctionalInterface
  public interface Property {
    void check(Tape tape) throws Exception;
  }

  private static final long ROOT_SEED = 0x7469_6465_6C6F_636BL;

  private final Seeds seeds;

  private ForAll(Seeds seeds) {
    this.seeds = seeds;
  }

  /// Runs the property on this many cases, or on what the system properties say.
  public static void cases(int count, Property property) {
    new ForAll(Seeds.fromProperties(ROOT_SEED)).run(count, property);
  }

  static ForAll with(Seeds seeds) {
    return new ForAll(seeds);
  }

  void run(int count, Property property) {
    if (count < 1) {
      throw new IllegalArgumentException("a property needs at least one case: " + count);
    }
    Optional<Long> replay = seeds.replay();
    if (replay.isPresent()) {
      check(replay.get(), "replayed", property);
      return;
    }
    OptionalInt wanted = seeds.cases();
    int total = wanted.orElse(count);
    for (int i = 0; i < total; i++) {
      check(seeds.caseSeed(i), "case " + (i + 1) + " of " + total, property);
    }
  }

  private static void check(long seed, String which, Property property) {
    try {
      property.check(Tape.of(seed));
    } catch (Exception | AssertionError | StackOverflowError failure) {
      throw new AssertionError(
          "property failed (%s); replay with -Dtidelock.seed=%s%n%s"
              .formatted(which, Seeds.print(seed), failure),
          failure);
    }
  }
}
