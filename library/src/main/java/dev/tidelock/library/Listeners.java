package dev.tidelock.library;

import dev.tidelock.library.report.SyncListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Those who are told what happens. What one of them throws is for the thread's handler of uncaught
/// exceptions: it changes nothing for the others, nor for the work that is told of.
final class Listeners {
  private final List<SyncListener> all = new CopyOnWriteArrayList<>();

  void add(SyncListener listener) {
    all.add(listener);
  }

  void remove(SyncListener listener) {
    all.remove(listener);
  }

  void tell(Consumer<SyncListener> event) {
    all.forEach(listener -> guarded(() -> event.accept(listener)));
  }

  /// Calls a function of the application's.
  static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error thrown) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
  }
}
