package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where projects may be, and what a wrong or damaged place leads to.
class PlacesTest {
  @TempDir private Path base;
  private Device alice;

  @BeforeEach
  void oneDevice() {
    alice = Device.create(base, "alice");
  }

  private void assertRefused(Device.Result result, String... words) {
    assertThat(result.exit()).as(result.toString()).isEqualTo(2);
    assertThat(result.err()).contains(words);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void outsideOfAProjectNothingIsFound() {
    Device.Result result = alice.run("status");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).contains("is in no project", "tidelock init");
    assertThat(alice.run("status", "--json").error().text("code")).contains("not_found");
  }

  @Test
  void initFirstNamesTheNextUsefulCommand() {
    Device.Result result = alice.run("init");

    assertThat(result.exit()).isZero();
    assertThat(result.out().lines().findFirst().orElseThrow()).contains("tidelock sync");
    assertThat(Files.isDirectory(alice.path(".tidelock"))).isTrue();
  }

  @Test
  void stateAndIdentityAreForTheirOwnerOnly() throws IOException {
    alice.run("init");

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(alice.path(".tidelock"))))
        .isEqualTo("rwx------");
    Path home = base.resolve("alice-home");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("device.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void withoutARemoteTheHistoryIsKeptHere() {
    alice.write("a.txt", "a\n").run("init");

    assertThat(alice.run("sync").exit()).isZero();
    assertThat(alice.run("log", "--json").json().objects("commits")).hasSize(1);
  }

  @Test
  void homeAndRootAndTheDevicesOwnDirectoryAreRefused() throws IOException {
    Path home = Files.createDirectories(base.resolve("alice-user"));
    assertRefused(alice.in(home).run("init"), "home directory");
    assertRefused(alice.run("init", "/"), "whole disk");
    assertRefused(alice.run("init", base.toString()), "home directory");
    assertThat(base.resolve(".tidelock")).doesNotExist();
    Device elsewhere = alice.with("HOME", "/nonexistent");
    alice.run("status");
    Files.createDirectories(base.resolve("alice-home"));
    assertRefused(elsewhere.run("init", base.resolve("alice-home").toString()), "identity");
  }

  @Test
  void projectsDoNotNest() {
    alice.run("init");
    assertRefused(alice.run("init", "inner"), "inside the project");
    assertThat(alice.path("inner")).doesNotExist();
    Device.Result again = alice.run("init");
    assertRefused(again, "is a project already");

    Device outer = Device.create(base, "outer");
    outer.run("init", "deep/er");
    assertRefused(outer.run("init"), "contains another project");
  }

  @Test
  void aRemoteMayNotBeInsideTheProjectNorAroundIt() {
    assertRefused(
        alice.run("init", "--remote", alice.path("r").toUri().toString()), "inside the project");
    assertRefused(alice.run("init", "--remote", base.toUri().toString()), "inside the remote");
    assertThat(alice.path(".tidelock")).doesNotExist();
  }

  @Test
  void onlyTheLastLevelOfARemotesDirectoryIsCreated() {
    Path remote = base.resolve("missing/remote");

    Device.Result result = alice.run("init", "--remote", remote.toUri().toString());

    assertThat(result.exit()).as(result.toString()).isEqualTo(6);
    assertThat(remote.getParent()).doesNotExist();
    assertThat(alice.run("status").exit()).isZero();
    assertThat(alice.run("sync").exit()).isEqualTo(6);
  }

  @Test
  void aRemoteThatWasMissingAtTheBeginningGetsTheProjectLater() throws IOException {
    Path remote = base.resolve("missing/remote");
    alice.write("a.txt", "a\n").run("init", "--remote", remote.toUri().toString());
    Files.createDirectories(remote);

    assertThat(alice.run("sync").exit()).isZero();
    assertThat(Device.create(base, "bob").run("clone", remote.toUri().toString(), "c").exit())
        .isZero();
    assertThat(base.resolve("bob/c/a.txt")).hasContent("a\n");
  }

  @Test
  void addressesOfOtherKindsAreRefusedClearly() {
    assertRefused(alice.run("init", "--remote", "s3://bucket/x"), "https:// and file://");
    assertRefused(alice.run("init", "--remote", "https://me@hub.example"), "no name or password");
    assertRefused(
        alice.with("TIDELOCK_TOKEN", "tlk_12345678").run("init", "--remote", "http://hub.example"),
        "not encrypted");
    assertRefused(alice.run("init", "--remote", "file://host/dir"), "names the host 'host'");
    assertRefused(alice.run("init", "--remote", "/plain/path"), "write it as a URL");
    assertThat(alice.path(".tidelock")).doesNotExist();
  }

  @Test
  void spacesAndPercentSignsInAddressesAreDecoded() {
    Path remote = base.resolve("my 100% drive");

    assertThat(alice.run("init", "--remote", remote.toUri().toString()).exit()).isZero();
    assertThat(remote).isDirectory();
    assertThat(alice.run("sync").exit()).isZero();
  }

  @Test
  void aFolderOfAnotherServiceIsWarnedAbout() {
    alice.write(".stfolder/marker", "");

    Device.Result result = alice.run("init");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("warning", "Syncthing");
    Device inside = Device.create(base, "Dropbox").write("notes/a.txt", "a\n");
    assertThat(inside.run("init", "notes").err()).contains("warning", "Dropbox");
  }

  @Test
  void aStateDirectoryThatIsALinkOrAFileIsRefused() throws IOException {
    Files.createSymbolicLink(alice.path(".tidelock"), base);
    assertThat(alice.run("status").exit()).isEqualTo(1);
    assertThat(alice.run("status").err()).contains("symbolic link");
    Device other = Device.create(base, "other").write(".tidelock", "text");
    assertThat(other.run("status").exit()).isEqualTo(1);
    assertThat(other.run("init").exit()).isNotZero();
  }

  @Test
  void anInterruptedInitIsContinued() throws IOException {
    Files.createDirectory(alice.path(".tidelock"));

    assertThat(alice.run("status").exit()).isEqualTo(1);
    assertThat(alice.run("status").err()).contains("never completely");
    assertThat(alice.run("init").exit()).isZero();
    assertThat(alice.run("status").exit()).isZero();
  }

  @Test
  void aHalfWrittenOrNewerMarkerIsSaid() {
    alice.run("init");
    String marker = alice.read(".tidelock/workspace.json");
    alice.write(".tidelock/workspace.json", marker.substring(0, marker.length() / 2));
    assertThat(alice.run("status").exit()).isEqualTo(1);
    assertThat(alice.run("status").err()).contains("damaged", "files are untouched");

    alice.write(".tidelock/workspace.json", marker.replace("\"format\": 1", "\"format\": 7"));
    assertThat(alice.run("status").exit()).isEqualTo(1);
    assertThat(alice.run("status").err()).contains("format 7", "newer version");
  }

  @Test
  void lostStateIsBuiltAnewAndDeletesNothing() throws IOException {
    String url = base.resolve("remote").toUri().toString();
    alice.write("a.txt", "a\n").run("init", "--remote", url);
    alice.run("sync");
    Files.delete(alice.path(".tidelock/state.db"));

    assertThat(alice.run("sync").exit()).isZero();
    assertThat(alice.read("a.txt")).isEqualTo("a\n");
  }

  @Test
  void stateThatIsNoDatabaseIsSetAsideAndBuiltAnew() throws IOException {
    String url = base.resolve("remote").toUri().toString();
    alice.write("a.txt", "a\n").run("init", "--remote", url);
    alice.run("sync");
    Files.deleteIfExists(alice.path(".tidelock/state.db-wal"));
    alice.write(".tidelock/state.db", "this is not a database, not at all, and never was");

    Device.Result result = alice.run("sync");

    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.err()).contains("warning", "damaged", "built anew");
    assertThat(alice.read("a.txt")).isEqualTo("a\n");
    try (var entries = Files.list(alice.path(".tidelock"))) {
      assertThat(entries).anyMatch(entry -> entry.toString().contains(".damaged-"));
    }
  }

  @Test
  void stateWithADamagedPageIsSaidAndNothingIsDone() throws IOException {
    alice.write("a.txt", "a\n").run("init");
    alice.run("sync");
    Files.deleteIfExists(alice.path(".tidelock/state.db-wal"));
    byte[] state = Files.readAllBytes(alice.path(".tidelock/state.db"));
    Arrays.fill(state, 100, state.length, (byte) 0xA5);
    Files.write(alice.path(".tidelock/state.db"), state);

    Device.Result result = alice.run("sync", "--json");

    assertThat(result.exit()).as(result.toString()).isEqualTo(1);
    assertThat(result.error().text("hint").orElseThrow()).contains("untouched");
    assertThat(alice.run("doctor").exit()).isEqualTo(1);
  }

  @Test
  void aCopyOfAWorkspaceIsAWorkspaceOfItsOwn() throws Exception {
    String url = base.resolve("remote").toUri().toString();
    alice.write("a.txt", "a\n").run("init", "--remote", url);
    alice.run("sync");
    Path copy = base.resolve("copy");
    assertThat(
            new ProcessBuilder("cp", "-a", alice.directory().toString(), copy.toString())
                .start()
                .waitFor())
        .isZero();
    Device second = alice.in(copy);
    second.write("from-copy.txt", "copy\n");
    alice.write("from-original.txt", "original\n");

    assertThat(second.run("sync").exit()).isZero();
    assertThat(alice.run("sync").exit()).isZero();
    assertThat(second.run("sync").exit()).isZero();
    assertThat(second.read("from-original.txt")).isEqualTo("original\n");
    assertThat(alice.read("from-copy.txt")).isEqualTo("copy\n");
    assertThat(second.read("a.txt")).isEqualTo("a\n");
  }

  @Test
  void aRootThatIsMissingOrEmptyOrAnotherThingSendsNothing() throws IOException {
    String url = base.resolve("remote").toUri().toString();
    alice.write("a.txt", "a\n").run("init", "--remote", url);
    alice.run("sync");
    Path root = alice.directory();
    Path aside = base.resolve("aside");
    Device elsewhere = alice.in(base);
    Files.move(root, aside);
    elsewhere.run("sync", "--all");

    Files.createDirectory(root);
    assertThat(alice.run("sync").exit()).isEqualTo(3);
    elsewhere.run("sync", "--all");
    Files.delete(root);
    Files.writeString(root, "a file");
    elsewhere.run("sync", "--all");
    Files.delete(root);
    Files.createSymbolicLink(root, Files.createDirectory(base.resolve("empty")));
    elsewhere.run("sync", "--all");
    Files.delete(root);
    Files.move(aside, root);

    assertThat(alice.run("sync").out()).contains("nothing to do");
    assertThat(alice.run("log", "--json").json().objects("commits")).hasSize(1);
    assertThat(alice.read("a.txt")).isEqualTo("a\n");
  }

  @Test
  void cloneAsksBeforeItMergesIntoADirectory() {
    String url = base.resolve("remote").toUri().toString();
    alice.write("a.txt", "a\n").run("init", "--remote", url);
    alice.run("sync");
    Device bob = Device.create(base, "bob").write("full/own.txt", "own\n");

    assertRefused(bob.run("clone", url, "full"), "not empty", "--yes");
    assertThat(bob.typing("n\n").run("clone", url, "full").exit()).isEqualTo(1);
    assertThat(bob.path("full/a.txt")).doesNotExist();
    assertThat(bob.run("clone", url, "full", "--yes").exit()).isZero();
    assertThat(bob.read("full/a.txt")).isEqualTo("a\n");
    assertThat(bob.read("full/own.txt")).isEqualTo("own\n");
  }

  @Test
  void cloneFindsProjectsByNameIdAndAddress() {
    String url = base.resolve("remote").toUri().toString();
    alice.write("a.txt", "a\n");
    String id =
        ((dev.tidelock.workspace.json.Json.Members)
                alice
                    .run("init", "--name", "one", "--remote", url, "--json")
                    .json()
                    .get("project")
                    .orElseThrow())
            .text("id")
            .orElseThrow();
    alice.run("sync");
    Device bob = Device.create(base, "bob");

    assertThat(bob.run("clone", "nothing", "--remote", url).exit()).isEqualTo(3);
    assertThat(bob.run("clone", "one").exit()).isEqualTo(2);
    Device.Result branch = bob.run("clone", url, "branched", "--branch", "nothing");
    assertThat(branch.exit()).as(branch.toString()).isEqualTo(3);
    assertThat(branch.err()).contains("main");
    assertThat(bob.run("clone", url, "branched").exit()).isZero();
    assertThat(bob.run("clone", "one", "--remote", url).exit()).isZero();
    assertThat(bob.run("clone", id, "by-id", "--remote", url).exit()).isZero();
    assertThat(bob.run("clone", url + "/projects/" + id, "by-url").exit()).isZero();
    Device.create(base, "other").run("init", "--name", "two", "--remote", url);
    assertRefused(bob.run("clone", url, "x"), "several projects", "one", "two");
  }

  @Test
  void anUnknownSettingStopsTheCommandWithItsLine() {
    alice.run("init");
    alice.write(".tidelock/sync.yaml", "sync:\n  conflict:\n    defualt_strategy: merge\n");

    Device.Result result = alice.run("sync");

    assertRefused(result, "line 3", "defualt_strategy", "did you mean 'default_strategy'?");
    assertThat(alice.run("config", "validate").exit()).isEqualTo(1);
  }

  @Test
  void aDamagedHomeIsSaid() {
    alice.run("init");
    Device home = alice.in(base.resolve("alice-home"));
    home.write("workspaces.json", "{");
    assertThat(alice.run("status").exit()).isEqualTo(1);
    assertThat(alice.run("status").err()).contains("workspaces.json", "move it away");
    home.write("workspaces.json", "{}").write("device.json", "{\"format\": 9}");
    assertThat(alice.run("sync").exit()).isEqualTo(1);
    assertThat(alice.run("sync").err()).contains("another version");
  }

  @Test
  void remotesAreAddedListedAndRemoved() {
    alice.write("a.txt", "a\n").run("init");
    String url = base.resolve("remote").toUri().toString();

    assertThat(alice.run("remote", "add", "origin", url).exit()).isZero();
    assertThat(alice.run("remote", "add", "origin", url).exit()).isEqualTo(2);
    assertThat(alice.run("remote", "list", "--json").json().objects("remotes")).hasSize(1);
    assertThat(alice.run("remote", "test", "origin").exit()).isZero();
    assertThat(alice.run("sync").exit()).isZero();
    assertThat(alice.run("remote", "remove", "orign").exit()).isEqualTo(3);
    assertThat(alice.run("remote", "remove", "orign").err()).contains("did you mean 'origin'?");
    assertThat(alice.run("remote", "remove", "origin").exit()).isZero();
    assertThat(alice.run("remote", "list").out()).contains("no remote");
  }
}
