package dev.tidelock.cli.torture;

import dev.tidelock.cli.demo.DemoDevice;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A process that is stopped as if its machine slept: it keeps what it has, its locks and its
/// connections, and does nothing until it is woken.
final class Suspension implements AutoCloseable {
  private final DemoDevice.Running running;

  private Suspension(DemoDevice.Running running) {
    this.running = running;
  }

  /// Stops a process; one that is over stays so.
  static Suspension of(DemoDevice.Running running) {
    send("STOP", running);
    return new Suspension(running);
  }

  /// Wakes it.
  @Override
  public void close() {
    send("CONT", running);
  }

  private static void send(String signal, DemoDevice.Running running) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + running.id())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
