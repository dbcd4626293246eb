package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @Test
  void theDemonstrationEndsWithEqualSidesAndLeavesNothingBehind(@TempDir Path base) {
    Device.Result result = Device.create(base, "watcher").run("demo");

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .contains("tidelock sync", "kill -9", "sync --watch", "All devices are equal.")
        .doesNotContain("\u001b");
    assertThat(result.out().lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 100);
    assertThat(Files.exists(Path.of(System.getProperty("java.io.tmpdir"), name()))).isFalse();
  }

  private static String name() {
    return "tidelock-demo-" + ProcessHandle.current().pid();
  }
}
