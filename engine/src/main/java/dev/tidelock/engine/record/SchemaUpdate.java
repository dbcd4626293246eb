package dev.tidelock.engine.record;

import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.DatabaseTransaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Brings the tables and columns of a database to what the project has of them, before any row is
/// written. What cannot be done waits, and keeps no row from being written that has a place.
final class SchemaUpdate {
  /// What a table is called while others move; nobody sees it.
  private static final String ASIDE = "moving_";

  private final DatabaseTransaction transaction;
  private final Records records;
  private final ObjectSink sink;
  private final Consumer<DatabaseUpdate.Waiting> waiting;

  /// @param waiting is told what cannot be done
  SchemaUpdate(
      DatabaseTransaction transaction,
      Records records,
      ObjectSink sink,
      Consumer<DatabaseUpdate.Waiting> waiting) {
    this.transaction = transaction;
    this.records = records;
    this.sink = sink;
    this.waiting = waiting;
  }

  /// A table of the database beside that of the project.
  ///
  /// @param now what the database has
  /// @param schema its schema there
  /// @param wanted what the project has
  record Pair(Table now, Schema schema, Table wanted) {
    boolean isNamedAlike() {
      return TableId.isSameName(now.name(), wanted.name());
    }
  }

  /// Renames tables as the project did, each once the name is free; those that changed names with
  /// each other by way of another name.
  void rename(SortedMap<TableId, Pair> tables) {
    Map<TableId, String> refusals = new TreeMap<>();
    renameFree(tables, refusals);
    for (TableId id : List.copyOf(refusals.keySet())) {
      List<TableId> ring = ring(id, tables);
      if (!ring.isEmpty() && !pair(tables, id).isNamedAlike()) {
        rotate(ring, tables);
      }
    }
    refusals.clear();
    renameFree(tables, refusals);
    refusals.forEach((id, why) -> {
      Pair pair = pair(tables, id);
      String reason = "it is called %s in the project: %s".formatted(pair.wanted().name(), why);
      waiting.accept(DatabaseUpdate.Waiting.whole(id, pair.now().name(), reason));
    });
  }

  private static Pair pair(SortedMap<TableId, Pair> tables, TableId id) {
    return Optional.ofNullable(tables.get(id)).orElseThrow();
  }

  /// Renames tables as long as the name of one of them is free.
  private void renameFree(SortedMap<TableId, Pair> tables, Map<TableId, String> refusals) {
    boolean moved = true;
    while (moved) {
      moved = false;
      refusals.clear();
      for (Map.Entry<TableId, Pair> each : tables.entrySet()) {
        if (!each.getValue().isNamedAlike()) {
          String to = each.getValue().wanted().name();
          Optional<String> refusal = rename(each.getKey(), to, tables);
          refusal.ifPresent(why -> refusals.put(each.getKey(), why));
          moved |= refusal.isEmpty();
        }
      }
    }
  }

  private Optional<String> rename(TableId id, String to, SortedMap<TableId, Pair> tables) {
    Pair pair = pair(tables, id);
    Optional<String> refusal = transaction.renameTable(id, to);
    if (refusal.isEmpty()) {
      tables.put(id, new Pair(pair.now().withName(to), pair.schema(), pair.wanted()));
    }
    return refusal;
  }

  /// The tables of which each wants the name that the next one has, and the last that of the first;
  /// none if it is not so.
  private static List<TableId> ring(TableId first, SortedMap<TableId, Pair> tables) {
    List<TableId> ring = new ArrayList<>();
    Optional<TableId> next = Optional.of(first);
    while (next.isPresent() && !ring.contains(next.get())) {
      ring.add(next.get());
      String wanted = pair(tables, next.get()).wanted().name();
      next =
          tables.entrySet().stream()
              .filter(each -> !each.getValue().isNamedAlike())
              .filter(each -> TableId.isSameName(each.getValue().now().name(), wanted))
              .map(Map.Entry::getKey)
              .findFirst();
    }
    return next.filter(first::equals).isPresent() ? ring : List.of();
  }

