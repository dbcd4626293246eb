package dev.tidelock.records;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.merge.MergeStamps;
import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.core.record.merge.RecordsMerge;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.TrackedTable;
import dev.tidelock.engine.record.Captured;
import dev.tidelock.engine.record.DatabaseCapture;
import dev.tidelock.engine.record.DatabaseUpdate;
import dev.tidelock.engine.record.Refusals;
import dev.tidelock.engine.record.RowsTold;
import dev.tidelock.engine.record.WantedTables;
import dev.tidelock.platform.database.SqliteDatabases;
import dev.tidelock.platform.linux.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A device with one database, whose tables meet those of other devices in a shared head.
final class RowsDevice implements AutoCloseable {
  private final String name;
  private final SharedTables shared;
  private final Path file;
  private Connection application;
  private Database database;
  private List<String> meanwhile = List.of();
  private Set<TableId> wanted = new HashSet<>();

  RowsDevice(String name, SharedTables shared, Path file, String... setUp) {
    this.name = name;
    this.shared = shared;
    this.file = file;
    this.application = connect();
    run("PRAGMA journal_mode = WAL");
    run(setUp);
    database = open();
    database.identify(Bytes.utf8((name + "-0123456789abcdef").substring(0, 16)));
  }

  private Connection connect() {
    try {
      return DriverManager.getConnection("jdbc:sqlite:" + file);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  private Database open() {
    return new SqliteDatabases(new SystemClock()).open(file.toString(), 5_000);
  }

  RowsDevice track(String... tables) {
    for (String table : tables) {
      TableId id = tables().idFor(table);
      database.track(table, id);
      wanted.add(id);
    }
    return this;
  }

  /// Wants tables that the database need not have.
  RowsDevice attach(String... tables) {
    for (String table : tables) {
      wanted.add(TableId.of("app", table, 0));
    }
    return this;
  }

  /// The tables that are tracked and there, by id, with the names that they have now.
  SortedMap<TableId, String> tracked() {
    SortedMap<TableId, String> names = new TreeMap<>();
    database.tracked().stream()
        .filter(table -> table.state() != TrackedTable.State.GONE)
        .forEach(table -> names.put(table.id(), table.name()));
    return names;
  }

  /// Wants a table no more.
  void untrack(TableId table) {
    database.untrack(table);
    wanted.remove(table);
  }

  private WantedTables tables() {
    return new WantedTables(shared.records(), shared.head(), database, "app");
  }

  RowsDevice run(String... statements) {
    for (String sql : statements) {
      try (Statement statement = application.createStatement()) {
        statement.execute(sql);
      } catch (SQLException failure) {
        throw new AssertionError(sql, failure);
      }
    }
    return this;
  }

  /// Does something that may break a constraint.
  void attempt(String sql) {
    try (Statement statement = application.createStatement()) {
      statement.execute(sql);
    } catch (SQLException _) {
      // The application tried, and nothing happened.
    }
  }

  List<String> ask(String sql) {
    try (Statement statement = application.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", row));
      }
      return rows;
    } catch (SQLException failure) {
      throw new AssertionError(sql, failure);
    }
  }

  /// What the application does in the middle of each sync from now on.
  void whileSyncing(String... statements) {
    meanwhile = List.of(statements);
  }

  /// Another file takes the database's place, as when a backup comes back.
  void restore(Path backup) throws IOException {
    close();
    for (String suffix : List.of("-wal", "-shm")) {
      Files.deleteIfExists(Path.of(file + suffix));
    }
    Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);
    application = connect();
    database = open();
  }

  /// What the database holds now.
  Captured captured() {
    return new DatabaseCapture(
            shared.records(),
            shared::put,
            shared.large(),
            new DeviceId(name),
            shared.tick(),
            RowsTold.NOBODY)
        .capture("app", database, shared.head());
  }

  /// Takes in what the application changed, and brings the database to what all have.
  DatabaseUpdate.Updated sync() {
    long now = shared.tick();
    DeviceId device = new DeviceId(name);
    Records records = shared.records();
    wanted = new HashSet<>(tables().meet(wanted).ids());
    MerkleMap<Table> head = shared.head();
    Captured captured =
        new DatabaseCapture(records, shared::put, shared.large(), device, now, RowsTold.NOBODY)
            .capture("app", database, head);
    Optional<Tables> merged =
        RecordsMerge.merge(
                told(captured.base(head, shared::put)),
                told(head),
                told(captured.side(head, shared::put)),
                RecordRules.USUAL,
                new MergeStamps(Stamp.of(now, device), Stamp.of(now, device)),
                records,
                shared::put)
            .tables();
    shared.move(merged);
    run(meanwhile.toArray(String[]::new));
    DatabaseUpdate.Updated updated =
        new DatabaseUpdate(records, shared::put, shared.large(), captured, RowsTold.NOBODY)
            .apply(database, shared.head(), wanted, _ -> {});
    List<MerkleMap<Table>> origins =
        List.of(captured.side(head, shared::put), head, captured.base(head, shared::put));
    Refusals.Decided decided =
        new Refusals(records, shared::put)
            .decide(shared.head(), updated, origins, Stamp.of(now, device));
    shared.move(told(decided.tables()));
    return updated;
  }

  private static Optional<Tables> told(MerkleMap<Table> map) {
    return map.isEmpty() ? Optional.empty() : Optional.of(new Tables(map.root(), map.summary()));
  }

  @Override
  public void close() {
    database.close();
    try {
      application.close();
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }
}
