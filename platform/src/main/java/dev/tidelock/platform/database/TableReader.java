package dev.tidelock.platform.database;

import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Unique;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.FoundTable;
import dev.tidelock.engine.port.FoundTable.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads how one table is declared, through SQLite's pragmas and the text of its declaration.
final class TableReader {
  /// What the names of our tables, triggers and everything else of ours begin with.
  static final String OWN = "_tidelock";

  private static final int MAX_TEXT = 255;

  private final Link link;
  private final String name;
  private final Declaration declaration;
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  /// The places of columns by their names.
  private final Map<String, ColumnId> ids = new HashMap<>();

  private final Map<Integer, String> keyOrder = new TreeMap<>();

  private TableReader(Link link, String name, String sql) {
    this.link = link;
    this.name = name;
    declaration = Declaration.of(sql);
  }

  /// A table that can be tracked, or why it cannot be.
  sealed interface Found {
    /// It can.
    record Usable(TableShape shape) implements Found {}

    /// It cannot.
    record Refused(FoundTable.Refusal refusal) implements Found {}

    /// There is no such table.
    record Absent() implements Found {}
  }

  /// Reads the table of a name.
  static Found read(Link link, String table) {
    try (Query found =
        link.query(
            "SELECT l.name, l.type, l.wr, l.strict, s.sql FROM pragma_table_list AS l"
                + " JOIN main.sqlite_schema AS s ON s.name = l.name AND s.type = 'table'"
                + " WHERE l.schema = 'main' AND l.name = ? COLLATE NOCASE",
            table)) {
      if (!found.next()) {
        return new Found.Absent();
      }
      String name = found.text(0);
      Optional<FoundTable.Refusal> kind = refuseKind(name, found.text(1));
      if (kind.isPresent()) {
        return new Found.Refused(kind.get());
      }
      Set<Schema.Option> options = EnumSet.noneOf(Schema.Option.class);
      if (found.integer(2) != 0) {
        options.add(Schema.Option.WITHOUT_ROWID);
      }
      if (found.integer(3) != 0) {
        options.add(Schema.Option.STRICT);
      }
      return new TableReader(link, name, found.text(4)).read(options);
    }
  }

  private static Optional<FoundTable.Refusal> refuseKind(String name, String type) {
    if (type.equals("virtual")) {
      return refusal(
          Reason.VIRTUAL, name + " is a virtual table: track the tables that it is made from");
    }
    if (type.equals("shadow")) {
      return refusal(
          Reason.SHADOW, name + " belongs to a virtual table, which fills it: leave it out");
    }
    String folded = Sql.folded(name);
    if (folded.startsWith(OWN) || folded.startsWith("sqlite_")) {
      return refusal(Reason.RESERVED_NAME, "rename " + name + ": its name is kept for others");
    }
    return Optional.empty();
  }

  private static Optional<FoundTable.Refusal> refusal(Reason reason, String detail) {
    return Optional.of(new FoundTable.Refusal(reason, detail));
  }

  private Found read(Set<Schema.Option> options) {
    Optional<FoundTable.Refusal> refusal =
        readColumns().or(this::refuseKey).or(this::refuseCollations);
    if (refusal.isPresent()) {
      return new Found.Refused(refusal.get());
    }
    if (declaration.autoincrement()) {
      options.add(Schema.Option.AUTOINCREMENT);
    }
    IndexReader indices = new IndexReader(link, name);
    List<UniqueIndex.Part> primary = indices.primaryKey();
    boolean integerKey = primary.isEmpty();
    Map<String, Collation> key = new LinkedHashMap<>();
    if (integerKey) {
      keyOrder.values().forEach(column -> key.put(column, Collation.BINARY));
    }
    for (UniqueIndex.Part part : primary) {
      key.putIfAbsent(part.column().orElseThrow(), collation(part.collation()).orElseThrow());
    }
    List<UniqueIndex> uniques = indices.uniques();
    Schema schema =
        new Schema(
            columns,
            key.entrySet().stream()
                .map(part -> new KeyColumn(id(part.getKey()), part.getValue()))
                .toList(),
            options,
            declarable(uniques),
            new ForeignKeyReader(link, name, declaration, ids).foreignKeys(),
            new TreeSet<>());
    return new Found.Usable(
        new TableShape(
            name,
            schema,
            List.copyOf(key.keySet()),
            key.values().stream().map(Collation::name).toList(),
            integerKey,
            uniques,
            names));
  }

