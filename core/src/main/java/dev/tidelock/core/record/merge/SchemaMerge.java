package dev.tidelock.core.record.merge;

import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.ForeignKey;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaCodec;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Unique;
import dev.tidelock.core.record.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// The three-way merge of the schemas of one table: columns by id, constraints as sets. A dropped
/// column is dropped, whatever the other side did with it: its values stay in the rows that have
/// them. Where both sides changed one thing differently, the choice is the same for both, and
/// named. The same whichever side is called first.
public final class SchemaMerge {
  private final Optional<Schema> base;
  private final Schema first;
  private final Schema second;
  private final List<SchemaProblem> problems = new ArrayList<>();

  private SchemaMerge(Optional<Schema> base, Schema first, Schema second) {
    this.base = base;
    this.first = first;
    this.second = second;
  }

  /// What came of a merge.
  ///
  /// @param schema the schema
  /// @param problems what does not go together
  public record Result(Schema schema, List<SchemaProblem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /// Merges two schemas.
  public static Result merge(Optional<Schema> base, Schema first, Schema second) {
    if (first.equals(second) || base.equals(Optional.of(second))) {
      return new Result(first, List.of());
    }
    if (base.equals(Optional.of(first))) {
      return new Result(second, List.of());
    }
    return new SchemaMerge(base, first, second).run();
  }

  private Result run() {
    List<KeyColumn> key = key();
    Set<ColumnId> needed = new HashSet<>();
    key.forEach(part -> needed.add(part.column()));
    SortedSet<ColumnId> dropped = new TreeSet<>(first.dropped());
    dropped.addAll(second.dropped());
    base.ifPresent(was ->
        was.columns()
            .forEach(column -> {
              if (first.column(column.id()).isEmpty() || second.column(column.id()).isEmpty()) {
                dropped.add(column.id());
              }
            }));
    dropped.removeAll(needed);
    List<Column> columns = new ArrayList<>();
    for (ColumnId id : order()) {
      if (!dropped.contains(id)) {
        columns.add(column(id));
      }
    }
    nameClashes(columns);
    Set<ColumnId> ids = new HashSet<>();
    columns.forEach(column -> ids.add(column.id()));
    List<Unique> uniques = new ArrayList<>(set(Schema::uniques));
    uniques.removeIf(
        unique -> unique.columns().stream().anyMatch(part -> !ids.contains(part.column())));
    List<ForeignKey> foreignKeys = new ArrayList<>(set(Schema::foreignKeys));
    foreignKeys.removeIf(foreign -> !ids.containsAll(foreign.columns()));
    return new Result(
        new Schema(columns, key, set(Schema::options), uniques, foreignKeys, dropped), problems);
  }

  private List<KeyColumn> key() {
    if (!first.hasKeyOf(second)) {
      problems.add(new SchemaProblem(SchemaProblem.Kind.KEY, "", "the primary keys differ"));
    }
    return choice(base.map(Schema::key), first.key(), second.key(), Object::toString, () -> {});
  }

  /// The columns of all, in the base's order, or else in one that both sides agree on.
  private Set<ColumnId> order() {
    Set<ColumnId> order = new LinkedHashSet<>();
    base.orElseGet(this::leading).columns().forEach(column -> order.add(column.id()));
    Set<ColumnId> added = new TreeSet<>();
    first.columns().forEach(column -> added.add(column.id()));
    second.columns().forEach(column -> added.add(column.id()));
    order.addAll(added);
    order.retainAll(added);
    return order;
  }

  private Schema leading() {
    boolean firstLeads =
        ObjectIdentity.of(SchemaCodec.toObject(first))
                .compareTo(ObjectIdentity.of(SchemaCodec.toObject(second)))
            < 0;
    return firstLeads ? first : second;
  }

  private Column column(ColumnId id) {
    Optional<Column> was = base.flatMap(schema -> schema.column(id));
    Optional<Column> one = first.column(id);
    Optional<Column> other = second.column(id);
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other).orElseThrow();
    }
    Column a = one.get();
    Column b = other.get();
    Column merged =
        new Column(
            id,
            property(was, a, b, Column::name, Object::toString, SchemaProblem.Kind.NAME),
            property(was, a, b, Column::type, Object::toString, SchemaProblem.Kind.TYPE),
            property(was, a, b, Column::collation, Object::toString, SchemaProblem.Kind.CONSTRAINT),
            property(
                was, a, b, Column::nullability, Object::toString, SchemaProblem.Kind.CONSTRAINT),
            property(
                was, a, b, Column::standard, SchemaMerge::digits, SchemaProblem.Kind.CONSTRAINT));
    // One that came on both sides, and must have a value, has the default of whoever gave it one.
    boolean isNamed = merged.standard().filter(value -> !merged.mayHold(value)).isEmpty();
    return was.isPresent() || isNamed
        ? merged
        : merged.withStandard(merged.standard().equals(a.standard()) ? b.standard() : a.standard());
  }

  private <P> P property(
      Optional<Column> was,
      Column one,
      Column other,
      Function<Column, P> property,
      Function<P, String> order,
      SchemaProblem.Kind kind) {
    P a = property.apply(one);
    P b = property.apply(other);
    return choice(
        was.map(property),
        a,
        b,
        order,
        () -> problems.add(new SchemaProblem(kind, one.name(), "both changed it")));
  }

  /// A default in digits that tell it from all others.
  private static String digits(Optional<Value> standard) {
    Row.Builder row = new Row.Builder(Stamp.ZERO);
    standard.ifPresent(value -> row.add(new ColumnId(0), value));
    return row.build().identity().toHex();
  }

  /// What one side changed, or both alike; of two different changes the smaller.
  private static <P> P choice(
      Optional<P> was, P one, P other, Function<P, String> order, Runnable differing) {
    if (one.equals(other) || was.equals(Optional.of(other))) {
      return one;
    }
    if (was.equals(Optional.of(one))) {
      return other;
    }
    differing.run();
    return order.apply(one).compareTo(order.apply(other)) <= 0 ? one : other;
  }

  /// What either side added, without what either removed.
  private <T> Set<T> set(Function<Schema, Collection<T>> part) {
    Collection<T> was = base.map(part).orElse(List.of());
    Collection<T> one = part.apply(first);
    Collection<T> other = part.apply(second);
    if (List.copyOf(one).equals(List.copyOf(other))) {
      return new LinkedHashSet<>(one);
    }
    Set<T> union = new LinkedHashSet<>();
    List<T> all = new ArrayList<>(one);
    all.addAll(other);
    all.sort(Comparator.comparing(Object::toString));
    for (T item : all) {
      if (!was.contains(item) || one.contains(item) && other.contains(item)) {
        union.add(item);
      }
    }
    return union;
  }

  private void nameClashes(List<Column> columns) {
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        problems.add(
            new SchemaProblem(SchemaProblem.Kind.NAME, column.name(), "two columns have it"));
      }
    }
  }

  /// What keeps a database whose table has one schema from taking part in another: as long as there
  /// is anything, it is only read.
  ///
  /// @param local the schema of the table that a database has
  /// @param project the project's schema of that table
  public static List<SchemaProblem> misfits(Schema local, Schema project) {
    List<SchemaProblem> misfits = new ArrayList<>();
    if (!local.hasKeyOf(project)) {
      misfits.add(new SchemaProblem(SchemaProblem.Kind.KEY, "", "the primary keys differ"));
    }
    Map<ColumnId, Column> here = local.byId();
    Map<ColumnId, Column> there = project.byId();
    for (Column column : local.columns()) {
      Column other = there.get(column.id());
      if (other == null) {
        if (requiresValue(column) && !project.dropped().contains(column.id())) {
          misfits.add(required(column));
        }
      } else if (column.affinity() != other.affinity()) {
        misfits.add(
            new SchemaProblem(
                SchemaProblem.Kind.TYPE, column.name(), column.type() + " and " + other.type()));
      }
    }
    for (Column column : project.columns()) {
      if (!here.containsKey(column.id()) && requiresValue(column)) {
        misfits.add(required(column));
      }
    }
    return misfits;
  }

  private static boolean requiresValue(Column column) {
    boolean said = column.standard().filter(value -> !(value instanceof Value.Null)).isPresent();
    return column.nullability() == Column.Nullability.NOT_NULL && !said;
  }

  private static SchemaProblem required(Column column) {
    return new SchemaProblem(
        SchemaProblem.Kind.VALUE_REQUIRED,
        column.name(),
        "it must have a value and has no default");
  }
}
