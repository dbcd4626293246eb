package dev.tidelock.platform.database;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The triggers that note which rows of a table change.
///
/// They note keys only, because values are read again when somebody looks. They run in whatever
/// process writes, so they use nothing but what SQLite 3.8 has, and name only columns of the key
/// and of unique constraints: all others can be renamed and dropped.
///
/// A `REPLACE` deletes rows that stand in the way of a unique constraint without calling any delete
/// trigger. So the keys of such rows are noted before. Often too many are: a note says only where
/// to look.
final class Triggers {
  /// What the names of all begin with.
  static final String PREFIX = TableReader.OWN + "_";

  /// Days since a Monday long ago, as that is the cheapest time that SQLite tells.
  private static final String NOW = "julianday('now')";

  private final long number;
  private final TableShape table;
  private final SortedMap<String, String> triggers = new TreeMap<>();

  private Triggers(long number, TableShape table) {
    this.number = number;
    this.table = table;
  }

  /// The triggers of a table, by name, as SQLite keeps their text.
  ///
  /// @param number the table's number among the tracked ones
  static SortedMap<String, String> of(long number, TableShape table) {
    Triggers made = new Triggers(number, table);
    made.add("insert", "AFTER INSERT", made.noteRow("NEW"));
    made.add("delete", "AFTER DELETE", made.noteRow("OLD"));
    String rekeyed = made.noteOld();
    if (table.integerKey()) {
      // Under the name of rowid, the key can be set without being named.
      made.add("update", "AFTER UPDATE", rekeyed + made.noteRow("NEW"));
    } else {
      made.add("update", "AFTER UPDATE", made.noteRow("NEW"));
      made.add("rekey", "AFTER UPDATE OF " + Sql.names(table.key()), rekeyed);
    }
    table.rowid().ifPresent(made::watchRowid);
    for (int i = 0; i < table.uniques().size(); i++) {
      UniqueIndex unique = table.uniques().get(i);
      made.add("claim_" + i, "BEFORE INSERT", made.noteEvicted(unique, ""));
      made.add(
          "reclaim_" + i,
          "BEFORE UPDATE" + columns(unique),
          made.noteEvicted(unique, " AND NOT (" + made.keyIs("OLD") + ")"));
    }
    return made.triggers;
  }

  /// What the names of a table's triggers begin with.
  static String prefix(long number) {
    return PREFIX + number + "_";
  }

  private void add(String what, String when, String body) {
    add(what, when, "", body);
  }

  private void add(String what, String when, String condition, String body) {
    String name = prefix(number) + what;
    triggers.put(
        name,
        "CREATE TRIGGER %s %s ON %s%s BEGIN %sEND"
            .formatted(Sql.name(name), when, Sql.name(table.name()), condition, body));
  }

  /// The rowid of a table that has another key is unique too. It is -1 where nobody sets it.
  private void watchRowid(String rowid) {
    String evicted =
        "%sSELECT %s%s FROM %s WHERE %s = NEW.%s; "
            .formatted(
                note(), head(), keys(Function.identity()), Sql.name(table.name()), rowid, rowid);
    add("place", "BEFORE INSERT", " WHEN NEW." + rowid + " IS NOT -1", evicted);
    add("replace", "BEFORE UPDATE", " WHEN NEW.%s IS NOT OLD.%s".formatted(rowid, rowid), evicted);
  }

  private String note() {
    String keys =
        IntStream.rangeClosed(1, table.key().size())
            .mapToObj(i -> "k" + i)
            .collect(Collectors.joining(", "));
    return "INSERT INTO " + Ledger.LOG + "(tid, ts, " + keys + ") ";
  }

  private String noteRow(String row) {
    return note() + "VALUES(" + head() + keys(column -> row + "." + column) + "); ";
  }

  private String noteOld() {
    return note()
        + "SELECT "
        + head()
        + keys(column -> "OLD." + column)
        + " WHERE "
        + table.key().stream()
            .map(Sql::name)
            .map(column -> "OLD." + column + " IS NOT NEW." + column)
            .collect(Collectors.joining(" OR "))
        + "; ";
  }

  private String noteEvicted(UniqueIndex unique, String others) {
    Map<String, String> names = table.names();
    String claimed =
        unique.parts().stream()
            .map(part ->
                "(%s) = (%s) COLLATE %s"
                    .formatted(
                        part.expression(),
                        UniqueIndex.ofRow(part.expression(), "NEW", names),
                        part.collation()))
            .collect(Collectors.joining(" AND "));
    String where = unique.where().isEmpty() ? "" : " AND (" + unique.where().strip() + ")";
    return "%sSELECT %s%s FROM %s WHERE %s%s%s; "
        .formatted(
            note(),
            head(),
            keys(Function.identity()),
            Sql.name(table.name()),
            claimed,
            where,
            others);
  }

  private String head() {
    return number + ", " + NOW + ", ";
  }

  private String keys(Function<String, String> of) {
    return table.key().stream().map(Sql::name).map(of).collect(Collectors.joining(", "));
  }

  private String keyIs(String row) {
    return table.key().stream()
        .map(Sql::name)
        .map(column -> column + " IS " + row + "." + column)
        .collect(Collectors.joining(" AND "));
  }

  /// The columns whose change can make a row claim what another has: of an expression, or under a
  /// condition, any.
  private static String columns(UniqueIndex unique) {
    List<String> columns = unique.parts().stream().flatMap(part -> part.column().stream()).toList();
    boolean all = !unique.where().isEmpty() || columns.size() < unique.parts().size();
    return all ? "" : " OF " + Sql.names(columns);
  }
}
