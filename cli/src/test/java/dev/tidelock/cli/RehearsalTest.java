package dev.tidelock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rehearsal that fails costs nobody more than time, so nobody would see it: all commands would
/// start several times slower.
final class RehearsalTest {
  @TempDir private Path scratch = Path.of("");

  @Test
  void allScenesAtAHubPlayToTheirEnd() throws Exception {
    Path project = Files.createDirectory(scratch.resolve("project"));
    Path errors = scratch.resolve("errors");
    assertThat(rehearse(project, errors).waitFor()).isZero();
    assertThat(Files.readString(errors))
        .doesNotContain(LiveScene.FAILED)
        .doesNotContain("Exception");
  }

  private Process rehearse(Path project, Path errors) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path")
                + File.pathSeparator
                + System.getProperty("jdk.module.path", ""),
            HubRehearsal.class.getName());
    builder.environment().put("TIDELOCK_HOME", scratch.resolve("home").toString());
    return builder
        .directory(project.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(errors.toFile())
        .start();
  }
}
