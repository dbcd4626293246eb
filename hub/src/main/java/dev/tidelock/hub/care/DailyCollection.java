package dev.tidelock.hub.care;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.hub.report.Freed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects garbage once a day while a hub serves. The first time is an hour after the start, when
/// all the devices that waited for the hub have been served. It works on a thread of its own.
public final class DailyCollection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DailyCollection.class);
  private static final Duration FIRST = Duration.ofHours(1);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final Supplier<Freed> collection;
  private final Clock clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long due;

  /// One that has only begun to count the time.
  ///
  /// @param collection collects, and says what it freed
  /// @param clock the time
  DailyCollection(Supplier<Freed> collection, Clock clock) {
    this.collection = collection;
    this.clock = clock;
    this.due = clock.monotonicNanos() + FIRST.toNanos();
  }

  /// Starts to collect every day.
  ///
  /// @param collection collects, and says what it freed; it may be cut off by the end of the
  ///   process
  public static DailyCollection start(Supplier<Freed> collection, Clock clock) {
    DailyCollection daily = new DailyCollection(collection, clock);
    Thread.ofPlatform().name("hub-collection").daemon().start(daily::run);
    return daily;
  }

  private void run() {
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Collects if it is time to. One that fails is not tried again before the next day.
  void look() {
    if (clock.monotonicNanos() - due < 0) {
      return;
    }
    due = clock.monotonicNanos() + EVERY.toNanos();
    try {
      Freed freed = collection.get();
      LOG.info(
          "collected garbage: {} objects, {} packs, {} bytes, {} tokens",
          freed.objects(),
          freed.packs(),
          freed.bytes(),
          freed.tokens());
    } catch (RuntimeException e) {
      LOG.error("garbage was not collected; it is tried again in a day", e);
    }
  }

  /// Begins no other collection, and waits for none: one that is cut off harms nothing.
  @Override
  public void close() {
    closed.countDown();
  }
}
