package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.ForeignKey;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.record.merge.RowNote;
import dev.tidelock.engine.port.WriteProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/// Decides of rows that refer to a row that a merge took away: what they refer to is restored from
/// where it was, with what it refers to; where it is nowhere, the row is refused.
///
/// A row that referred to nothing before the merge already is left alone: its application made it
/// so. One whose parent the project has is left alone as well: that waits only here.
final class MissingParents {
  private final Records records;
  private final TableEdits edits;
  private final List<MerkleMap<Table>> origins;
  private final List<DatabaseUpdate.Waiting> waiting;
  private final Stamp at;
  private final Map<Gone, Map<List<Value>, Found>> gone = new HashMap<>();

  /// @param origins what the tables were merged of, and the base
  /// @param waiting all that a database did not take
  /// @param at when this is decided
  MissingParents(
      Records records,
      TableEdits edits,
      List<MerkleMap<Table>> origins,
      List<DatabaseUpdate.Waiting> waiting,
      Stamp at) {
    this.records = records;
    this.edits = edits;
    this.origins = origins;
    this.waiting = waiting;
    this.at = at;
  }

  /// A row that refers to another.
  ///
  /// @param columns the names of the columns with which it does
  /// @param values what they hold
  /// @param parentColumns the names of the columns that have that in the other; none for its key
  private record Reference(
      TableId child,
      Bytes key,
      Row row,
      List<String> columns,
      List<Value> values,
      TableId parent,
      List<String> parentColumns) {}

  /// A row that was looked for.
  private record Found(Bytes key, RowEntry entry) {}

  /// The rows of a table that one of the origins had and that changed since, by some columns.
  private record Gone(int origin, TableId table, List<ColumnId> columns) {}

  /// Decides of one row.
  void decide(Bytes key, WriteProblem.Orphan orphan) {
    TableId child = orphan.table().orElseThrow();
    Optional<RowEntry> entry = edits.get(child, key);
    Optional<Schema> schema = edits.table(child).map(records::schema);
    if (schema.isPresent() && entry.isPresent() && entry.get() instanceof Row row) {
      List<ColumnId> columns = ids(schema.get(), orphan.columns());
      values(schema.get(), key, row, columns)
          .map(values ->
              new Reference(
                  child,
                  key,
                  row,
                  orphan.columns(),
                  values,
                  orphan.parentTable().orElseThrow(),
                  orphan.parentColumns()))
          .ifPresent(this::decide);
    }
  }

  private void decide(Reference reference) {
    Optional<Found> standing = standing(reference);
    if (standing.isPresent()) {
      if (standing.get().entry() instanceof RefusedRow) {
        refuse(reference);
      }
      return;
    }
    boolean before = false;
    for (int i = 0; i < origins.size(); i++) {
      before |= referredToNothing(i, reference);
    }
    if (!before && !restored(reference)) {
      refuse(reference);
    }
  }

  private void refuse(Reference reference) {
    edits.put(
        reference.child(),
        reference.key(),
        new RefusedRow(
            reference.row(),
            RefusedRow.Constraint.FOREIGN_KEY,
            Refusals.detail(String.join(", ", reference.columns()))),
        RowNote.Kind.REFUSED);
  }

  /// What the project has as parent now, as far as that can be told.
  private Optional<Found> standing(Reference reference) {
    Optional<Schema> schema = edits.table(reference.parent()).map(records::schema);
    if (schema.isEmpty()) {
      return Optional.empty();
    }
    Optional<Bytes> key = key(schema.get(), reference);
    if (key.isPresent()) {
      return edits.get(reference.parent(), key.get()).map(entry -> new Found(key.get(), entry));
    }
    // Not by key: the database has looked, so only what it did not take can be it.
    List<ColumnId> columns = ids(schema.get(), reference.parentColumns());
    for (DatabaseUpdate.Waiting each : waiting) {
      if (each.table().equals(reference.parent()) && each.key().isPresent()) {
        Bytes waitingKey = each.key().get();
        Optional<RowEntry> entry = edits.get(reference.parent(), waitingKey);
        Optional<List<Value>> values =
            entry
                .flatMap(RowEntry::shown)
                .flatMap(row -> values(schema.get(), waitingKey, row, columns));
        if (values.equals(Optional.of(reference.values()))) {
          return entry.map(it -> new Found(waitingKey, it));
        }
      }
    }
    return Optional.empty();
  }

  private boolean referredToNothing(int origin, Reference reference) {
    MerkleMap<Table> tables = origins.get(origin);
    Optional<Table> child = tables.get(reference.child().bytes());
    Optional<Row> row =
        child.map(records::open).flatMap(rows -> rows.get(reference.key())).flatMap(this::asRow);
    if (row.isEmpty()) {
      return false;
    }
    Schema schema = records.schema(child.orElseThrow());
    List<ColumnId> columns = ids(schema, reference.columns());
    boolean same =
        values(schema, reference.key(), row.get(), columns).equals(Optional.of(reference.values()));
    return same && parentIn(origin, reference).isEmpty();
  }

  private Optional<Row> asRow(RowEntry entry) {
    return entry instanceof Row row ? Optional.of(row) : Optional.empty();
  }

