package dev.tidelock.platform.database;

import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.ForeignKey;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The SQL that makes a table or a column as a schema says. A schema comes from another device: all
/// names are quoted, and a type is used only if it can be nothing else.
final class TableMaker {
  private static final Pattern TYPE =
      Pattern.compile("(\\w+( \\w+)*( ?\\( ?[+-]?[\\w.]+( ?, ?[+-]?[\\w.]+)? ?\\))?)?");

  private final Schema schema;

  TableMaker(Schema schema) {
    this.schema = schema;
  }

  /// A `CREATE TABLE`; nothing if a type is none.
  Optional<String> createTable(String name) {
    if (!schema.columns().stream().allMatch(column -> isType(column.type()))) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    boolean inline = schema.options().contains(Schema.Option.AUTOINCREMENT);
    for (Column column : schema.columns()) {
      boolean key = inline && schema.key().getFirst().column().equals(column.id());
      parts.add(declaration(column) + (key ? " PRIMARY KEY AUTOINCREMENT" : ""));
    }
    if (!inline) {
      parts.add("PRIMARY KEY(" + columns(schema.key()) + ")");
    }
    schema.uniques().forEach(unique -> parts.add("UNIQUE(" + columns(unique.columns()) + ")"));
    schema.foreignKeys().forEach(foreign -> parts.add(foreignKey(foreign)));
    String options =
        schema.options().stream()
            .filter(option -> option != Schema.Option.AUTOINCREMENT)
            .sorted()
            .map(option -> option.name().replace('_', ' '))
            .collect(Collectors.joining(", "));
    return Optional.of(
        "CREATE TABLE main.%s(%s) %s".formatted(Sql.name(name), String.join(", ", parts), options));
  }

  /// What adds a column; nothing if its type is none.
  static Optional<String> addColumn(String table, Column column) {
    return isType(column.type())
        ? Optional.of(
            "ALTER TABLE main.%s ADD COLUMN %s".formatted(Sql.name(table), declaration(column)))
        : Optional.empty();
  }

  private static boolean isType(String type) {
    return TYPE.matcher(type).matches();
  }

  private static String declaration(Column column) {
    StringBuilder sql = new StringBuilder(Sql.name(column.name()));
    if (!column.type().isEmpty()) {
      sql.append(' ').append(column.type());
    }
    if (column.nullability() == Column.Nullability.NOT_NULL) {
      sql.append(" NOT NULL");
    }
    column
        .standard()
        .filter(value -> !(value instanceof Value.Null))
        .flatMap(Literal::of)
        .ifPresent(literal -> sql.append(" DEFAULT ").append(literal));
    if (column.collation() != Collation.BINARY) {
      sql.append(" COLLATE ").append(column.collation());
    }
    return sql.toString();
  }

  private String columns(List<KeyColumn> columns) {
    return columns.stream()
        .map(part -> name(part.column()) + " COLLATE " + part.collation())
        .collect(Collectors.joining(", "));
  }

  private String name(ColumnId id) {
    return Sql.name(schema.column(id).orElseThrow().name());
  }

  private String foreignKey(ForeignKey foreign) {
    String columns = foreign.columns().stream().map(this::name).collect(Collectors.joining(", "));
    String parent =
        foreign.parentColumns().isEmpty() ? "" : "(" + Sql.names(foreign.parentColumns()) + ")";
    String deferred =
        foreign.check() == ForeignKey.Check.DEFERRED ? " DEFERRABLE INITIALLY DEFERRED" : "";
    return "FOREIGN KEY(%s) REFERENCES %s%s ON DELETE %s ON UPDATE %s%s"
        .formatted(
            columns,
            Sql.name(foreign.parent()),
            parent,
            action(foreign.onDelete()),
            action(foreign.onUpdate()),
            deferred);
  }

  private static String action(ForeignKey.Action action) {
    return action.name().replace('_', ' ');
  }
}
