package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.platform.linux.LinuxFileSystem;
import dev.tidelock.platform.linux.SystemClock;
import dev.tidelock.platform.linux.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as processes: signals, and two at once.
class ProcessesTest {
  @TempDir private Path base;
  private final Map<String, String> variables = new HashMap<>();
  private Device alice;

  @BeforeEach
  void aProject() {
    alice = Device.create(base, "alice").write("a.txt", "a\n");
    alice.run("init", "--remote", base.resolve("remote").toUri().toString());
  }

  private Process start(String... arguments) throws IOException {
    ProcessBuilder builder = alice.process(List.of(), arguments);
    builder.environment().putAll(variables);
    return builder
        .redirectOutput(base.resolve("out").toFile())
        .redirectError(base.resolve("err").toFile())
        .start();
  }

  private String written(String name) throws IOException {
    return Files.readString(base.resolve(name));
  }

  @Test
  void aProcessEndsWithTheExitCodeAndKeepsDataAndHintsApart() throws Exception {
    Process status = start("status", "--json");

    assertThat(status.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(status.exitValue()).as(written("err")).isZero();
    assertThat(written("out").lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("{\"schema\":1"));
    Process wrong = start("status", "--nonsense");
    assertThat(wrong.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong.exitValue()).isEqualTo(2);
    assertThat(written("out")).isEmpty();
  }

  @Test
  void directoriesAreSyncedHoweverDeepTheyAre() throws Exception {
    Path deepest = alice.directory().resolve("d/".repeat(900));
    Files.createDirectories(deepest);
    Files.writeString(deepest.resolve("leaf"), "deep");

    Process sync = start("sync", "--json");

    assertThat(sync.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(sync.exitValue()).as(written("err")).isZero();
    assertThat(written("out")).contains("\"up\":2");
  }

  @Test
  void namesBeyondAsciiTravelWhateverTheLocale() throws Exception {
    alice.write("\u00e9.txt", "e\n").run("sync");
    alice.write("\u00e9.txt", "edited\n");
    variables.put("LC_ALL", "C");

    Process sync = start("sync", "--json");

    assertThat(sync.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(sync.exitValue()).as(written("err")).isZero();
    Device.create(base, "bob").run("clone", base.resolve("remote").toUri().toString(), "c");
    assertThat(base.resolve("bob/c/\u00e9.txt")).hasContent("edited\n");
  }

  @Test
  void aWorkspaceThatAnotherProcessHoldsIsExitTen() throws Exception {
    alice.run("sync");
    try (LinuxFileSystem files = LinuxFileSystem.open(alice.directory())) {
      WorkspaceLock.tryAcquire(files, TreePath.parse(".tidelock/lock"), new SystemClock());

      Process second = start("sync", "--json");

      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).as(written("err")).isEqualTo(10);
      assertThat(written("err")).contains("busy", "process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void anInterruptIsExitOneHundredAndThirtyAndTheNextSyncGoesOn() throws Exception {
    Process watch = start("sync", "--watch", "--interval", "1", "--json");
    while (!written("out").contains("\n")) {
      assertThat(watch.waitFor(20, TimeUnit.MILLISECONDS)).as(written("err")).isFalse();
    }

    assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(watch.pid())).start().waitFor())
        .isZero();

    assertThat(watch.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.exitValue()).isEqualTo(130);
    assertThat(written("err")).contains("interrupted");
    assertThat(written("out").lines()).allMatch(line -> line.startsWith("{\"schema\":1"));
    assertThat(alice.run("sync").exit()).isZero();
  }
}
