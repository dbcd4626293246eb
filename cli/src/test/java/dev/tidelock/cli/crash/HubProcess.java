package dev.tidelock.cli.crash;

import dev.tidelock.cli.command.Device;
import dev.tidelock.cli.crash.TracedProcess.Ending;
import dev.tidelock.cli.crash.TracedProcess.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A hub as a process that may be killed at a point.
final class HubProcess implements AutoCloseable {
  private static final long POLL_NANOS = 5_000_000;
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private final TracedProcess process;

  private HubProcess(TracedProcess process) {
    this.process = process;
  }

  /// Starts one.
  ///
  /// @param keeper whose device it is
  /// @param port where it answers, or 0 for any that is free
  /// @param point where it is killed; nothing if that is told later, or never
  static HubProcess start(
      Program program, Device keeper, Path data, int port, Optional<Point> point)
      throws IOException {
    List<String> words =
        List.of("hub", "serve", "--data", data.toString(), "--listen", "127.0.0.1:" + port);
    Path world = Optional.ofNullable(data.getParent()).orElseThrow();
    return new HubProcess(program.traced(keeper, world, point, words));
  }

  /// Waits until it answers: where, or nothing if it is over.
  Optional<String> answers() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!process.over() && System.nanoTime() < end) {
      Optional<String> address = address();
      if (address.isPresent()) {
        return address;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return Optional.empty();
  }

  private Optional<String> address() {
    return process
        .said()
        .lines()
        .flatMap(line -> Stream.of(line.split(" ")))
        .filter(word -> word.matches("http://.*:\\d+/?"))
        .map(word -> word.replaceAll("/$", ""))
        .findFirst();
  }

  TracedProcess process() {
    return process;
  }

  /// Ends it, if it was not killed already.
  Ending kill() {
    process.kill();
    return process.await();
  }

  @Override
  public void close() {
    Ending _ = kill();
  }

  /// Reads all that a hub keeps.
  static void check(Device keeper, Path data, List<String> faults) {
    Device.Result checked = keeper.run("hub", "check", "--data", data.toString());
    if (checked.exit() != 0) {
      faults.add("hub check: " + checked);
    }
  }
}
