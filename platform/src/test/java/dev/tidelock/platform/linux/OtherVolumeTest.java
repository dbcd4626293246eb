package dev.tidelock.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.testkit.FileContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A root with a small volume of its own mounted below it.
class OtherVolumeTest {
  @TempDir Path root;
  private LinuxFileSystem files;
  private boolean mounted;

  @BeforeEach
  void mount() {
    Shell.run(root, "mkdir small");
    files = LinuxFileSystem.open(root);
    mounted = Shell.succeeds(root, "mount -t tmpfs -o size=64k,mode=777 none small");
    assumeTrue(mounted, "only root can mount");
  }

  @AfterEach
  void unmount() {
    files.close();
    if (mounted) {
      Shell.run(root, "umount -l small");
    }
  }

  @Test
  void aFullVolumeIsReportedAndWhatWasThereStays() {
    FileContents.create(files, "small/kept", "kept");

    assertFails(
        Reason.NO_SPACE,
        () -> FileContents.create(files, path("small/big"), Bytes.utf8("full".repeat(50_000))));

    assertThat(FileContents.text(files, "small/kept")).isEqualTo("kept");
    try (LinuxFileSystem small = LinuxFileSystem.open(root.resolve("small"))) {
      assertThat(small.freeBytes()).isLessThan(4096);
    }
  }

  @Test
  void nothingIsMovedOrLinkedAcrossVolumes() {
    FileContents.create(files, "a", "a");

    assertThat(files.stat(path("small")).orElseThrow().volume())
        .isNotEqualTo(files.stat(TreePath.ROOT).orElseThrow().volume());
    assertFails(Reason.OTHER_VOLUME, () -> files.replace(path("a"), path("small/a")));
    assertFails(Reason.OTHER_VOLUME, () -> files.move(path("a"), path("small/a")));
    assertFails(Reason.OTHER_VOLUME, () -> files.hardLink(path("a"), path("small/a")));
  }

  @Test
  void aMountedDirectoryIsBusy() {
    assertFails(Reason.BUSY, () -> files.removeDirectory(path("small")));
  }

  @Test
  void aReadOnlyVolumeIsReported() {
    FileContents.create(files, "small/a", "a");
    Shell.run(root, "mount -o remount,ro small");

    assertFails(Reason.READ_ONLY, () -> files.create(path("small/b")).close());
    assertFails(Reason.READ_ONLY, () -> files.delete(path("small/a")));
    assertThat(FileContents.text(files, "small/a")).isEqualTo("a");
  }

  @Test
  void barriersReachEveryVolume() {
    List<TreePath> touched = new ArrayList<>();
    for (int i = 0; i <= Barrier.FEW / 2; i++) {
      FileContents.create(files, "a" + i, "");
      FileContents.create(files, "small/a" + i, "");
      touched.addAll(List.of(path("a" + i), path("small/a" + i)));
    }
    Counting kernel = new Counting();
    try (LinuxFileSystem counted = LinuxFileSystem.open(root, kernel)) {
      counted.barrier(touched);
    }
    assertThat(kernel.volumesSynced).isEqualTo(2);
  }

  private static final class Counting extends Kernel {
    int volumesSynced;

    @Override
    long call(Call call, long a, long b, long c, long d, long e) {
      volumesSynced += call == Call.SYNCFS ? 1 : 0;
      return super.call(call, a, b, c, d, e);
    }
  }

  private static TreePath path(String text) {
    return TreePath.parse(text);
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatExceptionOfType(FileFailure.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
  }
}
