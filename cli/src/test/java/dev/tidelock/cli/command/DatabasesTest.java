package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases among the files of two devices.
class DatabasesTest {
  private static final byte[] LOG = {0x37, 0x7f, 0x06, (byte) 0x82, 0, 0x2d, (byte) 0xe2, 0x18};

  @TempDir private Path base;

  private static String database(String text) {
    return "SQLite format 3\0" + text;
  }

  @Test
  void theLogOfADatabaseThatIsGoneMeetsNoOther() throws IOException {
    String url = base.resolve("remote").toUri().toString();
    Device alice = Device.create(base, "alice");
    alice.write("app.db", database("one")).write("notes", "notes");
    assertThat(alice.run("init", "--name", "app", "--remote", url).exit()).isZero();
    assertThat(alice.run("sync").exit()).isZero();
    assertThat(Device.create(base, "bob").run("clone", url).exit()).isZero();
    Device bob = Device.create(base, "bob").in(base.resolve("bob/app"));

    Files.delete(bob.path("app.db"));
    Files.write(bob.path("app.db-wal"), LOG);
    alice.write("app.db", database("two"));
    alice.run("sync");
    Device.Result meeting = bob.run("sync");
    alice.run("sync");

    assertThat(bob.path("app.db")).doesNotExist();
    assertThat(meeting.err()).contains("app.db").contains("log");
    assertThat(alice.path("app.db-wal")).doesNotExist();
    assertThat(alice.read("app.db").getBytes(StandardCharsets.UTF_8))
        .isEqualTo(database("two").getBytes(StandardCharsets.UTF_8));

    Files.delete(bob.path("app.db-wal"));
    assertThat(bob.run("sync").exit()).isZero();
    assertThat(bob.read("app.db")).isEqualTo(database("two"));
  }
}
