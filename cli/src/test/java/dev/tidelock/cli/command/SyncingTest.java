package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two devices and a directory between them, by the commands alone.
class SyncingTest {
  @TempDir private Path base;
  private Device alice;
  private Device bob;
  private String url;

  @BeforeEach
  void twoDevicesWithOneProject() {
    url = base.resolve("remote").toUri().toString();
    alice = Device.create(base, "alice");
    alice.write("notes.txt", "one\ntwo\nthree\nfour\nfive\n").write("sub/deep.txt", "deep\n");
    assertThat(alice.run("init", "--name", "notes", "--remote", url).exit()).isZero();
    assertThat(alice.run("sync").exit()).isZero();
    Device.Result clone = Device.create(base, "bob").run("clone", url);
    assertThat(clone.exit()).as(clone.toString()).isZero();
    bob = Device.create(base, "bob").in(base.resolve("bob/notes"));
  }

  @Test
  void cloneBringsEverything() {
    assertThat(bob.read("notes.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\n");
    assertThat(bob.read("sub/deep.txt")).isEqualTo("deep\n");
    assertThat(bob.run("status", "--json").json().text("state")).contains("synced");
  }

  @Test
  void syncAnswersWithTheDocumentOfTheContract() {
    alice.write("new.txt", "new\n");

    Json.Members document = alice.run("sync", "--json").json();

    assertThat(document.values().keySet())
        .containsExactly(
            "schema",
            "success",
            "direction",
            "files",
            "records",
            "bytes",
            "conflicts",
            "errors",
            "durationMs",
            "commit",
            "root",
            "timestamp");
    assertThat(document.get("success")).contains(new Json.Truth(true));
    assertThat(document.get("files").toString()).contains("up=Whole[value=1]");
    assertThat(document.text("timestamp").orElseThrow()).endsWith("Z");
    assertThat(document.text("commit").orElseThrow()).hasSize(64);
  }

  @Test
  void aSecondSyncDoesNothing() {
    assertThat(alice.run("sync").out()).contains("nothing to do");
  }

  @Test
  void editsApartAreMergedAndTheSameLineIsAConflictUntilOneDeviceResolvesIt() {
    alice.write("notes.txt", "ONE\ntwo\nthree\nfour\nfive\n").write("sub/deep.txt", "alice\n");
    bob.write("notes.txt", "one\ntwo\nthree\nfour\nFIVE\n").write("sub/deep.txt", "bob\n");
    assertThat(alice.run("sync").exit()).isZero();

    Device.Result merged = bob.run("sync", "--json");

    assertThat(merged.exit()).isEqualTo(5);
    assertThat(merged.json().get("success")).contains(new Json.Truth(true));
    assertThat(bob.read("notes.txt")).isEqualTo("ONE\ntwo\nthree\nfour\nFIVE\n");
    assertThat(bob.read("sub/deep.txt")).isEqualTo("bob\n");
    assertThat(alice.run("sync").exit()).isEqualTo(5);
    assertThat(alice.read("sub/deep.txt")).isEqualTo("alice\n");
    assertThat(alice.run("status").exit()).isEqualTo(5);
    assertThat(bob.run("status").exit()).isEqualTo(5);

    Json.Members conflict = alice.run("conflicts", "--json").json().objects("conflicts").getFirst();
    assertThat(conflict.text("path")).contains("sub/deep.txt");
    assertThat(conflict.text("kind")).contains("modification");
    assertThat(conflict.objects("terms")).hasSize(2);
    String id = conflict.text("id").orElseThrow();
    assertThat(
            alice.run("resolve", "--conflict", id.substring(0, 5), "--strategy", "remote").exit())
        .isZero();
    assertThat(alice.run("sync").exit()).isZero();
    assertThat(bob.run("sync").exit()).isZero();
    assertThat(alice.read("sub/deep.txt")).isEqualTo("bob\n");
    assertThat(bob.run("conflicts").out()).contains("No conflicts");
  }

  @Test
  void aStrategyDecidesWithoutAConflict() {
    alice.write("sub/deep.txt", "alice\n").run("sync");
    bob.write("sub/deep.txt", "bob\n");

    assertThat(bob.run("sync", "--strategy", "theirs").exit()).isZero();
    assertThat(bob.read("sub/deep.txt")).isEqualTo("alice\n");
  }

  @Test
  void aStrategyForAPatternDecidesForItsPathsOnly() {
    bob.write(
        ".tidelock/sync.yaml",
        "sync:\n  conflict:\n    paths:\n      - pattern: 'sub/'\n        strategy: local\n");
    alice.write("sub/deep.txt", "alice\n").write("notes.txt", "alice\n").run("sync");
    bob.write("sub/deep.txt", "bob\n").write("notes.txt", "bob\n");

    assertThat(bob.run("sync").exit()).isEqualTo(5);
    assertThat(bob.run("conflicts").out()).contains("notes.txt").doesNotContain("deep.txt");
    alice.run("sync");
    assertThat(alice.read("sub/deep.txt")).isEqualTo("bob\n");
  }

  @Test
  void modeManualDecidesNothing() {
    alice.write("notes.txt", "ONE\ntwo\nthree\nfour\nfive\n").run("sync");
    bob.write("notes.txt", "one\ntwo\nthree\nfour\nFIVE\n");

    assertThat(bob.run("sync", "--mode", "manual").exit()).isEqualTo(5);
    assertThat(bob.run("resolve", "notes.txt", "--strategy", "merge").exit()).isZero();
    assertThat(bob.read("notes.txt")).isEqualTo("ONE\ntwo\nthree\nfour\nFIVE\n");
  }

  @Test
  void modeAskLetsAPersonChoose() {
    alice.write("sub/deep.txt", "alice\n").run("sync");
    bob.write("sub/deep.txt", "bob\n");

    Device.Result asked = bob.typing("x\nd\n9\n2\n").run("sync", "--mode", "ask");

    assertThat(asked.exit()).as(asked.toString()).isZero();
    assertThat(asked.out()).contains("bob on", "alice on");
    assertThat(bob.run("status").exit()).isZero();
  }

  @Test
  void aFileMadeElsewhereResolves() {
    alice.write("sub/deep.txt", "alice\n").run("sync");
    bob.write("sub/deep.txt", "bob\n").run("sync");
    bob.write("fixed", "both\n");

    assertThat(bob.run("resolve", "sub/deep.txt", "--file", "fixed").exit()).isZero();
    assertThat(bob.read("sub/deep.txt")).isEqualTo("both\n");
  }

  @Test
  void directionsGoOneWayOnly() {
    alice.write("from-alice.txt", "a\n").run("sync");
    bob.write("from-bob.txt", "b\n");

    bob.run("sync", "--direction", "upload");
    assertThat(bob.path("from-alice.txt")).doesNotExist();
    alice.run("sync", "--direction", "pull");
    assertThat(alice.read("from-bob.txt")).isEqualTo("b\n");
  }

  @Test
  void aDryRunShowsAndChangesNothing() {
    alice.write("new.txt", "new\n");

    Device.Result preview = alice.run("sync", "--dry-run", "--json");

    assertThat(preview.json().objects("actions").getFirst().text("path")).contains("new.txt");
    bob.run("sync");
    assertThat(bob.path("new.txt")).doesNotExist();
  }

  @Test
  void aMassDeletionIsHeldBackUntilItIsAccepted() throws IOException {
    Device carol = Device.create(base, "carol");
    for (int i = 0; i < 120; i++) {
      carol.write("many/" + i + ".txt", "file " + i + "\n");
    }
    carol.run("init", "--remote", url);
    carol.run("sync");
    for (int i = 0; i < 120; i++) {
      Files.delete(carol.path("many/" + i + ".txt"));
    }

    Device.Result held = carol.run("sync", "--json");

    assertThat(held.exit()).isEqualTo(8);
    assertThat(held.json().get("success")).contains(new Json.Truth(false));
    Json.Members stop = (Json.Members) held.json().get("safetyStop").orElseThrow();
    assertThat(stop.values().keySet()).containsExactly("plan", "deletes", "rewrites", "examples");
    assertThat(stop.whole("deletes")).contains(120L);
    String plan = stop.text("plan").orElseThrow();
    assertThat(carol.run("sync", "--accept-deletes", plan).exit()).isZero();
  }

  @Test
  void aRemoteThatIsGoneIsExitSixAndTheWorkIsKept() throws IOException {
    Optional<String> synced = alice.run("status", "--json").json().text("lastSynced");
    Files.move(base.resolve("remote"), base.resolve("unplugged"));
    alice.write("new.txt", "new\n");

    Device.Result offline = alice.run("sync", "--json");

    assertThat(offline.exit()).isEqualTo(6);
    assertThat(offline.json().get("success")).contains(new Json.Truth(false));
    assertThat(offline.json().objects("errors").getFirst().text("kind")).contains("unreachable");
    assertThat(offline.error().text("code")).contains("unreachable");
    assertThat(offline.json().text("commit")).isPresent();
    assertThat(alice.run("status", "--json").json().text("state")).contains("pending");
    assertThat(alice.run("status", "--json").json().text("lastSynced")).isEqualTo(synced);
    assertThat(base.resolve("remote")).doesNotExist();
    assertThat(alice.run("remote", "test").exit()).isEqualTo(6);
    Files.move(base.resolve("unplugged"), base.resolve("remote"));
    assertThat(alice.run("sync").exit()).isZero();
    bob.run("sync");
    assertThat(bob.read("new.txt")).isEqualTo("new\n");
  }

  @Test
  void anEmptyMountPointIsNotTakenForTheRemote() throws IOException {
    Files.move(base.resolve("remote"), base.resolve("unplugged"));
    Files.createDirectory(base.resolve("remote"));

    assertThat(alice.run("sync").exit()).isEqualTo(6);
    assertThat(base.resolve("remote")).isEmptyDirectory();
  }

  @Test
  void allWorkspacesOfADeviceSyncAtOnce() {
    Device other = bob.in(base.resolve("bob"));
    other.run("clone", url, "second");
    alice.write("new.txt", "new\n").run("sync");

    Device.Result all = other.run("sync", "--all", "--json");

    assertThat(all.exit()).isZero();
    assertThat(all.json().objects("workspaces")).hasSize(2);
    assertThat(bob.read("new.txt")).isEqualTo("new\n");
    assertThat(other.read("second/new.txt")).isEqualTo("new\n");
    assertThat(other.in(base).run("sync", "-w", "notes").exit()).isEqualTo(2);
    assertThat(other.in(base).run("status", "-w", "second").exit()).isZero();
    assertThat(other.run("sync", "--project", "nothing").exit()).isEqualTo(3);
  }

  @Test
  void theHistoryOfSyncsIsKept() {
    alice.write("new.txt", "new\n").run("sync");

    List<Json.Members> runs = alice.run("sync", "history", "--json").json().objects("runs");

    assertThat(runs).hasSize(2);
    assertThat(runs.getFirst().whole("exit")).contains(0L);
    assertThat(alice.run("sync", "history").out()).contains("1 up");
  }

  @Test
  void whatIsPendingIsListed() {
    alice.write("new.txt", "new\n");

    assertThat(alice.run("sync", "pending").out()).contains("A new.txt");
    assertThat(alice.run("cloud", "sync", "pending", "--json").json().objects("pending"))
        .hasSize(1);
  }

  @Test
  void theLogHasTheKeysOfTheContract() {
    alice.write("notes.txt", "changed\n").run("sync");

    List<Json.Members> commits = alice.run("log", "--json").json().objects("commits");

    assertThat(commits).hasSize(2);
    assertThat(commits.getFirst().values().keySet())
        .contains(
            "id",
            "parents",
            "author",
            "device",
            "time",
            "kind",
            "message",
            "snapshot",
            "files",
            "totalSize",
            "changed");
    assertThat(commits.getFirst().text("author")).contains("alice");
    assertThat(alice.run("log", "sub/deep.txt", "--json").json().objects("commits")).hasSize(1);
    assertThat(alice.run("log", "no-such-file").exit()).isEqualTo(3);
  }

  @Test
  void aDiffShowsLinesNamesAndDocuments() {
    String first =
        alice.run("log", "--json").json().objects("commits").getFirst().text("id").orElseThrow();
    alice.write("notes.txt", "one\n2\nthree\nfour\nfive\n").run("sync");
    alice.write("sub/deep.txt", "deeper\n");

    assertThat(alice.run("diff").out()).contains("-deep", "+deeper").doesNotContain("notes");
    assertThat(alice.run("diff", first.substring(0, 6), "HEAD").out()).contains("-two", "+2");
    assertThat(alice.run("diff", first, "--", "sub").out()).doesNotContain("notes");
    assertThat(alice.run("diff", "--name-status").out()).contains("M sub/deep.txt");
    assertThat(alice.run("diff", "--json").json().objects("changes")).hasSize(1);
    assertThat(alice.run("diff", "no-such-thing").exit()).isEqualTo(3);
  }

  @Test
  void verifyReadsEverything() {
    Json.Members report = alice.run("verify", "--json").json();

    assertThat(report.get("success")).contains(new Json.Truth(true));
    assertThat(report.whole("objects").orElseThrow()).isPositive();
  }

  @Test
  void doctorFindsNothingWrong() {
    Device.Result healthy = alice.run("doctor", "--json");

    assertThat(healthy.exit()).as(healthy.toString()).isZero();
    assertThat(healthy.json().objects("checks")).allMatch(each -> each.text("level").isPresent());
  }

  @Test
  void commandsWorkFromAnySubDirectory() {
    assertThat(alice.in(alice.path("sub")).run("status").exit()).isZero();
    assertThat(alice.in(alice.path("sub")).run("log", "deep.txt").exit()).isZero();
  }

  @Test
  void aLogFileSaysWhatHappened() {
    alice.run("sync", "--log-file", "../sync.log");

    assertThat(base.resolve("sync.log")).content().contains("info  sync", "info  done");
  }
}
