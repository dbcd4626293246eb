package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.Verification;
import dev.tidelock.engine.sync.VerifyReport;
import dev.tidelock.testkit.SystemTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A disk turns bits, or is not mounted.
class DamageTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    for (int i = 0; i < 12; i++) {
      a.write("d/f" + i, Contents.binary(i, 9_000));
    }
    a.sync();
    b.sync();
  }

  /// Turns one bit in the middle of the largest file below a directory.
  private static void damageLargest(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      Path largest =
          files.stream()
              .max(Comparator.comparingLong(path -> path.toFile().length()))
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(largest);
      bytes[bytes.length / 2] ^= 4;
      Files.write(largest, bytes);
    }
  }

  @Test
  void aTurnedBitInTheStoreIsFoundAndRepaired() throws IOException {
    damageLargest(a.path(".tidelock/objects"));

    VerifyReport found =
        a.open(workspace -> workspace.verify(Verification.CHECK, Optional.empty()));
    VerifyReport repaired =
        a.open((workspace, remote) -> workspace.verify(Verification.REPAIR, remote));

    assertThat(found.damaged()).isNotEmpty();
    assertThat(repaired.repaired()).isNotEmpty();
    assertThat(repaired.damaged()).isEmpty();
    a.write("d/f3", "edited");
    a.sync();
    b.sync();
    assertThat(b).shows("d/f3", "edited");
  }

  @Test
  void aTurnedBitInTheStoreIsRepairedFromTheDiskOffline() throws IOException {
    damageLargest(a.path(".tidelock/objects"));

    VerifyReport repaired =
        a.open(workspace -> workspace.verify(Verification.REPAIR, Optional.empty()));

    assertThat(repaired.repaired()).isNotEmpty();
    assertThat(repaired.damaged()).isEmpty();
  }

  @Test
  void aTurnedBitAtThePlaceIsNoticedAndNotTaken() throws IOException {
    Place main = world.main();
    Path backup = main.backUp();
    damageLargest(main.directory());
    Device c = world.device("C");

    assertThat(notices(c)).isTrue();
    c.sees().forEach((path, sight) -> assertThat(sight).as(path).isEqualTo(a.sees().get(path)));

    main.restore(backup);
    c.sync();
    assertThat(c.sees()).isEqualTo(a.sees());
  }

  private static boolean notices(Device device) {
    try {
      return !device.sync().problems().isEmpty();
    } catch (RemoteFailure failure) {
      return failure.reason() == RemoteFailure.Reason.CORRUPT;
    }
  }

  @Test
  void aVolumeThatIsNotMountedDeletesNothing() throws Exception {
    a.makeDirectory("drive");
    assumeTrue(mount(a.path("drive")), "only root can mount");
    try {
      a.write("drive/f", "on the drive");
      a.write("drive/sub/g", "deeper on the drive");
      a.sync();
      b.sync();
      assertThat(b).shows("drive/f", "on the drive").shows("drive/sub/g", "deeper on the drive");
    } finally {
      SystemTool.ran("umount", a.path("drive").toString());
    }

    a.write("d/f1", "edited while unmounted");
    SyncOutcome outcome = a.sync();
    b.write("drive/f", "edited by B");
    b.sync();
    a.sync();

    assertThat(outcome.problems())
        .extracting(Problem::path, Problem::kind)
        .contains(Tuple.tuple("drive", Problem.Kind.VOLUME));
    assertThat(b)
        .shows("drive/f", "edited by B")
        .shows("drive/sub/g", "deeper on the drive")
        .shows("d/f1", "edited while unmounted");
    world.setApart("drive");
    world.retire(a);
    Disks.delete(a.path("drive"));
  }

  @Test
  void nothingIsPutWhereAVolumeIsMountedAtOtherTimes() throws Exception {
    Path volume = Files.createDirectory(world.directory().resolve("volume"));
    a.makeDirectory("drive");
    assumeTrue(mount(volume), "only root can mount");
    try {
      SystemTool.require("mount", "--bind", volume.toString(), a.path("drive").toString());
      a.write("drive/f", "on the drive");
      a.sync();
      b.sync();
      SystemTool.require("umount", a.path("drive").toString());
      b.write("drive/new", "by B");
      b.write("drive/sub/deep", "by B too");
      b.sync();
      a.sync();
      assertThat(a).lacks("drive/new").lacks("drive/sub");
      SystemTool.require("mount", "--bind", volume.toString(), a.path("drive").toString());
      a.sync();
      b.sync();
    } finally {
      SystemTool.ran("umount", a.path("drive").toString());
      SystemTool.ran("umount", volume.toString());
    }

    assertThat(b)
        .shows("drive/f", "on the drive")
        .shows("drive/new", "by B")
        .shows("drive/sub/deep", "by B too");
    world.setApart("drive");
    world.retire(a);
    Disks.delete(a.path("drive"));
  }

  @Test
  void nothingIsPutOnAVolumeThatHidesADirectory() throws Exception {
    assumeTrue(mount(a.path("d")), "only root can mount");
    try {
      b.write("d/sub/new", "by B");
      b.sync();
      a.sync();
      assertThat(a).lacks("d/sub");
    } finally {
      SystemTool.ran("umount", a.path("d").toString());
    }
    a.sync();
    assertThat(a).shows("d/sub/new", "by B").shows("d/f1", Contents.binary(1, 9_000));
  }

  @Test
  void aRootThatIsNotMountedDeletesNothing() throws IOException {
    Path elsewhere = world.directory().resolve("elsewhere");
    Files.move(a.root(), elsewhere);
    Files.createDirectory(a.root());

    SyncOutcome outcome = a.sync();
    b.sync();

    assertThat(outcome.filesUp()).isZero();
    assertThat(b).shows("d/f1", Contents.binary(1, 9_000));
    Disks.delete(a.root());
    Files.move(elsewhere, a.root());
    a.sync();
    assertThat(a).shows("d/f1", Contents.binary(1, 9_000)).hasNoConflict();
  }

  private static boolean mount(Path at) {
    return SystemTool.ran(
        "mount", "-t", "tmpfs", "-o", "size=1m", "tidelock-scenario", at.toString());
  }
}