  /// Gives each table of a ring the name of the next; all keep theirs if one cannot have it.
  private void rotate(List<TableId> ring, SortedMap<TableId, Pair> tables) {
    Deque<Pair> undo = new ArrayDeque<>();
    Deque<TableId> renamed = new ArrayDeque<>();
    List<Map.Entry<TableId, String>> steps = new ArrayList<>();
    steps.add(Map.entry(ring.getFirst(), ASIDE + ring.getFirst().bytes().toHex()));
    for (TableId id : ring.reversed()) {
      steps.add(Map.entry(id, pair(tables, id).wanted().name()));
    }
    for (Map.Entry<TableId, String> step : steps) {
      Pair before = pair(tables, step.getKey());
      if (rename(step.getKey(), step.getValue(), tables).isPresent()) {
        while (!undo.isEmpty()) {
          rename(renamed.pop(), undo.pop().now().name(), tables);
        }
        return;
      }
      undo.push(before);
      renamed.push(step.getKey());
    }
  }

  /// Makes a table that is not there, without rows; nothing if that cannot be.
  Optional<Pair> make(TableId id, Table wanted) {
    Schema schema = records.schema(wanted);
    Optional<String> refusal = transaction.createTable(id, wanted.name(), schema);
    if (refusal.isPresent()) {
      String reason = "it cannot be made here: " + refusal.get();
      waiting.accept(DatabaseUpdate.Waiting.whole(id, wanted.name(), reason));
      return Optional.empty();
    }
    MerkleMap<RowEntry> none = records.noRows(sink);
    return Optional.of(new Pair(wanted.withRows(none.root(), none.summary()), schema, wanted));
  }

  /// Adds and renames columns as the project did.
  ///
  /// @return the table with its columns, without constraints
  Pair columns(TableId id, Pair pair) {
    Schema here = pair.schema();
    Schema there = records.schema(pair.wanted());
    List<Column> columns = new ArrayList<>(here.columns());
    SortedSet<ColumnId> dropped = new TreeSet<>(here.dropped());
    for (Column wanted : there.columns()) {
      Optional<Column> standing = here.column(wanted.id());
      Optional<Column> namesake = named(columns, wanted.name());
      boolean isNew = standing.isEmpty() && !here.dropped().contains(wanted.id());
      Optional<String> refusal = Optional.empty();
      if (isNew && namesake.filter(it -> isLeft(it, wanted, there)).isPresent()) {
        columns.replaceAll(column -> column.equals(namesake.get()) ? wanted : column);
        dropped.add(namesake.get().id());
        transaction.compareAgain(id);
      } else if (isNew) {
        refusal =
            namesake.isPresent()
                ? Optional.of("two columns of the project have this name; rename one of them")
                : transaction.addColumn(id, wanted);
        if (refusal.isEmpty()) {
          columns.add(wanted);
        }
      } else if (standing.isPresent() && !standing.get().name().equals(wanted.name())) {
        refusal =
            namesake.filter(it -> !it.id().equals(wanted.id())).isPresent()
                ? Optional.of(
                    "%s is called so in the project, and another column is here; rename one of them"
                        .formatted(standing.get().name()))
                : transaction.renameColumn(id, standing.get().name(), wanted.name());
        if (refusal.isEmpty()) {
          columns.replaceAll(column -> column.id().equals(wanted.id()) ? wanted : column);
        }
      }
      refusal.ifPresent(words ->
          waiting.accept(
              DatabaseUpdate.Waiting.whole(
                  id, pair.now().name(), "column %s: %s".formatted(wanted.name(), words))));
    }
    // What binds them, perhaps under other ids now, is for the database to say.
    Schema now = new Schema(columns, here.key(), here.options(), List.of(), List.of(), dropped);
    return new Pair(pair.now(), now, pair.wanted());
  }

  private static Optional<Column> named(List<Column> columns, String name) {
    return columns.stream().filter(column -> TableId.isSameName(column.name(), name)).findFirst();
  }

  /// Whether a column of this table is one that the project dropped and has anew: renamed here,
  /// dropped and made there. From now on it is the new one, with the values that stand in it where
  /// the project says no others.
  private static boolean isLeft(Column column, Column wanted, Schema project) {
    return project.dropped().contains(column.id()) && column.affinity() == wanted.affinity();
  }
}
