package dev.tidelock.core.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// How the columns of a table that is looked at again are recognised: a database has names only.
///
/// A column keeps the id of the one that had its name. One of a new name takes the id of one that
/// is gone if it stands where that stood, between the same others, and is declared alike: SQLite
/// renames in place and adds at the end. Any other is new; what is left over was dropped. Where one
/// was dropped from the end and another added, that looks like a rename, and only the values of
/// rows can tell: see [Evidence].
public final class SchemaSuccession {
  private final TableId table;
  private final List<Column> before;
  private final List<Column> found;
  private final Evidence evidence;

  /// For each of [#found] the place in [#before] of what it was, or -1.
  private final List<Integer> origins = new ArrayList<>();

  private SchemaSuccession(
      TableId table, List<Column> before, List<Column> found, Evidence evidence) {
    this.table = table;
    this.before = before;
    this.found = found;
    this.evidence = evidence;
  }

  /// What is known of a column that is gone and one of a new name, which is declared alike.
  public enum Kinship {
    /// The new one is the old one, renamed.
    SAME,
    /// The new one is another.
    OTHER,
    /// It may be either.
    UNKNOWN,
    /// Nobody looked: it is the old one if it stands in its place.
    PRESUMED
  }

  /// What rows say of two columns.
  @FunctionalInterface
  public interface Evidence {
    /// @param before a column that is gone
    /// @param found one of a new name, declared alike
    Kinship of(Column before, Column found);
  }

  /// The schema of a table with the ids that its columns have.
  ///
  /// @param before what it was when it was looked at last, if it was
  /// @param found what it is now, under any distinct ids
  public static Schema of(TableId table, Optional<Schema> before, Schema found) {
    return of(table, before, found, (_, _) -> Kinship.PRESUMED);
  }

  /// The same where rows were asked which columns were renamed. What may be either, at the end of
  /// the table, is taken for another: a value then stays where it is, which can be mended, and
  /// comes up nowhere under a name that it was not written for.
  public static Schema of(TableId table, Optional<Schema> before, Schema found, Evidence evidence) {
    SchemaSuccession succession =
        new SchemaSuccession(
            table, before.map(Schema::columns).orElse(List.of()), found.columns(), evidence);
    succession.matchNames();
    succession.matchValues();
    succession.matchPlaces();
    return succession.renumber(found, before.map(Schema::dropped).orElseGet(TreeSet::new));
  }

  private void matchNames() {
    Map<String, Integer> places = new HashMap<>();
    for (int i = before.size() - 1; i >= 0; i--) {
      places.put(TableId.folded(before.get(i).name()), i);
    }
    for (Column column : found) {
      Integer place = places.remove(TableId.folded(column.name()));
      origins.add(place == null ? -1 : place);
    }
  }

  /// Matches columns that rows say to be the same, wherever they stand.
  private void matchValues() {
    Set<Integer> taken = new HashSet<>(origins);
    for (int i = 0; i < found.size(); i++) {
      for (int j = 0; origins.get(i) < 0 && j < before.size(); j++) {
        if (!taken.contains(j) && kinship(j, i) == Kinship.SAME) {
          origins.set(i, j);
          taken.add(j);
        }
      }
    }
  }

  private Kinship kinship(int old, int now) {
    return alike(before.get(old), found.get(now))
        ? evidence.of(before.get(old), found.get(now))
        : Kinship.OTHER;
  }

  private void matchPlaces() {
    Set<Integer> taken = new HashSet<>(origins);
    int low = -1;
    for (int i = 0; i < found.size(); i++) {
      if (origins.get(i) < 0) {
        int high = nextOrigin(i);
        for (int j = low + 1; j < high; j++) {
          if (!taken.contains(j) && isSuccessor(j, i, high)) {
            origins.set(i, j);
            taken.add(j);
            break;
          }
        }
      }
      low = Math.max(low, origins.get(i));
    }
  }

  private boolean isSuccessor(int old, int now, int next) {
    return switch (kinship(old, now)) {
      case SAME, PRESUMED -> true;
      case OTHER -> false;
      case UNKNOWN -> next < before.size();
    };
  }

  /// The place of the next column that was there before, as far as it stood.
  private int nextOrigin(int place) {
    for (int i = place + 1; i < found.size(); i++) {
      if (origins.get(i) >= 0) {
        return origins.get(i);
      }
    }
    return before.size();
  }

  /// Whether two columns are declared alike.
  public static boolean alike(Column old, Column now) {
    return old.type().equals(now.type())
        && old.collation() == now.collation()
        && old.nullability() == now.nullability()
        && old.standard().equals(now.standard());
  }

  private Schema renumber(Schema schema, Set<ColumnId> droppedBefore) {
    SortedSet<ColumnId> dropped = new TreeSet<>(droppedBefore);
    Set<ColumnId> used = new HashSet<>(droppedBefore);
    for (int i = 0; i < before.size(); i++) {
      used.add(before.get(i).id());
      if (!origins.contains(i)) {
        dropped.add(before.get(i).id());
      }
    }
    Map<ColumnId, ColumnId> ids = new HashMap<>();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Column column = found.get(i);
      int origin = origins.get(i);
      ColumnId id = origin >= 0 ? before.get(origin).id() : unused(column.name(), used);
      used.add(id);
      ids.put(column.id(), id);
      columns.add(column.withId(id));
    }
    return new Schema(
        columns,
        renumber(schema.key(), ids),
        schema.options(),
        schema.uniques().stream().map(each -> new Unique(renumber(each.columns(), ids))).toList(),
        schema.foreignKeys().stream().map(each -> renumber(each, ids)).toList(),
        dropped);
  }

  private ColumnId unused(String name, Set<ColumnId> used) {
    int generation = 0;
    ColumnId id = ColumnId.of(table, name, generation);
    while (used.contains(id)) {
      generation++;
      id = ColumnId.of(table, name, generation);
    }
    return id;
  }

  private static List<KeyColumn> renumber(List<KeyColumn> key, Map<ColumnId, ColumnId> ids) {
    return key.stream()
        .map(part -> new KeyColumn(idOf(part.column(), ids), part.collation()))
        .toList();
  }

  private static ForeignKey renumber(ForeignKey foreign, Map<ColumnId, ColumnId> ids) {
    return new ForeignKey(
        foreign.columns().stream().map(column -> idOf(column, ids)).toList(),
        foreign.parent(),
        foreign.parentColumns(),
        foreign.onDelete(),
        foreign.onUpdate(),
        foreign.check());
  }

  private static ColumnId idOf(ColumnId column, Map<ColumnId, ColumnId> ids) {
    return Optional.ofNullable(ids.get(column)).orElseThrow();
  }
}
