package dev.tidelock.cli.torture;

import dev.tidelock.cli.demo.DemoDevice;
import dev.tidelock.cli.demo.ProgramLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A hub under torture: its directory, its process, and a backup of it. One thread at a time.
final class HubServer {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final int TOLD = 500;

  private final DemoDevice device;
  private final Path data;
  private final Path backup;
  private final Ledger ledger;
  private Optional<DemoDevice.Running> process = Optional.empty();
  private int port;

  /// @param base where its directories are
  HubServer(Path base, ProgramLine program, Ledger ledger) {
    this.device = new DemoDevice("server", "root", base, program);
    this.data = base.resolve("hub");
    this.backup = base.resolve("backup");
    this.ledger = ledger;
  }

  /// Makes it, with one account.
  void make(String email, String password) {
    DemoDevice.Run added =
        device.typing(
            password + "\n", words("hub", "user", "add", email, "--password-stdin", "--data"));
    if (added.exit() != 0) {
      throw new AssertionError(added.output());
    }
  }

  /// Starts it, and waits until it answers: always at the same port.
  ///
  /// @return the port
  int start() {
    DemoDevice.Running started =
        device.start("hub", "serve", "--data", data.toString(), "--listen", "127.0.0.1:" + port);
    process = Optional.of(started);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (address(started).isEmpty()) {
      boolean over = started.over(POLL);
      if (over || System.nanoTime() > end) {
        throw new AssertionError("the hub does not answer: " + started.said());
      }
    }
    port = URI.create(address(started).get()).getPort();
    ledger.note("the hub answers");
    return port;
  }

  private static Optional<String> address(DemoDevice.Running started) {
    return started
        .said()
        .lines()
        .flatMap(line -> List.of(line.split(" ")).stream())
        .filter(word -> word.matches("http://.*:\\d+/?"))
        .findFirst();
  }

  /// Kills it, if it runs.
  void kill() {
    process.ifPresent(running -> {
      running.kill();
      String said = running.await().output();
      ledger.note(
          "the hub was killed; it said " + said.substring(Math.max(0, said.length() - TOLD)));
    });
    process = Optional.empty();
  }

  /// Its process.
  DemoDevice.Running process() {
    return process.orElseThrow();
  }

  /// Begins a backup, which goes on beside what else happens.
  DemoDevice.Running startBackup() {
    return device.start(words("hub", "backup", backup.toString(), "--data"));
  }

  /// Puts what the latest backup holds in the place of what there is. It must not run.
  void restore() {
    deleteAllIn(data);
    DemoDevice.Run run = device.run(words("hub", "restore", backup.toString(), "--data"));
    if (run.exit() != 0) {
      throw new AssertionError("the backup cannot be restored: " + run.output());
    }
  }

  /// What is wrong with what it keeps, if anything is.
  Optional<String> fault() {
    DemoDevice.Run checked = device.run(words("hub", "check", "--data"));
    return checked.exit() == 0
        ? Optional.empty()
        : Optional.of("hub check ended with " + checked.exit() + ": " + checked.output());
  }

  private String[] words(String... words) {
    return Stream.concat(Stream.of(words), Stream.of(data.toString())).toArray(String[]::new);
  }

  private static void deleteAllIn(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(directory)) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
