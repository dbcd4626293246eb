package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaSuccession;
import dev.tidelock.core.record.SchemaSuccession.Kinship;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.RowCursor;
import dev.tidelock.engine.port.StoredRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells columns that were renamed from such that came where others went, by the rows. SQLite notes
/// neither: a column that it renames has its values in all rows of which nothing was noted since,
/// and one that it adds has its default in them.
final class ColumnKinship implements SchemaSuccession.Evidence {
  /// From how many noted rows on none counts as not noted.
  private static final int MOST_NOTED = 100_000;

  /// How many rows that say no are believed.
  private static final int ENOUGH = 1_000;

  private final Schema before;
  private final Schema now;
  private final RowShape shape;
  private final List<Pair> pairs = new ArrayList<>();

  /// @param before what the table was
  /// @param now what it is, under whatever ids
  ColumnKinship(Schema before, Schema now) {
    this.before = before;
    this.now = now;
    this.shape = new RowShape(before);
    List<Column> places = new RowShape(now).columns();
    List<Column> went = without(before, now);
    for (Column found : without(now, before)) {
      for (Column gone : went) {
        if (SchemaSuccession.alike(gone, found)) {
          pairs.add(new Pair(gone, found, places.indexOf(found)));
        }
      }
    }
  }

  /// The columns beside the key of which another schema has none of the name.
  private static List<Column> without(Schema schema, Schema other) {
    Set<String> names =
        other.columns().stream()
            .map(column -> TableId.folded(column.name()))
            .collect(Collectors.toSet());
    return schema.columns().stream()
        .filter(column -> !names.contains(TableId.folded(column.name())))
        .filter(column -> !isKey(schema, column))
        .toList();
  }

  private static boolean isKey(Schema schema, Column column) {
    return schema.key().stream().map(KeyColumn::column).anyMatch(column.id()::equals);
  }

  /// Whether rows must be asked.
  boolean isDoubtful() {
    return !pairs.isEmpty() && before.hasKeyOf(now);
  }

  /// The keys of rows of which something was noted; nothing if they are too many.
  static Optional<Set<Bytes>> noted(RowCursor changes) {
    Set<Bytes> keys = new HashSet<>();
    while (changes.hasNext()) {
      keys.add(changes.next().key());
      if (keys.size() > MOST_NOTED) {
        return Optional.empty();
      }
    }
    return Optional.of(keys);
  }

  /// Asks the rows, until all is clear.
  ///
  /// @param shown the rows as they were
  /// @param all those that the table has, in the order of keys
  /// @param noted the keys of rows of which something was noted; nothing if they are too many
  void ask(Iterator<Map.Entry<Bytes, RowEntry>> shown, RowCursor all, Optional<Set<Bytes>> noted) {
    Optional<Map.Entry<Bytes, RowEntry>> was = next(shown);
    Optional<StoredRow> is = next(all);
    while (was.isPresent() && is.isPresent() && pairs.stream().anyMatch(Pair::isOpen)) {
      Bytes key = was.get().getKey();
      int order = key.compareTo(is.get().key());
      if (order == 0) {
        boolean untouched = noted.isPresent() && !noted.get().contains(key);
        compare(was.get(), is.get(), untouched);
      }
      was = order <= 0 ? next(shown) : was;
      is = order >= 0 ? next(all) : is;
    }
  }

  private static <T> Optional<T> next(Iterator<? extends T> iterator) {
    return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
  }

  private void compare(Map.Entry<Bytes, RowEntry> was, StoredRow is, boolean untouched) {
    if (was.getValue().shown().isEmpty() || is.values().isEmpty()) {
      return;
    }
    NavigableMap<ColumnId, Value> values = shape.values(was.getKey(), was.getValue().shown().get());
    pairs.forEach(pair ->
        pair.compare(
            Optional.ofNullable(values.get(pair.gone.id())),
            is.values().get().get(pair.place),
            untouched));
  }

  @Override
  public Kinship of(Column gone, Column found) {
    return pairs.stream()
        .filter(pair -> pair.gone.name().equals(gone.name()))
        .filter(pair -> pair.found.name().equals(found.name()))
        .findFirst()
        .map(Pair::kinship)
        .orElse(Kinship.PRESUMED);
  }

  /// Two columns of which one may be the other.
  private static final class Pair {
    private final Column gone;
    private final Column found;
    private final int place;
    private int untouchedEqual;
    private int untouchedOther;
    private int noted;

    Pair(Column gone, Column found, int place) {
      this.gone = gone;
      this.found = found;
      this.place = place;
    }

    /// A value that a column has by itself says nothing.
    void compare(Optional<Value> was, Value is, boolean untouched) {
      if (was.isEmpty()
          || was.get() instanceof Value.Null
          || found.standard().filter(was.get()::equals).isPresent()) {
        return;
      }
      boolean same = was.get().equals(is);
      if (untouched && same) {
        untouchedEqual++;
      } else if (untouched) {
        untouchedOther++;
      } else if (same) {
        noted++;
      }
    }

    boolean isOpen() {
      return untouchedEqual == 0 && untouchedOther < ENOUGH;
    }

    Kinship kinship() {
      if (untouchedEqual > 0) {
        return Kinship.SAME;
      }
      if (untouchedOther > 0) {
        return Kinship.OTHER;
      }
      return noted > 0 ? Kinship.SAME : Kinship.UNKNOWN;
    }
  }
}
