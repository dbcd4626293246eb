package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.sync.SyncOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Suspiciously much is deleted or overwritten at once: each side stops, and lets pass what a
/// person accepted there.
class MassChangeTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    for (int i = 0; i < 200; i++) {
      a.write("d" + i % 4 + "/f" + i, "content " + i);
    }
    a.sync();
    b.sync();
  }

  private static void deleteEveryOther(Device device) {
    for (int i = 0; i < 200; i += 2) {
      device.delete("d" + i % 4 + "/f" + i);
    }
  }

  private static void rewriteMost(Device device, String with) {
    for (int i = 0; i < 120; i++) {
      device.write("d" + i % 4 + "/f" + i, with + i);
    }
  }

  private static long files(Device device) {
    return device.sees().values().stream().filter(Sight.OfFile.class::isInstance).count();
  }

  @Test
  void massDeletionStopsAtTheSenderAndTheReceiver() {
    deleteEveryOther(a);
    SyncOutcome stopped = a.sync();
    b.sync();

    assertThat(stopped.stops()).hasSize(1);
    SafetyStop stop = stopped.stops().getFirst();
    assertThat(stop.deletes()).isEqualTo(100);
    assertThat(stop.examples()).isNotEmpty();
    assertThat(files(b)).isEqualTo(200);

    assertThat(a.accept(stop).stops()).isEmpty();
    SyncOutcome arriving = b.sync();
    assertThat(arriving.stops()).hasSize(1);
    assertThat(files(b)).isEqualTo(200);

    assertThat(b.accept(arriving.stops().getFirst()).stops()).isEmpty();
    assertThat(files(b)).isEqualTo(100);
  }

  @Test
  void whatIsNotHeldBackGoesOn() {
    deleteEveryOther(a);
    a.write("new", "goes on");
    a.write("d1/f1", "edited");
    b.write("from B", "goes on too");
    SyncOutcome stopped = a.sync();
    b.sync();
    a.sync();

    assertThat(stopped.stops()).hasSize(1);
    assertThat(b).shows("new", "goes on").shows("d1/f1", "edited").shows("d0/f0", "content 0");
    assertThat(a).shows("from B", "goes on too").lacks("d0/f0");

    a.accept(stopped.stops().getFirst());
    b.accept(b.sync().stops().getFirst());
    assertThat(files(b)).isEqualTo(102);
  }

  @Test
  void whatArrivesInADirectoryWhoseDeletionIsHeldBackBringsItBack() {
    a.delete("d0");
    a.delete("d1");
    b.write("d0/new", "from B");
    b.write("d0/sub/new", "deeper from B");
    b.write("d0/f0", "edited by B");
    b.delete("d0/f4");
    b.move("d0/f8", "moved");
    b.move("d1/f1", "d0/moved");
    b.sync();

    SyncOutcome stopped = a.sync();

    assertThat(stopped.stops()).hasSize(1);
    assertThat(stopped.problems()).isEmpty();
    assertThat(a)
        .shows("d0/new", "from B")
        .shows("d0/sub/new", "deeper from B")
        .shows("d0/f0", "edited by B")
        .shows("moved", "content 8")
        .shows("d0/moved", "content 1")
        .lacks("d0/f12")
        .lacks("d1");
    SyncOutcome again = a.sync();
    assertThat(again.problems()).isEmpty();
    a.accept(again.stops().getFirst());
    b.accept(b.sync().stops().getFirst());
    a.sync();
    assertThat(files(b)).isEqualTo(105);
    assertThat(a.sees()).isEqualTo(b.sees());
  }

  @Test
  void whatIsHeldBackCanBeBroughtBack() {
    deleteEveryOther(a);
    assertThat(a.sync().stops()).hasSize(1);

    for (int i = 0; i < 200; i += 2) {
      a.write("d" + i % 4 + "/f" + i, "content " + i);
    }
    SyncOutcome outcome = a.sync();

    assertThat(outcome.stops()).isEmpty();
    assertThat(files(b)).isEqualTo(200);
  }

  @Test
  void aHeldBackDeletionStaysHeldBackOnItsDisk() {
    deleteEveryOther(a);
    a.sync();
    SyncOutcome again = a.sync();

    assertThat(again.stops()).hasSize(1);
    assertThat(files(a)).isEqualTo(100);
    a.accept(again.stops().getFirst());
    b.accept(b.sync().stops().getFirst());
    assertThat(files(a)).isEqualTo(100);
  }

  @Test
  void theStopIsCalledTheSameUntilItChanges() {
    deleteEveryOther(a);
    SafetyStop first = a.sync().stops().getFirst();
    SafetyStop second = a.sync().stops().getFirst();
    a.delete("d1/f1");
    SafetyStop third = a.sync().stops().getFirst();

    assertThat(second.plan()).isEqualTo(first.plan());
    assertThat(third.plan()).isNotEqualTo(first.plan());
    a.accept(third);
    b.accept(b.sync().stops().getFirst());
  }

  @Test
  void movesAreNoDeletions() {
    for (int i = 0; i < 200; i++) {
      a.move("d" + i % 4 + "/f" + i, "moved/" + i % 4 + "/g" + i);
    }
    SyncOutcome sent = a.sync();
    SyncOutcome received = b.sync();

    assertThat(sent.stops()).isEmpty();
    assertThat(received.stops()).isEmpty();
    assertThat(b).shows("moved/3/g3", "content 3");
  }

  @Test
  void massRewritingStops() {
    rewriteMost(a, "encrypted ");
    SyncOutcome stopped = a.sync();
    b.sync();

    assertThat(stopped.stops()).hasSize(1);
    assertThat(stopped.stops().getFirst().rewrites()).isEqualTo(120);
    assertThat(b).shows("d0/f0", "content 0");

    a.accept(stopped.stops().getFirst());
    SyncOutcome arriving = b.sync();
    assertThat(arriving.stops()).hasSize(1);
    assertThat(b).shows("d0/f0", "content 0");
    b.accept(arriving.stops().getFirst());
    assertThat(b).shows("d0/f0", "encrypted 0");
  }

  @Test
  void manySmallStepsCountLikeALargeOne() {
    long stops = 0;
    for (int step = 0; step < 10; step++) {
      for (int i = step * 20; i < step * 20 + 10; i++) {
        a.delete("d" + i % 4 + "/f" + i);
      }
      a.clock().passMinutes(1);
      stops += a.sync().stops().size();
    }

    assertThat(stops).isPositive();
    a.accept(a.sync().stops().getFirst());
    b.accept(b.sync().stops().getFirst());
  }

  @Test
  void slowChangesAreNotSuspicious() {
    for (int step = 0; step < 10; step++) {
      for (int i = step * 20; i < step * 20 + 10; i++) {
        a.delete("d" + i % 4 + "/f" + i);
      }
      a.clock().passMinutes(20);
      b.clock().passMinutes(20);
      assertThat(a.sync().stops()).isEmpty();
      assertThat(b.sync().stops()).isEmpty();
    }

    assertThat(files(b)).isEqualTo(100);
  }

  @Test
  void anAcceptanceIsSpentByTheSyncThatUsesIt() {
    deleteEveryOther(a);
    SafetyStop stop = a.sync().stops().getFirst();
    a.accept(stop);
    b.accept(b.sync().stops().getFirst());
    for (int i = 0; i < 200; i += 2) {
      a.write("d" + i % 4 + "/f" + i, "content " + i);
    }
    a.sync();
    b.sync();
    a.clock().passMinutes(20);
    b.clock().passMinutes(20);

    deleteEveryOther(a);
    SyncOutcome again = a.sync();
    assertThat(again.stops()).hasSize(1);
    assertThat(again.stops().getFirst().plan()).isEqualTo(stop.plan());
    assertThat(files(b)).isEqualTo(200);
    a.accept(again.stops().getFirst());
    b.accept(b.sync().stops().getFirst());
  }

  @Test
  void anAcceptanceCoversNothingThatCameLater() {
    deleteEveryOther(a);
    SafetyStop stop = a.sync().stops().getFirst();
    for (int i = 1; i < 200; i += 2) {
      a.delete("d" + i % 4 + "/f" + i);
    }

    SyncOutcome rest = a.accept(stop);
    assertThat(rest.stops()).hasSize(1);
    assertThat(rest.stops().getFirst().deletes()).isEqualTo(100);

    a.accept(rest.stops().getFirst());
    b.accept(b.sync().stops().getFirst());
    assertThat(files(b)).isZero();
  }

  @Test
  void whatRemainsAfterAnAcceptanceIsCountedAnew() {
    deleteEveryOther(a);
    SafetyStop stop = a.sync().stops().getFirst();
    a.delete("d1/f1");
    a.delete("d3/f3");

    SyncOutcome rest = a.accept(stop);

    assertThat(rest.stops()).isEmpty();
    b.accept(b.sync().stops().getFirst());
    assertThat(b).lacks("d1/f1").lacks("d0/f0");
  }

  @Test
  void anUnknownAcceptanceLetsNothingPass() {
    deleteEveryOther(a);
    SyncOutcome outcome = a.accept("00112233445566778899aabbccddeeff");

    assertThat(outcome.stops()).hasSize(1);
    a.accept(outcome.stops().getFirst());
    b.accept(b.sync().stops().getFirst());
  }

  @Test
  void anEmptiedDirectoryStops() {
    for (int i = 0; i < 4; i++) {
      a.delete("d" + i);
    }
    SyncOutcome stopped = a.sync();
    b.sync();

    assertThat(stopped.stops()).hasSize(1);
    assertThat(files(b)).isEqualTo(200);
    a.accept(stopped.stops().getFirst());
    b.accept(b.sync().stops().getFirst());
    assertThat(b.sees()).isEmpty();
  }

  @Test
  void anEmptiedSmallProjectStops() {
    Device c = world.device("C");
    c.sync();
    for (Device device : world.devices()) {
      device.clock().passMinutes(30);
    }
    for (int i = 0; i < 175; i++) {
      if (i % 7 == 0) {
        a.clock().passMinutes(30);
        b.clock().passMinutes(30);
        c.clock().passMinutes(30);
        a.sync();
        b.sync();
        c.sync();
      }
      a.delete("d" + i % 4 + "/f" + i);
    }
    a.sync();
    b.sync();
    c.sync();
    assertThat(files(c)).isEqualTo(25);
    for (Device device : world.devices()) {
      device.clock().passMinutes(30);
    }

    for (int i = 0; i < 4; i++) {
      a.delete("d" + i);
    }
    SyncOutcome stopped = a.sync();

    assertThat(stopped.stops()).hasSize(1);
    a.accept(stopped.stops().getFirst());
    b.accept(b.sync().stops().getFirst());
    c.accept(c.sync().stops().getFirst());
  }

  @Test
  void aRestartDoesNotMakeTheGuardForget() {
    for (int step = 0; step < 10; step++) {
      for (int i = step * 20; i < step * 20 + 10; i++) {
        a.delete("d" + i % 4 + "/f" + i);
      }
      a.clock().restart();
      a.sync();
    }

    assertThat(files(a)).isEqualTo(100);
    b.sync().stops().forEach(b::accept);
  }

  @Test
  void anEditSurvivesAnAcceptedMassDeletion() {
    deleteEveryOther(a);
    b.write("d0/f0", "edited by B");
    a.accept(a.sync().stops().getFirst());

    SyncOutcome arriving = b.sync();
    b.accept(arriving.stops().getFirst());
    a.sync();

    assertThat(a).shows("d0/f0", "edited by B");
    assertThat(b).shows("d0/f0", "edited by B");
    assertThat(files(b)).isEqualTo(101);
  }

  @Test
  void editsGoOutWhileADeletionIsHeldBackAtTheReceiver() {
    deleteEveryOther(a);
    a.accept(a.sync().stops().getFirst());
    SyncOutcome arriving = b.sync();
    assertThat(arriving.stops()).hasSize(1);

    b.write("d1/f1", "edited while held");
    b.write("d0/f0", "edited though deleted elsewhere");
    b.sync();
    a.sync();

    assertThat(a).shows("d1/f1", "edited while held");
    assertThat(a).shows("d0/f0", "edited though deleted elsewhere");
    b.accept(b.sync().stops().getFirst());
    assertThat(b).shows("d0/f0", "edited though deleted elsewhere").lacks("d2/f2");
  }
}
