package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clocks are wrong, and nothing is decided by them.
class TimeTest {
  private static final long YEAR = 24L * 365;

  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    a.write("merged.txt", "one\ntwo\nthree\nfour\nfive\n");
    a.write("disputed", "base");
    a.write("deleted", "base");
    a.write("renamed", "to be renamed");
    a.sync();
    b.sync();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, -2, -20 * YEAR, 50 * YEAR})
  void wrongClocksChangeNoOutcome(long hours) {
    b.clock().jumpHours(hours);
    a.write("merged.txt", "ONE\ntwo\nthree\nfour\nfive\n");
    a.write("disputed", "from A");
    a.write("deleted", "edited by A");
    a.move("renamed", "renamed by A");
    b.write("merged.txt", "one\ntwo\nthree\nfour\nFIVE\n");
    b.write("disputed", "from B");
    b.delete("deleted");
    b.move("renamed", "renamed by B");
    a.sync();
    b.sync();
    b.clock().jumpHours(-2 * hours);
    a.sync();

    for (Device device : world.devices()) {
      assertThat(device)
          .showsOnly("merged.txt", "disputed", "deleted", "renamed by A")
          .shows("merged.txt", "ONE\ntwo\nthree\nfour\nFIVE\n")
          .shows("disputed", "from " + device.name())
          .hasConflict("disputed", "from A", "from B")
          .shows("deleted", "edited by A");
    }
    assertThat(a.log())
        .isSortedAccordingTo(
            (one, other) -> Long.compare(other.commit().time(), one.commit().time()));
  }

  @Test
  void theClockJumpsDuringASync() {
    a.write("merged.txt", "ONE\ntwo\nthree\nfour\nfive\n");
    b.write("merged.txt", "one\ntwo\nthree\nfour\nFIVE\n");
    a.sync();
    b.surround(Meanwhile.each(_ -> b.clock().jumpHours(-1)));
    b.sync();
    b.surround(Around.NOTHING);
    a.sync();

    assertThat(a).shows("merged.txt", "ONE\ntwo\nthree\nfour\nFIVE\n").hasNoConflict();
  }

  @Test
  void newestGoesByLogicalTimeThatFollowsEveryParent() {
    // B's clock is far behind, but its edit was made with A's in sight.
    b.clock().jumpHours(-1000);
    b.write("disputed", "first, by B");
    b.sync();
    a.sync();
    a.write("disputed", "second, by A");
    a.sync();
    b.sync();
    b.write("disputed", "third, by B");
    b.sync();

    assertThat(b.log())
        .isSortedAccordingTo(
            (one, other) -> Long.compare(other.commit().time(), one.commit().time()));
    a.write("disputed", "from A at last");
    a.sync(Strategy.NEWEST);
    b.sync();
    assertThat(b).hasNoConflict();
  }

  @Test
  void timesThatLostTheirFractionAreNoChange() throws IOException {
    try (Stream<Path> all = Files.walk(a.root())) {
      for (Path path :
          all.filter(Files::isRegularFile)
              .filter(path -> !path.startsWith(a.path(".tidelock")))
              .toList()) {
        long seconds = Files.getLastModifiedTime(path).to(TimeUnit.SECONDS);
        Files.setLastModifiedTime(path, FileTime.from(seconds - seconds % 2, TimeUnit.SECONDS));
      }
    }
    SyncOutcome outcome = a.sync();

    assertThat(outcome.filesUp()).isZero();
    assertThat(a.log()).hasSize(1);
  }

  @Test
  void timesAnHourOffAreNoChange() throws IOException {
    FileTime before = Files.getLastModifiedTime(a.path("disputed"));
    Files.setLastModifiedTime(
        a.path("disputed"), FileTime.fromMillis(before.toMillis() + 3_600_000));

    assertThat(a.sync().filesUp()).isZero();
    assertThat(a.log()).hasSize(1);
  }

  @Test
  void aRestartOfTheMachineChangesNothing() {
    a.clock().restart();
    a.clock().jumpHours(-5);
    assertThat(a.sync().filesUp()).isZero();
    a.write("disputed", "edited after the restart");
    a.sync();
    b.sync();

    assertThat(b).shows("disputed", "edited after the restart");
  }

  private boolean trashHolds(Device device, String text) throws IOException {
    try (Stream<Path> all = Files.list(device.path(".tidelock/trash"))) {
      for (Path path : all.toList()) {
        if (Files.readString(path).equals(text)) {
          return true;
        }
      }
    }
    return false;
  }

  private void displaceOnA() {
    b.write("disputed", "newer");
    b.sync();
    a.sync();
    assertThat(a).shows("disputed", "newer");
  }

  @Test
  void theTrashIsKeptWhenTheClockJumps() throws IOException {
    displaceOnA();
    a.clock().jumpHours(50 * YEAR);
    a.sync();
    a.clock().restart();
    a.clock().jumpHours(50 * YEAR);
    a.sync();
    a.clock().jumpHours(-70 * YEAR);
    a.sync();

    assertThat(trashHolds(a, "base")).isTrue();
  }

  @Test
  void theTrashIsEmptiedOnceThirtyDaysHavePassed() throws IOException {
    displaceOnA();
    for (int day = 0; day < 29; day++) {
      a.clock().restart();
      a.clock().passMinutes(24 * 60);
      a.sync();
    }
    assertThat(trashHolds(a, "base")).isTrue();

    a.clock().passMinutes(2 * 24 * 60);
    a.sync();
    assertThat(trashHolds(a, "base")).isFalse();
  }
}
