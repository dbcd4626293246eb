package dev.tidelock.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.platform.linux.WorkspaceLock.Attempt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceLockTest {
  private static final TreePath PATH = TreePath.parse("lock");

  /// Holds the lock as another process, as long as its input is open.
  private static final String HOLDER =
      """
      import fcntl, os, struct, sys
      file = open('lock', 'r+')
      fcntl.lockf(file, fcntl.LOCK_EX)
      file.truncate(0)
      file.write(sys.argv[1])
      file.flush()
      print('locked', flush=True)
      sys.stdin.read()
      """;

  @TempDir Path root;
  private final SystemClock clock = new SystemClock();
  private LinuxFileSystem files;

  @BeforeEach
  void open() {
    files = LinuxFileSystem.open(root);
  }

  @AfterEach
  void close() {
    files.close();
  }

  private Attempt attempt(LinuxFileSystem through) {
    return WorkspaceLock.tryAcquire(through, PATH, clock);
  }

  @Test
  void oneAtATimeAlsoWithinAProcess() {
    try (LinuxFileSystem second = LinuxFileSystem.open(root)) {
      Attempt.Acquired first = (Attempt.Acquired) attempt(files);
      OptionalLong self = OptionalLong.of(ProcessHandle.current().pid());

      assertThat(attempt(files)).isEqualTo(new Attempt.Held(self));
      assertThat(attempt(second)).isEqualTo(new Attempt.Held(self));

      first.lock().close();
      assertThat(attempt(second)).isInstanceOf(Attempt.Acquired.class);
    }
  }

  @Test
  void whoReadsTheFileDoesNotBreakTheLock() throws IOException {
    attempt(files);

    assertThat(Files.readString(root.resolve("lock")))
        .isEqualTo(ProcessHandle.current().pid() + " " + clock.boot() + "\n");
    assertThat(attempt(files)).isInstanceOf(Attempt.Held.class);
  }

  @Test
  void anotherProcessHoldsItUntilItDies() throws IOException, InterruptedException {
    Files.createFile(root.resolve("lock"));
    Process other = holder("4711 " + clock.boot() + "\n");

    assertThat(attempt(files)).isEqualTo(new Attempt.Held(OptionalLong.of(4711)));

    other.destroyForcibly().waitFor();
    assertThat(attempt(files)).isInstanceOf(Attempt.Acquired.class);
  }

  @Test
  void aProcessNumberOfAnotherBootIsNotBelieved() throws IOException, InterruptedException {
    Files.createFile(root.resolve("lock"));
    for (String text :
        new String[] {"4711 another-boot\n", "", "nonsense", "99999999999999999999 x"}) {
      Process other = holder(text);
      assertThat(attempt(files)).isEqualTo(new Attempt.Held(OptionalLong.empty()));
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatAKilledProcessLeftIsNoHindrance() throws IOException {
    Files.writeString(root.resolve("lock"), "1 " + clock.boot() + "\n" + "x".repeat(500));

    assertThat(attempt(files)).isInstanceOf(Attempt.Acquired.class);
    assertThat(Files.readString(root.resolve("lock"))).hasLineCount(1);
  }

  private Process holder(String text) throws IOException {
    Process process =
        new ProcessBuilder("python3", "-c", HOLDER, text)
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(output.readLine()).isEqualTo("locked");
    return process;
  }
}
