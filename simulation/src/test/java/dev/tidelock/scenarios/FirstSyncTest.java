package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.sync.PlannedAction;
import dev.tidelock.engine.sync.PlannedAction.What;
import dev.tidelock.engine.sync.PlannedAction.Where;
import dev.tidelock.engine.sync.SyncOutcome;
import java.util.SortedMap;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A device meets a project for the first time: nothing is deleted, nothing overwritten.
class FirstSyncTest {
  @RegisterExtension final World world = new World();

  @Test
  void equalIsAdoptedOneSidedIsCopiedDifferentIsAConflict() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("same", "the same");
    a.write("only A", "from A");
    a.write("d/differs", "from A");
    a.sync();

    b.write("same", "the same");
    b.write("only B", "from B");
    b.write("d/differs", "from B");
    long inode = b.inode("same");
    b.sync();
    a.sync();

    assertThat(b.inode("same")).isEqualTo(inode);
    for (Device device : new Device[] {a, b}) {
      assertThat(device)
          .showsOnly("same", "only A", "only B", "d", "d/differs")
          .shows("only A", "from A")
          .shows("only B", "from B")
          .hasConflict("d/differs", "from A", "from B")
          .shows("d/differs", "from " + device.name());
    }
  }

  @Test
  void thePreviewSaysExactlyThatAndDoesNothing() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("same", "the same");
    a.write("only A", "from A");
    a.write("differs", "from A");
    a.sync();
    b.write("same", "the same");
    b.write("only B", "from B");
    b.write("differs", "from B");
    SortedMap<String, Sight> before = b.sees();
    SortedMap<String, Long> there = world.main().inventory();

    SyncOutcome preview = b.preview();

    assertThat(preview.actions())
        .extracting(PlannedAction::where, PlannedAction::what, action -> action.path().toString())
        .containsExactlyInAnyOrder(
            Tuple.tuple(Where.HERE, What.ADD, "only A"),
            Tuple.tuple(Where.HERE, What.CONFLICT, "differs"),
            Tuple.tuple(Where.THERE, What.ADD, "only B"),
            Tuple.tuple(Where.THERE, What.CONFLICT, "differs"));
    assertThat(b.sees()).isEqualTo(before);
    assertThat(b.log()).isEmpty();
    assertThat(world.main().inventory()).isEqualTo(there);
  }

  @Test
  void anEmptyDirectoryNeverReadsAsDeletions() {
    Device a = world.device("A");
    Device b = world.device("B");
    for (int i = 0; i < 50; i++) {
      a.write("d/f" + i, "content " + i);
    }
    a.sync();

    SyncOutcome outcome = b.sync();

    assertThat(outcome.filesDown()).isEqualTo(50);
    assertThat(outcome.filesUp()).isZero();
    assertThat(b).shows("d/f7", "content 7");
    assertThat(a.sync().filesDown()).isZero();
  }

  @Test
  void anEmptyDirectoryAndAnEmptyProjectAreInSync() {
    Device a = world.device("A");
    Device b = world.device("B");

    a.sync();
    b.sync();

    assertThat(a.log()).isEmpty();
    assertThat(b.log()).isEmpty();
  }

  @Test
  void twoProjectsThatGrewApartAreJoined() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("shared", "one");
    a.write("a/f", "of A");
    b.write("shared", "two");
    b.write("b/f", "of B");
    a.keep();
    a.write("a/g", "of A, later");
    a.keep();
    b.keep();

    a.sync();
    b.sync();
    a.sync();

    assertThat(a)
        .shows("a/f", "of A")
        .shows("a/g", "of A, later")
        .shows("b/f", "of B")
        .hasConflict("shared", "one", "two");
    assertThat(b).hasConflict("shared", "one", "two").shows("shared", "two");
  }

  @Test
  void equalProjectsJoinWithoutSendingAnyContent() {
    Device a = world.device("A");
    Device b = world.device("B");
    for (int i = 0; i < 20; i++) {
      a.write("f" + i, Contents.binary(i, 20_000));
      b.write("f" + i, Contents.binary(i, 20_000));
    }
    a.sync();

    SyncOutcome outcome = b.sync();

    assertThat(outcome.filesDown()).isZero();
    assertThat(outcome.filesUp()).isZero();
    assertThat(outcome.bytesUp() + outcome.bytesDown()).isLessThan(20_000);
    assertThat(b).hasNoConflict();
  }
}
