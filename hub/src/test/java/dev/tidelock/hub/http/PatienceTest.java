package dev.tidelock.hub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How long is waited for those who drip, by a clock that the test moves.
class PatienceTest {
  private static final int ENOUGH = 1_000_000;

  private long now;
  private boolean othersWait;

  private final Patience patience = new Patience(() -> now, () -> othersWait);

  /// Gives so many bytes for each read, which takes so long.
  private InputStream giving(int bytes, Duration each) {
    return patience.reading(
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("bytes are read many at a time");
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            now += each.toNanos();
            return Math.min(bytes, length);
          }
        });
  }

  @Test
  void whoDripsIsCutOffAfterAMinute() {
    assertThatThrownBy(() -> giving(1, Duration.ofSeconds(1)).readNBytes(ENOUGH))
        .isInstanceOf(Patience.TooSlowException.class);
    assertThat(now).isBetween(Duration.ofSeconds(60).toNanos(), Duration.ofSeconds(62).toNanos());
  }

  @Test
  void whoIsSlowButSteadyIsWaitedForAsLongAsNobodyElseWaits() throws IOException {
    giving(1000, Duration.ofSeconds(1)).readNBytes(ENOUGH);
    assertThat(now).isGreaterThan(Duration.ofMinutes(15).toNanos());
    othersWait = true;
    assertThatThrownBy(() -> giving(1000, Duration.ofSeconds(1)).readNBytes(ENOUGH))
        .isInstanceOf(Patience.TooSlowException.class);
  }

  @Test
  void whoIsQuickIsNotCutOffThoughOthersWait() throws IOException {
    othersWait = true;
    giving(1 << 16, Duration.ofMillis(1)).readNBytes(8 << 20);
  }

  @Test
  void whoTakesDropByDropIsCutOffToo() {
    OutputStream out =
        patience.writing(
            new OutputStream() {
              @Override
              public void write(int one) {
                throw new AssertionError("bytes are written many at a time");
              }

              @Override
              public void write(byte[] source, int offset, int length) {
                now += Duration.ofSeconds(length).toNanos();
              }
            });
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < ENOUGH; i++) {
                out.write(new byte[1]);
              }
            })
        .isInstanceOf(Patience.TooSlowException.class);
  }
}
