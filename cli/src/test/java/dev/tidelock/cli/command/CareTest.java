package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `verify`, `gc` and `doctor` on a device, at a directory that devices share, and at a hub.
class CareTest {
  private static final Json YES = new Json.Truth(true);
  private static final Json NO = new Json.Truth(false);

  @TempDir private Path base;
  private Device alice;
  private String url;

  @BeforeEach
  void aDeviceWithAProject() throws IOException {
    url = base.resolve("remote").toUri().toString();
    alice = Device.create(base, "alice");
    alice.write("notes.txt", "one\ntwo\nthree\n".repeat(500)).write("sub/deep.txt", "deep\n");
    byte[] large = new byte[3 << 20];
    new Random(7).nextBytes(large);
    Files.write(alice.path("large.bin"), large);
    assertThat(alice.run("init", "--name", "notes", "--remote", url).exit()).isZero();
    assertThat(alice.run("sync").exit()).isZero();
  }

  private static List<Path> packs(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*(/packs/[0-9a-f]{32}|[.]pack|/hub/.*/p/.*)"))
          .sorted()
          .toList();
    }
  }

  /// Turns a bit in the middle of each pack.
  private static void damage(Path directory) throws IOException {
    List<Path> packs = packs(directory);
    assertThat(packs).isNotEmpty();
    for (Path pack : packs) {
      byte[] bytes = Files.readAllBytes(pack);
      bytes[bytes.length / 2] ^= 4;
      Files.write(pack, bytes);
    }
  }

  private static void assertNamed(Json.Members report) {
    List<Json.Members> findings = report.objects("findings");
    assertThat(findings).isNotEmpty();
    for (Json.Members finding : findings) {
      assertThat(finding.text("id").orElse("")).hasSize(64);
      assertThat(finding.text("commit").orElse("")).hasSize(64);
      assertThat(finding.text("message")).isPresent();
    }
    assertThat(report.get("damaged").toString()).contains("needed by");
  }

  @Test
  void whatIsDamagedHereIsNamedAndMendedAndKeptAside() throws IOException {
    damage(alice.path(".tidelock/objects"));

    Device.Result found = alice.run("verify", "--json");
    assertThat(found.exit()).as(found.toString()).isEqualTo(1);
    assertThat(found.json().get("success")).contains(NO);
    assertNamed(found.json());
    assertThat(alice.run("verify").out()).contains("damaged: ", "Not sound");

    Device.Result mended = alice.run("verify", "--repair", "--json");
    assertThat(mended.exit()).as(mended.toString()).isZero();
    assertThat(mended.json().get("repaired").toString()).contains("object ");
    String id = found.json().objects("findings").getFirst().text("id").orElseThrow();
    assertThat(alice.path(".tidelock/damaged/" + id)).isNotEmptyFile();
    assertThat(alice.run("verify").exit()).isZero();
    Json.Members doctor = alice.run("doctor", "--json").json();
    assertThat(level(doctor, "damage")).isEqualTo("warn");
  }

  private static String level(Json.Members doctor, String subject) {
    return doctor.objects("checks").stream()
        .filter(check -> check.text("subject").orElse("").equals(subject))
        .findFirst()
        .flatMap(check -> check.text("level"))
        .orElse("not looked at");
  }

  @Test
  void whatIsDamagedAtADirectoryIsNamedAndMendedFromHere() throws IOException {
    damage(base.resolve("remote"));

    assertThat(alice.run("verify").exit()).as("here all is well").isZero();
    Device.Result found = alice.run("verify", "--remote", "origin", "--json");
    assertThat(found.exit()).as(found.toString()).isEqualTo(1);
    assertNamed(found.json());
    assertThat(found.json().objects("places")).hasSize(2);

    Device.Result mended = alice.run("verify", "--all", "--repair", "--json");
    assertThat(mended.exit()).as(mended.toString()).isZero();
    assertThat(mended.json().get("repaired").toString()).contains("at origin");
    assertThat(alice.run("verify", "--remote", "origin").out()).contains("origin: Sound");
    assertWhole(url);
  }

  @Test
  void whatIsLostAtADirectoryIsNamedAndMendedFromHere() throws IOException {
    for (Path pack : packs(base.resolve("remote"))) {
      Files.delete(pack);
    }
    Device.Result found = alice.run("verify", "--remote", "origin", "--json");
    assertThat(found.exit()).as(found.toString()).isEqualTo(1);

    Device.Result mended = alice.run("verify", "--remote", "origin", "--repair", "--json");
    assertThat(mended.exit()).as(mended.toString()).isZero();
    assertThat(alice.run("verify", "--remote", "origin").exit()).isZero();
  }

  @Test
  void whatIsDamagedAtAHubIsNamedAndMendedFromHere() throws IOException {
    try (ServedHub hub = ServedHub.start(base)) {
      hub.signIn(alice, "ann@example.org");
      assertThat(alice.run("remote", "add", "hub", hub.url()).exit()).isZero();
      assertThat(alice.run("sync").exit()).isZero();
      hub.stop();
      damage(base.resolve("hub"));
      hub.startAgain();

      Device.Result found = alice.run("verify", "--remote", "hub", "--json");
      assertThat(found.exit()).as(found.toString()).isEqualTo(1);
      assertThat(found.json().objects("findings")).isNotEmpty();
      Device.Result mended = alice.run("verify", "--remote", "hub", "--repair", "--json");
      assertThat(mended.exit()).as(mended.toString()).isZero();
      assertThat(alice.run("verify", "--remote", "hub").exit()).isZero();
    }
  }

  /// A device that was never here gets everything, byte by byte.
  private void assertWhole(String address) throws IOException {
    Device bob = Device.create(base, "bob");
    Device.Result clone = bob.run("clone", address);
    assertThat(clone.exit()).as(clone.toString()).isZero();
    for (String file : List.of("notes.txt", "sub/deep.txt", "large.bin")) {
      assertThat(bob.path("notes/" + file)).hasSameBinaryContentAs(alice.path(file));
    }
  }

  @Test
  void anUnknownRemoteIsNotFound() {
    assertThat(alice.run("verify", "--remote", "nowhere").exit()).isEqualTo(3);
    assertThat(alice.run("gc", "--remote", "nowhere").exit()).isEqualTo(3);
  }

  @Test
  void gcFoldsSmallPacksOfADirectoryAndSaysWhatItFreed() throws IOException {
    for (int i = 0; i < 12; i++) {
      alice.write("notes.txt", "edit " + i + "\n");
      assertThat(alice.run("sync").exit()).isZero();
    }
    int before = packs(base.resolve("remote")).size();
    assertThat(before).isGreaterThan(12);

    Json.Members preview = alice.run("gc", "--all", "--now", "--dry-run", "--json").json();
    assertThat(preview.get("dryRun")).contains(YES);
    assertThat(packs(base.resolve("remote"))).hasSize(before);

    Device.Result done = alice.run("gc", "--all", "--now", "--json");
    assertThat(done.exit()).as(done.toString()).isZero();
    Json.Members remote = done.json().objects("remotes").getFirst();
    assertThat(remote.text("name")).contains("origin");
    assertThat(remote.whole("packs").orElse(0L)).isGreaterThan(10);
    assertThat(remote.whole("bytes").orElse(0L)).isPositive();
    assertThat(packs(base.resolve("remote")).size()).isLessThan(before - 8);
    assertThat(alice.run("gc", "--remote", "origin").out()).contains("origin: freed 0 objects");
    assertThat(alice.run("verify", "--all").exit()).isZero();
    assertWhole(url);
    alice.write("notes.txt", "after\n");
    assertThat(alice.run("sync").exit()).isZero();
  }

  @Test
  void doctorLooksAtEverythingAndSaysWhatToDo() {
    Device.Result healthy = alice.run("doctor", "--json");
    assertThat(healthy.exit()).as(healthy.toString()).isZero();
    assertThat(healthy.json().objects("checks"))
        .extracting(check -> check.text("subject").orElse(""))
        .contains(
            "java",
            "device",
            "home",
            "watches",
            "space",
            "permissions",
            "clock",
            "file times",
            "hard links",
            "letter case",
            "normal form",
            "executable files",
            "links",
            "settings",
            "ignore rules",
            "state",
            "lock",
            "leftovers",
            "damage",
            "remote origin");
    assertThat(healthy.json().objects("checks"))
        .allMatch(check ->
            check.text("level").orElse("").equals("ok")
                || !check.text("advice").orElse("").isEmpty());
  }
}
