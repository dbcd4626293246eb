package dev.tidelock.cli.crash;

import dev.tidelock.cli.command.Device;
import dev.tidelock.cli.crash.TracedProcess.Point;
import dev.tidelock.cli.demo.ProgramLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The program as processes: the launcher that a property names, or else the classes of this build.
final class Program {
  private final ProgramLine line;
  private final Again again;

  private Program(ProgramLine line, Again again) {
    this.line = line;
    this.again = again;
  }

  /// The launcher at a path.
  static Program launchedBy(Path launcher, Again again) {
    return new Program(new ProgramLine(List.of(launcher.toString())), again);
  }

  /// The classes of this build.
  static Program ofThisBuild() {
    return new Program(ProgramLine.ofProcess(), Again.IN_THIS_PROCESS);
  }

  /// How what was killed is started again.
  enum Again {
    AS_A_PROCESS,
    /// The same code, sooner.
    IN_THIS_PROCESS
  }

  /// How a process ended.
  ///
  /// @param exit its exit code
  /// @param output what it said, to both streams
  record Ended(int exit, String output) {}

  /// Starts a command of a device, to be killed at a point.
  ///
  /// @param world the directory below which all counts that it does
  TracedProcess traced(Device device, Path world, Optional<Point> point, List<String> words)
      throws IOException {
    return TracedProcess.start(
        line.with(words), environment(device), device.directory(), world, point);
  }

  /// Runs a command of a device to its end.
  Ended run(Device device, List<String> words) throws IOException {
    if (again == Again.IN_THIS_PROCESS) {
      Device.Result result = device.run(Pair.words(words));
      return new Ended(result.exit(), result.out() + result.err());
    }
    ProcessBuilder builder =
        new ProcessBuilder(line.with(words)).directory(device.directory().toFile());
    builder.environment().putAll(environment(device));
    Process process =
        builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Ended(process.waitFor(), output);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A hub that serves what one left behind that was killed, or a new one.
  ///
  /// @param port where, or 0 for any that is free
  Place.Served serve(Device keeper, Path data, int port) throws IOException {
    if (again == Again.IN_THIS_PROCESS) {
      return Place.Served.inThisProcess(data, port);
    }
    Place.Served.addAccount(keeper, data);
    HubProcess hub = HubProcess.start(this, keeper, data, port, Optional.empty());
    return new Place.Served(
        hub.answers().orElseThrow(() -> new AssertionError(hub.process().await())), hub);
  }

  private static Map<String, String> environment(Device device) {
    Map<String, String> environment = new HashMap<>(device.environment());
    // The launcher keeps what it prepared where the user who runs the tests has it.
    environment.put(
        "TIDELOCK_CACHE",
        Path.of(System.getProperty("user.home"), ".cache", "tidelock").toString());
    return environment;
  }
}