  private boolean restored(Reference reference) {
    for (int i = 0; i < origins.size(); i++) {
      Optional<Found> parent = parentIn(i, reference);
      boolean free =
          parent.isPresent() && edits.get(reference.parent(), parent.get().key()).isEmpty();
      if (free && parent.get().entry() instanceof Row row) {
        Row again = row.withStamp(at);
        edits.put(reference.parent(), parent.get().key(), again, RowNote.Kind.PARENT_STAYED);
        restoreParentsOf(reference.parent(), parent.get().key(), again);
        return true;
      }
    }
    return false;
  }

  private void restoreParentsOf(TableId table, Bytes key, Row row) {
    Schema schema = edits.table(table).map(records::schema).orElseThrow();
    for (ForeignKey foreign : schema.foreignKeys()) {
      Optional<TableId> parent = named(table, foreign.parent());
      Optional<List<Value>> values = values(schema, key, row, foreign.columns());
      if (parent.isPresent() && values.isPresent()) {
        List<String> columns =
            foreign.columns().stream()
                .map(id -> schema.column(id).map(Column::name).orElseThrow())
                .toList();
        Reference reference =
            new Reference(
                table, key, row, columns, values.get(), parent.get(), foreign.parentColumns());
        if (standing(reference).isEmpty()) {
          restored(reference);
        }
      }
    }
  }

  /// The table of a name in the database that another is in.
  private Optional<TableId> named(TableId beside, String name) {
    String database = edits.table(beside).orElseThrow().database();
    for (Map.Entry<Bytes, Table> each : edits.before()) {
      Table table = each.getValue();
      if (table.database().equals(database) && TableId.isSameName(table.name(), name)) {
        return Optional.of(new TableId(each.getKey()));
      }
    }
    return Optional.empty();
  }

  /// The row that a reference meant in an origin.
  private Optional<Found> parentIn(int origin, Reference reference) {
    Optional<Table> table = origins.get(origin).get(reference.parent().bytes());
    if (table.isEmpty()) {
      return Optional.empty();
    }
    Schema schema = records.schema(table.get());
    Optional<Bytes> key = key(schema, reference);
    Optional<Found> found =
        key.isPresent()
            ? records.open(table.get()).get(key.get()).map(it -> new Found(key.get(), it))
            : Optional.ofNullable(
                gone.computeIfAbsent(
                        new Gone(
                            origin, reference.parent(), ids(schema, reference.parentColumns())),
                        it -> gone(it, schema))
                    .get(reference.values()));
    return found.filter(it -> it.entry() instanceof Row);
  }

  private Map<List<Value>, Found> gone(Gone which, Schema schema) {
    Map<List<Value>, Found> rows = new HashMap<>();
    Table then = origins.get(which.origin()).get(which.table().bytes()).orElseThrow();
    Optional<Table> now = edits.table(which.table());
    if (now.isEmpty() || which.columns().isEmpty()) {
      return rows;
    }
    Iterator<Change<RowEntry>> changes = records.open(then).diff(records.open(now.get()));
    while (changes.hasNext()) {
      Change<RowEntry> change = changes.next();
      change
          .before()
          .flatMap(this::asRow)
          .ifPresent(row ->
              values(schema, change.key(), row, which.columns())
                  .ifPresent(values -> rows.put(values, new Found(change.key(), row))));
    }
    return rows;
  }

  /// The key of the row that is referred to, if it is referred to by its key.
  private static Optional<Bytes> key(Schema parent, Reference reference) {
    List<ColumnId> key = parent.key().stream().map(KeyColumn::column).toList();
    List<ColumnId> named =
        reference.parentColumns().isEmpty() ? key : ids(parent, reference.parentColumns());
    boolean isKey = named.size() == key.size() && new HashSet<>(named).equals(new HashSet<>(key));
    if (!isKey || named.size() != reference.values().size()) {
      return Optional.empty();
    }
    List<Value> values = new ArrayList<>();
    key.forEach(column -> values.add(reference.values().get(named.indexOf(column))));
    boolean whole = values.stream().noneMatch(Value.Large.class::isInstance);
    return whole ? Optional.of(new RowShape(parent).key(values)) : Optional.empty();
  }

  /// The ids of columns; none if one of them is not there.
  private static List<ColumnId> ids(Schema schema, List<String> names) {
    List<ColumnId> ids = new ArrayList<>();
    names.forEach(name -> schema.column(name).map(Column::id).ifPresent(ids::add));
    return ids.size() == names.size() ? ids : List.of();
  }

  /// What some columns of a row hold; nothing if there are none, or one is NULL or not known.
  private static Optional<List<Value>> values(
      Schema schema, Bytes key, Row row, List<ColumnId> columns) {
    NavigableMap<ColumnId, Value> all = new RowShape(schema).values(key, row);
    List<Value> values = new ArrayList<>();
    for (ColumnId column : columns) {
      Value value = all.getOrDefault(column, Value.NULL);
      if (value instanceof Value.Null) {
        return Optional.empty();
      }
      values.add(value);
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(values);
  }
}
