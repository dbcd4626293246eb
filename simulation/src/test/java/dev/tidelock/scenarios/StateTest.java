package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a workspace remembers is lost, damaged, rolled back or doubled.
class StateTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    for (int i = 0; i < 30; i++) {
      a.write("d/f" + i, "content " + i);
    }
    a.write("large", Contents.binary(7, 2 << 20));
    a.sync();
    b.sync();
  }

  @Test
  void aLostStateIsRebuiltWithoutDeletionsOrTransfers() {
    a.write("d/f3", "edited by A");
    a.delete("d/f4");
    a.sync();
    b.write("d/f5", "edited by B, never synced");
    b.write("new", "new, never synced");
    b.delete(".tidelock/state.db");
    b.delete(".tidelock/state.db-wal");
    b.delete(".tidelock/state.db-shm");
    b.delete(".tidelock/objects");

    SyncOutcome outcome = b.sync();
    a.sync();

    assertThat(outcome.bytesDown()).isLessThan(100_000);
    assertThat(a.conflicts()).hasSize(2);
    assertThat(a).hasConflict("d/f3", "edited by A", "content 3");
    assertThat(a).hasConflict("d/f5", "content 5", "edited by B, never synced");
    assertThat(b).shows("new", "new, never synced").shows("d/f5", "edited by B, never synced");
    assertThat(a).shows("d/f4", "content 4").shows("new", "new, never synced");
  }

  @Test
  void aLostDatabaseBesideItsObjectsIsRebuilt() {
    b.write("new", "never synced");
    b.delete(".tidelock/state.db");
    b.delete(".tidelock/state.db-wal");
    b.delete(".tidelock/state.db-shm");

    b.sync();
    a.sync();

    assertThat(a).shows("new", "never synced").hasNoConflict();
    assertThat(a.sees()).isEqualTo(b.sees());
  }

  @Test
  void aDamagedDatabaseIsDetectedAndCanBeLost() throws IOException {
    b.write("new", "never synced");
    b.delete(".tidelock/state.db-wal");
    b.delete(".tidelock/state.db-shm");
    byte[] database = Files.readAllBytes(b.path(".tidelock/state.db"));
    for (int i = 0; i < database.length; i++) {
      database[i] = (byte) (i * 31);
    }
    Files.write(b.path(".tidelock/state.db"), database);

    assertThatThrownBy(b::sync).isInstanceOf(StateFailure.class);
    b.delete(".tidelock/state.db");
    b.delete(".tidelock/state.db-wal");
    b.delete(".tidelock/state.db-shm");
    b.sync();
    a.sync();

    assertThat(a).shows("new", "never synced").hasNoConflict();
  }

  @Test
  void anOlderStateDeletesNothing() {
    Path backup = world.directory().resolve("backup of B");
    Disks.copy(b.path(".tidelock"), backup);
    for (int i = 0; i < 10; i++) {
      b.write("later" + i, "later " + i);
      b.sync();
    }
    a.sync();

    // The whole device is restored: its memory, and its files as they were then.
    for (int i = 0; i < 10; i++) {
      b.delete("later" + i);
    }
    b.delete("d/f1");
    b.delete(".tidelock");
    Disks.copy(backup, b.path(".tidelock"));
    b.sync();
    a.sync();

    assertThat(b).shows("later3", "later 3").shows("d/f1", "content 1").hasNoConflict();
    assertThat(a).shows("later3", "later 3").shows("d/f1", "content 1");
  }

  @Test
  void anOlderStateBesideNewerFilesAdoptsThem() {
    Path backup = world.directory().resolve("backup of B");
    Disks.copy(b.path(".tidelock"), backup);
    b.write("d/f2", "edited and synced");
    b.write("later", "later");
    b.delete("d/f6");
    b.sync();
    a.sync();

    b.delete(".tidelock");
    Disks.copy(backup, b.path(".tidelock"));
    SyncOutcome outcome = b.sync();
    a.sync();

    assertThat(outcome.conflictsOpen()).isZero();
    assertThat(b).shows("d/f2", "edited and synced").shows("later", "later").lacks("d/f6");
    assertThat(a).shows("d/f2", "edited and synced").lacks("d/f6");
  }

  @Test
  void anOlderStateGoesOnPushing() {
    Path backup = world.directory().resolve("backup of B");
    Disks.copy(b.path(".tidelock"), backup);
    b.write("later", "later");
    b.sync();
    b.delete(".tidelock");
    Disks.copy(backup, b.path(".tidelock"));

    for (int i = 0; i < 3; i++) {
      b.write("afterwards" + i, "new work " + i);
      b.sync();
    }
    b.delete("afterwards1");
    b.sync();
    a.sync();

    assertThat(a).shows("afterwards0", "new work 0").lacks("afterwards1").shows("later", "later");
  }

  @Test
  void whatOnlyALostStateKnewIsStillThereForOthers() {
    b.delete(".tidelock/state.db");
    b.delete(".tidelock/state.db-wal");
    b.delete(".tidelock/state.db-shm");
    Path backup = world.main().backUp();
    b.write("d/f1", "B's version");
    b.sync();
    a.sync();
    assertThat(a).hasConflict("d/f1", "content 1", "B's version");

    b.write("d/f1", "B's next version");
    b.delete(".tidelock/state.db");
    b.delete(".tidelock/state.db-wal");
    b.delete(".tidelock/state.db-shm");
    world.main().restore(backup);
    b.sync();
    SyncOutcome outcome = a.sync();

    assertThat(outcome.problems()).isEmpty();
  }

  @Test
  void aCopiedWorkspaceIsAnotherOne() {
    Device copy = world.copyOf(b, "copy of B");
    b.write("from the original", "o");
    copy.write("from the copy", "c");
    b.write("d/f1", "edited by the original");
    copy.write("d/f1", "edited by the copy");

    b.sync();
    copy.sync();
    b.sync();
    a.sync();

    for (Device device : world.devices()) {
      assertThat(device).shows("from the original", "o").shows("from the copy", "c");
    }
    assertThat(a).hasConflict("d/f1", "edited by the original", "edited by the copy");
    assertThat(b).shows("d/f1", "edited by the original");
    assertThat(copy).shows("d/f1", "edited by the copy");
  }

  @Test
  void aCopiedWorkspaceIsUsedInTurns() {
    Device copy = world.copyOf(b, "copy of B");
    for (int i = 0; i < 4; i++) {
      Device one = i % 2 == 0 ? b : copy;
      one.write("turn" + i, "turn " + i);
      one.sync();
      one.write("d/f" + i, "edited in turn " + i);
      one.sync();
    }
    b.delete("d/f20");
    b.sync();
    copy.delete("d/f21");
    copy.sync();
    b.sync();

    assertThat(b.sees()).isEqualTo(copy.sees());
    assertThat(b).shows("turn1", "turn 1").shows("d/f2", "edited in turn 2").hasNoConflict();
    assertThat(b).lacks("d/f20").lacks("d/f21");
  }

  @Test
  void pendingWorkSurvivesARestart() {
    b.write("d/f1", "kept, never sent");
    b.keep();
    b.write("d/f2", "kept too");
    b.keep();
    a.write("d/f3", "from A");
    a.sync();

    b.sync();
    a.sync();

    assertThat(a).shows("d/f1", "kept, never sent").shows("d/f2", "kept too");
    assertThat(b).shows("d/f3", "from A");
  }

  @Test
  void aStateThatWasCopiedToAnotherDirectoryDeletesNothing() {
    Device copy = world.copyOf(b, "directory with B's state");
    copy.sees().keySet().stream().filter(path -> !path.contains("/")).forEach(copy::delete);
    SortedMap<String, Sight> whole = b.sees();

    copy.sync();
    b.sync();
    a.sync();

    for (Device device : world.devices()) {
      assertThat(device.sees()).as("what " + device + " shows").isEqualTo(whole);
    }
    copy.delete("d/f1");
    copy.sync();
    a.sync();
    assertThat(a).lacks("d/f1");
  }

  @Test
  void aWorkspaceThatIsMovedIsTheSame() throws IOException {
    Path elsewhere = world.directory().resolve("elsewhere");
    Files.move(b.root(), elsewhere);
    Files.move(elsewhere, b.root());
    SyncOutcome outcome = b.sync();

    assertThat(outcome.filesUp() + outcome.filesDown()).isZero();
  }

  @Test
  void aWorkspaceWhoseInodesAllChangedIsTheSame() {
    Device copy = world.copyOf(b, "restored from a backup");
    world.retire(b);

    SyncOutcome outcome = copy.sync();

    assertThat(outcome.filesUp() + outcome.filesDown()).isZero();
    assertThat(copy.log()).hasSize(1);
  }
}
