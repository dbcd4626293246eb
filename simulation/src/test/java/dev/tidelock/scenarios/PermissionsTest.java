package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Counts;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Executable bits, modification times, and what may not be read or written.
class PermissionsTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
  }

  @Test
  void theExecutableBitTravelsAlone() {
    a.write("tool", Contents.binary(1, 100_000));
    a.sync();
    b.sync();
    long inode = b.inode("tool");

    a.setExecutable("tool", true);
    SyncOutcome sent = a.sync();
    SyncOutcome received = b.sync();

    assertThat(b.sees().get("tool")).isEqualTo(new Sight.OfFile(Contents.binary(1, 100_000), true));
    assertThat(b.inode("tool")).isEqualTo(inode);
    assertThat(sent.bytesUp()).isLessThan(10_000);
    assertThat(received.bytesDown()).isLessThan(10_000);
    assertThat(a.log()).hasSize(2);
    Counts counts = a.log().getFirst().commit().counts();
    assertThat(counts.modified()).isEqualTo(1);

    b.setExecutable("tool", false);
    b.sync();
    a.sync();
    assertThat(a.sees().get("tool"))
        .isEqualTo(new Sight.OfFile(Contents.binary(1, 100_000), false));
  }

  @Test
  void theExecutableBitMeetsAnEdit() {
    a.write("tool", "first");
    a.sync();
    b.sync();

    a.setExecutable("tool", true);
    b.write("tool", "second");
    a.sync();
    b.sync();
    a.sync();

    for (Device device : List.of(a, b)) {
      assertThat(device.sees().get("tool")).isEqualTo(new Sight.OfFile(Bytes.utf8("second"), true));
    }
    assertThat(a).hasNoConflict();
  }

  @Test
  void theExecutableBitOfEqualNewFilesIsTheUnion() {
    a.write("tool", "the same");
    b.write("tool", "the same");
    b.setExecutable("tool", true);

    a.sync();
    b.sync();
    a.sync();

    for (Device device : List.of(a, b)) {
      assertThat(device.sees().get("tool"))
          .isEqualTo(new Sight.OfFile(Bytes.utf8("the same"), true));
    }
    assertThat(a).hasNoConflict();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDiskWithoutExecutableBitsLeavesThemAsTheyAre(boolean shown) {
    b.surround(new OneBitForAll(shown));
    a.write("tool", "first");
    a.setExecutable("tool", true);
    a.write("text", "first");
    a.sync();
    b.sync();

    b.write("tool", "second");
    b.write("text", "second");
    b.sync();
    b.move("tool", "moved");
    b.sync();
    a.sync();
    assertThat(a.sees().get("moved")).isEqualTo(new Sight.OfFile(Bytes.utf8("second"), true));
    assertThat(a.sees().get("text")).isEqualTo(new Sight.OfFile(Bytes.utf8("second"), false));

    a.setExecutable("moved", false);
    a.setExecutable("text", true);
    a.sync();
    assertThat(b.sync().problems()).isEmpty();
    b.write("new", "from B");
    assertThat(b.sync().filesUp()).isEqualTo(1);
    a.sync();
    assertThat(a.sees().get("moved")).isEqualTo(new Sight.OfFile(Bytes.utf8("second"), false));
    assertThat(a.sees().get("text")).isEqualTo(new Sight.OfFile(Bytes.utf8("second"), true));
    assertThat(a.sees().get("new")).isEqualTo(new Sight.OfFile(Bytes.utf8("from B"), false));
    assertThat(a.log().getFirst().commit().counts().modified()).isZero();
    b.surround(Around.NOTHING);
    world.retire(b);
  }

  @Test
  void strangeTimesAreCarried() throws IOException {
    List<Instant> times =
        List.of(
            Instant.EPOCH,
            Instant.parse("1969-12-31T23:59:58.5Z"),
            Instant.parse("1901-12-14T00:00:00Z"),
            Instant.parse("2100-01-01T00:00:00Z"),
            Instant.parse("2038-01-20T00:00:00Z"));
    for (int i = 0; i < times.size(); i++) {
      a.write("f" + i, "content " + i);
      Files.setLastModifiedTime(a.path("f" + i), FileTime.from(times.get(i)));
    }

    a.sync();
    b.sync();

    for (int i = 0; i < times.size(); i++) {
      assertThat(Files.getLastModifiedTime(b.path("f" + i)))
          .isEqualTo(Files.getLastModifiedTime(a.path("f" + i)));
      assertThat(b).shows("f" + i, "content " + i);
    }
    assertThat(b.sync().filesUp()).isZero();
    a.write("f0", "edited");
    Files.setLastModifiedTime(a.path("f0"), FileTime.from(Instant.EPOCH));
    a.sync();
    b.sync();
    assertThat(b).shows("f0", "edited");
  }

  @Test
  void anEditThatKeepsSizeAndTimeIsFound() throws IOException {
    a.write("f", "aaaa");
    FileTime time = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(a.path("f"), time);
    a.sync();
    b.sync();

    a.write("f", "bbbb");
    Files.setLastModifiedTime(a.path("f"), time);
    a.sync();
    b.sync();

    assertThat(b).shows("f", "bbbb");
  }

  @Test
  void whatMayNotBeReadIsUnknownAndNotDeleted() throws IOException {
    a.write("secret", "old secret");
    a.write("d/f", "in the directory");
    a.write("open", "open");
    a.sync();
    b.sync();

    a.write("open", "open, edited");
    SyncOutcome outcome =
        OtherUser.with(
            world,
            a,
            () -> {
              Files.setPosixFilePermissions(
                  a.path("secret"), PosixFilePermissions.fromString("---------"));
              Files.setLastModifiedTime(a.path("secret"), FileTime.fromMillis(1));
              Files.setPosixFilePermissions(
                  a.path("d"), PosixFilePermissions.fromString("---------"));
            });
    b.sync();

    assertThat(outcome.problems())
        .extracting(Problem::path, Problem::kind)
        .containsExactlyInAnyOrder(
            Tuple.tuple("d", Problem.Kind.UNREADABLE),
            Tuple.tuple("secret", Problem.Kind.UNREADABLE));
    assertThat(b)
        .shows("secret", "old secret")
        .shows("d/f", "in the directory")
        .shows("open", "open, edited");
    Files.setPosixFilePermissions(a.path("d"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(a.path("secret"), PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void whatMayNotBeWrittenHoldsUpNothingElse() throws IOException {
    a.write("locked/f", "old");
    a.write("locked/gone", "will go");
    a.write("open", "open");
    a.sync();
    b.sync();

    a.write("locked/f", "new");
    a.write("locked/added", "added");
    a.delete("locked/gone");
    a.write("open", "open, edited");
    a.sync();
    SyncOutcome outcome =
        OtherUser.with(
            world,
            b,
            () ->
                Files.setPosixFilePermissions(
                    b.path("locked"), PosixFilePermissions.fromString("r-xr-xr-x")));

    assertThat(outcome.problems())
        .extracting(Problem::path, Problem::kind)
        .containsExactlyInAnyOrder(
            Tuple.tuple("locked/f", Problem.Kind.NOT_APPLIED),
            Tuple.tuple("locked/added", Problem.Kind.NOT_APPLIED),
            Tuple.tuple("locked/gone", Problem.Kind.NOT_APPLIED));
    assertThat(b).shows("open", "open, edited").shows("locked/f", "old");
    assertThat(a.sync().filesDown()).isZero();
    assertThat(a).shows("locked/f", "new").lacks("locked/gone");

    Files.setPosixFilePermissions(b.path("locked"), PosixFilePermissions.fromString("rwxr-xr-x"));
    b.sync();
    assertThat(b).shows("locked/f", "new").shows("locked/added", "added").lacks("locked/gone");
  }

  @Test
  void anIgnoreFileThatCannotBeReadHoldsAsItWas() throws IOException {
    a.write(IgnoreFile.NAME, "*.secret\n");
    a.write("f", "shared");
    a.write("x.secret", "not to be shared");
    a.write("d/f", "shared");
    a.sync();
    world.setApart("x.secret");
    world.setApart("d/new.secret");
    world.setApart("d/new");
    world.setApart("d/" + IgnoreFile.NAME);

    a.write("f", "edited");
    a.write("d/" + IgnoreFile.NAME, "new*\n");
    a.write("d/new", "not to be shared either");
    SyncOutcome outcome =
        OtherUser.with(
            world,
            a,
            () -> {
              Set<PosixFilePermission> none = Set.of();
              Files.setPosixFilePermissions(a.path(IgnoreFile.NAME), none);
              Files.setPosixFilePermissions(a.path("d/" + IgnoreFile.NAME), none);
            });
    b.sync();

    assertThat(outcome.problems()).isNotEmpty();
    assertThat(b).shows("f", "edited").shows("d/f", "shared").lacks("x.secret").lacks("d/new");
    Files.setPosixFilePermissions(
        a.path(IgnoreFile.NAME), PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(
        a.path("d/" + IgnoreFile.NAME), PosixFilePermissions.fromString("rw-r--r--"));
  }
}
