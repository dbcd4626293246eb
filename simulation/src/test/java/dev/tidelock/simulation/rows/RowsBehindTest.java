package dev.tidelock.simulation.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.BlobVault;
import dev.tidelock.simulation.rows.RowApplication.Order;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases that do not show yet what this device knows.
class RowsBehindTest {
  private static final long MINUTE = 60_000_000_000L;

  @TempDir Path directory;

  private final BlobVault vault = new BlobVault();

  private RowMachine machine(String name, int seed) {
    RowMachine machine = new RowMachine(name, directory, vault, Trace.quiet(), Tape.of(seed));
    RowUser.install(machine, "WAL");
    return machine;
  }

  private static void sync(RowMachine machine, Direction direction) {
    machine.sync(SyncRequest.usual().towards(direction), Interception.CALM);
  }

  private static void write(RowMachine machine, String sql) {
    assertThat(machine.application().transact(List.of(Order.of(sql)))).isTrue();
  }

  @Test
  void aVersionThatLosesToOneThatWasNeverShownIsInTheHistory() {
    try (RowMachine mine = machine("A", 1);
        RowMachine theirs = machine("B", 2)) {
      write(mine, "INSERT INTO note VALUES('k', 'first', 'first')");
      for (RowMachine machine : List.of(mine, theirs)) {
        machine.track();
        sync(machine, Direction.BOTH);
      }
      theirs.clock().advance(MINUTE);
      write(theirs, "UPDATE note SET a = 'theirs'");
      sync(theirs, Direction.BOTH);
      sync(mine, Direction.UP);
      write(mine, "UPDATE note SET a = 'mine'");
      sync(mine, Direction.BOTH);

      RowHistory history = RowHistory.of(vault);
      assertThat(mine.application().rows("note").get("k")).containsEntry("a", "theirs");
      assertThat(history.values()).contains("mine", "theirs", "first");
    }
  }

  @Test
  void aRestoredDatabaseThatWasWrittenToDeletesNothing() {
    try (RowMachine mine = machine("A", 1);
        RowMachine theirs = machine("B", 2)) {
      for (RowMachine machine : List.of(mine, theirs)) {
        machine.track();
        sync(machine, Direction.BOTH);
      }
      write(mine, "INSERT INTO note VALUES('k1', 'one', 'one')");
      mine.stop();
      mine.backUp();
      write(mine, "INSERT INTO note VALUES('k2', 'two', 'two')");
      sync(mine, Direction.BOTH);
      sync(theirs, Direction.BOTH);
      mine.stop();
      mine.restore();
      write(mine, "INSERT INTO note VALUES('k3', 'three', 'three')");
      write(mine, "INSERT INTO note VALUES('k4', 'four', 'four')");
      sync(mine, Direction.BOTH);
      sync(theirs, Direction.BOTH);

      assertThat(theirs.application().rows("note")).containsOnlyKeys("k1", "k2", "k3", "k4");
      assertThat(mine.application().rows("note")).containsOnlyKeys("k1", "k2", "k3", "k4");
    }
  }

  @Test
  void columnsThatWereAddedInAnotherOrderKeepNoDatabaseBusy() {
    try (RowMachine mine = machine("A", 1);
        RowMachine theirs = machine("B", 2)) {
      write(mine, "ALTER TABLE note ADD COLUMN c TEXT");
      write(theirs, "ALTER TABLE note ADD COLUMN d TEXT");
      for (RowMachine machine : List.of(mine, theirs)) {
        machine.track();
        sync(machine, Direction.BOTH);
      }
      sync(mine, Direction.BOTH);
      sync(theirs, Direction.BOTH);
      String before = theirs.application().version();
      sync(theirs, Direction.BOTH);

      assertThat(theirs.application().columns("note")).contains("c", "d");
      assertThat(theirs.application().version()).isEqualTo(before);
    }
  }
}
