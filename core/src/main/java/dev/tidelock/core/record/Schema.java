package dev.tidelock.core.record;

import dev.tidelock.core.MalformedException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What is known of a table beside its rows. Names need not be distinct: two devices may have
/// renamed two columns to one name, which only who creates the table has to solve.
///
/// @param columns the columns in the order of the table, without generated ones; 1 to 2,000
/// @param key the columns of the primary key in its order, at least one
/// @param options what else was declared
/// @param uniques what is unique beside the key, in their own order
/// @param foreignKeys what refers to other tables
/// @param dropped the ids of columns that the table once had; never used again
public record Schema(
    List<Column> columns,
    List<KeyColumn> key,
    Set<Option> options,
    List<Unique> uniques,
    List<ForeignKey> foreignKeys,
    SortedSet<ColumnId> dropped) {
  /// The most columns of a table.
  public static final int MAX_COLUMNS = 2000;

  /// What can be declared of a table. The code is part of the format.
  public enum Option {
    /// `WITHOUT ROWID`.
    WITHOUT_ROWID(1),
    /// `STRICT`.
    STRICT(2),
    /// `AUTOINCREMENT`.
    AUTOINCREMENT(3);

    private final int code;

    Option(int code) {
      this.code = code;
    }

    /// The number that stands for this option in a schema.
    public int code() {
      return code;
    }
  }

  public Schema {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    options = Set.copyOf(options);
    uniques = List.copyOf(uniques);
    foreignKeys = List.copyOf(foreignKeys);
    dropped = Collections.unmodifiableSortedSet(new TreeSet<>(dropped));
    if (columns.isEmpty() || columns.size() > MAX_COLUMNS || key.isEmpty()) {
      throw new MalformedException("a table has 1 to 2,000 columns, of which some are its key");
    }
    Set<ColumnId> ids = new HashSet<>(dropped);
    for (Column column : columns) {
      if (!ids.add(column.id())) {
        throw new MalformedException("a table has two columns of the id " + column.id());
      }
    }
    ids.removeAll(dropped);
    Set<ColumnId> named = new HashSet<>();
    key.forEach(part -> named.add(part.column()));
    if (named.size() < key.size()) {
      throw new MalformedException("a column stands twice in a primary key");
    }
    uniques.forEach(unique -> unique.columns().forEach(part -> named.add(part.column())));
    foreignKeys.forEach(foreign -> named.addAll(foreign.columns()));
    if (!ids.containsAll(named)) {
      throw new MalformedException("a constraint names a column that its table does not have");
    }
  }

  /// The column with an id, if the table has it.
  public Optional<Column> column(ColumnId id) {
    return columns.stream().filter(column -> column.id().equals(id)).findFirst();
  }

  /// The column of a name in any case of ASCII letters, the first of several.
  public Optional<Column> column(String name) {
    String folded = TableId.folded(name);
    return columns.stream()
        .filter(column -> TableId.folded(column.name()).equals(folded))
        .findFirst();
  }

  /// All columns by their ids.
  public Map<ColumnId, Column> byId() {
    Map<ColumnId, Column> byId = new HashMap<>();
    columns.forEach(column -> byId.put(column.id(), column));
    return byId;
  }

  /// The id of a column that is new under a name: of the first generation that this table never
  /// had.
  public ColumnId nextId(TableId table, String name) {
    for (int generation = 0; ; generation++) {
      ColumnId id = ColumnId.of(table, name, generation);
      if (!dropped.contains(id) && column(id).isEmpty()) {
        return id;
      }
    }
  }

  /// This schema with other columns dropped.
  public Schema withDropped(SortedSet<ColumnId> others) {
    return new Schema(columns, key, options, uniques, foreignKeys, others);
  }

  /// This schema, in which columns that another has, too, have the default that they have there, as
  /// far as that is known and they can hold it.
  public Schema withDefaultsOf(Schema other) {
    Map<ColumnId, Column> there = other.byId();
    List<Column> next =
        columns.stream()
            .map(column ->
                Optional.ofNullable(there.get(column.id()))
                    .flatMap(Column::standard)
                    .filter(column::mayHold)
                    .map(value -> column.withStandard(Optional.of(value)))
                    .orElse(column))
            .toList();
    return new Schema(next, key, options, uniques, foreignKeys, dropped);
  }

  /// Whether the primary key is another: its columns, their order or how they are compared.
  public boolean hasKeyOf(Schema other) {
    return key.equals(other.key);
  }
}
