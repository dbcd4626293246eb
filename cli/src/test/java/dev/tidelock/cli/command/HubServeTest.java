package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `hub serve` as a process: what it prints, how it ends, and what works beside it.
class HubServeTest {
  @TempDir private Path base;
  private final List<Process> started = new ArrayList<>();
  private Device keeper;
  private String data = "";

  @BeforeEach
  void aKeeper() {
    data = base.resolve("hub").toString();
    keeper = Device.create(base, "keeper").with("TIDELOCK_HUB_DATA", data);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process serve(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("hub", "serve"));
    arguments.addAll(List.of(options));
    if (!arguments.contains("--listen")) {
      arguments.addAll(List.of("--listen", "127.0.0.1:0"));
    }
    Process process =
        keeper
            .process(List.of(), arguments.toArray(String[]::new))
            .redirectOutput(base.resolve("out").toFile())
            .redirectError(base.resolve("err").toFile())
            .start();
    started.add(process);
    return process;
  }

  private String written(String name) throws IOException {
    return Files.readString(base.resolve(name));
  }

  private String awaitAddress(Process process) throws Exception {
    while (!written("out").contains("\n")) {
      assertThat(process.waitFor(5, TimeUnit.MILLISECONDS)).as(written("err")).isFalse();
    }
    return written("out").strip();
  }

  private static int signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static int status(String url) throws IOException {
    return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode();
  }

  @Test
  void itPrintsItsAddressOnOneLineOnceItAnswersAndEndsWithZero() throws Exception {
    Process hub = serve();
    String url = awaitAddress(hub);
    assertThat(url).matches("http://127\\.0\\.0\\.1:[1-9][0-9]*/");
    assertThat(status(url + "healthz")).isEqualTo(200);
    assertThat(status(url + "readyz")).isEqualTo(200);
    assertThat(written("err")).contains("Nobody can sign in yet", "hub user add");
    long began = System.nanoTime();
    assertThat(signal(hub, "TERM")).as(written("err")).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(written("out").lines()).hasSize(1);
  }

  @Test
  void withJsonTheAddressIsADocumentAndAnInterruptIsOneHundredAndThirty() throws Exception {
    Process hub = serve("--json");
    Json.Members document = (Json.Members) JsonReader.read(awaitAddress(hub));
    assertThat(document.whole("schema")).contains(1L);
    assertThat(status(document.text("url").orElseThrow() + "healthz")).isEqualTo(200);
    assertThat(signal(hub, "INT")).isEqualTo(130);
  }

  /// Wherever the start is by then: the class of the handler itself may be loaded only later.
  @Test
  void aSignalAtAnyMomentOfTheStartEndsItWithZero() throws Exception {
    Random random = new Random(11);
    keeper
        .typing("correct horse\n")
        .run("hub", "user", "add", "ann@example.org", "--password-stdin");
    for (int i = 0; i < 6; i++) {
      Process hub = serve();
      Path database = base.resolve("hub/hub.db-wal");
      Files.deleteIfExists(database);
      while (!Files.exists(database)) {
        assertThat(hub.waitFor(1, TimeUnit.MILLISECONDS)).as(written("err")).isFalse();
      }
      hub.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
      assertThat(signal(hub, "TERM")).as("round " + i + ": " + written("err")).isZero();
      assertThat(written("out").lines()).hasSize(1);
    }
  }

