package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.SyncOutcome;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Syncs go one way only for a while, and then both.
class DirectionsTest {
  @RegisterExtension final World world = new World();

  @Test
  void upSendsAndLeavesTheDiskAlone() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "base");
    a.sync();
    b.sync();

    a.write("from A", "a");
    a.write("f", "edited by A");
    a.sync();
    b.write("from B", "b");
    b.sync(Direction.UP);

    assertThat(b).lacks("from A").shows("f", "base");
    a.sync();
    assertThat(a).shows("from B", "b").shows("f", "edited by A");

    b.sync();
    assertThat(b).shows("from A", "a").shows("f", "edited by A");
  }

  @Test
  void downReceivesAndSendsNothing() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "base");
    a.sync();
    b.sync();

    a.write("from A", "a");
    a.sync();
    b.write("from B", "b");
    SortedMap<String, Long> there = world.main().inventory();
    SyncOutcome outcome = b.sync(Direction.DOWN);

    assertThat(b).shows("from A", "a").shows("from B", "b");
    assertThat(outcome.filesUp()).isZero();
    assertThat(world.main().inventory()).isEqualTo(there);

    b.sync();
    a.sync();
    assertThat(a).shows("from B", "b");
  }

  @Test
  void manySyncsUpAndThenBothWays() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f.txt", "one\ntwo\nthree\nfour\nfive\n");
    a.write("moved", "will move");
    a.sync();
    b.sync();

    a.write("f.txt", "ONE\ntwo\nthree\nfour\nfive\n");
    a.move("moved", "elsewhere");
    a.sync();
    b.write("f.txt", "one\ntwo\nthree\nfour\nFIVE\n");
    b.sync(Direction.UP);
    assertThat(b).shows("f.txt", "one\ntwo\nthree\nfour\nFIVE\n").shows("moved", "will move");
    b.write("moved", "edited where it was");
    b.sync(Direction.UP);
    b.write("f.txt", "one\ntwo\nTHREE\nfour\nFIVE\n");
    b.sync(Direction.UP);
    b.sync();
    a.sync();

    for (Device device : world.devices()) {
      assertThat(device)
          .showsOnly("f.txt", "elsewhere")
          .shows("f.txt", "ONE\ntwo\nTHREE\nfour\nFIVE\n")
          .shows("elsewhere", "edited where it was")
          .hasNoConflict();
    }
  }

  @Test
  void aDeletionMadeWhileOnlySendingIsOne() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "base");
    a.write("g", "base of g");
    a.sync();
    b.sync();

    a.write("new", "new");
    a.sync();
    b.delete("f");
    b.sync(Direction.UP);
    b.sync(Direction.UP);
    assertThat(b).showsOnly("g");
    a.sync();
    assertThat(a).showsOnly("g", "new");

    b.sync();
    assertThat(b).showsOnly("g", "new");
  }

  @Test
  void aDirectoryRenamedElsewhereWhileOnlySending() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("d/f", "base");
    a.sync();
    b.sync();

    a.move("d", "e");
    a.sync();
    b.write("d/new", "new");
    b.sync(Direction.UP);
    b.write("d/f", "edited");
    b.sync(Direction.UP);
    b.move("d/new", "d/newer");
    b.sync(Direction.UP);
    assertThat(b).showsOnly("d", "d/f", "d/newer");

    b.sync();
    a.sync();
    for (Device device : world.devices()) {
      assertThat(device)
          .showsOnly("e", "e/f", "e/newer")
          .shows("e/f", "edited")
          .shows("e/newer", "new");
    }
  }

  @Test
  void aConflictMadeWhileOnlySendingWaits() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "base");
    a.sync();
    b.sync();

    a.write("f", "from A");
    a.sync();
    b.write("f", "from B");
    SyncOutcome outcome = b.sync(Direction.UP);
    a.sync();

    assertThat(outcome.conflictsOpen()).isEqualTo(1);
    assertThat(a).hasConflict("f", "from A", "from B").shows("f", "from A");
    assertThat(b).hasConflict("f", "from A", "from B").shows("f", "from B");
    b.write("f", "from B, again");
    b.sync(Direction.UP);
    a.sync();
    assertThat(a).hasConflict("f", "from A", "from B, again");
  }

  @Test
  void syncsWithoutAPlaceKeepTheHistoryHere() {
    Device a = world.device("A");
    a.write("f", "first");
    a.keep();
    a.write("g", "second");
    a.keep();

    assertThat(a.log()).hasSize(1);
    Device b = world.device("B");
    a.sync();
    b.sync();
    assertThat(b).shows("f", "first").shows("g", "second");
  }
}
