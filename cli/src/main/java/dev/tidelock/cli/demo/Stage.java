package dev.tidelock.cli.demo;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Where the story is played: runs what devices do, tells it, and looks whether it came as told.
/// Whatever did not ends the story with a [Failure].
///
/// @param narrator who tells it
/// @param base the directory in which everything is
/// @param program what the devices run
record Stage(Narrator narrator, Path base, ProgramLine program) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(2);

  /// A device of somebody's; asked again, the same one.
  DemoDevice device(String name, String author) {
    return new DemoDevice(name, author, base, program);
  }

  /// Runs a command that must succeed.
  void run(DemoDevice device, String... arguments) {
    run(device, ExitCode.OK, arguments);
  }

  /// Runs a command that must end with this exit code.
  void run(DemoDevice device, ExitCode expected, String... arguments) {
    run(device, "", expected, arguments);
  }

  /// Runs a command that reads `input`, and must end with this exit code.
  void run(DemoDevice device, String input, ExitCode expected, String... arguments) {
    narrator.command(device.name(), line(arguments));
    DemoDevice.Run run = device.typing(input, arguments);
    narrator.answer(run.output());
    if (run.exit() != expected.number()) {
      throw unexpected(
          "'%s' on the %s ended with %d, not %d"
              .formatted(line(arguments), device.name(), run.exit(), expected.number()));
    }
  }

  /// Starts a command that goes on beside the story.
  DemoDevice.Running start(DemoDevice device, String... arguments) {
    narrator.command(device.name(), line(arguments) + " &");
    return device.start("", arguments);
  }

  private static String line(String... arguments) {
    return "tidelock "
        + Arrays.stream(arguments)
            .map(word -> word.matches("[-\\w./:@=]+") ? word : "'" + word + "'")
            .collect(Collectors.joining(" "));
  }

  /// Waits until something is so, as long as a process goes on, and returns how long that took.
  Duration await(String what, DemoDevice.Running process, BooleanSupplier so) {
    long start = System.nanoTime();
    while (!so.getAsBoolean()) {
      boolean over = process.over(POLL);
      if (over || System.nanoTime() - start > PATIENCE.toNanos()) {
        throw unexpected(what + " did not come to be; the program said: " + process.said());
      }
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /// Compares the directories of devices byte by byte.
  void same(List<DemoDevice> devices) {
    DemoDevice first = devices.getFirst();
    TreeComparison comparison = TreeComparison.of(first.directory(), first.directory());
    for (DemoDevice device : devices.subList(1, devices.size())) {
      comparison = TreeComparison.of(first.directory(), device.directory());
      if (!comparison.equal()) {
        comparison.differences().stream().limit(10).forEach(narrator::wrong);
        throw unexpected(
            Words.count(comparison.differences().size(), "path")
                + " are not the same on the %s and the %s".formatted(first.name(), device.name()));
      }
    }
    narrator.found(
        "compared byte by byte: %d files, %d links, %d directories, %s are the same on %s"
            .formatted(
                comparison.files(),
                comparison.links(),
                comparison.directories(),
                Words.size(comparison.bytes()),
                devices.size() == 2 ? "both sides" : "all " + devices.size() + " devices"));
  }

  /// Looks whether a file has these pieces of text.
  void require(DemoDevice device, String path, String... pieces) {
    String text = device.read(path);
    for (String piece : pieces) {
      if (!text.contains(piece)) {
        throw unexpected("on the " + device.name() + ", " + path + " has no '" + piece + "'");
      }
    }
  }

  /// What ends the story early.
  static Failure unexpected(String message) {
    return new Failure(
        ExitCode.FAILURE,
        message,
        "this must not happen; run it again with --keep and look at the directories");
  }
}
