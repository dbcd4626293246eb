package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.testkit.PrivateMounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases and workspaces on volumes that fill up while rows are written, or can only be read.
class FullDatabasesTest {
  private static final String ALL = "SELECT * FROM note ORDER BY id";
  private static final String NOTE = "CREATE TABLE note(id TEXT PRIMARY KEY, body TEXT)";
  private static final String MANY =
      "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 8000)"
          + " INSERT INTO note SELECT hex(randomblob(8)), hex(randomblob(300)) FROM c";
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path base;
  private Device alice;
  private Sqlite mine;
  private Path disk;
  private String url;
  private PrivateMounts mounts;

  @BeforeEach
  void manyRowsOfAlice() throws IOException {
    assumeTrue(PrivateMounts.arePossible(), "this machine lets nobody have mounts of his own");
    mounts = PrivateMounts.open();
    url = base.resolve("remote").toUri().toString();
    disk = Files.createDirectory(base.resolve("disk"));
    alice = Device.create(base, "alice").write("readme.txt", "hello\n");
    good(alice.run("init", "--name", "app", "--remote", url));
    mine = Sqlite.at(base.resolve("mine.db")).run(NOTE, MANY);
    good(alice.run("record", "track", mine.file().toString(), "note", "--as", "app"));
    good(alice.run("sync"));
  }

  @AfterEach
  void noMounts() {
    if (mounts != null) {
      mounts.close();
    }
  }

  /// Another device that has the project.
  private Device cloned() {
    good(Device.create(base, "bob").run("clone", url));
    return Device.create(base, "bob").in(base.resolve("bob/app"));
  }

