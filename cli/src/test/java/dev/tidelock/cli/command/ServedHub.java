package dev.tidelock.cli.command;

import dev.tidelock.cli.Main;
import dev.tidelock.testkit.JavaProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real hub in a process of its own, which can be stopped, killed, started again and set back.
final class ServedHub implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";

  private final Path base;
  private final Path data;
  private final List<String> options;
  private Process process;
  private String url = "";

  private ServedHub(Path base, List<String> options) throws IOException {
    this.base = base;
    this.options = List.copyOf(options);
    this.data = base.resolve("hub");
    this.process = launch("0");
  }

  static ServedHub start(Path base) throws IOException {
    return new ServedHub(base, List.of());
  }

  /// Starts one with further options on its command line.
  static ServedHub start(Path base, List<String> options) throws IOException {
    return new ServedHub(base, options);
  }

  private Process launch(String port) throws IOException {
    List<String> command =
        JavaProgram.line(
            Main.class, "hub", "serve", "--data", data.toString(), "--listen", "127.0.0.1:" + port);
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TIDELOCK_HOME", base.resolve("hub-home").toString());
    Process started = builder.redirectError(base.resolve("hub.log").toFile()).start();
    BufferedReader out = started.inputReader();
    String line = out.readLine();
    while (line != null && !line.startsWith("http")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new AssertionError("the hub did not start: " + log());
    }
    Thread.ofVirtual().start(() -> drain(out));
    url = line.strip().replaceAll("/$", "");
    return started;
  }

  private static void drain(BufferedReader out) {
    try (out) {
      out.skip(Long.MAX_VALUE);
    } catch (IOException _) {
      return;
    }
  }

  private String log() throws IOException {
    return Files.readString(base.resolve("hub.log"));
  }

  /// Where it answers; the same after it was started again.
  String url() {
    return url;
  }

  Path data() {
    return data;
  }

  /// Lets somebody sign in, if they could not before.
  void addAccount(String email) {
    Device.Result added =
        Device.create(base, "keeper")
            .typing(PASSWORD + "\n")
            .run("hub", "user", "add", email, "--password-stdin", "--data", data.toString());
    if (added.exit() != 0 && !added.err().contains("already")) {
      throw new AssertionError(added);
    }
  }

  /// Lets somebody sign in, and signs a device in as them.
  ServedHub signIn(Device device, String email) {
    addAccount(email);
    Device typing = device.typing(PASSWORD + "\n");
    Device.Result signedIn = typing.run("login", url, "--email", email, "--password-stdin");
    if (signedIn.exit() != 0) {
      throw new AssertionError(signedIn);
    }
    return this;
  }

  /// SIGTERM.
  void stop() {
    process.destroy();
    await();
  }

  /// SIGKILL.
  void kill() {
    process.destroyForcibly();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the hub does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  void startAgain() throws IOException {
    process = launch(String.valueOf(URI.create(url).getPort()));
  }

  /// A copy of everything that it keeps, made while it is stopped.
  Path backUp() throws IOException {
    Path copy = base.resolve("hub-copy");
    stop();
    copy(data, copy);
    startAgain();
    return copy;
  }

  /// Everything as it was in a copy.
  void restore(Path copy) throws IOException {
    stop();
    try (Stream<Path> all = Files.walk(data)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    copy(copy, data);
    startAgain();
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(from)) {
      all = files.toList();
    }
    for (Path file : all) {
      Path target = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.copy(file, target);
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    await();
  }
}
