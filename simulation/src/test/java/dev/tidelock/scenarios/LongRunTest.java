package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A project is large, or old.
class LongRunTest {
  private static final long DAY_MINUTES = 24L * 60;

  @RegisterExtension final World world = new World();

  @Test
  void aDeviceThatWasAwayForAYearStillMergesThreeWay() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f.txt", "one\ntwo\nthree\nfour\nfive\n");
    a.write("disputed", "base");
    a.write("untouched", "x");
    a.sync();
    b.sync();

    for (int week = 0; week < 52; week++) {
      a.clock().passMinutes(7 * DAY_MINUTES);
      a.write("weekly", "week " + week);
      a.write("f.txt", "one " + week + "\ntwo\nthree\nfour\nfive\n");
      a.sync();
    }
    a.write("disputed", "from A");
    a.delete("untouched");
    a.sync();
    a.open(Workspace::tidy);
    b.clock().passMinutes(365 * DAY_MINUTES);
    b.write("f.txt", "one\ntwo\nthree\nfour\nFIVE\n");
    b.write("disputed", "from B");
    b.sync();
    b.open(Workspace::tidy);
    a.sync();

    for (Device device : world.devices()) {
      assertThat(device)
          .shows("f.txt", "one 51\ntwo\nthree\nfour\nFIVE\n")
          .shows("weekly", "week 51")
          .lacks("untouched")
          .hasConflict("disputed", "from A", "from B");
    }
    assertThat(a.log("f.txt").size()).isGreaterThan(50);
  }

  @Test
  void manyFilesInOneDirectory() {
    Device a = world.device("A");
    Device b = world.device("B");
    for (int i = 0; i < 5_000; i++) {
      a.write("many/file " + i, "content " + i);
    }
    SyncOutcome sent = a.sync();
    SyncOutcome received = b.sync();
    assertThat(sent.filesUp()).isEqualTo(5_000);
    assertThat(received.filesDown()).isEqualTo(5_000);

    a.write("many/file 777", "edited");
    SyncOutcome edit = a.sync();
    b.sync();

    assertThat(b).shows("many/file 777", "edited").shows("many/file 4999", "content 4999");
    assertThat(edit.bytesUp()).isLessThan(20_000);
  }

  @Test
  void manyEmptyFiles() {
    Device a = world.device("A");
    Device b = world.device("B");
    for (int i = 0; i < 2_000; i++) {
      a.write("empty/" + i, "");
    }
    a.sync();
    SyncOutcome received = b.sync();

    assertThat(received.filesDown()).isEqualTo(2_000);
    a.move("empty/5", "empty/moved");
    a.write("empty/6", "no longer");
    a.sync();
    b.sync();
    assertThat(b).lacks("empty/5").shows("empty/moved", "").shows("empty/6", "no longer");
  }

  @Test
  void aLargeFileIsSentOnceAndThenByItsChanges() {
    Device a = world.device("A");
    Device b = world.device("B");
    byte[] large = Contents.binary(1, 12 << 20).toByteArray();
    a.write("large", Bytes.copyOf(large));
    a.sync();
    b.sync();

    large[6 << 20] ^= 1;
    a.write("large", Bytes.copyOf(large));
    SyncOutcome sent = a.sync();
    SyncOutcome received = b.sync();

    assertThat(b).shows("large", Bytes.copyOf(large));
    assertThat(sent.bytesUp()).isLessThan(1 << 20);
    assertThat(received.bytesDown()).isLessThan(1 << 20);
  }

  @Test
  void oldLargeVersionsComeFromThePlace() {
    Device a = world.device("A");
    Device b = world.device("B");
    for (int version = 1; version <= 3; version++) {
      a.write("large", Contents.binary(version, 2 << 20));
      a.sync();
      b.sync();
    }

    assertThat(b).shows("large", Contents.binary(3, 2 << 20));
    assertThat(a.log("large")).hasSize(3);
  }

  @Test
  void aLargeFileThatIsOverwrittenBeforeItIsSentIsNotMissed() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("large", Contents.binary(1, 2 << 20));
    a.keep();
    a.write("large", Contents.binary(2, 2 << 20));
    a.keep();
    a.write("other", "x");
    a.sync();
    b.sync();

    assertThat(b).shows("large", Contents.binary(2, 2 << 20)).shows("other", "x");
  }
}
