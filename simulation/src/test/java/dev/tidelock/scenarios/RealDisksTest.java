package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.scan.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Disks of other systems, as far as this machine has them: made in a file and mounted by root.
class RealDisksTest {
  @RegisterExtension final World world = new World();
  private Path mounted = Path.of("");

  /// How a disk is made in the file `image`, and mounted at `B`.
  enum Disk {
    FAT("mkfs.vfat image", "mount -o loop,utf8 image B"),
    EXFAT("mkfs.exfat image", "mount -t exfat -o loop image B"),
    EXFAT_BY_FUSE("mkfs.exfat image", "mount.exfat-fuse $(losetup -f --show image) B"),
    EXT4("mkfs.ext4 -q -O casefold -E encoding=utf8 image", "mount -o loop image B"),
    NTFS("mkntfs -F -Q image", "ntfs-3g -o windows_names image B");

    private final String make;
    private final String mount;

    Disk(String make, String mount) {
      this.make = make;
      this.mount = mount;
    }
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (!mounted.equals(Path.of(""))) {
      shell(
          mounted.getParent(), "umount -l B; losetup -j image | cut -d: -f1 | xargs -r losetup -d");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProjectOfEveryNameIsKeptOnTheDisksOfOtherSystems(Disk disk)
      throws IOException, InterruptedException {
    Device a = world.device("A");
    Device b = world.device("B");
    mount(disk, b);
    a.write("README", "upper");
    a.write("readme", "lower");
    a.write("dir/f", "lower");
    a.write("Dir/f", "upper");
    a.write("a:b", "colon");
    a.write("\u00e9", "composed");
    a.write("e\u0301", "decomposed");
    a.write("tool", "first");
    a.setExecutable("tool", true);
    a.sync();

    assertThat(b.sync().problems()).isEmpty();
    assertThat(b.sync().filesUp()).isZero();
    b.status().problems().forEach(it -> assertThat(it.kind()).isEqualTo(Problem.Kind.ESCAPED));
    b.write("tool", "second");
    // Java moves nothing onto what the disk takes for the same file.
    b.move("README", "aside");
    b.move("aside", "Readme");
    b.sync();
    a.sync();

    assertThat(a)
        .showsOnly(
            "Readme", "readme", "dir", "dir/f", "Dir", "Dir/f", "a:b", "\u00e9", "e\u0301", "tool")
        .shows("Readme", "upper")
        .shows("readme", "lower")
        .shows("a:b", "colon")
        .shows("\u00e9", "composed")
        .shows("e\u0301", "decomposed");
    assertThat(a.sees().get("tool")).isEqualTo(new Sight.OfFile(Bytes.utf8("second"), true));
    a.move("Readme", "README");
    a.delete("dir");
    a.sync();
    b.sync();
    assertThat(b.sync().filesDown()).isZero();
    assertThat(b).shows("README", "upper").shows("Dir/f", "upper");
    a.sync();
    assertThat(a).showsOnly("README", "readme", "Dir", "Dir/f", "a:b", "\u00e9", "e\u0301", "tool");
    world.retire(b);
  }

  private void mount(Disk disk, Device device) throws IOException, InterruptedException {
    Path beside = device.root().getParent();
    boolean made = shell(beside, "truncate -s 64M image && " + disk.make);
    assumeTrue(made, "this machine cannot make a disk like " + disk);
    boolean mounts = shell(beside, disk.mount);
    assumeTrue(mounts, "this machine, or this user, cannot mount a disk like " + disk);
    mounted = device.root();
    shell(mounted, "chattr +F .");
  }

  private static boolean shell(Path directory, String command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
