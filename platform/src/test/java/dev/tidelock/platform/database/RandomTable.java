package dev.tidelock.platform.database;

import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;

/// A table of any shape, and statements that an application may write it with.
final class RandomTable {
  private final Tape tape;
  private final String name;
  private final List<String> columns = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final List<String> key = new ArrayList<>();
  private final List<String> declared = new ArrayList<>();
  private final String sql;
  private final List<String> indices = new ArrayList<>();
  private final boolean strict;
  private final boolean integerKey;

  RandomTable(Tape tape, String name) {
    this.tape = tape;
    this.name = name;
    strict = tape.chance(0.2);
    integerKey = tape.chance(0.4);
    columns();
    boolean withoutRowid = tape.chance(0.3);
    List<String> parts = new ArrayList<>(declared);
    if (tape.chance(0.3)) {
      String type = strict ? "g INT AS" : "g AS";
      parts.add(type + " (length(" + Sql.name(columns.getLast()) + "))" + tape.pick("", " STORED"));
    }
    parts.add("PRIMARY KEY(" + Sql.names(key) + ")");
    constraints(parts);
    List<String> options = new ArrayList<>();
    if (withoutRowid) {
      options.add("WITHOUT ROWID");
    }
    if (strict) {
      options.add("STRICT");
    }
    sql =
        "CREATE TABLE %s(%s) %s"
            .formatted(Sql.name(name), String.join(", ", parts), String.join(", ", options));
    indices();
  }

  private void columns() {
    int width = integerKey ? 1 : tape.nextInt(1, 4);
    for (int i = 0; i < width; i++) {
      String column = tape.pick("k", "Key ", "k\"") + i;
      key.add(column);
      column(column, integerKey ? "INTEGER" : type(), integerKey ? "" : " NOT NULL" + collation());
    }
    int others = tape.nextInt(1, 6);
    for (int i = 0; i < others; i++) {
      column(tape.pick("c", "col umn", "é") + i, type(), collation() + standard());
    }
  }

  /// No action sets a column to NULL: where a `REPLACE` evicts the parent of the very row that it
  /// changes, SQLite then leaves an index without the row, with or without triggers.
  private void constraints(List<String> parts) {
    if (tape.chance(0.4)) {
      parts.add("UNIQUE(" + Sql.name(other()) + ")" + tape.pick("", " ON CONFLICT REPLACE"));
    }
    if (tape.chance(0.2)) {
      parts.add(
          "UNIQUE(" + Sql.name(other()) + ", " + Sql.name(key.getFirst()) + " COLLATE NOCASE)");
    }
    if (integerKey && tape.chance(0.4)) {
      parts.add(
          "FOREIGN KEY(%s) REFERENCES %s ON DELETE %s ON UPDATE CASCADE"
                  .formatted(Sql.name(other()), Sql.name(name), tape.pick("CASCADE", "NO ACTION"))
              + " DEFERRABLE INITIALLY DEFERRED");
    }
  }

  private void indices() {
    if (tape.chance(0.2)) {
      indices.add(
          "CREATE UNIQUE INDEX %s ON %s(%s) WHERE %s > 5"
              .formatted(
                  Sql.name(name + " partial"),
                  Sql.name(name),
                  Sql.name(other()),
                  Sql.name(other())));
    }
    if (tape.chance(0.2)) {
      indices.add(
          "CREATE UNIQUE INDEX %s ON %s(lower(%s), %s DESC)"
              .formatted(
                  Sql.name(name + " expression"),
                  Sql.name(name),
                  Sql.name(other()),
                  Sql.name(other())));
    }
  }

  private void column(String column, String type, String rest) {
    columns.add(column);
    types.add(type);
    declared.add(Sql.name(column) + " " + type + rest);
  }

  private String type() {
    return strict
        ? tape.pick("INTEGER", "TEXT", "BLOB", "REAL", "ANY", "INT")
        : tape.pick("INTEGER", "TEXT", "BLOB", "REAL", "NUMERIC", "", "VARCHAR(10)", "DATETIME");
  }

