package dev.tidelock.engine.record;

import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.DatabaseTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/// Brings the tables and columns of a database to what the project has of them, before any row is
/// written. What cannot be done waits, and keeps no row from being written that has a place.
final class SchemaUpdate {
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

  /// Renames tables as the project did, each once the name is free.
  void rename(SortedMap<TableId, Pair> tables) {
    List<DatabaseUpdate.Waiting> refusals = new ArrayList<>();
    boolean moved = true;
    while (moved) {
      moved = false;
      refusals.clear();
      for (Map.Entry<TableId, Pair> each : tables.entrySet()) {
        Pair pair = each.getValue();
        if (pair.isNamedAlike()) {
          continue;
        }
        String to = pair.wanted().name();
        Optional<String> refusal = transaction.renameTable(each.getKey(), to);
        refusal.ifPresent(why ->
            refusals.add(
                DatabaseUpdate.Waiting.whole(
                    each.getKey(),
                    pair.now().name(),
                    "it is called %s in the project: %s".formatted(to, why))));
        if (refusal.isEmpty()) {
          each.setValue(new Pair(pair.now().withName(to), pair.schema(), pair.wanted()));
          moved = true;
        }
      }
    }
    refusals.forEach(waiting);
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
  Pair columns(TableId id, Pair pair) {
    Schema here = pair.schema();
    List<Column> columns = new ArrayList<>(here.columns());
    for (Column wanted : records.schema(pair.wanted()).columns()) {
      Optional<Column> standing = here.column(wanted.id());
      Optional<String> refusal = Optional.empty();
      if (standing.isEmpty() && !here.dropped().contains(wanted.id())) {
        refusal = transaction.addColumn(id, wanted);
        if (refusal.isEmpty()) {
          columns.add(wanted);
        }
      } else if (standing.isPresent() && !standing.get().name().equals(wanted.name())) {
        refusal = transaction.renameColumn(id, standing.get().name(), wanted.name());
        if (refusal.isEmpty()) {
          columns.replaceAll(column -> column.id().equals(wanted.id()) ? wanted : column);
        }
      }
      refusal.ifPresent(words ->
          waiting.accept(
              DatabaseUpdate.Waiting.whole(
                  id, pair.now().name(), "column %s: %s".formatted(wanted.name(), words))));
    }
    Schema now =
        new Schema(
            columns,
            here.key(),
            here.options(),
            here.uniques(),
            here.foreignKeys(),
            here.dropped());
    return new Pair(pair.now(), now, pair.wanted());
  }
}
