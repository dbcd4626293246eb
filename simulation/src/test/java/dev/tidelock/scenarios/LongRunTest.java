package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.engine.sync.PlannedAction;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A project is large, or old.
class LongRunTest {
  private static final long DAY_MINUTES = 24L * 60;

  /// How many files are many here: the property makes it more. 50,000 were tried.
  private static final int MANY = Integer.getInteger("tidelock.many", 1_000);

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
  void aLargeDirectoryIsRenamedInOneStep() {
    Device a = world.device("A");
    Device b = world.device("B");
    for (int i = 0; i < MANY; i++) {
      a.write("d/" + i % 20 + "/f" + i, "content of " + i);
    }
    a.sync();
    b.sync();
    long directory = b.inode("d");
    long file = b.inode("d/7/f7");

    a.move("d", "e");
    SyncOutcome sent = a.sync();
    SyncOutcome received = b.sync();

    assertThat(b).lacks("d").shows("e/7/f7", "content of 7");
    assertThat(b.inode("e")).isEqualTo(directory);
    assertThat(b.inode("e/7/f7")).isEqualTo(file);
    assertThat(sent.stops()).isEmpty();
    assertThat(received.stops()).isEmpty();
    assertThat(sent.bytesUp()).isLessThan(20_000);
    assertThat(received.bytesDown()).isLessThan(20_000);
  }

  @Test
  void manyFilesThatAreIgnoredNoLongerAreListedAndAdded() {
    Device a = world.device("A");
    Device b = world.device("B");
    for (Device device : List.of(a, b)) {
      device.write(IgnoreFile.NAME, "data/\n");
      for (int i = 0; i < MANY; i++) {
        device.write("data/" + i % 50 + "/f" + i, "equal " + i);
      }
    }
    a.write("data/only A", "a");
    a.sync();
    b.sync();

    a.write(IgnoreFile.NAME, "");
    SyncOutcome plan = a.preview();
    SyncOutcome added = a.sync();
    SyncOutcome adopted = b.sync();

    assertThat(plan.actions())
        .filteredOn(action -> action.what() == PlannedAction.What.ADD)
        .hasSizeGreaterThanOrEqualTo(MANY + 1);
    assertThat(added.filesUp()).isEqualTo(MANY + 2);
    assertThat(adopted.filesDown()).isEqualTo(2);
    assertThat(adopted.stops()).isEmpty();
    assertThat(b).shows("data/only A", "a").hasNoConflict();
    assertThat(b.sync().bytesUp()).isZero();
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
