package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.RowWrite;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/// What a table's database has to do to show what the project has, row by row, read anew each time
/// it is asked for.
///
/// Of a conflict a database shows the version that it shows already, or the first; of a refused row
/// nothing.
final class RowChanges implements Iterable<RowWrite> {
  private final MerkleMap<RowEntry> now;
  private final MerkleMap<RowEntry> wanted;
  private final Schema schema;
  private final RowShape shape;
  private final ColumnValues columns;
  private final Set<Bytes> leftAlone;
  private long visible;

  /// @param now what the database holds
  /// @param wanted what the project has
  /// @param schema the table's schema in the database
  /// @param columns what rows show beyond what they know
  /// @param leftAlone the keys at which nothing is to be written
  RowChanges(
      MerkleMap<RowEntry> now,
      MerkleMap<RowEntry> wanted,
      Schema schema,
      ColumnValues columns,
      Set<Bytes> leftAlone) {
    this.columns = columns;
    this.now = now;
    this.wanted = wanted;
    this.schema = schema;
    this.shape = new RowShape(schema);
    this.leftAlone = leftAlone;
  }

  /// One key at which the project has something else than the database.
  ///
  /// @param key the key
  /// @param before the row that the database holds
  /// @param after the row that it is to hold
  /// @param refused what the project refuses there: to be known of, and not shown
  record RowChange(
      Bytes key, Optional<Row> before, Optional<Row> after, Optional<RefusedRow> refused) {
    /// Whether there is something to write.
    boolean isVisible() {
      return !before.equals(after);
    }
  }

  /// All that differs, ascending by key.
  Iterator<RowChange> changes() {
    Iterator<Change<RowEntry>> differences = now.diff(wanted);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return differences.hasNext();
      }

      @Override
      public RowChange next() {
        Change<RowEntry> difference = differences.next();
        Optional<Row> before = difference.before().flatMap(RowEntry::shown);
        Optional<Row> after = difference.after().flatMap(entry -> shown(entry, before));
        Optional<RefusedRow> refused =
            difference.after().filter(RefusedRow.class::isInstance).map(RefusedRow.class::cast);
        return new RowChange(difference.key(), before, after, refused);
      }
    };
  }

  /// Whether the project has something else at a key than the database was seen to show.
  boolean isChanged(Bytes key) {
    return !now.get(key).equals(wanted.get(key));
  }

  private static Optional<Row> shown(RowEntry entry, Optional<Row> before) {
    return switch (entry) {
      case Row row -> Optional.of(row);
      case RefusedRow _ -> Optional.empty();
      case RowConflict conflict ->
          conflict.terms().stream().anyMatch(term -> wants(term, before))
              ? before
              : conflict.first().row();
    };
  }

  private static boolean wants(RowTerm term, Optional<Row> row) {
    return term.row().isPresent()
        ? row.filter(term.row().get()::sameAs).isPresent()
        : row.isEmpty();
  }

  /// How many writes the latest pass over them has found.
  long visible() {
    return visible;
  }

  @Override
  public Iterator<RowWrite> iterator() {
    visible = 0;
    Iterator<RowChange> changes = changes();
    return new Iterator<>() {
      private Optional<RowChange> next = find();

      private Optional<RowChange> find() {
        while (changes.hasNext()) {
          RowChange change = changes.next();
          if (change.isVisible() && !leftAlone.contains(change.key())) {
            visible++;
            return Optional.of(change);
          }
        }
        return Optional.empty();
      }

      @Override
      public boolean hasNext() {
        return next.isPresent();
      }

      @Override
      public RowWrite next() {
        RowChange change = next.orElseThrow(NoSuchElementException::new);
        next = find();
        return write(change);
      }
    };
  }

  private RowWrite write(RowChange change) {
    return change
        .after()
        .<RowWrite>map(
            row -> new RowWrite.Put(change.key(), columns.values(shape, change.key(), row)))
        .orElseGet(() -> new RowWrite.Delete(change.key(), keyValues(change)));
  }

  private List<Value> keyValues(RowChange change) {
    Map<ColumnId, Value> values = shape.values(change.key(), change.before().orElseThrow());
    List<Value> key = new ArrayList<>();
    for (KeyColumn column : schema.key()) {
      key.add(Optional.ofNullable(values.get(column.column())).orElse(Value.NULL));
    }
    return key;
  }
}