  @Test
  void connectionsThatAreOpenHoldNothingUp() throws Exception {
    Process hub = serve();
    URI url = URI.create(awaitAddress(hub));
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket socket = new Socket(url.getHost(), url.getPort());
      socket
          .getOutputStream()
          .write(
              (i % 2 == 0 ? "GET /v0 HTTP/1.1\r\nHost: x\r\n" : "")
                  .getBytes(StandardCharsets.US_ASCII));
      idle.add(socket);
    }
    assertThat(status(url + "healthz")).isEqualTo(200);
    long began = System.nanoTime();
    assertThat(signal(hub, "TERM")).as(written("err")).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    for (Socket socket : idle) {
      socket.close();
    }
  }

  @Test
  void aSecondHubOnTheSameDirectoryIsExitTenAndTheFirstGoesOn() throws Exception {
    Process first = serve();
    String url = awaitAddress(first);
    Device.Result second = keeper.run("hub", "serve", "--listen", "127.0.0.1:0", "--json");
    assertThat(second.exit()).as(second.toString()).isEqualTo(10);
    assertThat(second.out()).isEmpty();
    assertThat(second.error().text("code")).contains("busy");
    assertThat(second.error().text("message").orElse(""))
        .contains("another hub uses the directory " + data, "process " + first.pid());
    assertThat(second.error().text("hint").orElse("")).contains("--data");
    assertThat(status(url + "healthz")).isEqualTo(200);
  }

  @Test
  void anAddressThatIsTakenIsNamed() throws Exception {
    URI url = URI.create(awaitAddress(serve()));
    Device.Result second =
        keeper.run(
            "hub",
            "serve",
            "--data",
            base.resolve("other").toString(),
            "--listen",
            "127.0.0.1:" + url.getPort(),
            "--json");
    assertThat(second.exit()).as(second.toString()).isEqualTo(1);
    assertThat(second.error().text("message").orElse(""))
        .contains("127.0.0.1:" + url.getPort(), "is taken");
    assertThat(second.error().text("hint").orElse("")).contains("--listen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7333", "127.0.0.1", ":80", "127.0.0.1:99999", "127.0.0.1:x", "127.0.0.1:-1"})
  void whatIsNoAddressToListenOnIsWrongUsage(String listen) {
    Device.Result result = keeper.run("hub", "serve", "--listen", listen, "--json");
    assertThat(result.exit()).as(result.toString()).isEqualTo(2);
    assertThat(result.error().text("message").orElse("")).contains(listen, "HOST:PORT");
    assertThat(base.resolve("hub")).doesNotExist();
  }

  @Test
  void plainHttpForOtherMachinesMustBeAskedFor() throws Exception {
    Device.Result result = keeper.run("hub", "serve", "--listen", "0.0.0.0:0", "--json");
    assertThat(result.exit()).as(result.toString()).isEqualTo(2);
    assertThat(result.error().text("message").orElse(""))
        .contains("without TLS the hub listens on this machine only");
    assertThat(result.error().text("hint").orElse(""))
        .contains("--tls-certificate", "--plain-http");
    assertThat(base.resolve("hub")).doesNotExist();

    Process hub = serve("--listen", "0.0.0.0:0", "--plain-http");
    assertThat(status(awaitAddress(hub) + "healthz")).isEqualTo(200);
  }

  @Test
  void aBackupWhileItServesIsServedAfterBeingRestored() throws Exception {
    try (ServedHub hub = ServedHub.start(base)) {
      Device alice = Device.create(base, "alice").write("notes.txt", "one\n");
      hub.signIn(alice, "ann@example.org");
      assertThat(alice.run("init", "--name", "notes", "--remote", hub.url()).exit()).isZero();
      assertThat(alice.run("sync").exit()).isZero();
      String copy = base.resolve("copy").toString();
      Device.Result backup = keeper.run("hub", "backup", copy, "--json");
      assertThat(backup.exit()).as(backup.toString()).isZero();
      assertThat(backup.json().whole("packs").orElse(0L)).isPositive();
      alice.write("notes.txt", "two\n");
      assertThat(alice.run("sync").exit()).isZero();

      String restored = base.resolve("restored").toString();
      assertThat(keeper.run("hub", "restore", copy, "--data", restored).exit()).isZero();
      Device.Result check = keeper.run("hub", "check", "--data", restored, "--json");
      assertThat(check.exit()).as(check.toString()).isZero();
      assertThat(check.json().whole("objects").orElse(0L)).isPositive();
      String url = awaitAddress(serve("--data", restored));
      Device bob = Device.create(base, "bob");
      Device.Result signedIn =
          bob.typing(ServedHub.PASSWORD + "\n")
              .run("login", url, "--email", "ann@example.org", "--password-stdin");
      assertThat(signedIn.exit()).as(signedIn.toString()).isZero();
      assertThat(bob.run("clone", "notes", ".").exit()).isZero();
      assertThat(bob.read("notes.txt")).isEqualTo("one\n");

      Device.Result onto = keeper.run("hub", "backup", restored, "--json");
      assertThat(onto.exit()).as("a hub serves from there: " + onto).isEqualTo(10);
      assertThat(status(url + "readyz")).isEqualTo(200);
    }
  }
}
