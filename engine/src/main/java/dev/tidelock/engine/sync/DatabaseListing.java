package dev.tidelock.engine.sync;

import dev.tidelock.core.record.Affinity;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.FoundTable;
import dev.tidelock.engine.port.TrackedTable;
import dev.tidelock.engine.record.Attachment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What databases there are, and which tables they have. Changes nothing.
final class DatabaseListing {
  private final Stores stores;

  DatabaseListing(Stores stores) {
    this.stores = stores;
  }

  /// All databases that the project has or that are attached here.
  List<DatabaseStatus> databases() {
    Map<String, SortedMap<TableId, Table>> project = new TreeMap<>();
    stores
        .headTables()
        .forEach(each ->
            project
                .computeIfAbsent(each.getValue().database(), _ -> new TreeMap<>())
                .put(new TableId(each.getKey()), each.getValue()));
    Map<String, Attachment> attached = new TreeMap<>();
    stores.attachments.all().forEach(each -> attached.put(each.name(), each));
    TreeSet<String> names = new TreeSet<>(project.keySet());
    names.addAll(attached.keySet());
    return names.stream()
        .map(name ->
            status(
                name,
                Optional.ofNullable(attached.get(name)),
                project.getOrDefault(name, new TreeMap<>())))
        .toList();
  }

  private DatabaseStatus status(
      String name, Optional<Attachment> attached, SortedMap<TableId, Table> project) {
    if (attached.isEmpty()) {
      return status(name, attached, project, Map.of(), List.of(), Optional.empty());
    }
    try (Database database = stores.openDatabase(attached.get().file())) {
      Map<TableId, TrackedTable> tracked = new HashMap<>();
      database.tracked().forEach(table -> tracked.put(table.id(), table));
      List<FoundTable> untracked = new ArrayList<>(database.tables());
      untracked.removeIf(found ->
          tracked.values().stream().anyMatch(table -> table.name().equalsIgnoreCase(found.name())));
      // What is attached is tracked with the next sync.
      untracked.removeIf(found ->
          found.refusal().isEmpty()
              && attached.get().tables().values().stream()
                  .anyMatch(found.name()::equalsIgnoreCase));
      return status(name, attached, project, tracked, untracked, Optional.empty());
    } catch (DatabaseFailure failure) {
      return status(
          name,
          attached,
          project,
          Map.of(),
          List.of(),
          Optional.of(String.valueOf(failure.getMessage())));
    }
  }

  private static DatabaseStatus status(
      String name,
      Optional<Attachment> attached,
      SortedMap<TableId, Table> project,
      Map<TableId, TrackedTable> tracked,
      List<FoundTable> untracked,
      Optional<String> problem) {
    Map<TableId, String> names = new TreeMap<>();
    project.forEach((id, table) -> names.put(id, table.name()));
    attached.ifPresent(it -> it.tables().forEach(names::putIfAbsent));
    tracked.forEach((id, table) -> names.put(id, table.name()));
    List<DatabaseStatus.SyncedTable> tables = new ArrayList<>();
    names.forEach((id, table) -> {
      Optional<Table> there = Optional.ofNullable(project.get(id));
      tables.add(
          new DatabaseStatus.SyncedTable(
              id,
              table,
              there.map(it -> it.summary().entries()).orElse(0L),
              there.map(it -> it.summary().conflicts()).orElse(0L),
              Optional.ofNullable(tracked.get(id)).map(TrackedTable::state)));
    });
    return new DatabaseStatus(name, attached.map(Attachment::file), tables, untracked, problem);
  }

  /// The tables of the application's in a database that need not be attached.
  List<ApplicationTable> tables(String file) {
    try (Database database = stores.openDatabase(file)) {
      return database.tables().stream()
          .map(found -> new ApplicationTable(found.name(), found.refusal(), keyOf(database, found)))
          .toList();
    }
  }

  private static ApplicationTable.Key keyOf(Database database, FoundTable found) {
    if (found.refusal().isPresent()) {
      return ApplicationTable.Key.OTHER;
    }
    Schema schema =
        database.schema(found.name(), TableId.of("", found.name(), 0), Optional.empty());
    boolean integer =
        schema.key().size() == 1
            && schema
                .column(schema.key().getFirst().column())
                .filter(column -> column.affinity() == Affinity.INTEGER)
                .isPresent();
    return integer ? ApplicationTable.Key.INTEGER : ApplicationTable.Key.OTHER;
  }
}
