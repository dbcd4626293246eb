package dev.tidelock.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
    playAtHub();
  }

  /// Plays what goes through a hub, which is another process here as it is elsewhere. Where the hub
  /// is not installed beside this program, that is left out.
  private static void playAtHub() throws IOException {
    String path = System.getProperty("jdk.module.path", "");
    if (!Files.isDirectory(Path.of(path, "hub"))) {
      return;
    }
    Process hub =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-p",
                path + File.pathSeparator + Path.of(path, "hub"),
                "--add-modules=dev.tidelock.hub",
                "-m",
                "dev.tidelock.cli/dev.tidelock.cli.HubRehearsal",
                HubRehearsal.SERVE)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = hub.inputReader(StandardCharsets.UTF_8)) {
      String[] words = Optional.ofNullable(out.readLine()).orElse("").split(" ");
      if (words.length == 2) {
        Path place = Files.createTempDirectory(Path.of("..").toRealPath(), "live");
        new LiveScene(place).play(words[0], words[1]);
      }
    } finally {
      hub.destroy();
    }
  }

  private static void play(String... commandLine) {
    Main.run(List.of(commandLine));
  }
}
