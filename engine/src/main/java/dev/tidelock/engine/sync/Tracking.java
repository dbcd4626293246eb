package dev.tidelock.engine.sync;

import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.engine.port.FoundTable;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.engine.record.WantedTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which databases are attached to a workspace, and which of their tables are synced.
final class Tracking {
  private final Stores stores;

  Tracking(Stores stores) {
    this.stores = stores;
  }

  /// Syncs tables of a database from now on, beside those that are synced already.
  ///
  /// @param name the name under which the project knows it
  /// @param file where it lies
  /// @param tables the tables' names, one or more
  /// @param handling what becomes of rows that collide with the project's
  /// @return what collides; if that is refused and there is something, nothing changed
  /// @throws DatabaseFailure if one of them cannot be synced; then nothing changed
  List<Collision> track(
      String name, String file, List<String> tables, Collision.Handling handling) {
    Attachment before = attachment(name, file);
    try (Database database = stores.openDatabase(file)) {
      Map<TableId, String> all = new HashMap<>(before.tables());
      Map<TableId, String> added = new HashMap<>();
      WantedTables wanted = new WantedTables(stores.records, stores.headTables(), database, name);
      for (FoundTable table : chosen(database, tables)) {
        if (before.tables().values().stream().noneMatch(table.name()::equalsIgnoreCase)) {
          added.put(wanted.idFor(table.name()), table.name());
        }
      }
      all.putAll(added);
      // First the list: what it says and the database does not know is tracked by the next sync.
      put(before, before.withTables(all), database);
      try {
        added.forEach((id, table) -> database.track(table, id));
        return unlessColliding(before, database, added.keySet(), handling);
      } catch (RuntimeException failure) {
        undo(before, database, added.keySet());
        throw failure;
      }
    }
  }

  /// Looks for rows that collide, and takes back what was done for these tables if there are some
  /// and that is refused.
  private List<Collision> unlessColliding(
      Attachment before, Database database, Set<TableId> added, Collision.Handling handling) {
    if (handling == Collision.Handling.CONFLICTS) {
      return List.of();
    }
    List<Collision> found = new Collisions(stores).between(before.name(), database, added);
    if (!found.isEmpty()) {
      undo(before, database, added);
    }
    return found;
  }

  private void undo(Attachment before, Database database, Set<TableId> added) {
    try {
      if (before.tables().isEmpty()) {
        database.forget();
      } else {
        added.forEach(database::untrack);
      }
    } finally {
      restore(before);
    }
  }

  /// Syncs all tables that the project has of a database with one here. What is not in it is made
  /// by the next sync.
  ///
  /// @param file where it lies; an empty one is made if there is none
  /// @param handling what becomes of rows that collide with the project's
  /// @return what collides; if that is refused and there is something, nothing changed
  /// @throws DatabaseFailure if the project has no tables of that name, or one here is another
  ///   table of the same name; then nothing changed
  List<Collision> attach(String name, String file, Collision.Handling handling) {
    SortedMap<TableId, String> tables = new TreeMap<>();
    stores
        .headTables()
        .forEach(each -> {
          if (each.getValue().database().equals(name)) {
            tables.put(new TableId(each.getKey()), each.getValue().name());
          }
        });
    if (tables.isEmpty()) {
      throw new DatabaseFailure(Reason.MISSING, unknown(name));
    }
    Attachment before = attachment(name, file);
    try (Database database = openOrCreate(file)) {
      for (FoundTable found : database.tables()) {
        tables.forEach((id, table) -> {
          if (found.name().equalsIgnoreCase(table)) {
            requireFit(database, found, id);
          }
        });
      }
      SortedMap<TableId, String> all = new TreeMap<>(before.tables());
      all.putAll(tables);
      put(before, before.withTables(all), database);
      Set<TableId> added = new HashSet<>(tables.keySet());
      added.removeAll(before.tables().keySet());
      try {
        return unlessColliding(before, database, added, handling);
      } catch (RuntimeException failure) {
        undo(before, database, added);
        throw failure;
      }
    }
  }

  private Database openOrCreate(String file) {
    try {
      return stores.openDatabase(file);
    } catch (DatabaseFailure failure) {
      if (failure.reason() != Reason.MISSING) {
        throw failure;
      }
      return stores.createDatabase(file);
    }
  }

  private void requireFit(Database database, FoundTable found, TableId id) {
    found
        .refusal()
        .ifPresent(refusal -> {
          throw new DatabaseFailure(
              Reason.REFUSED, "table %s: %s".formatted(found.name(), refusal.detail()));
        });
    Schema there = stores.records.schema(stores.headTables().get(id.bytes()).orElseThrow());
    Schema here = database.schema(found.name(), id, Optional.of(there));
    // What meets for the first time was not renamed: another name is another key.
    if (!here.hasKeyOf(there) || !keyNames(here).equals(keyNames(there))) {
      throw new DatabaseFailure(
          Reason.REFUSED,
          "table %s has another primary key here than in the project; rename it, or attach another"
                  .formatted(found.name())
              + " database");
    }
  }