  private String collation() {
    return tape.pick("", "", " COLLATE NOCASE", " COLLATE RTRIM");
  }

  private String standard() {
    return tape.pick("", "", " DEFAULT 7", " DEFAULT 'd'")
        .replace("'d'", strict ? "NULL" : "'d'")
        .replace("7", strict ? "NULL" : "7");
  }

  private String other() {
    return columns.get(tape.nextInt(key.size(), columns.size() - 1));
  }

  String name() {
    return name;
  }

  List<String> create() {
    List<String> all = new ArrayList<>();
    all.add(sql);
    all.addAll(indices);
    return all;
  }

  /// A rebuild as migrations do it: the triggers go.
  List<String> rebuild() {
    String other = Sql.name(name + "_old");
    List<String> all = new ArrayList<>();
    all.add("ALTER TABLE " + Sql.name(name) + " RENAME TO " + other);
    for (String index : indices) {
      all.add(
          "DROP INDEX "
              + Sql.name(name + (index.contains(" partial") ? " partial" : " expression")));
    }
    all.add(sql);
    all.add(
        "INSERT INTO "
            + Sql.name(name)
            + "("
            + Sql.names(columns)
            + ") SELECT "
            + Sql.names(columns)
            + " FROM "
            + other);
    all.add("DROP TABLE " + other);
    all.addAll(indices);
    return all;
  }

  String statement() {
    return switch (tape.nextInt(10)) {
      case 0, 1, 2 -> "INSERT " + conflict() + "INTO " + Sql.name(name) + values();
      case 3, 4 -> "REPLACE INTO " + Sql.name(name) + values();
      case 5 ->
          "INSERT INTO "
              + Sql.name(name)
              + values()
              + " ON CONFLICT DO UPDATE SET "
              + Sql.name(other())
              + " = "
              + value("");
      case 6 ->
          "UPDATE "
              + conflict()
              + Sql.name(name)
              + " SET "
              + Sql.name(other())
              + " = "
              + value("")
              + where();
      case 7 ->
          "UPDATE "
              + conflict()
              + Sql.name(name)
              + " SET "
              + Sql.name(key.getFirst())
              + " = "
              + value(types.getFirst())
              + where();
      case 8 ->
          "UPDATE "
              + conflict()
              + Sql.name(name)
              + " SET "
              + Sql.name(other())
              + " = "
              + Sql.name(other())
              + where();
      default -> "DELETE FROM " + Sql.name(name) + where();
    };
  }

  private String conflict() {
    return tape.pick("", "OR REPLACE ", "OR IGNORE ", "OR FAIL ", "OR REPLACE ");
  }

  private String values() {
    List<String> values = new ArrayList<>();
    for (String type : types) {
      values.add(value(type));
    }
    return "(" + Sql.names(columns) + ") VALUES(" + String.join(", ", values) + ")";
  }

  private String where() {
    String column = tape.pick(columns);
    return " WHERE " + Sql.name(column) + tape.pick(" = ", " > ", " IS ") + value("");
  }

  private String value(String type) {
    String small = Integer.toString(tape.nextInt(12));
    if (strict && !type.isEmpty() || type.equals("INTEGER")) {
      return switch (type) {
        case "INTEGER", "INT" -> small;
        case "TEXT" -> "'" + tape.pick("a", "A", "b ", "b", "") + small + "'";
        case "BLOB" -> "x'0" + tape.nextInt(10) + "'";
        case "REAL" -> small + ".5";
        default -> tape.pick(small, "'" + small + "'", "x'61'");
      };
    }
    return tape.pick(
        small,
        small,
        "'" + tape.pick("a", "A", "b ", "b", "") + small + "'",
        "x'6" + tape.nextInt(10) + "'",
        small + ".0",
        small + ".25",
        "-0.0",
        "NULL",
        "CAST(x'ff" + (10 + tape.nextInt(3)) + "' AS TEXT)",
        "9007199254740993",
        "printf('%.*c', " + tape.pick("500", "1500") + ", 'L')");
  }
}
