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
    new RowUser(new RowLedger()).install(machine);
    return machine;
  }

  private static void sync(RowMachine machine, Direction direction) {
    SyncRequest usual = SyncRequest.usual();
    machine.sync(
        new SyncRequest(
            direction,
            usual.strategies(),
            usual.acceptance(),
            usual.effect(),
            usual.message(),
            usual.look()),
        Interception.CALM);
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
}
