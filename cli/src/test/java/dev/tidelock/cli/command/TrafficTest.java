package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a sync through a hub takes on the wire, counted at the sockets.
class TrafficTest {
  private static final int ROWS = Integer.getInteger("traffic.rows", 20_000);
  private static final int UPDATES = Integer.getInteger("traffic.updates", 100);

  private static final int FILES = 2000;

  @TempDir private Path base;
  private final Random chance = new Random(5);
  private ServedHub hub;
  private CountedLine line;

  @BeforeEach
  void start() throws IOException {
    hub = ServedHub.start(base);
    line = new CountedLine(hub.url());
    hub.addAccount("ann@example.org");
  }

  @AfterEach
  void stop() throws IOException {
    line.close();
    hub.close();
  }

  private Device device(String name) {
    Device device = Device.create(base, name);
    Device typing = device.typing(ServedHub.PASSWORD + "\n");
    assertDone(typing.run("login", line.url(), "--email", "ann@example.org", "--password-stdin"));
    return device;
  }

  private static void assertDone(Device.Result result) {
    assertThat(result.exit()).as(result.toString()).isZero();
  }

  private Sqlite database(String name) {
    return Sqlite.at(base.resolve(name + ".db"))
        .run("CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT, body TEXT, place INTEGER)");
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + chance.nextInt(26)));
    }
    return text.toString();
  }

  private static String id(int number) {
    Random chance = new Random(number);
    return new UUID(chance.nextLong(), chance.nextLong()).toString();
  }

  private void fill(Sqlite database) {
    for (int i = 0; i < ROWS; i += 1000) {
      List<String> rows = new ArrayList<>();
      for (int row = i; row < i + 1000; row++) {
        rows.add("('%s', '%s', '%s', %d)".formatted(id(row), text(40), text(110), row));
      }
      database.run("INSERT INTO note VALUES " + String.join(",", rows));
    }
  }

  private void update(Sqlite database) {
    List<String> statements = new ArrayList<>(List.of("BEGIN"));
    for (int i = 0; i < UPDATES; i++) {
      statements.add(
          "UPDATE note SET title = '%s' WHERE id = '%s'"
              .formatted(text(40), id(chance.nextInt(ROWS))));
    }
    statements.add("COMMIT");
    database.run(statements.toArray(String[]::new));
  }

  private void assertSame(Sqlite one, Sqlite other) {
    assertThat(other.ask("SELECT * FROM note ORDER BY id"))
        .isEqualTo(one.ask("SELECT * FROM note ORDER BY id"));
  }

  /// Syncs a device, and gives how many bytes that took.
  private long sync(Device device) {
    line.taken();
    assertDone(device.run("sync"));
    return line.taken();
  }

  @Test
  void aChangedRowSendsLittleMoreThanItself() {
    Sqlite mine = database("a");
    Sqlite theirs = database("b");
    fill(mine);
    Device a = device("a");
    assertDone(a.run("init", "--name", "notes", "--remote", line.url()));
    assertDone(a.run("record", "track", mine.file().toString(), "note", "--as", "app"));
    assertThat(sync(a)).isGreaterThan(ROWS * 100L);
    Device b = device("b");
    assertDone(b.run("clone", "notes", "."));
    assertDone(b.run("record", "attach", "app", theirs.file().toString()));
    assertDone(b.run("sync"));
    assertSame(mine, theirs);

    update(mine);
    long sent = sync(a);
    long fetched = sync(b);

    System.out.printf("%d updates of %d rows: %d up, %d down%n", UPDATES, ROWS, sent, fetched);
    assertThat(sent).isLessThan(UPDATES * 400L);
    assertThat(fetched).isLessThan(UPDATES * 400L);
    assertSame(mine, theirs);
  }

  @Test
  void aChangedFileSendsLittleMoreThanItselfOfALargeDirectory() {
    Device a = device("a");
    for (int i = 0; i < FILES; i++) {
      a.write("a file with a number " + i, text(30));
    }
    assertDone(a.run("init", "--name", "notes", "--remote", line.url()));
    sync(a);
    Device b = device("b");
    assertDone(b.run("clone", "notes", "."));

    for (int i = 0; i < FILES; i += 20) {
      a.write("a file with a number " + i, text(30));
    }
    long sent = sync(a);
    long fetched = sync(b);

    System.out.printf("%d edits of %d files: %d up, %d down%n", FILES / 20, FILES, sent, fetched);
    assertThat(sent).isLessThan(FILES / 20 * 400L);
    assertThat(fetched).isLessThan(FILES / 20 * 400L);
    for (int i = 0; i < FILES; i += 20) {
      assertThat(b.read("a file with a number " + i))
          .isEqualTo(a.read("a file with a number " + i));
    }
  }
}
