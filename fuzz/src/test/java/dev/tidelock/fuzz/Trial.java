package dev.tidelock.fuzz;

import com.sun.management.ThreadMXBean;
import dev.tidelock.core.Bytes;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Feeds a decoder, and judges: it returns or refuses by one of its named errors, in time, within
/// its memory.
final class Trial {
  /// More than any input of a test takes, on a machine that does other things, too.
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Trial() {}

  /// What an input came to.
  ///
  /// @param accepted whether it was decoded
  /// @param allocated how many bytes that took
  record Result(boolean accepted, long allocated) {}

  /// Decodes valid inputs, so that what a JVM takes to begin with is not counted.
  static void warm(Decoder decoder) {
    decoder.seeds().get().forEach(seed -> accepts(decoder, seed));
  }

  /// Tries an input.
  ///
  /// @throws AssertionError with the finding
  static Result run(Decoder decoder, Bytes input) {
    Result result = once(decoder, input);
    // Classes that are loaded only now are not the input's doing.
    for (int again = 0; again < 2 && result.allocated() > limit(decoder, input); again++) {
      result = once(decoder, input);
    }
    if (result.allocated() > limit(decoder, input)) {
      throw finding(decoder, input, "took " + result.allocated() + " bytes of memory", null);
    }
    return result;
  }

  private static long limit(Decoder decoder, Bytes input) {
    return decoder.bound().of(input.size());
  }

  private static Result once(Decoder decoder, Bytes input) {
    long began = System.nanoTime();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean accepted = accepts(decoder, input);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (took.compareTo(LONGEST) > 0) {
      throw finding(decoder, input, "took " + took, null);
    }
    return new Result(accepted, allocated);
  }

  private static boolean accepts(Decoder decoder, Bytes input) {
    try {
      decoder.attack().on(input);
      return true;
    } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
      if (decoder.refusals().stream().noneMatch(refusal -> refusal.isInstance(e))) {
        throw finding(decoder, input, "ended with " + e, e);
      }
      return false;
    }
  }

  private static AssertionError finding(
      Decoder decoder, Bytes input, String what, @org.jspecify.annotations.Nullable Throwable e) {
    String shown = input.size() > 2000 ? input.slice(0, 2000).toHex() + "…" : input.toHex();
    return new AssertionError(
        "%s, given %d bytes, %s: %s".formatted(decoder.name(), input.size(), what, shown), e);
  }
}
