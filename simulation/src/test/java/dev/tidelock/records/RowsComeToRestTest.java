package dev.tidelock.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.object.ObjectId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the triggers of applications do, three devices come to rest: what is written by them is
/// written once, and not sent to and fro.
class RowsComeToRestTest {
  private static final String NOTE =
      "CREATE TABLE note (id TEXT PRIMARY KEY, title TEXT, n INTEGER DEFAULT 0, at TEXT)";
  private static final String AUDIT =
      "CREATE TABLE audit (id TEXT PRIMARY KEY DEFAULT (hex(randomblob(8))), what TEXT)";
  private static final String NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now') || hex(randomblob(4))";

  @TempDir private Path scratch;

  private SharedTables shared;
  private List<RowsDevice> devices;

  static Stream<Arguments> triggers() {
    String touch =
        "CREATE TRIGGER touch AFTER UPDATE ON note BEGIN UPDATE note SET at = %s WHERE id = NEW.id;"
                .formatted(NOW)
            + " END";
    String touchNew =
        "CREATE TRIGGER touch_new AFTER INSERT ON note BEGIN UPDATE note SET at = %s, n = n + 1"
                .formatted(NOW)
            + " WHERE id = NEW.id; END";
    String once =
        "CREATE TRIGGER once AFTER UPDATE OF title ON note WHEN NEW.at IS OLD.at BEGIN UPDATE note"
            + " SET at = %s WHERE id = NEW.id; END".formatted(NOW);
    String log =
        "CREATE TRIGGER log AFTER UPDATE ON note BEGIN INSERT INTO audit(what) VALUES (NEW.title);"
            + " END";
    String logDelete =
        "CREATE TRIGGER log_delete AFTER DELETE ON note BEGIN INSERT INTO audit(what) VALUES"
            + " ('gone ' || OLD.id); END";
    String instead =
        "CREATE TRIGGER upper BEFORE UPDATE ON note BEGIN INSERT OR REPLACE INTO audit VALUES"
            + " (NEW.id, 'last ' || NEW.title); END";
    return Stream.of(
        Arguments.of("touch", List.of(touch)),
        Arguments.of("touch and count", List.of(touch, touchNew)),
        Arguments.of("touch once, recursive", List.of("PRAGMA recursive_triggers = ON", once)),
        Arguments.of("log", List.of(log, logDelete, touch)),
        Arguments.of(
            "replace", List.of("PRAGMA recursive_triggers = ON", instead, logDelete, once)));
  }

  @BeforeEach
  void begin() {
    shared = new SharedTables();
    devices =
        IntStream.range(0, 3)
            .mapToObj(i ->
                new RowsDevice("d" + i, shared, scratch.resolve(i + ".db"), NOTE, AUDIT)
                    .track("note", "audit"))
            .toList();
  }

  @AfterEach
  void end() {
    devices.forEach(RowsDevice::close);
  }

  private void round() {
    devices.forEach(RowsDevice::sync);
  }

  private void comesToRest() {
    for (int i = 0; i < 3; i++) {
      round();
    }
    ObjectId root = shared.head().root();
    for (int i = 0; i < 3; i++) {
      for (RowsDevice device : devices) {
        assertThat(device.sync().rows()).isZero();
        assertThat(shared.head().root()).isEqualTo(root);
      }
    }
    for (String table : List.of("note", "audit")) {
      String all = "SELECT * FROM " + table + " ORDER BY id";
      for (RowsDevice device : devices) {
        assertThat(device.ask(all)).isEqualTo(devices.getFirst().ask(all));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("triggers")
  void whatTriggersWriteIsWrittenOnce(String name, List<String> triggers) {
    devices.forEach(device -> device.run(triggers.toArray(String[]::new)));
    devices.getFirst().run("INSERT INTO note(id, title) VALUES ('a', 'one'), ('b', 'two')");
    comesToRest();
    for (RowsDevice device : devices) {
      device.run("UPDATE note SET title = title || '!' WHERE id = 'a'");
    }
    comesToRest();
    for (RowsDevice device : devices) {
      device.run(
          "INSERT INTO note(id, title) VALUES ('c', 'made') ON CONFLICT(id) DO UPDATE SET title ="
              + " excluded.title, n = n + 1",
          "INSERT OR REPLACE INTO note(id, title) VALUES ('b', 'again')");
    }
    comesToRest();
    devices.get(1).run("DELETE FROM note WHERE id = 'a'");
    devices.get(2).run("UPDATE note SET n = n + 1 WHERE id = 'b'");
    comesToRest();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("triggers")
  void rowsThatAreWrittenAgainAsTheyAreMoveNothing(String name, List<String> triggers) {
    devices.getFirst().run("INSERT INTO note(id, title) VALUES ('a', 'one'), ('b', 'two')");
    comesToRest();
    ObjectId root = shared.head().root();
    for (int i = 0; i < 3; i++) {
      for (RowsDevice device : devices) {
        device.run("INSERT OR REPLACE INTO note SELECT * FROM note", "UPDATE note SET n = n");
        assertThat(device.sync().rows()).isZero();
      }
    }
    assertThat(shared.head().root()).isEqualTo(root);
    devices.forEach(device -> device.run(triggers.toArray(String[]::new)));
    comesToRest();
    assertThat(shared.head().root()).isEqualTo(root);
  }
}
