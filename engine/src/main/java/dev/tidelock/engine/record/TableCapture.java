package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.map.MapLookup;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.RowCursor;
import dev.tidelock.engine.port.StoredRow;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// Makes of the rows of one table what the project has of them. A row that holds what was shown
/// stays what it was, stamp and all, so that looking changes nothing.
final class TableCapture {
  private final Schema schema;
  private final RowShape shape;
  private final ObjectSink sink;
  private final BiFunction<StoredRow, Optional<Row>, Stamp> stamps;

  /// What a row that does not know a column showed there, in the order of the shape.
  private final List<Optional<Value>> implied;

  /// The columns that the table did not have when it was shown: what rows know of them was never
  /// shown here.
  private final Set<ColumnId> fresh;

  private final SortedMap<Bytes, List<Value>> tooWide = new TreeMap<>();
  private boolean missed;

  /// @param schema the table's schema
  /// @param before what it was when it was shown, if it was
  /// @param sink takes the nodes that are made
  /// @param stamps stamps a row, given what it was made from
  TableCapture(
      Schema schema,
      Optional<Schema> before,
      ObjectSink sink,
      BiFunction<StoredRow, Optional<Row>, Stamp> stamps) {
    this.schema = schema;
    this.shape = new RowShape(schema);
    this.sink = sink;
    this.stamps = stamps;
    this.implied =
        shape.columns().stream()
            .map(column ->
                before.flatMap(then -> then.column(column.id())).orElse(column).standard())
            .toList();
    this.fresh =
        shape.columns().stream()
            .map(Column::id)
            .filter(column -> before.filter(it -> it.column(column).isEmpty()).isPresent())
            .collect(Collectors.toUnmodifiableSet());
  }

  /// What was shown, with the rows that were noted as changed.
  MerkleMap<RowEntry> changed(MerkleMap<RowEntry> shown, RowCursor changes) {
    return shown.mutate(before -> noted(before, changes), sink);
  }

  private Edits noted(MapLookup<RowEntry> before, RowCursor changes) {
    return new Edits() {
      @Override
      Optional<Edit> find() {
        while (changes.hasNext()) {
          StoredRow row = changes.next();
          Optional<Edit> edit = edit(row.key(), before.get(row.key()), Optional.of(row));
          if (edit.isPresent()) {
            return edit;
          }
        }
        return Optional.empty();
      }
    };
  }

  /// What was shown, compared row by row with all that is there.
  MerkleMap<RowEntry> compared(MerkleMap<RowEntry> shown, RowCursor all) {
    return shown.mutate(new Comparison(shown.iterator(), all), sink);
  }

  /// Whether a comparison did not find a row that was shown.
  boolean isMissing() {
    return missed;
  }

  /// One edit of a map.
  private record Edit(Bytes key, Optional<RowEntry> value)
      implements Map.Entry<Bytes, Optional<RowEntry>> {
    @Override
    public Bytes getKey() {
      return key;
    }

    @Override
    public Optional<RowEntry> getValue() {
      return value;
    }

    @Override
    public Optional<RowEntry> setValue(Optional<RowEntry> other) {
      throw new UnsupportedOperationException();
    }
  }

  private Optional<Edit> edit(Bytes key, Optional<RowEntry> before, Optional<StoredRow> now) {
    tooWide.remove(key);
    Optional<List<Value>> values = now.flatMap(StoredRow::values);
    if (values.isEmpty()) {
      // What is refused is not shown, so its absence says nothing.
      return before
          .filter(was -> !(was instanceof RefusedRow))
          .map(_ -> new Edit(key, Optional.empty()));
    }
    Optional<Row> row = row(key, before.flatMap(RowEntry::shown), now.orElseThrow(), values.get());
    if (row.isEmpty()) {
      tooWide.put(key, keyValues(values.get()));
      return Optional.empty();
    }
    boolean same = before.filter(row.get()::sameAs).isPresent();
    return same ? Optional.empty() : Optional.of(new Edit(key, row.map(RowEntry.class::cast)));
  }

  /// The row that the project has of one of the database's; nothing if it is too wide for one.
  private Optional<Row> row(Bytes key, Optional<Row> before, StoredRow now, List<Value> values) {
    Stamp stamp = stamps.apply(now, before);
    try {
      return Optional.of(
          before
              .map(was -> edited(key, was, stamp, values))
              .orElseGet(() -> shape.row(stamp, key, values)));
    } catch (MalformedException wide) {
      return Optional.empty();
    }
  }

  private List<Value> keyValues(List<Value> values) {
    return schema.key().stream().map(part -> values.get(place(part.column()))).toList();
  }

  private int place(ColumnId column) {
    return shape.columns().stream().map(Column::id).toList().indexOf(column);
  }

  /// The rows that were seen and are too wide for a project: the values of their keys, by key. They
  /// stay as they were shown.
  SortedMap<Bytes, List<Value>> tooWide() {
    return tooWide;
  }

  /// A row that keeps what is not a column here. A column that it did not know, or that is new
  /// here, and that holds what it showed then, or the default where it is new, is still not known,
  /// or what it was: it was only added.
  private Row edited(Bytes key, Row before, Stamp stamp, List<Value> values) {
    NavigableMap<ColumnId, Value> all = shape.values(key, before);
    List<Column> columns = shape.columns();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      Value value = values.get(i);
      boolean wasShown = all.containsKey(column.id()) && !fresh.contains(column.id());
      if (wasShown || !implied.get(i).equals(Optional.of(value))) {
        all.put(column.id(), value);
      }
    }
    return shape.row(stamp, key, all);
  }

  /// Edits, ascending by key, found as they are asked for.
  private abstract static class Edits implements Iterator<Edit> {
    private boolean looked;
    private Optional<Edit> found = Optional.empty();

    abstract Optional<Edit> find();

    @Override
    public boolean hasNext() {
      if (!looked) {
        found = find();
        looked = true;
      }
      return found.isPresent();
    }

    @Override
    public Edit next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      looked = false;
      return found.orElseThrow();
    }
  }

  /// What a walk over both in the order of keys finds.
  private final class Comparison extends Edits {
    private final Iterator<Map.Entry<Bytes, RowEntry>> shown;
    private final RowCursor all;
    private Optional<Map.Entry<Bytes, RowEntry>> before;
    private Optional<StoredRow> now;

    Comparison(Iterator<Map.Entry<Bytes, RowEntry>> shown, RowCursor all) {
      this.shown = shown;
      this.all = all;
      this.before = next(shown);
      this.now = next(all);
    }

    private static <T> Optional<T> next(Iterator<? extends T> iterator) {
      return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
    }

    @Override
    Optional<Edit> find() {
      while (before.isPresent() || now.isPresent()) {
        Bytes key = smallest();
        Optional<RowEntry> was =
            before.filter(entry -> entry.getKey().equals(key)).map(Map.Entry::getValue);
        Optional<StoredRow> is = now.filter(row -> row.key().equals(key));
        before = was.isPresent() ? next(shown) : before;
        now = is.isPresent() ? next(all) : now;
        Optional<Edit> edit = edit(key, was, is);
        if (edit.isPresent()) {
          missed |= is.isEmpty();
          return edit;
        }
      }
      return Optional.empty();
    }

    private Bytes smallest() {
      if (before.isEmpty()) {
        return now.orElseThrow().key();
      }
      Bytes one = before.get().getKey();
      return now.map(StoredRow::key).filter(other -> other.compareTo(one) < 0).orElse(one);
    }
  }
}
