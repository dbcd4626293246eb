package dev.tidelock.cli.conflict;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.core.Bytes;
import dev.tidelock.workspace.machine.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The person's own editor, for making a version that none of the others is.
final class Editor {
  private final Surroundings surroundings;

  Editor(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Lets a person edit a text in a private file, and gives what came of it; nothing if the editor
  /// failed or nothing was changed.
  ///
  /// @param name the file's name, by whose ending editors know its language
  Optional<Bytes> edit(String name, Bytes text) {
    try {
      Path directory = Files.createTempDirectory("tidelock-resolve-");
      Path file = directory.resolve(name);
      try {
        Files.write(file, text.toByteArray());
        boolean done = run(file);
        Bytes edited = Bytes.wrap(Files.readAllBytes(file));
        return done && !edited.equals(text) ? Optional.of(edited) : Optional.empty();
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILURE, "editing failed: " + Reasons.of(e), "set EDITOR to your editor", e);
    }
  }

  private boolean run(Path file) throws IOException {
    String command =
        surroundings.variable("VISUAL").or(() -> surroundings.variable("EDITOR")).orElse("vi");
    Process editor =
        new ProcessBuilder("/bin/sh", "-c", command + " \"$1\"", "sh", file.toString())
            .inheritIO()
            .start();
    try {
      return editor.waitFor() == 0;
    } catch (InterruptedException _) {
      editor.destroy();
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
