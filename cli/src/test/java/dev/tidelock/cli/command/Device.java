package dev.tidelock.cli.command;

import dev.tidelock.cli.Main;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.program.Program;
import dev.tidelock.testkit.JavaProgram;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A device of a test: a home of its own and a directory to work in, where the real commands run.
public final class Device {
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private String input = "";
  private Set<Terminal.Stream> attached = Set.of();

  private Device(Path base, String name, Path directory) {
    this.directory = directory;
    environment.put("HOME", base.resolve(name + "-user").toString());
    environment.put("TIDELOCK_HOME", base.resolve(name + "-home").toString());
    environment.put("TIDELOCK_AUTHOR", name);
  }

  /// A new device that works in `base/name`.
  public static Device create(Path base, String name) {
    try {
      return new Device(base, name, Files.createDirectories(base.resolve(name)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The same device in another directory.
  public Device in(Path other) {
    Device moved = new Device(directory, "", other);
    moved.environment.putAll(environment);
    return moved;
  }

  public Device with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// The same device with a person who types `answers`.
  public Device typing(String answers) {
    Device attended = in(directory);
    attended.input = answers;
    attended.attached = EnumSet.allOf(Terminal.Stream.class);
    attended.environment.put("NO_COLOR", "1");
    return attended;
  }

  /// Runs a command as a process of its own, behind `prefix`, which may be another program.
  ProcessBuilder process(List<String> prefix, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(JavaProgram.line(Main.class, arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    return builder;
  }

  public Path path(String name) {
    return directory.resolve(name);
  }

  public Path directory() {
    return directory;
  }

  /// What its commands find in their environment.
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  public Device write(String name, String content) {
    try {
      Path file = path(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  String read(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            attached,
            environment);
    int exit =
        new Program(new Surroundings(directory, environment, terminal, InstantSource.system()))
            .run(List.of(arguments));
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// What came of a command.
  public record Result(int exit, String out, String err) {
    public Json.Members json() {
      assertOneLine();
      return (Json.Members) JsonReader.read(out);
    }

    Json.Members error() {
      return (Json.Members) ((Json.Members) JsonReader.read(err)).get("error").orElseThrow();
    }

    private void assertOneLine() {
      if (out.strip().lines().count() != 1) {
        throw new AssertionError("not one document: " + this);
      }
    }
  }
}