  private Optional<FoundTable.Refusal> readColumns() {
    try (Query found =
        link.query(
            "SELECT name, type, \"notnull\", dflt_value, pk, hidden"
                + " FROM pragma_table_xinfo(?, 'main')",
            name)) {
      while (found.next()) {
        String column = found.text(0);
        String type = found.optionalText(1).orElse("");
        names.put(Sql.folded(column), column);
        if (column.length() > MAX_TEXT || type.length() > MAX_TEXT || name.length() > MAX_TEXT) {
          return refusal(
              Reason.TOO_LARGE, name + " has a name or type of more than 255 characters");
        }
        if (found.integer(5) != 0) {
          continue;
        }
        if (found.integer(4) > 0) {
          keyOrder.put((int) found.integer(4), column);
        }
        Optional<Collation> collation =
            collation(declaration.collations().getOrDefault(Sql.folded(column), "BINARY"));
        if (collation.isEmpty()) {
          return refuseCollation("column " + column);
        }
        ids.put(Sql.folded(column), new ColumnId(columns.size()));
        columns.add(
            new Column(
                new ColumnId(columns.size()),
                column,
                type,
                collation.get(),
                found.integer(2) == 0 ? Column.Nullability.NULLABLE : Column.Nullability.NOT_NULL,
                found.optionalText(3).map(Literal::value).orElse(Optional.of(Value.NULL))));
      }
    }
    // A query has the columns of a row and once more those of its key.
    return columns.size() + keyOrder.size() >= Schema.MAX_COLUMNS
        ? refusal(Reason.TOO_LARGE, name + " has too many columns")
        : Optional.empty();
  }

  private Optional<FoundTable.Refusal> refuseKey() {
    return keyOrder.isEmpty()
        ? refusal(
            Reason.NO_KEY,
            name + " declares no primary key: make it again with one, as its rows have no names")
        : Optional.empty();
  }

  private Optional<FoundTable.Refusal> refuseCollations() {
    try (Query found =
        link.query(
            "SELECT i.name, x.coll FROM pragma_index_list(?, 'main') AS i"
                + " JOIN pragma_index_xinfo(i.name, 'main') AS x WHERE x.key",
            name)) {
      while (found.next()) {
        if (collation(found.text(1)).isEmpty()) {
          return refuseCollation("index " + found.text(0));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<FoundTable.Refusal> refuseCollation(String where) {
    return refusal(
        Reason.COLLATION,
        "%s of %s has a collation that only the application knows: use BINARY, NOCASE or RTRIM"
            .formatted(where, name));
  }

  private static Optional<Collation> collation(String sqlName) {
    String upper = sqlName.toUpperCase(Locale.ROOT);
    for (Collation collation : Collation.values()) {
      if (collation.name().equals(upper)) {
        return Optional.of(collation);
      }
    }
    return Optional.empty();
  }

  private ColumnId id(String column) {
    return Optional.ofNullable(ids.get(Sql.folded(column))).orElseThrow();
  }

  /// The constraints that a schema can hold: of plain columns, for all rows.
  private List<Unique> declarable(List<UniqueIndex> indices) {
    List<Unique> uniques = new ArrayList<>();
    for (UniqueIndex index : indices) {
      boolean plain =
          index.where().isEmpty()
              && index.parts().stream()
                  .allMatch(
                      part -> part.column().map(Sql::folded).filter(ids::containsKey).isPresent());
      if (plain) {
        uniques.add(
            new Unique(
                index.parts().stream()
                    .map(part ->
                        new KeyColumn(
                            id(part.column().orElseThrow()),
                            collation(part.collation()).orElseThrow()))
                    .toList()));
      }
    }
    return uniques.stream()
        .distinct()
        .sorted(Comparator.comparing(unique -> unique.columns().toString()))
        .toList();
  }
}