  private static List<String> keyNames(Schema schema) {
    return schema.key().stream()
        .flatMap(part -> schema.column(part.column()).stream())
        .map(column -> TableId.folded(column.name()))
        .toList();
  }

  /// Syncs tables no more: all of a database if none is named. Their rows stay in the project and
  /// in the database.
  void untrack(String name, List<String> tables) {
    Attachment before =
        stores
            .attachments
            .find(name)
            .orElseThrow(() -> new DatabaseFailure(Reason.MISSING, notAttached(name)));
    Map<TableId, String> left = new HashMap<>(before.tables());
    for (String table : tables) {
      if (!left.values().removeIf(table::equalsIgnoreCase)) {
        throw new DatabaseFailure(
            Reason.MISSING, "table %s of %s is not synced here".formatted(table, name));
      }
    }
    boolean all = tables.isEmpty() || left.isEmpty();
    // First the database: what it notes and nobody takes would grow for ever.
    try (Database database = stores.openDatabase(before.file())) {
      if (all) {
        database.forget();
      } else {
        before.tables().keySet().stream()
            .filter(id -> !left.containsKey(id))
            .forEach(database::untrack);
      }
    } catch (DatabaseFailure failure) {
      requireForGood(failure);
    }
    if (all) {
      stores.attachments.remove(name);
    } else {
      stores.attachments.put(before.withTables(left));
    }
  }

  /// Takes what was put into a database out of it, whoever did so: the workspace that synced it may
  /// be gone. One that is not meets it as for the first time with its next sync.
  ///
  /// @throws DatabaseFailure if it is attached here
  void release(String file) {
    requireFree("", file);
    try (Database database = stores.openDatabase(file)) {
      database.forget();
    }
  }

  /// A database that cannot be opened for good is let go; another try may help with others.
  private static void requireForGood(DatabaseFailure failure) {
    switch (failure.reason()) {
      case BUSY, CHANGED, NO_SPACE -> throw failure;
      case MISSING,
          EXISTS,
          NOT_A_DATABASE,
          ENCRYPTED,
          CORRUPT,
          NEWER,
          DENIED,
          READ_ONLY,
          REFUSED,
          BROKEN -> {}
    }
  }

  private Attachment attachment(String name, String file) {
    Optional<Attachment> known = stores.attachments.find(name);
    if (known.isPresent() && !known.get().file().equals(file)) {
      throw new DatabaseFailure(
          Reason.EXISTS,
          "'%s' is the database %s here; untrack it first, or choose another name"
              .formatted(name, known.get().file()));
    }
    if (known.isEmpty()) {
      requireFree(name, file);
    }
    return known.orElseGet(() -> new Attachment(name, file, new TreeMap<>()));
  }

  /// A file is attached under one name.
  private void requireFree(String name, String file) {
    stores.attachments.all().stream()
        .filter(each -> each.file().equals(file) && !each.name().equals(name))
        .findFirst()
        .ifPresent(other -> {
          throw new DatabaseFailure(
              Reason.EXISTS,
              "%s is attached already, as '%s'; untrack it first to give it another name"
                  .formatted(file, other.name()));
        });
  }

  /// Changes the list, and claims the database for it.
  private void put(Attachment before, Attachment now, Database database) {
    stores.attachments.put(now);
    try {
      stores.attachments.claim(now.name(), database, () -> stores.memory.forget(now.name()));
    } catch (DatabaseFailure failure) {
      restore(before);
      throw failure;
    }
  }

  private void restore(Attachment before) {
    if (before.tables().isEmpty()) {
      stores.attachments.remove(before.name());
    } else {
      stores.attachments.put(before);
    }
  }

  private static List<FoundTable> chosen(Database database, List<String> names) {
    List<FoundTable> chosen = new ArrayList<>();
    List<FoundTable> all = database.tables();
    for (String name : names) {
      FoundTable table =
          all.stream()
              .filter(found -> found.name().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(() ->
                  new DatabaseFailure(
                      Reason.MISSING,
                      all.isEmpty()
                          ? "there is no table %s, nor any other".formatted(name)
                          : "there is no table %s; there are %s"
                              .formatted(
                                  name,
                                  String.join(", ", all.stream().map(FoundTable::name).toList()))));
      table
          .refusal()
          .ifPresent(refusal -> {
            throw new DatabaseFailure(
                Reason.REFUSED, "table %s: %s".formatted(table.name(), refusal.detail()));
          });
      chosen.add(table);
    }
    return chosen;
  }

  private String unknown(String name) {
    TreeSet<String> known = new TreeSet<>();
    stores.headTables().forEach(each -> known.add(each.getValue().database()));
    return known.isEmpty()
        ? "the project has no databases yet; sync first, or track tables of one"
        : "the project has no database '%s'; it has %s".formatted(name, String.join(", ", known));
  }

  private static String notAttached(String name) {
    return "no database is attached as '" + name + "'";
  }
}
