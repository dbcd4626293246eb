package dev.tidelock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The training run behind quick starts: plays the commands that people and scripts call most, in
/// one virtual machine, whose AOT cache then holds the classes that they need (JEP 514).
///
/// The launcher runs it in an empty directory, with a `TIDELOCK_HOME` of its own, and throws away
/// what it prints. A command that fails trains less but harms nothing, so exit codes do not count.
final class Rehearsal {
  private static final Path EDITED = Path.of("edited.txt");

  private Rehearsal() {}

  public static void main(String[] arguments) throws IOException {
    Files.writeString(EDITED, "one\n");
    Files.writeString(Path.of("settings.json"), "{\"a\": 1}\n");
    Path remote = Files.createDirectories(Path.of("..", "remote").toAbsolutePath().normalize());
    play("version");
    play("--help");
    play("init", ".", "--name", "rehearsal", "--remote", remote.toUri().toString());
    play("sync");
    Files.writeString(EDITED, "one\ntwo\n");
    play("status");
    play("status", "--json");
    play("diff");
    play("sync", "--json");
    play("sync", "conflicts", "--json");
    play("log", "--json");
  }

  private static void play(String... commandLine) {
    Main.run(List.of(commandLine));
  }
}
