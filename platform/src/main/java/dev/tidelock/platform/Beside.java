package dev.tidelock.platform;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Work that is done beside the thread that needs it, by a few threads of the machine's that hold
/// up no end of the program. Work that finds them all busy is done by its caller. For use by any
/// thread.
public final class Beside {
  private static final int IDLE_SECONDS = 10;

  private static final ThreadPoolExecutor THREADS =
      new ThreadPoolExecutor(
          0,
          Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> Thread.ofPlatform().daemon().name("beside").unstarted(task),
          new ThreadPoolExecutor.CallerRunsPolicy());

  private Beside() {}

  /// Begins some work.
  public static <T> Future<T> submit(Callable<T> work) {
    return THREADS.submit(work);
  }

  /// Waits until some work is over, whatever came of it.
  @SuppressWarnings("EmptyCatch")
  public static void end(Future<?> work) {
    try {
      await(work);
    } catch (RuntimeException _) {
      // Whoever asks for the result is told.
    }
  }

  /// Waits for its result. What it throws comes out here; an interrupt is kept for later.
  public static <T> T await(Future<T> work) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return work.get();
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException failed) {
          switch (failed.getCause()) {
            case RuntimeException failure -> throw failure;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(failed);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
