package dev.tidelock.hub.http;

import dev.tidelock.hub.protocol.ErrorCode;
import dev.tidelock.hub.protocol.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets so many through at a time, and the next ones wait a while: what bounds the memory of work
/// that takes much. Safe for use by any thread.
final class Turnstile {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Semaphore free;

  Turnstile(int atOnce) {
    free = new Semaphore(atOnce, true);
  }

  /// Whether somebody waits to be let through.
  boolean isWaitedFor() {
    return free.hasQueuedThreads();
  }

  /// Does some work when there is room for it.
  ///
  /// @throws Refusal if there was none for long
  void pass(Runnable work) {
    try {
      if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Refusal.later(ErrorCode.BUSY, "the hub has too much to do", Duration.ofSeconds(5));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Refusal.later(ErrorCode.STOPPING, "the hub is stopping", Duration.ofSeconds(5));
    }
    try {
      work.run();
    } finally {
      free.release();
    }
  }
}
