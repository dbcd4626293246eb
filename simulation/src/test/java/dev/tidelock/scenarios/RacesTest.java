package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.sync.SyncOutcome;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Devices push at the same moment: one wins, the other merges and tries again.
class RacesTest {
  private static final int TIMES = 40;

  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    a.write("shared.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    a.sync();
    b.sync();
  }

  @Test
  void whoLosesMergesAndTriesAgain() {
    a.write("from A", "a");
    a.write("shared.txt", "one\n2\n3\n4\n5\n6\n7\n8\n9\n");
    b.write("from B", "b");
    b.write("shared.txt", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n");
    a.surround(new RightBeforeTheMove(b::sync));
    SyncOutcome outcome = a.sync();
    a.surround(Around.NOTHING);
    b.sync();

    assertThat(outcome.filesUp()).isPositive();
    for (Device device : world.devices()) {
      assertThat(device)
          .shows("from A", "a")
          .shows("from B", "b")
          .shows("shared.txt", "one\n2\n3\n4\n5\n6\n7\n8\nnine\n")
          .hasNoConflict();
    }
  }

  @Test
  void whoAlwaysLosesGetsThroughInTheEnd() {
    int[] races = {0};
    a.write("from A", "a");
    a.surround(
        new RightBeforeTheMove(() -> {
          races[0]++;
          if (races[0] <= 20) {
            b.write("from B", "race " + races[0]);
            b.sync();
          }
        }));
    a.sync();
    a.surround(Around.NOTHING);
    b.sync();

    assertThat(b).shows("from A", "a").shows("from B", "race 20");
    assertThat(a.log().stream().filter(entry -> entry.commit().parents().size() > 1)).isEmpty();
  }

  @Test
  void twoDevicesPushAtOnceManyTimes() throws ExecutionException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> one = threads.submit(() -> work(a));
      Future<?> other = threads.submit(() -> work(b));
      one.get();
      other.get();
    }
    a.sync();
    b.sync();

    for (Device device : world.devices()) {
      for (int i = 0; i < TIMES; i++) {
        assertThat(device).shows("A/" + i, "A " + i).shows("B/" + i, "B " + i);
      }
    }
    assertThat(a).hasNoConflict();
  }

  private static void work(Device device) {
    for (int i = 0; i < TIMES; i++) {
      device.write(device.name() + "/" + i, device.name() + " " + i);
      SyncOutcome outcome = device.sync();
      assertThat(outcome.unreachable()).isEmpty();
    }
  }

  /// Something happens just before a branch is moved.
  private record RightBeforeTheMove(Runnable happening) implements Around {
    @Override
    public Remote remote(Remote remote) {
      return Meanwhile.each(
              call -> {
                if (call.equals("move")) {
                  happening.run();
                }
              })
          .remote(remote);
    }
  }
}