  private Device.Result run(List<String> prefix, Device device, String... arguments)
      throws IOException, InterruptedException {
    Path out = base.resolve("out");
    Path err = base.resolve("err");
    int exit =
        device
            .process(prefix, arguments)
            .directory(prefix.contains("nsenter") ? base.toFile() : device.directory().toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Device.Result(exit, Files.readString(out), Files.readString(err));
  }

  private Device.Result run(Device device, String... arguments)
      throws IOException, InterruptedException {
    return run(mounts.prefix(device.directory()), device, arguments);
  }

  @Test
  void aDatabaseWhoseDiskFillsUpStaysAsItWasAndIsBroughtUpOnceThereIsRoom() throws Exception {
    mounts.small(disk, 2 * MEBIBYTE);
    Device bob = cloned();
    Path file = disk.resolve("theirs.db");
    Sqlite first =
        Sqlite.at(base.resolve("first.db")).run(NOTE, "INSERT INTO note VALUES ('bob', 'his')");
    Files.copy(first.file(), mounts.seen(file));
    good(run(bob, "record", "attach", "app", file.toString()));

    Device.Result full = run(bob, "sync");
    Sqlite left = copyOf(file);
    mounts.resize(disk, 64 * MEBIBYTE);
    good(run(bob, "sync"));
    good(alice.run("sync"));

    assertThat(full.exit()).as(full.toString()).isEqualTo(9);
    assertThat(full.err()).contains("theirs.db").contains("free some space");
    assertThat(left.ask(ALL)).containsExactly("bob|his");
    assertThat(left.ask("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(copyOf(file).ask(ALL)).hasSize(8001).isEqualTo(mine.ask(ALL));
  }

  /// A copy of a database on a mount, with its log: SQLite itself does not find its way there.
  private Sqlite copyOf(Path file) throws IOException {
    Path copy = Files.createTempDirectory(base, "copy").resolve("copy.db");
    for (String part : List.of("", "-wal")) {
      Path there = mounts.seen(file.resolveSibling(file.getFileName() + part));
      if (Files.exists(there)) {
        Files.copy(there, copy.resolveSibling(copy.getFileName() + part));
      }
    }
    return Sqlite.at(copy);
  }

  @Test
  void aWorkspaceWhoseDiskFillsUpLosesNothingAndGoesOnOnceThereIsRoom() throws Exception {
    mounts.small(disk, 64 * MEBIBYTE);
    Device bob = Device.create(base, "bob").in(disk);
    good(run(bob, "clone", url, "app"));
    bob = bob.in(disk.resolve("app"));
    Sqlite theirs = Sqlite.at(base.resolve("theirs.db")).run(NOTE, MANY);
    good(run(bob, "record", "attach", "app", theirs.file().toString()));
    List<String> before = theirs.ask(ALL);
    long used =
        Files.getFileStore(mounts.seen(disk)).getTotalSpace()
            - Files.getFileStore(mounts.seen(disk)).getUsableSpace();

    for (long room : new long[] {0, 100_000, 1_000_000, 3_000_000}) {
      mounts.resize(disk, used + room);
      Device.Result full = run(bob, "sync");
      assertThat(full.exit()).as(room + ": " + full).isEqualTo(9);
      assertThat(full.err()).contains("free some space");
      assertThat(theirs.ask(ALL)).isEqualTo(before);
    }
    mounts.resize(disk, 64 * MEBIBYTE);
    good(run(bob, "sync"));
    good(alice.run("sync"));

    assertThat(theirs.ask(ALL)).hasSize(16_000).isEqualTo(mine.ask(ALL));
  }

  @Test
  void aLimitOnTheSizeOfFilesTearsNothing() throws Exception {
    Device bob = cloned();
    Sqlite theirs = Sqlite.at(base.resolve("theirs.db")).run(NOTE);
    good(bob.run("record", "attach", "app", theirs.file().toString()));

    Device.Result limited = run(List.of("prlimit", "--fsize=" + 3 * MEBIBYTE), bob, "sync");
    List<String> left = theirs.ask(ALL);
    List<String> sound = theirs.ask("PRAGMA integrity_check");
    good(bob.run("sync"));

    assertThat(limited.exit()).as(limited.toString()).isEqualTo(1);
    assertThat(limited.err()).contains("theirs.db").contains("a limit on the size of files");
    assertThat(left).isEmpty();
    assertThat(sound).containsExactly("ok");
    assertThat(theirs.ask(ALL)).isEqualTo(mine.ask(ALL));
  }

  @Test
  void noRoomForTemporaryFilesIsSaidAsThat() throws Exception {
    mounts.small(disk, 100_000);
    Device.Result full =
        run(
            mounts.prefix(alice.directory()),
            alice.with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + disk),
            "sync");

    assertThat(full.exit()).as(full.toString()).isEqualTo(9);
    assertThat(full.err()).contains("no space is left in " + disk).contains("free some space");
  }

  @Test
  void aDatabaseThatCanOnlyBeReadIsNamedAndFilesGoOn() throws Exception {
    Device bob = cloned();
    Sqlite theirs = Sqlite.at(disk.resolve("theirs.db")).run(NOTE);
    good(bob.run("record", "attach", "app", theirs.file().toString()));
    good(bob.run("sync"));
    for (String mode : List.of("WAL", "DELETE")) {
      theirs.run(
          "PRAGMA journal_mode = " + mode, "INSERT INTO note VALUES ('%s', 'his')".formatted(mode));
      mine.run("INSERT INTO note VALUES ('hers-%s', 'hers')".formatted(mode));
      alice.write(mode + ".txt", "goes on\n");
      good(alice.run("sync"));
      bob.write("from-bob-" + mode + ".txt", "goes on\n");
      try (PrivateMounts only = PrivateMounts.open()) {
        only.readOnly(disk);
        Device.Result met = run(only.prefix(bob.directory()), bob, "sync");

        assertThat(met.exit()).as(met.toString()).isEqualTo(1);
        assertThat(met.err()).contains("app: ").contains("theirs.db");
        assertThat(bob.path(mode + ".txt")).exists();
      }
      good(alice.run("sync"));
      assertThat(alice.path("from-bob-" + mode + ".txt")).exists();
      good(bob.run("sync"));
      good(alice.run("sync"));
      assertThat(theirs.ask(ALL)).isEqualTo(mine.ask(ALL)).contains(mode + "|his");
    }
  }
}
