package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.record.Captured;
import dev.tidelock.engine.record.DatabaseCapture;
import dev.tidelock.engine.record.DatabaseUpdate;
import dev.tidelock.engine.record.RowsTold;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a look costs where the application changed nothing.
class IdleTest extends DatabaseTest {
  private static final int PAGE = 4096;

  @ParameterizedTest
  @ValueSource(strings = {"INTEGER", "TEXT"})
  void aLookReadsNoRowOfATableInWhichNothingChanged(String key) throws IOException {
    app.run(
        "CREATE TABLE t(id %s PRIMARY KEY, v UNIQUE)".formatted(key),
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
            + " INSERT INTO t SELECT i, hex(randomblob(20)) FROM n");
    Set<String> leaves =
        new HashSet<>(app.ask("SELECT pageno FROM dbstat WHERE pagetype = 'leaf' AND name = 't'"));
    assertThat(leaves).hasSizeGreaterThan(200);
    try (ObjectFile objects = new ObjectFile(directory.resolve("objects"))) {
      Records records = new Records(Bytes.wrap(new byte[MapFormat.SEED_SIZE]), objects::get);
      Database before = open();
      before.identify(ID);
      before.track("t", id("t"));
      Captured first = look(before, records, objects);
      close();
      blank(leaves);
      Database database = open();
      Set<Object> read = new HashSet<>();
      Records counting =
          new Records(
              Bytes.wrap(new byte[MapFormat.SEED_SIZE]),
              id -> {
                read.add(id);
                return objects.get(id);
              });
      assertThat(capture(database, counting, objects).tables()).isEqualTo(first.tables());
      assertThat(read).hasSizeLessThan(5);
      assertThatThrownBy(() -> all(database, "t")).isInstanceOf(DatabaseFailure.class);
    }
  }

  /// Looks, and says that it was seen.
  private Captured look(Database database, Records records, ObjectFile objects) {
    Captured captured = capture(database, records, objects);
    MerkleMap<Table> head = captured.side(records.noTables(objects::put), objects::put);
    new DatabaseUpdate(records, objects::put, large, captured, RowsTold.NOBODY)
        .apply(database, head, _ -> {});
    return capture(database, records, objects);
  }

  private Captured capture(Database database, Records records, ObjectFile objects) {
    return new DatabaseCapture(
            records, objects::put, large, new DeviceId("here"), 1, RowsTold.NOBODY)
        .capture("app", database);
  }

  /// Writes zeros over pages, in the file, so that whoever reads one fails.
  private void blank(Set<String> pages) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (String page : List.copyOf(pages)) {
        channel.write(ByteBuffer.allocate(PAGE), (Long.parseLong(page) - 1) * PAGE);
      }
    }
  }

  /// Everything is in the file then.
  private void close() {
    app.run("PRAGMA wal_checkpoint(TRUNCATE)");
  }
}
