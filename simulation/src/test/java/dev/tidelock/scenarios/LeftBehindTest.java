package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Something moves out of a directory that moves itself, and something equal is put in its place.
class LeftBehindTest {
  @RegisterExtension final World world = new World();

  private Device a = null;
  private Device b = null;

  @BeforeEach
  void bothHaveADirectory() {
    a = world.device("A");
    b = world.device("B");
    a.write("d/x", "the same");
    a.write("d/inner/y", "the same");
    a.write("other/z", "z");
    a.sync();
    b.sync();
  }

  private void bothSync() {
    b.sync();
    a.sync();
    b.sync();
  }

  @Test
  void anEqualFileIsPutInItsPlace() {
    b.move("d", "e");
    b.move("e/x", "A");
    b.write("e/x", "the same");
    bothSync();

    for (Device each : world.devices()) {
      assertThat(each).shows("e/x", "the same").shows("A", "the same").lacks("d");
    }
  }

  @Test
  void itIsFoundAfterWhatIsInItsPlace() {
    b.move("d", "e");
    b.move("e/x", "z");
    b.write("e/x", "the same");
    bothSync();

    for (Device each : world.devices()) {
      assertThat(each).shows("e/x", "the same").shows("z", "the same").lacks("d");
    }
  }

  @Test
  void anEqualDirectoryIsPutInItsPlace() {
    b.move("d", "e");
    b.move("e/inner", "z");
    b.write("e/inner/y", "the same");
    b.write("e/inner/new", "new");
    bothSync();

    for (Device each : world.devices()) {
      assertThat(each)
          .shows("e/inner/y", "the same")
          .shows("e/inner/new", "new")
          .shows("z/y", "the same")
          .lacks("d");
    }
  }

  @Test
  void whatIsLinkedFromElsewhereStaysWhereItIs() throws IOException {
    Files.createLink(b.path("A"), b.path("d/x"));
    b.move("d", "e");
    bothSync();

    for (Device each : world.devices()) {
      assertThat(each).shows("e/x", "the same").shows("A", "the same").lacks("d");
    }
  }

  @Test
  void twoDirectoriesChangePlacesAndEqualFilesInThemToo() {
    b.write("A", "the same");
    b.move("other", "tmp");
    b.move("d", "other");
    b.move("tmp", "d");
    b.move("other/x", "tmp");
    b.move("A", "other/x");
    b.move("tmp", "A");
    bothSync();

    for (Device each : world.devices()) {
      assertThat(each).shows("other/x", "the same").shows("A", "the same").shows("d/z", "z");
    }
  }
}
