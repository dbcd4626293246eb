package dev.tidelock.hub.http;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// How long the hub waits for one who sends or takes drop by drop. Only the time spent waiting
/// counts, so nobody suffers for what takes the hub long; and a pause harms nobody who is quick on
/// the whole. One thread.
final class Patience {
  private static final long GRACE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long LEAST_BYTES_PER_SECOND = 512;

  private long waited;
  private long bytes;

  /// A step that may wait, and says how many bytes it moved.
  private interface Step {
    int run() throws IOException;
  }

  private int count(Step step) throws IOException {
    long began = System.nanoTime();
    int moved = step.run();
    waited += System.nanoTime() - began;
    bytes += Math.max(0, moved);
    if (waited > GRACE_NANOS && bytes / (waited / 1_000_000_000) < LEAST_BYTES_PER_SECOND) {
      throw new IOException("the other side is too slow");
    }
    return moved;
  }

  /// The input of a request, read with patience.
  static InputStream reading(InputStream in) {
    Patience patience = new Patience();
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return patience.count(() -> in.read(target, offset, length));
      }
    };
  }

  /// The output of an answer, written with patience.
  static OutputStream writing(OutputStream out) {
    Patience patience = new Patience();
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        patience.count(() -> {
          out.write(source, offset, length);
          return length;
        });
      }
    };
  }
}
