package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.RowWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What rows show in columns beyond what is written with them.
///
/// In a column that a row does not know it shows the project's default, whatever this database's
/// table says: devices may have added one column with different defaults. And in a column that is
/// new here a row may know a value that came long ago, when there was no place for it.
///
/// @param spoken the values that are to be written, because SQLite would store others
/// @param changed the columns in which rows that do not know them show something else since this
///   update
/// @param fresh the columns that are new here, and what they hold by themselves, where that is
///   known
record ColumnValues(
    Map<ColumnId, Value> spoken, Set<ColumnId> changed, Map<ColumnId, Optional<Value>> fresh) {
  static final ColumnValues USUAL = new ColumnValues(Map.of(), Set.of(), Map.of());

  ColumnValues {
    fresh = Map.copyOf(fresh);
    spoken = Map.copyOf(spoken);
    changed = Set.copyOf(changed);
  }

  /// @param declared the table's schema as the database declares it
  /// @param meant the same with the project's defaults
  /// @param before the schema by which rows show what they do until now, if the table was there
  /// @param shown the schema by which rows were written here last, if they were
  static ColumnValues of(
      Schema declared, Schema meant, Optional<Schema> before, Optional<Schema> shown) {
    Map<ColumnId, Column> said = declared.byId();
    Map<ColumnId, Value> spoken = new HashMap<>();
    Set<ColumnId> changed = new HashSet<>();
    Map<ColumnId, Optional<Value>> fresh = new HashMap<>();
    for (Column column : meant.columns()) {
      Optional<Value> standard = column.standard();
      Optional<Column> was = before.flatMap(schema -> schema.column(column.id()));
      if (shown.filter(schema -> schema.column(column.id()).isEmpty()).isPresent()) {
        Optional<Column> here = Optional.ofNullable(said.get(column.id()));
        fresh.put(column.id(), here.flatMap(Column::standard));
      }
      boolean isChanged = was.filter(it -> !it.standard().equals(standard)).isPresent();
      boolean isDeclared =
          Optional.ofNullable(said.get(column.id()))
              .filter(it -> it.standard().equals(standard))
              .isPresent();
      // In one that took over another's place stands what stood there.
      boolean isTaken = before.isPresent() && was.isEmpty();
      if (standard.isPresent() && !isTaken && (isChanged || !isDeclared)) {
        spoken.put(column.id(), standard.get());
        if (isChanged) {
          changed.add(column.id());
        }
      }
    }
    return new ColumnValues(spoken, changed, fresh);
  }

  /// What is to be written of a row, in the order of the shape's columns; nothing for a column that
  /// is for SQLite to fill.
  List<Optional<Value>> values(RowShape shape, Bytes key, Row row) {
    List<Optional<Value>> known = shape.known(key, row);
    if (spoken.isEmpty()) {
      return known;
    }
    List<Optional<Value>> values = new ArrayList<>(known);
    List<Column> columns = shape.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (values.get(i).isEmpty()) {
        values.set(i, Optional.ofNullable(spoken.get(columns.get(i).id())));
      }
    }
    return values;
  }

  /// The rows that show something else since this update, of those that a database shows, beside
  /// those that are written because they changed.
  ///
  /// @param before the rows as they were written here last
  /// @param after the rows as they are now
  /// @param leftAlone the keys at which nothing is to be written
  Iterable<RowWrite> outdated(
      MerkleMap<RowEntry> before, MerkleMap<RowEntry> after, RowShape shape, Set<Bytes> leftAlone) {
    boolean isKnown = !fresh.isEmpty() && isAnyKnown(before);
    if (changed.isEmpty() && !isKnown) {
      return List.of();
    }
    return () -> new Found(before, after.iterator(), shape, leftAlone, isKnown);
  }

  /// What a database shows of rows that it did not take: in a column that is new here, what that
  /// holds by itself, and not what the project has known for long. Else that would count as undone
  /// once the application changes the row.
  ///
  /// @param before the rows as they were written here last
  /// @param after the rows as they count as shown
  /// @param refused the keys of the rows, ascending
  Iterator<Map.Entry<Bytes, Optional<RowEntry>>> refused(
      MerkleMap<RowEntry> before,
      MerkleMap<RowEntry> after,
      RowShape shape,
      Stream<Bytes> refused) {
    return refused.flatMap(key -> refused(before, after, shape, key).stream()).iterator();
  }

  private Optional<Map.Entry<Bytes, Optional<RowEntry>>> refused(
      MerkleMap<RowEntry> before, MerkleMap<RowEntry> after, RowShape shape, Bytes key) {
    Optional<Row> was = before.get(key).flatMap(RowEntry::shown);
    if (was.isEmpty() || !(after.get(key).orElse(null) instanceof Row row)) {
      return Optional.empty();
    }
    NavigableMap<ColumnId, Value> values = shape.values(key, row);
    fresh.forEach((column, standard) -> {
      boolean isKept = row.get(column).isPresent() && row.get(column).equals(was.get().get(column));
      standard.filter(_ -> isKept).ifPresent(value -> values.put(column, value));
    });
    return Optional.of(Map.entry(key, Optional.of(shape.row(row.stamp(), key, values))));
  }

  private boolean isAnyKnown(MerkleMap<RowEntry> rows) {
    for (Map.Entry<Bytes, RowEntry> each : rows) {
      if (each.getValue().shown().filter(this::isKnown).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// Whether a row knows a column that is new here.
  private boolean isKnown(Row row) {
    return fresh.keySet().stream().anyMatch(column -> row.get(column).isPresent());
  }

  /// Whether a row does not know a column in which such rows show something else now.
  private boolean isChanged(RowShape shape, Bytes key, Row row) {
    if (changed.isEmpty()) {
      return false;
    }
    List<Optional<Value>> known = shape.known(key, row);
    List<Column> columns = shape.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (known.get(i).isEmpty() && changed.contains(columns.get(i).id())) {
        return true;
      }
    }
    return false;
  }

  /// A walk over them.
  private final class Found implements Iterator<RowWrite> {
    private final MerkleMap<RowEntry> before;
    private final Iterator<Map.Entry<Bytes, RowEntry>> after;
    private final RowShape shape;
    private final Set<Bytes> leftAlone;
    private final boolean isKnown;
    private Optional<RowWrite> next;

    /// @param isKnown whether rows before knew columns that are new here
    Found(
        MerkleMap<RowEntry> before,
        Iterator<Map.Entry<Bytes, RowEntry>> after,
        RowShape shape,
        Set<Bytes> leftAlone,
        boolean isKnown) {
      this.before = before;
      this.after = after;
      this.shape = shape;
      this.leftAlone = leftAlone;
      this.isKnown = isKnown;
      this.next = find();
    }

    private Optional<RowWrite> find() {
      while (after.hasNext()) {
        Map.Entry<Bytes, RowEntry> each = after.next();
        Bytes key = each.getKey();
        Optional<Row> row = each.getValue().shown().filter(it -> isOutdated(key, it));
        if (row.isPresent() && !leftAlone.contains(key)) {
          return Optional.of(new RowWrite.Put(key, values(shape, key, row.get())));
        }
      }
      return Optional.empty();
    }

    private boolean isOutdated(Bytes key, Row row) {
      return isChanged(shape, key, row)
          || isKnown
              && isKnown(row)
              && before
                  .get(key)
                  .flatMap(RowEntry::shown)
                  .filter(ColumnValues.this::isKnown)
                  .isPresent();
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public RowWrite next() {
      RowWrite found = next.orElseThrow(NoSuchElementException::new);
      next = find();
      return found;
    }
  }
}
