package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two devices and a hub in a process of its own.
class HubSyncingTest {
  @TempDir private Path base;
  private ServedHub hub;
  private Device alice;

  @BeforeEach
  void aHubAndAProject() throws IOException {
    hub = ServedHub.start(base);
    alice = Device.create(base, "alice").write("notes.txt", "one\ntwo\nthree\n");
    hub.signIn(alice, "ann@example.org");
    assertThat(alice.run("init", "--name", "notes", "--remote", hub.url()).exit()).isZero();
    assertDone(alice.run("sync", "--json"));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  /// Another device of the same person, with the project.
  private Device clone(String name) {
    Device device = Device.create(base, name);
    hub.signIn(device, "ann@example.org");
    assertDone(device.run("clone", "notes", ".", "--json"));
    return device;
  }

  private static void assertDone(Device.Result result) {
    assertThat(result.exit()).as(result.toString()).isZero();
  }

  private static long bytes(Device.Result result, String way) {
    return ((Json.Members) result.json().get("bytes").orElseThrow()).whole(way).orElseThrow();
  }

  @Test
  void whatOneDeviceWritesTheOtherGets() {
    Device bob = clone("bob");
    assertThat(bob.read("notes.txt")).isEqualTo("one\ntwo\nthree\n");

    bob.write("from bob.txt", "bob\n");
    assertDone(bob.run("sync"));
    assertDone(alice.run("sync"));
    assertThat(alice.read("from bob.txt")).isEqualTo("bob\n");

    alice.write("notes.txt", "ONE\ntwo\nthree\n");
    bob.write("notes.txt", "one\ntwo\nTHREE\n");
    assertDone(alice.run("sync"));
    assertDone(bob.run("sync"));
    assertDone(alice.run("sync"));
    assertThat(alice.read("notes.txt")).isEqualTo("ONE\ntwo\nTHREE\n");
    assertThat(bob.read("notes.txt")).isEqualTo("ONE\ntwo\nTHREE\n");
  }

  @Test
  void aConflictGoesThroughTheHubAndIsResolvedOnTheOtherSide() {
    Device bob = clone("bob");
    alice.write("notes.txt", "alice\n");
    bob.write("notes.txt", "bob\n");
    assertDone(alice.run("sync"));
    assertThat(bob.run("sync").exit()).isEqualTo(5);
    assertThat(alice.run("sync").exit()).isEqualTo(5);

    assertDone(alice.run("resolve", "--all", "--strategy", "local"));
    assertDone(alice.run("sync"));
    assertDone(bob.run("sync"));
    assertThat(bob.read("notes.txt")).isEqualTo("alice\n");
  }

  @Test
  void aSyncWithNothingToDoSendsNothing() {
    Device.Result idle = alice.run("sync", "--json");
    assertThat(bytes(idle, "up")).isZero();
    assertThat(bytes(idle, "down")).isZero();
  }

  @Test
  void aHubThatIsDownIsExitSixAndTheWorkGoesOut() throws IOException {
    Device bob = clone("bob");
    hub.stop();
    alice.write("later.txt", "later\n");
    assertThat(alice.run("sync").exit()).isEqualTo(6);
    assertThat(alice.run("status", "--json").exit()).isZero();
    hub.startAgain();
    assertDone(alice.run("sync"));
    assertDone(bob.run("sync"));
    assertThat(bob.read("later.txt")).isEqualTo("later\n");
  }

  @Test
  void aHubThatIsKilledInMidPushLosesNothing() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[700_000];
      random.nextBytes(content);
      Files.write(alice.path("large" + i), content);
    }
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Device.Result> sync = thread.submit(() -> alice.run("sync"));
      while (size(hub.data()) < 10_000_000 && !sync.isDone()) {
        Thread.onSpinWait();
      }
      hub.kill();
      assertThat(sync.get().exit()).isIn(0, 6);
    }
    hub.startAgain();
    assertDone(alice.run("sync"));
    Device bob = clone("bob");
    for (int i = 0; i < 60; i++) {
      assertThat(bob.path("large" + i)).hasSameBinaryContentAs(alice.path("large" + i));
    }
  }

  private static long size(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | java.io.UncheckedIOException _) {
      return 0;
    }
  }

  @Test
  void aHubThatStartsAgainInMidSyncIsWaitedFor() throws Exception {
    Random random = new Random(6);
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[700_000];
      random.nextBytes(content);
      Files.write(alice.path("large" + i), content);
    }
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Device.Result> sync = thread.submit(() -> alice.run("sync"));
      while (size(hub.data()) < 10_000_000 && !sync.isDone()) {
        Thread.onSpinWait();
      }
      hub.stop();
      hub.startAgain();
      assertDone(sync.get());
    }
  }

  @Test
  void devicesOfferARestoredHubTheirCommitsAgain() throws IOException {
    Device bob = clone("bob");
    Path copy = hub.backUp();
    alice.write("after the backup.txt", "alice\n");
    assertDone(alice.run("sync"));
    assertDone(bob.run("sync"));
    hub.restore(copy);

    bob.write("bob.txt", "bob\n");
    assertDone(bob.run("sync"));
    assertDone(alice.run("sync"));
    assertDone(bob.run("sync"));

    for (Device device : new Device[] {alice, bob, clone("carol")}) {
      assertThat(device.read("after the backup.txt")).isEqualTo("alice\n");
      assertThat(device.read("bob.txt")).isEqualTo("bob\n");
    }
  }

  @Test
  void aSecondRemoteGetsWhatItLacksAndNothingTwice() throws IOException {
    Path drive = base.resolve("drive");
    byte[] content = new byte[3_000_000];
    new Random(7).nextBytes(content);
    Files.write(alice.path("large"), content);
    assertDone(alice.run("sync"));

    assertDone(alice.run("remote", "add", "drive", drive.toUri().toString()));
    Device.Result both = alice.run("sync", "--json");
    assertDone(both);
    assertThat(bytes(both, "up")).isBetween(2_900_000L, 3_300_000L);
    alice.write("small.txt", "small\n");
    assertThat(bytes(alice.run("sync", "--json"), "up")).isLessThan(10_000);
    assertThat(bytes(alice.run("sync", "--json"), "up")).isZero();

    Device bob = Device.create(base, "bob");
    assertDone(bob.run("clone", drive.toUri().toString(), "."));
    hub.signIn(bob, "ann@example.org");
    assertDone(bob.run("remote", "add", "hub", hub.url()));
    assertThat(bytes(bob.run("sync", "--json"), "up")).as("the hub has it all").isZero();
    assertThat(bob.path("large")).hasSameBinaryContentAs(alice.path("large"));
  }

  @Test
  void aMassDeletionPassesTheHubOnceItsHashIsAccepted() {
    Device carol = Device.create(base, "carol");
    hub.signIn(carol, "ann@example.org");
    for (int i = 0; i < 80; i++) {
      carol.write("many/f" + i, "file " + i);
    }
    assertDone(carol.run("init", "--name", "many", "--remote", hub.url()));
    assertDone(carol.run("sync"));
    Device bob = Device.create(base, "bob");
    hub.signIn(bob, "ann@example.org");
    assertDone(bob.run("clone", "many", "."));
    for (int i = 0; i < 80; i++) {
      assertThat(carol.path("many/f" + i).toFile().delete()).isTrue();
    }
    Device.Result stopped = carol.run("sync", "--json");
    assertThat(stopped.exit()).as("held back here").isEqualTo(8);
    Device.Result accepted = carol.run("sync", "--accept-deletes", plan(stopped), "--json");
    assertThat(accepted.exit()).as("and at the hub for as much: " + accepted).isZero();

    Device.Result there = bob.run("sync", "--json");
    assertThat(there.exit()).as("held back where it would arrive").isEqualTo(8);
    assertThat(bob.path("many/f1")).exists();
    assertDone(bob.run("sync", "--accept-deletes", plan(there)));
    assertThat(bob.path("many/f1")).doesNotExist();
  }

  private static String plan(Device.Result result) {
    Json.Members stop = (Json.Members) result.json().get("safetyStop").orElseThrow();
    return stop.text("plan").orElseThrow();
  }

  @Test
  void nobodyElseSeesTheProject() {
    Device eve = Device.create(base, "eve");
    hub.signIn(eve, "eve@example.org");
    Device.Result clone = eve.run("clone", "notes", "here");
    assertThat(clone.exit()).isEqualTo(3);
    assertThat(clone.err()).contains("there is no project 'notes'");
  }

  @Test
  void whoIsNotSignedInIsToldSo() {
    Device eve = Device.create(base, "eve");
    assertThat(eve.run("whoami").exit()).isEqualTo(4);
    Device.Result clone = eve.run("clone", "notes", "here", "--remote", hub.url());
    assertThat(clone.exit()).isEqualTo(4);
    assertThat(clone.err()).contains("tidelock login " + hub.url());
    assertThat(eve.run("init", "--remote", hub.url()).exit()).isEqualTo(4);
    assertThat(eve.path(".tidelock")).doesNotExist();

    Device.Result wrong =
        eve.typing("wrong password\n")
            .run("login", hub.url(), "--email", "ann@example.org", "--password-stdin", "--json");
    assertThat(wrong.exit()).isEqualTo(4);
    assertThat(wrong.error().text("code")).contains("denied");
    assertThat(eve.run("login", hub.url(), "--token", "tlk_not-a-token").exit()).isEqualTo(4);
  }

  @Test
  void signingOutEndsTheRightAtTheHubToo() throws IOException {
    Path kept = base.resolve("alice-home/sign-ins.json");
    assertThat(Files.getPosixFilePermissions(kept))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String token =
        Stream.of(Files.readString(kept).split("\""))
            .filter(word -> word.startsWith("tlk_"))
            .findFirst()
            .orElseThrow();
    Device.Result who = alice.run("whoami", "--json");
    assertThat(who.out()).contains("ann@example.org").doesNotContain(token);
    Device robot = Device.create(base, "robot");
    assertDone(robot.with("TIDELOCK_TOKEN", token).run("whoami", hub.url()));

    Device.Result out = alice.run("logout");
    assertDone(out);
    assertThat(out.out() + out.err()).doesNotContain(token);
    assertThat(Files.readString(kept)).doesNotContain(token);
    assertThat(robot.run("whoami", hub.url()).exit()).isEqualTo(4);
    assertThat(alice.run("sync").exit()).isEqualTo(4);
    hub.signIn(alice, "ann@example.org");
    assertDone(alice.run("sync"));
  }

  @Test
  void theRemoteSaysHowItIs() throws IOException {
    assertDone(alice.run("remote", "test"));
    assertThat(alice.run("remote", "list", "--json").out()).contains(hub.url());
    hub.stop();
    assertThat(alice.run("remote", "test").exit()).isEqualTo(6);
    hub.startAgain();
    assertDone(alice.run("remote", "remove", "origin"));
    assertDone(alice.run("remote", "add", "origin", hub.url()));
    Device.Result again = alice.run("sync", "--json");
    assertDone(again);
    assertThat(bytes(again, "up")).isZero();
  }
}
