package dev.tidelock.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.library.report.SyncResult;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncedDatabaseTest {
  private TwoDevices devices;

  @BeforeEach
  void setUp(@TempDir Path directory) throws Exception {
    devices = new TwoDevices(directory);
    devices.laptop.run(
        TwoDevices.NOTES, "INSERT INTO notes VALUES ('a', 'one', 0), ('b', 'two', 0)");
  }

  @AfterEach
  void tearDown() throws Exception {
    devices.close();
  }

  @Test
  void whatOneDeviceSeedsAnotherHydratesAndBothSync() throws Exception {
    try (SyncedDatabase laptop = devices.open("laptop");
        SyncedDatabase phone = devices.open("phone")) {
      SyncResult seeded = laptop.seed();
      assertThat(seeded.problems()).isEmpty();
      assertThat(seeded.recordsProcessed()).isEqualTo(2);

      SyncResult hydrated = phone.hydrate();
      assertThat(hydrated.errors()).isEmpty();
      assertThat(hydrated.recordsDown()).isEqualTo(2);
      assertThat(devices.phone.ask("SELECT * FROM notes ORDER BY id"))
          .containsExactly("a|one|0", "b|two|0");

      devices.laptop.run("UPDATE notes SET body = 'uno' WHERE id = 'a'");
      devices.phone.run("UPDATE notes SET done = 1 WHERE id = 'a'");
      assertThat(phone.sync().success()).isTrue();
      assertThat(laptop.sync().success()).isTrue();
      assertThat(phone.sync().success()).isTrue();
      assertThat(devices.phone.ask("SELECT * FROM notes WHERE id = 'a'"))
          .isEqualTo(devices.laptop.ask("SELECT * FROM notes WHERE id = 'a'"))
          .containsExactly("a|uno|1");
    }
  }
}
