package dev.tidelock.cli.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A device: an identity of its own, a directory to work in, and the program as separate processes.
public final class DemoDevice {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofNanos(300_000);

  private final String name;
  private final String author;
  private final Path base;
  private final Path home;
  private final Path directory;
  private final ProgramLine program;

  /// @param name what it is called, and its directory in `base`
  /// @param author who works there
  /// @param base where its directory and its `TIDELOCK_HOME` are
  /// @param program what it runs
  public DemoDevice(String name, String author, Path base, ProgramLine program) {
    this.name = name;
    this.author = author;
    this.base = base;
    this.home = base.resolve(name + "-home");
    this.directory = base.resolve(name);
    this.program = program;
  }

  /// What it is called.
  public String name() {
    return name;
  }

  /// Its `TIDELOCK_HOME`.
  public Path home() {
    return home;
  }

  /// Where its copy of the project is.
  public Path directory() {
    return directory;
  }

  /// Runs the program in the device's directory, or beside it as long as that is not there.
  public Run run(String... arguments) {
    return typing("", arguments);
  }

  /// Runs the program, which may read `input`.
  public Run typing(String input, String... arguments) {
    return start(input, arguments).await();
  }

  /// Starts the program and ends it with SIGKILL as soon as `moment` has come.
  ///
  /// @return how it ended; [Run#killed()] is false if it was quicker
  public Run runAndKill(BooleanSupplier moment, String... arguments) {
    Running running = start(arguments);
    boolean over = running.over(POLL);
    while (!over && !moment.getAsBoolean()) {
      over = running.over(POLL);
    }
    running.kill();
    return running.await();
  }

  /// Starts the program in the device's directory, or beside it as long as that is not there.
  public Running start(String... arguments) {
    return start("", arguments);
  }

  /// Starts the program, which may read `input`.
  Running start(String input, String... arguments) {
    try {
      Files.createDirectories(home);
      Path output = Files.createTempFile(home, "output", ".txt");
      ProcessBuilder builder = new ProcessBuilder(program.with(List.of(arguments)));
      builder
          .directory((Files.isDirectory(directory) ? directory : base).toFile())
          .redirectErrorStream(true)
          .redirectInput(
              input.isEmpty()
                  ? ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())
                  : ProcessBuilder.Redirect.PIPE)
          .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(key -> key.startsWith("TIDELOCK_"));
      builder.environment().put("TIDELOCK_HOME", home.toString());
      builder.environment().put("TIDELOCK_AUTHOR", author);
      Process process = builder.start();
      if (!input.isEmpty()) {
        try (OutputStream stream = process.getOutputStream()) {
          stream.write(input.getBytes(StandardCharsets.UTF_8));
        }
      }
      return new Running(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException("the program cannot be started", e);
    }
  }

  /// Writes a file as editors do: beside it, then in its place.
  void write(String path, byte[] content) {
    try {
      Path target = directory.resolve(path);
      Files.createDirectories(target.getParent());
      Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
      Files.write(fresh, content);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a text.
  void write(String path, String text) {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads a text.
  String read(String path) {
    try {
      return Files.readString(directory.resolve(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Replaces a piece of a text by another.
  void replace(String path, String old, String fresh) {
    write(path, read(path).replace(old, fresh));
  }

  /// How a process ended.
  ///
  /// @param exit its exit code
  /// @param output what it said, to both streams
  /// @param killed whether it was killed in the middle of its work
  public record Run(int exit, String output, boolean killed) {}

  /// A process of the program.
  public static final class Running {
    private final Process process;
    private final Path output;
    private boolean killed;

    private Running(Process process, Path output) {
      this.process = process;
      this.output = output;
    }

    /// Waits for its end, but no longer than `patience`, and says whether it came.
    public boolean over(Duration patience) {
      try {
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        kill();
        Thread.currentThread().interrupt();
        return true;
      }
    }

    /// Ends it with SIGKILL.
    public void kill() {
      killed = process.isAlive();
      process.destroyForcibly();
    }

    /// Its process id.
    public long id() {
      return process.pid();
    }

    /// Asks it to end, and waits for that.
    public Run terminate() {
      process.destroy();
      return await();
    }

    /// What it said so far, to both streams; nothing once its end was awaited.
    public String said() {
      try {
        return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
      } catch (IOException e) {
        throw new UncheckedIOException("what the program said cannot be read", e);
      }
    }

    /// Waits for its end, which is forced if it does not come.
    public Run await() {
      if (!over(PATIENCE)) {
        kill();
      }
      int exit = process.onExit().join().exitValue();
      try {
        String said = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return new Run(exit, said, killed && exit > 128);
      } catch (IOException e) {
        throw new UncheckedIOException("what the program said cannot be read", e);
      }
    }
  }
}
