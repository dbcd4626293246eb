package dev.tidelock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.RowCursor;
import dev.tidelock.engine.port.RowWrite;
import dev.tidelock.engine.port.StoredRow;
import dev.tidelock.engine.port.TrackedTable;
import dev.tidelock.engine.port.TrackedTable.State;
import dev.tidelock.engine.port.WriteProblem;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever an application does: what is captured, written into another database, makes that equal.
class FollowTest {
  private static final Bytes ID = Bytes.utf8("0123456789abcdef");
  private static final TableId TABLE = TableId.of("app", "t", 0);

  /// By its clock every slice is over after two rows.
  private final SqliteDatabases databases = new SqliteDatabases(new SteppingClock(10));

  private final Contents large = new Contents();
  @TempDir Path directory;
  private int cases;

  @Test
  void aCopyFollowsWhateverTheApplicationDoes() {
    ForAll.cases(25, this::follow);
  }

  private void follow(Tape tape) throws Exception {
    Path home = Files.createDirectory(directory.resolve("case" + cases++));
    RandomTable table = new RandomTable(tape, tape.pick("t", "my table", "\"q\""));
    Path here = home.resolve("here.db");
    Path there = home.resolve("there.db");
    try (Application app = new Application(here);
        Application other = new Application(there)) {
      for (Application each : List.of(app, other)) {
        each.run(
            "PRAGMA journal_mode = " + tape.pick("WAL", "WAL", "DELETE"),
            "PRAGMA synchronous = OFF");
        table.create().forEach(each::run);
      }
      app.run(
          "PRAGMA foreign_keys = " + tape.pick("ON", "OFF"),
          "PRAGMA recursive_triggers = " + tape.pick("ON", "OFF"));
      try (Database from = databases.open(here.toString(), 1000);
          Database to = databases.open(there.toString(), 1000)) {
        for (Database each : List.of(from, to)) {
          each.identify(ID);
          each.track(table.name(), TABLE);
        }
        Map<Bytes, List<Value>> shown = new TreeMap<>();
        for (int round = 0; round < 6; round++) {
          work(app, table, tape);
          pass(from, to, shown, round == 0);
        }
      }
    }
  }

  private static void work(Application app, RandomTable table, Tape tape) {
    boolean transaction = tape.chance(0.5);
    List<String> statements = new ArrayList<>();
    for (int i = tape.nextInt(1, 25); i > 0; i--) {
      statements.add(table.statement());
    }
    if (tape.chance(0.1)) {
      statements.add("VACUUM");
      transaction = false;
    } else if (tape.chance(0.1)) {
      statements.addAll(table.rebuild());
      transaction = true;
    }
    if (transaction) {
      attempt(app, "BEGIN");
    }
    statements.forEach(sql -> attempt(app, sql));
    if (transaction) {
      attempt(app, tape.chance(0.2) ? "ROLLBACK" : "COMMIT");
      attempt(app, "ROLLBACK");
    }
  }

  /// An application's statement may fail, as constraints make it.
  private static void attempt(Application app, String sql) {
    try {
      app.tryRun(sql);
    } catch (SQLException constraint) {
      assertThat(constraint.getMessage())
          .as(sql)
          .containsAnyOf("constraint", "CONSTRAINT", "mismatch", "no transaction", "ambiguous");
    }
  }

  private void pass(Database from, Database to, Map<Bytes, List<Value>> shown, boolean first) {
    TrackedTable tracked = from.tracked().getFirst();
    Schema schema = from.schema(tracked.name(), TABLE, Optional.empty());
    Map<Bytes, Optional<List<Value>>> told = new TreeMap<>();
    Map<Bytes, List<Value>> all = new TreeMap<>();
    DatabaseSnapshot.Position position;
    try (DatabaseSnapshot snapshot = from.snapshot()) {
      assertThat(snapshot.toCompare().contains(TABLE)).isEqualTo(tracked.state() == State.COMPARE);
      read(
          snapshot.all(TABLE, schema, large),
          row -> all.put(row.key(), row.values().orElseThrow()));
      read(snapshot.changes(TABLE, schema, large), row -> told.put(row.key(), row.values()));
      assertThat(snapshot.settle()).isTrue();
      position = snapshot.position();
    }
    if (tracked.state() == State.SOUND) {
      Map<Bytes, List<Value>> guessed = new TreeMap<>(shown);
      told.forEach((key, values) ->
          values.ifPresentOrElse(row -> guessed.put(key, row), () -> guessed.remove(key)));
      assertThat(guessed).as("what was noted").isEqualTo(all);
    }
    List<RowWrite> writes = new ArrayList<>();
    shown.forEach((key, values) -> {
      if (!all.containsKey(key)) {
        writes.add(new RowWrite.Delete(key, keyValues(schema, values)));
      }
    });
    all.forEach((key, values) -> {
      if (!values.equals(shown.get(key))) {
        writes.add(new RowWrite.Put(key, values.stream().map(Optional::of).toList()));
      }
    });
    write(to, schema, writes);
    try (DatabaseTransaction done = from.begin(position)) {
      done.commit(Bytes.utf8("shown"), 1);
    }
    assertThat(from.tracked().getFirst().state()).isEqualTo(State.SOUND);
    check(from, to, schema, all, first);
    shown.clear();
    shown.putAll(all);
  }

  private void write(Database to, Schema schema, List<RowWrite> writes) {
    to.tracked();
    DatabaseSnapshot.Position position;
    try (DatabaseSnapshot snapshot = to.snapshot()) {
      position = snapshot.position();
    }
    List<WriteProblem> problems = new ArrayList<>();
    try (DatabaseTransaction transaction = to.begin(position)) {
      transaction.write(TABLE, schema, writes, large, problems::add);
      transaction.checkReferences(_ -> {});
      transaction.commit(Bytes.utf8("shown"), 1);
    }
    assertThat(problems).isEmpty();
  }

  private void check(
      Database from, Database to, Schema schema, Map<Bytes, List<Value>> all, boolean first) {
    for (Database each : List.of(from, to)) {
      try (DatabaseSnapshot snapshot = each.snapshot()) {
        assertThat(snapshot.toCompare()).isEmpty();
        if (each == from || !first) {
          read(
              snapshot.changes(TABLE, schema, large),
              row -> assertThat(row.values()).isEqualTo(Optional.ofNullable(all.get(row.key()))));
        }
        Map<Bytes, List<Value>> now = new TreeMap<>();
        read(
            snapshot.all(TABLE, schema, large),
            row -> now.put(row.key(), row.values().orElseThrow()));
        assertThat(now).isEqualTo(all);
      }
    }
  }

  private static void read(RowCursor rows, Consumer<StoredRow> row) {
    try (rows) {
      rows.forEachRemaining(row);
    }
  }

  private static List<Value> keyValues(Schema schema, List<Value> values) {
    List<ColumnId> ids = new RowShape(schema).columns().stream().map(Column::id).toList();
    return schema.key().stream().map(part -> values.get(ids.indexOf(part.column()))).toList();
  }
}
