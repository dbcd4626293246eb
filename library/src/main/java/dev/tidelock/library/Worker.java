package dev.tidelock.library;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The one thread that works on a workspace: what callers ask for, one after the other, and in
/// between what is due by the clock. A platform thread, as calls of SQLite pin a virtual one.
final class Worker implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stirred = lock.newCondition();
  private final Deque<FutureTask<?>> jobs = new ArrayDeque<>();
  private final LongSupplier nanos;
  private final Timed timed;
  private final Thread thread;
  private boolean closed;

  /// @param name of the thread, for people
  /// @param nanos a clock that never goes back, in nanoseconds
  /// @param timed what is due by that clock
  Worker(String name, LongSupplier nanos, Timed timed) {
    this.nanos = nanos;
    this.timed = timed;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /// What is to be done by the clock; called on the worker.
  interface Timed {
    /// How long until something is to be done, in nanoseconds; 0 or less for now.
    long untilDue(long now);

    /// Does what is to be done.
    void run();
  }

  void start() {
    thread.start();
  }

  /// Does something on the worker, and waits for it.
  ///
  /// @throws SyncFailure with [SyncFailure.Reason#CLOSED] if that is not possible any more
  /// @throws IllegalStateException if it is called on the worker: it would wait for itself
  <T> T call(Callable<T> work) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a listener cannot wait for another operation");
    }
    FutureTask<T> job = new FutureTask<>(work);
    lock.lock();
    try {
      if (closed) {
        throw isClosed();
      }
      jobs.add(job);
      stirred.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      return job.get();
    } catch (CancellationException _) {
      throw isClosed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncFailure(
          SyncFailure.Reason.CLOSED, "interrupted; the operation goes on by itself", "", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private static SyncFailure isClosed() {
    return new SyncFailure(SyncFailure.Reason.CLOSED, "the synced database was closed", "");
  }

  /// What is due may be due earlier than it was.
  void stir() {
    lock.lock();
    try {
      stirred.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Optional<Runnable> next = next();
    while (next.isPresent()) {
      next.get().run();
      next = next();
    }
  }

  /// What to do, once there is something; nothing once it is over.
  private Optional<Runnable> next() {
    lock.lock();
    try {
      while (!closed) {
        if (!jobs.isEmpty()) {
          return Optional.of(jobs.remove());
        }
        long nanosLeft = timed.untilDue(nanos.getAsLong());
        if (nanosLeft <= 0) {
          return Optional.of(() -> Listeners.guarded(timed::run));
        }
        try {
          stirred.awaitNanos(nanosLeft);
        } catch (InterruptedException _) {
          // Only a stranger interrupts this thread, and nobody waits for it to hear that.
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the thread once the work under way is done. Work that waits is given up.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      jobs.forEach(job -> job.cancel(false));
      jobs.clear();
      stirred.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (Thread.currentThread() != thread && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
