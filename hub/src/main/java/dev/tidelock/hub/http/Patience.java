package dev.tidelock.hub.http;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// How long the hub waits for one who sends or takes drop by drop. Only the time spent waiting
/// counts, so nobody suffers for what takes the hub long; and a pause harms nobody who is quick on
/// the whole. One thread.
final class Patience {
  private static final long GRACE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long LEAST_BYTES_PER_SECOND = 512;

  /// How long one is waited for while others wait for the same room.
  private static final long SHARE_NANOS = Duration.ofSeconds(10).toNanos();

  private final LongSupplier clock;
  private final BooleanSupplier othersWait;
  private long waited;
  private long bytes;

  /// @param clock the time in nanoseconds
  /// @param othersWait whether somebody waits for what this one holds
  Patience(LongSupplier clock, BooleanSupplier othersWait) {
    this.clock = clock;
    this.othersWait = othersWait;
  }

  /// Patience with one who holds up nobody else.
  static Patience alone() {
    return new Patience(System::nanoTime, () -> false);
  }

  /// Patience with one who holds a place for which others may wait.
  static Patience at(Turnstile turnstile) {
    return new Patience(System::nanoTime, turnstile::isWaitedFor);
  }

  /// The other side took too long.
  static final class TooSlowException extends IOException {
    private static final long serialVersionUID = 1L;

    private TooSlowException(String message) {
      super(message);
    }
  }

  /// A step that may wait, and says how many bytes it moved.
  private interface Step {
    int run() throws IOException;
  }

  private int count(Step step) throws IOException {
    long began = clock.getAsLong();
    int moved = step.run();
    waited += clock.getAsLong() - began;
    bytes += Math.max(0, moved);
    if (waited > GRACE_NANOS && bytes / (waited / 1_000_000_000) < LEAST_BYTES_PER_SECOND) {
      throw new TooSlowException("the other side is too slow");
    }
    if (waited > SHARE_NANOS && othersWait.getAsBoolean()) {
      throw new TooSlowException("others wait, and the other side takes its time");
    }
    return moved;
  }

  /// The input of a request, read with patience.
  InputStream reading(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return count(() -> in.read(target, offset, length));
      }
    };
  }

  /// The output of an answer, written with patience.
  OutputStream writing(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        count(() -> {
          out.write(source, offset, length);
          return length;
        });
      }
    };
  }
}
