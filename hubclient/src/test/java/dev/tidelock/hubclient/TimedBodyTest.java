package dev.tidelock.hubclient;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Bodies that hardly come.
class TimedBodyTest {
  private static final Duration IDLE = Duration.ofMillis(200);

  /// Gives one byte whenever something is asked for, after a while.
  private static Flow.Subscription drip(TimedBody body, Duration after) {
    return new Flow.Subscription() {
      @Override
      public void request(long count) {
        Thread.ofVirtual()
            .start(() -> {
              LockSupport.parkNanos(after.toNanos());
              body.onNext(List.of(ByteBuffer.allocate(1)));
            });
      }

      @Override
      public void cancel() {
        // Who asks no more gets no more.
      }
    };
  }

  @Test
  void aBodyThatDripsIsGivenUp() {
    try (TimedBody body = new TimedBody(IDLE)) {
      body.onSubscribe(drip(body, Duration.ofMillis(40)));
      assertThatThrownBy(body::readAllBytes)
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessageContaining("bytes came in");
    }
  }

  @Test
  void aBodyThatStopsIsGivenUp() {
    try (TimedBody body = new TimedBody(IDLE)) {
      body.onSubscribe(drip(body, Duration.ofHours(1)));
      assertThatThrownBy(body::readAllBytes)
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessageContaining("nothing came");
    }
  }
}
