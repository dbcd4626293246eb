package dev.tidelock.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.library.report.SyncResult;
import dev.tidelock.testkit.JavaProgram;
import dev.tidelock.testkit.PrivateMounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The library in processes of their own: two on one database, and ones that are killed.
class ProcessesTest {
  private static final String ALL = "SELECT * FROM notes ORDER BY id";
  private static final int ROWS = 5_000;

  private TwoDevices devices;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void setUp(@TempDir Path directory) throws Exception {
    devices = new TwoDevices(directory);
    devices.laptop.run(TwoDevices.NOTES, "INSERT INTO notes VALUES ('a', 'one', 0)");
  }

  @AfterEach
  void tearDown() throws Exception {
    for (Process each : started) {
      each.destroyForcibly().waitFor();
    }
    devices.close();
  }

  private Process start(String remote, String keys, int times) throws Exception {
    return start(List.of(), remote, keys, times);
  }

  private Process start(List<String> prefix, String remote, String keys, int times)
      throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        JavaProgram.line(
            SyncingProgram.class,
            devices.database("laptop").toString(),
            devices.directory.resolve("laptop/home").toString(),
            remote,
            keys,
            String.valueOf(times)));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(Files.createTempFile(devices.directory, "errors", "").toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /// Waits until a process says something, and kills it then: nothing in it is asked.
  private static String killAt(Process process, String word) throws Exception {
    try (BufferedReader said = process.inputReader()) {
      String line = said.readLine();
      while (line != null && !line.startsWith(word)) {
        line = said.readLine();
      }
      assertThat(line).as("it said " + word).isNotNull();
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return line;
    }
  }

  @Test
  void twoProcessesOnOneDatabaseTakeTurnsAndLoseNothing() throws Exception {
    String remote = "file://" + devices.remote;
    Process one = start(remote, "one-", 8);
    Process other = start(remote, "other-", 8);
    drain(one);
    drain(other);
    assertThat(one.exitValue()).isZero();
    assertThat(other.exitValue()).isZero();

    try (SyncedDatabase phone = devices.open("phone")) {
      assertThat(phone.hydrate().errors()).isEmpty();
    }
    assertThat(devices.phone.ask(ALL)).hasSize(17).isEqualTo(devices.laptop.ask(ALL));
  }

  /// The database that the processes sync.
  private SyncedDatabase laptop(String remote) throws Exception {
    return devices.open(
        "laptop", it -> it.remote(remote).workspace(devices.directory.resolve("laptop/workspace")));
  }

  @Test
  void aDatabaseOnAVolumeThatCanOnlyBeReadIsNotAllowedAndSaysSo() throws Exception {
    assumeTrue(PrivateMounts.arePossible(), "this machine lets nobody have mounts of his own");
    devices.laptop.run("PRAGMA journal_mode = DELETE");
    try (SyncedDatabase laptop = laptop("file://" + devices.remote)) {
      assertThat(laptop.seed().errors()).isEmpty();
    }
    devices.laptop.run("INSERT INTO notes VALUES ('b', 'two', 0)");
    try (PrivateMounts mounts = PrivateMounts.open()) {
      Path file = devices.database("laptop");
      mounts.readOnly(file);

      String failed = killAt(start(mounts.prefix(), "file://" + devices.remote, "k", 0), "failed");

      assertThat(failed).contains("NOT_ALLOWED").contains(file.toString());
    }
    try (SyncedDatabase laptop = laptop("file://" + devices.remote);
        SyncedDatabase phone = devices.open("phone")) {
      assertThat(laptop.sync().errors()).isEmpty();
      assertThat(phone.hydrate().errors()).isEmpty();
    }
    assertThat(devices.phone.ask(ALL)).containsExactly("a|one|0", "b|two|0");
  }

  private static void drain(Process process) throws IOException, InterruptedException {
    try (BufferedReader said = process.inputReader()) {
      said.lines().forEach(_ -> {});
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoeverComesAfterAProcessThatWasKilledInASyncGoesOnWithIt() throws Exception {
    try (SyncedDatabase phone = devices.open("phone")) {
      for (String moment : List.of("started", "progress CAPTURE", "progress PUSH", "completed")) {
        String name = moment.toLowerCase(Locale.ROOT).replace(' ', '-');
        devices.laptop.run(
            "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %d)"
                    .formatted(ROWS)
                + " INSERT INTO notes SELECT '%s' || i, hex(randomblob(50)), 0 FROM c"
                    .formatted(name));
        killAt(start("file://" + devices.remote, "k", 0), moment);
        devices.laptop.run("UPDATE notes SET done = 1 WHERE id = 'a'");

        try (SyncedDatabase laptop = laptop("file://" + devices.remote)) {
          assertThat(laptop.sync().errors()).as(moment).isEmpty();
        }
        assertThat(phone.sync().errors()).as(moment).isEmpty();
        assertThat(devices.phone.ask(ALL)).as(moment).isEqualTo(devices.laptop.ask(ALL));
      }
    }
  }

  @Test
  void whatWaitsOutlivesAProcessThatWasKilled() throws Exception {
    Path drive = devices.directory.resolve("unmounted");
    killAt(start("file://" + drive.resolve("apps"), "k", 0), "failed");
    Files.createDirectories(drive);

    Recorder recorder = new Recorder();
    try (SyncedDatabase laptop = laptop("file://" + drive.resolve("apps"))) {
      laptop.addListener(recorder);
      assertThat(laptop.queue().stats().pending()).isEqualTo(1);
      assertThat(laptop.queue().retryAll()).isEqualTo(1);

      assertThat(recorder.await(SyncResult::success).recordsUp()).isEqualTo(1);
      assertThat(laptop.queue().stats().pending()).isZero();
    }
  }
}
