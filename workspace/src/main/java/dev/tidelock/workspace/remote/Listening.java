package dev.tidelock.workspace.remote;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Announcements;
import dev.tidelock.engine.remote.RemoteFailure;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Listens to one remote on a thread of its own, and begins again when the connection breaks, later
/// each time. For use by any thread.
public final class Listening implements AutoCloseable {
  private static final long FIRST = 1_000_000_000L;
  private static final long MOST = 60 * FIRST;

  /// A connection that held so long was a good one.
  private static final long GOOD = 30 * FIRST;

  private final Announcements announcements;
  private final String branch;
  private final Hearer hearer;
  private final Backoff backoff;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile CountDownLatch connection = new CountDownLatch(0);
  private volatile boolean connected;

  private Listening(Announcements announcements, String branch, Hearer hearer, Backoff backoff) {
    this.announcements = announcements;
    this.branch = branch;
    this.hearer = hearer;
    this.backoff = backoff;
  }

  /// Begins to listen.
  ///
  /// @param announcements what a remote tells
  /// @param branch the branch that matters
  /// @param hearer takes what is told
  /// @param chance spreads what is tried again
  public static Listening to(
      Announcements announcements, String branch, Hearer hearer, RandomGenerator chance) {
    Listening listening =
        new Listening(announcements, branch, hearer, new Backoff(FIRST, MOST, chance));
    Thread.ofVirtual().name("announcements").start(listening::run);
    return listening;
  }

  /// Takes what is told, from any thread; returns at once.
  public interface Hearer {
    /// The branch is said to stand at a commit now.
    void announced(String head);

    /// Something is different at the remote, or with the way to it.
    void remoteChanged();

    /// The remote answers.
    void reached();
  }

  /// Whether everything that happens at the remote is told now.
  public boolean hearsAll() {
    return connected && announcements.hearsAll();
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        long began = System.nanoTime();
        CountDownLatch over = new CountDownLatch(1);
        connection = over;
        try (var _ = announcements.listen(new Line(over))) {
          connected = true;
          hearer.reached();
          if (closed.getCount() > 0) {
            over.await();
          }
        } catch (RemoteFailure _) {
          // What cannot be heard is asked for instead; rounds tell what is the matter.
        }
        if (connected) {
          connected = false;
          hearer.remoteChanged();
        }
        long now = System.nanoTime();
        if (now - began > GOOD) {
          backoff.reset();
        }
        backoff.failed(now);
        pause(backoff.until().orElse(now) - now);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void pause(long nanos) throws InterruptedException {
    boolean _ = closed.await(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    connection.countDown();
  }

  /// One connection to the remote, and what it tells.
  private final class Line implements Announcements.Listener {
    private final CountDownLatch over;

    /// @param over opens when it ends
    private Line(CountDownLatch over) {
      this.over = over;
    }

    @Override
    public void announced(String which, Optional<ObjectId> head) {
      if (which.equals(branch)) {
        head.ifPresentOrElse(id -> hearer.announced(id.toString()), hearer::remoteChanged);
      }
    }

    @Override
    public void ended(RemoteFailure reason) {
      over.countDown();
    }
  }
}
