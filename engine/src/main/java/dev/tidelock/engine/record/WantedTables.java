package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.FoundTable;
import dev.tidelock.engine.port.TrackedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which tables of the project are which tables of a database: the finding of ids.
///
/// A table that is new to the project gets the id of the first generation that is free. One that
/// stands in the project already under that name, with the same primary key, is that one, whoever
/// made it. Another primary key makes another table.
public final class WantedTables {
  /// How often a table may get another key until it is not told any more which came last.
  private static final int MOST_GENERATIONS = 64;

  private final Records records;
  private final MerkleMap<Table> head;
  private final Database database;
  private final String attachment;

  /// @param records the project's
  /// @param head the project's tables as far as they are known here
  /// @param database the database, which has been identified
  /// @param attachment the name under which it is attached
  public WantedTables(
      Records records, MerkleMap<Table> head, Database database, String attachment) {
    this.records = records;
    this.head = head;
    this.database = database;
    this.attachment = attachment;
  }

  /// What came of a look.
  ///
  /// @param ids the tables that the database is attached for from now on
  /// @param replaced the ids among them that took the place of others, by those
  /// @param apart what stands in the database and cannot be what is wanted, with the reason
  public record Met(Set<TableId> ids, Map<TableId, TableId> replaced, List<Captured.Unseen> apart) {
    public Met {
      ids = Set.copyOf(ids);
      replaced = Map.copyOf(replaced);
      apart = List.copyOf(apart);
    }
  }

  /// The id under which a table of the database is to be tracked.
  ///
  /// @throws DatabaseFailure if there is no such table or it cannot be tracked
  public TableId idFor(String table) {
    Set<TableId> taken = new TreeSet<>();
    database
        .tracked()
        .forEach(other -> {
          if (!sameName(other.name(), table)) {
            taken.add(other.id());
          }
        });
    for (Map.Entry<Bytes, Table> each : head) {
      TableId id = new TableId(each.getKey());
      boolean here = each.getValue().database().equals(attachment);
      if (here
          && sameName(each.getValue().name(), table)
          && !taken.contains(id)
          && hasKeyOf(table, id, each.getValue())) {
        return id;
      }
    }
    for (int generation = 0; ; generation++) {
      TableId id = TableId.of(attachment, table, generation);
      if (!taken.contains(id) && head.get(id.bytes()).isEmpty()) {
        return id;
      }
    }
  }

  /// Tracks the wanted tables that stand in the database and are not tracked yet, because its
  /// application made them since; and tracks tables anew, as others, that got another primary key.
  /// To be called before each look.
  ///
  /// @param wanted the tables that the database is attached for
  public Met meet(Set<TableId> wanted) {
    Map<TableId, TrackedTable> tracked = new HashMap<>();
    database.tracked().forEach(table -> tracked.put(table.id(), table));
    Set<TableId> ids = new HashSet<>();
    Map<TableId, TableId> replaced = new HashMap<>();
    List<Captured.Unseen> apart = new ArrayList<>();
    for (TableId id : new TreeSet<>(wanted)) {
      Optional<Table> project = head.get(id.bytes());
      TrackedTable here = tracked.get(id);
      TableId now = id;
      if (here != null && isThere(here) && project.isPresent()) {
        now = hasKeyOf(here.name(), id, project.get()) ? id : followKey(here, id, apart);
        if (now.equals(id)) {
          succeeded(id).ifPresent(apart::add);
        }
      } else if (here == null && project.isPresent()) {
        find(id, project.get()).ifPresent(apart::add);
      }
      ids.add(now);
      if (!now.equals(id)) {
        replaced.put(id, now);
      }
    }
    return new Met(ids, replaced, apart);
  }

  private static boolean isThere(TrackedTable table) {
    return switch (table.state()) {
      case SOUND, COMPARE -> true;
      case GONE, REFUSED -> false;
    };
  }

  /// Says so if other devices gave a table another primary key since: their rows are those of the
  /// table of a later generation, and this one takes none.
  public Optional<Captured.Unseen> succeeded(TableId id) {
    return head.get(id.bytes())
        .filter(project -> isSucceeded(id, project))
        .map(project -> succeeded(id, project.name()));
  }

  private boolean isSucceeded(TableId id, Table project) {
    int own = generation(id, project.name());
    for (Map.Entry<Bytes, Table> each : head) {
      Table other = each.getValue();
      if (other.database().equals(attachment)
          && sameName(other.name(), project.name())
          && generation(new TableId(each.getKey()), project.name()) > own
          && !records.schema(other).hasKeyOf(records.schema(project))) {
        return true;
      }
    }
    return false;
  }

  /// Which table under a name one is; the first if it once had another.
  private int generation(TableId id, String name) {
    for (int generation = 1; generation < MOST_GENERATIONS; generation++) {
      if (TableId.of(attachment, name, generation).equals(id)) {
        return generation;
      }
    }
    return 0;
  }

  private static Captured.Unseen succeeded(TableId id, String name) {
    return new Captured.Unseen(
        id,
        name,
        Captured.Cause.OTHER_KEY,
        "other devices have given it another primary key, and their rows are not written here;"
            + " give it the same key, as a newer version of the application may do");
  }

  private TableId followKey(TrackedTable table, TableId old, List<Captured.Unseen> apart) {
    Optional<FoundTable.Refusal> refusal = found(table.name()).flatMap(FoundTable::refusal);
    if (refusal.isPresent()) {
      apart.add(refused(old, table.name(), refusal.get().detail()));
      return old;
    }
    TableId next = idFor(table.name());
    database.untrack(old);
    database.track(table.name(), next);
    return next;
  }

  private Optional<FoundTable> found(String name) {
    return database.tables().stream().filter(it -> sameName(it.name(), name)).findFirst();
  }

  private static Captured.Unseen refused(TableId id, String name, String reason) {
    return new Captured.Unseen(id, name, Captured.Cause.REFUSED, reason);
  }

  /// Tracks a table that is wanted, if it is there and is that one; why not, if it is another.
  private Optional<Captured.Unseen> find(TableId id, Table project) {
    Optional<FoundTable> found = found(project.name());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String name = found.get().name();
    if (found.get().refusal().isPresent()) {
      return Optional.of(refused(id, name, found.get().refusal().get().detail()));
    }
    if (!hasKeyOf(name, id, project)) {
      return Optional.of(
          new Captured.Unseen(
              id,
              name,
              Captured.Cause.OTHER_KEY,
              "its primary key is another than in the project: track it for itself"));
    }
    try {
      database.track(name, id);
      return Optional.empty();
    } catch (DatabaseFailure failure) {
      if (failure.reason() != DatabaseFailure.Reason.REFUSED) {
        throw failure;
      }
      return Optional.of(refused(id, name, String.valueOf(failure.getMessage())));
    }
  }

  /// Whether a table of the database has the primary key that one of the project has.
  private boolean hasKeyOf(String name, TableId id, Table project) {
    Schema there = records.schema(project);
    return database.schema(name, id, Optional.of(there)).hasKeyOf(there);
  }

  private static boolean sameName(String one, String other) {
    return TableId.isSameName(one, other);
  }
}
