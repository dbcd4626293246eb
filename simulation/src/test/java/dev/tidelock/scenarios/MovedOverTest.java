package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Much is lost because something else was moved over it: that is no less suspicious than to delete
/// it.
class MovedOverTest {
  private static final int MANY = 60;

  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    for (int i = 0; i < MANY; i++) {
      a.write("from/f" + i, "new " + i);
      a.write("to/f" + i, "old " + i);
    }
    a.write("kept", "kept");
    a.sync();
    b.sync();
  }

  private static void moveOver(Device device, String from, String to) throws IOException {
    Files.move(device.path(from), device.path(to), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void moveAllOver(Device device) throws IOException {
    for (int i = 0; i < MANY; i++) {
      moveOver(device, "from/f" + i, "to/f" + i);
    }
  }

  private void acceptOnBoth(SafetyStop stop) {
    assertThat(a.accept(stop).stops()).isEmpty();
    b.sync().stops().forEach(b::accept);
    for (Device device : world.devices()) {
      assertThat(device).shows("to/f7", "new 7").lacks("from/f7");
    }
  }

  @Test
  void filesMovedOverManyOthersStop() throws IOException {
    moveAllOver(a);
    a.write("kept", "edited");
    a.write("from/new", "goes on");
    SyncOutcome stopped = a.sync();
    b.sync();

    assertThat(stopped.stops()).hasSize(1);
    assertThat(stopped.stops().getFirst().deletes()).isEqualTo(MANY);
    assertThat(b)
        .shows("to/f7", "old 7")
        .shows("from/f7", "new 7")
        .shows("kept", "edited")
        .shows("from/new", "goes on");
    SyncOutcome again = a.sync();
    assertThat(again.stops().getFirst().plan()).isEqualTo(stopped.stops().getFirst().plan());
    assertThat(a).shows("to/f7", "new 7");

    acceptOnBoth(again.stops().getFirst());
  }

  @Test
  void theDirectoryTheyCameFromMayGo() throws IOException {
    moveAllOver(a);
    a.delete("from");
    SyncOutcome stopped = a.sync();
    b.sync();

    assertThat(stopped.stops()).hasSize(1);
    assertThat(b).shows("to/f7", "old 7").shows("from/f7", "new 7");
    acceptOnBoth(a.sync().stops().getFirst());
  }

  @Test
  void aDirectoryMovedIntoThePlaceOfAFullOneStops() {
    a.delete("to");
    a.move("from", "to");
    SyncOutcome stopped = a.sync();
    b.sync();

    assertThat(stopped.stops()).hasSize(1);
    assertThat(b).shows("to/f7", "old 7").shows("from/f7", "new 7");
    a.write("to/f7", "edited while held");
    a.write("to/added", "added while held");
    a.sync();
    b.sync();
    assertThat(b).shows("to/f7", "old 7").lacks("to/added");

    a.accept(a.sync().stops().getFirst());
    b.sync().stops().forEach(b::accept);
    assertThat(b)
        .shows("to/f7", "edited while held")
        .shows("to/f8", "new 8")
        .shows("to/added", "added while held")
        .lacks("from");
  }

  @Test
  void whatMovedIntoThePlaceOfWhatMovedOverWaitsToo() throws IOException {
    for (int i = 0; i < MANY; i++) {
      a.write("third/f" + i, "third " + i);
    }
    a.sync();
    b.sync();
    moveAllOver(a);
    for (int i = 0; i < MANY; i++) {
      a.move("third/f" + i, "from/f" + i);
    }
    SyncOutcome stopped = a.sync();
    b.sync();

    assertThat(stopped.stops()).hasSize(1);
    assertThat(b).shows("to/f7", "old 7").shows("from/f7", "new 7").shows("third/f7", "third 7");
    a.accept(a.sync().stops().getFirst());
    b.sync().stops().forEach(b::accept);
    assertThat(b).shows("to/f7", "new 7").shows("from/f7", "third 7").lacks("third/f7");
  }

  @Test
  void fewFilesMovedOverOthersPass() throws IOException {
    for (int i = 0; i < 20; i++) {
      moveOver(a, "from/f" + i, "to/f" + i);
    }

    assertThat(a.sync().stops()).isEmpty();
    assertThat(b.sync().stops()).isEmpty();
    assertThat(b).shows("to/f7", "new 7").lacks("from/f7");
  }

  @Test
  void filesThatChangePlacesPass() {
    for (int i = 0; i < MANY; i++) {
      a.move("from/f" + i, "aside");
      a.move("to/f" + i, "from/f" + i);
      a.move("aside", "to/f" + i);
    }

    assertThat(a.sync().stops()).isEmpty();
    b.sync().stops().forEach(b::accept);
    assertThat(b).shows("to/f7", "new 7").shows("from/f7", "old 7");
  }

  @Test
  void whatOthersDoMeanwhileIsMerged() throws IOException {
    moveAllOver(a);
    a.sync();
    b.write("to/f7", "edited by B");
    b.write("from/f8", "edited by B too");
    b.delete("from/f9");
    b.delete("to/f10");
    b.move("from/f11", "elsewhere");
    b.move("to/f12", "elsewhere too");
    b.sync();
    SyncOutcome stopped = a.sync();
    b.sync();
    assertThat(a).shows("to/f7", "new 7").shows("to/f9", "new 9");

    a.accept(stopped.stops().getFirst());
    b.sync().stops().forEach(b::accept);
    a.sync().stops().forEach(a::accept);

    assertThat(a).shows("to/f13", "new 13").lacks("from/f13");
    assertThat(b).shows("to/f13", "new 13").lacks("from/f13");
  }
}
