package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// `sync --watch --json` of a device, as a process.
final class WatchProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = 180_000_000_000L;

  private final Process process;
  private final Path out;
  private final Path err;

  private WatchProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /// Starts to watch, and waits until everything is watched.
  static WatchProcess of(Device device, String... options) {
    WatchProcess watch = begin(List.of(), device, options);
    watch.awaitState("watching");
    return watch;
  }

  static WatchProcess begin(List<String> prefix, Device device, String... options) {
    try {
      Path base = Files.createTempDirectory(device.directory().getParent(), "watch");
      List<String> arguments = new ArrayList<>(List.of("sync", "--watch", "--json"));
      arguments.addAll(List.of(options));
      ProcessBuilder builder = device.process(prefix, arguments.toArray(String[]::new));
      Path out = base.resolve("out");
      Path err = base.resolve("err");
      return new WatchProcess(
          builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All that it told so far.
  List<Json.Members> told() {
    try {
      String text = Files.readString(out);
      List<Json.Members> told = new ArrayList<>();
      text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .forEach(line -> told.add((Json.Members) JsonReader.read(line)));
      return told;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String errors() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The documents of rounds, without those of the watch's state.
  List<Json.Members> rounds() {
    return told().stream().filter(each -> each.get("files").isPresent()).toList();
  }

  /// The state that it told last.
  String state() {
    return told().stream()
        .flatMap(each -> each.text("state").stream())
        .reduce("", (_, later) -> later);
  }

  void awaitState(String state) {
    await(() -> state().equals(state), "the state " + state);
  }

  /// Waits until something holds.
  void await(BooleanSupplier wanted, String what) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    try {
      while (!wanted.getAsBoolean()) {
        assertThat(System.nanoTime())
            .as("waiting for %s; told %s, %s", what, told(), errors())
            .isLessThan(end);
        assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as(errors()).isFalse();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /// Sends a signal by its name and answers the exit code.
  int signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
      return process.exitValue();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
