package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.SyncOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a user puts in the place of something whose deletion the guard holds back.
class ReplacedWhileHeldTest {
  private static final int MANY = 60;

  @RegisterExtension final World world = new World();

  private static void fill(Device a, Device b, String format) {
    for (int i = 0; i < MANY; i++) {
      a.write(format.formatted(i), "text " + i);
    }
    a.write("kept", "kept");
    a.sync();
    b.sync();
  }

  private static void deleteAll(Device a, String format) {
    for (int i = 0; i < MANY; i++) {
      a.delete(format.formatted(i));
    }
  }

  @Test
  void aFileInThePlaceOfADirectoryWaitsWithItsDeletionAndArrives() {
    Device a = world.device("A");
    Device b = world.device("B");
    fill(a, b, "d/%d");
    deleteAll(a, "d/%d");
    a.delete("d");
    a.write("d", "a file now");

    a.sync();
    SyncOutcome stopped = a.sync();
    assertThat(stopped.stops()).hasSize(1);
    assertThat(b.sync().stops()).isEmpty();

    a.accept(stopped.stops().getFirst());
    b.accept(b.sync().stops().getFirst());
    assertThat(b).shows("d", "a file now");
    assertThat(a).shows("d", "a file now");
  }

  @Test
  void aFileInThePlaceOfADirectoryThatWasRenamedElsewhereArrives() {
    Device a = world.device("A");
    Device b = world.device("B");
    fill(a, b, "d/%d");
    b.move("d", "e");
    b.write("e/7", "edited");
    b.sync();
    deleteAll(a, "d/%d");
    a.delete("d");
    a.write("d", "a file now");

    a.sync();
    SyncOutcome stopped = a.sync();
    assertThat(stopped.problems()).noneMatch(it -> it.kind() == Problem.Kind.NOT_APPLIED);
    stopped.stops().forEach(a::accept);
    b.sync();
    a.sync();

    assertThat(b).shows("d", "a file now").shows("e/7", "edited");
    assertThat(a).shows("d", "a file now").shows("e/7", "edited");
  }

  @Test
  void directoriesInThePlaceOfFilesWaitWithTheirDeletionAndArrive() {
    Device a = world.device("A");
    Device b = world.device("B");
    fill(a, b, "f%d");
    deleteAll(a, "f%d");
    for (int i = 0; i < MANY; i++) {
      a.write("f" + i + "/inside", "inside " + i);
    }

    a.sync();
    SyncOutcome stopped = a.sync();
    assertThat(stopped.stops()).hasSize(1);
    a.accept(stopped.stops().getFirst());
    b.accept(b.sync().stops().getFirst());

    assertThat(b).shows("f7/inside", "inside 7");
    assertThat(a).shows("f7/inside", "inside 7");
  }
}
