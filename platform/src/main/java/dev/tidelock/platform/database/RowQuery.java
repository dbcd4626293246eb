package dev.tidelock.platform.database;

import dev.tidelock.core.record.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Which rows [Pages] reads, and how one lies in a query's columns: some of its own, then those of
/// the table.
abstract class RowQuery implements AutoCloseable {
  /// The longest value in bytes that is read along with others of a huge row.
  private static final int SHORT = 1 << 14;

  /// The longest key in bytes.
  static final int MAX_KEY = 1 << 20;

  private final RowPlan plan;
  private final List<String> results;

  /// The columns that may be as long as a key.
  private final Set<String> keys = new HashSet<>();

  /// @param before the columns of its own, as SQL; the table is `t`
  RowQuery(RowPlan plan, List<String> before) {
    this.plan = plan;
    results = new ArrayList<>(before);
    plan.columns().forEach(column -> results.add("t." + Sql.name(column)));
    keys.addAll(before);
    plan.table().key().forEach(column -> keys.add("t." + Sql.name(column)));
  }

  RowPlan plan() {
    return plan;
  }

  /// The number of columns that a query has.
  int width() {
    return results.size();
  }

  /// The place of the first column of the table.
  int first() {
    return results.size() - plan.columns().size();
  }

  /// A query for a page. Its parameters are the key that it comes behind, how many rows it has at
  /// most, and how many are passed over first.
  String page(List<Value> after) {
    return page(String.join(", ", results), after);
  }

  /// The same without the values that are long.
  String pageOfShort(List<Value> after) {
    return page(
        each(column -> "CASE WHEN " + isLong(column) + " THEN NULL ELSE " + column + " END"),
        after);
  }

  /// The same with the type and length of values that are long, as `text` or `blob`, a space and a
  /// number.
  String pageOfLong(List<Value> after) {
    return page(
        each(column ->
            "CASE WHEN %s THEN typeof(%s) || ' ' || octet_length(%s) END"
                .formatted(isLong(column), column, column)),
        after);
  }

  private String each(UnaryOperator<String> sql) {
    return String.join(", ", results.stream().map(sql).toList());
  }

  private String isLong(String column) {
    return "octet_length(" + column + ") > " + (keys.contains(column) ? MAX_KEY : SHORT);
  }

  /// A query for a page with these results.
  abstract String page(String wanted, List<Value> after);

  /// The values of the key.
  abstract List<Value> keyValues(List<Value> results);

  /// When the row was noted.
  abstract long time(List<Value> results);

  /// The row, if there is one of the key.
  abstract Optional<List<Value>> values(List<Value> results, List<Value> keyValues);

  @Override
  public void close() {}

  /// All rows of a table.
  static final class All extends RowQuery {
    All(RowPlan plan) {
      super(plan, List.of());
    }

    @Override
    String page(String wanted, List<Value> after) {
      String keys = plan().orderedKeys("t");
      String behind = after.isEmpty() ? "" : " WHERE (" + keys + ") > (" + Sql.marks(after) + ")";
      return "SELECT %s FROM main.%s AS t%s ORDER BY %s LIMIT ? OFFSET ?"
          .formatted(wanted, plan().name(), behind, keys);
    }

    @Override
    List<Value> keyValues(List<Value> results) {
      return plan().keyValues(results);
    }

    @Override
    long time(List<Value> results) {
      return 0;
    }

    @Override
    Optional<List<Value>> values(List<Value> results, List<Value> keyValues) {
      return Optional.of(results);
    }
  }

  /// The rows of the keys that were noted in a part of the log, which are put into a temporary
  /// table first.
  static final class Noted extends RowQuery {
    private static final int WINDOW = 2000;

    /// Milliseconds since 1970 of a Julian day; a note without a time has none.
    private static final String MILLIS =
        "iif(ts > 0, CAST(round((ts - 2440587.5) * 86400000) AS INTEGER), 0)";

    private final Link link;
    private final Slices slices;

    Noted(Link link, RowPlan plan, Slices slices) {
      super(plan, head(plan));
      this.link = link;
      this.slices = slices;
    }

    private static List<String> head(RowPlan plan) {
      List<String> head = new ArrayList<>(List.of("g.ts"));
      for (int i = 1; i <= plan.keyWidth(); i++) {
        head.add("g.k" + i);
      }
      return head;
    }

    /// Collects the keys that were noted after a number, up to another.
    void collect(long number, long after, long last) {
      link.execute("DROP TABLE IF EXISTS temp.noted");
      link.execute(
          "CREATE TEMP TABLE noted(ts, %s, PRIMARY KEY(%s)) WITHOUT ROWID"
              .formatted(plan().numbered(""), plan().ordered("")));
      String keys = plan().numbered("");
      String notNull =
          String.join(
              " AND ",
              List.of(keys.split(", ")).stream().map(key -> key + " IS NOT NULL").toList());
      String sql =
          "INSERT INTO temp.noted(ts, "
              + keys
              + ") SELECT "
              + MILLIS
              + ", "
              + keys
              + " FROM main._tidelock_log WHERE seq > ? AND seq <= ? AND tid = ? AND "
              + notNull
              + " ON CONFLICT DO UPDATE SET ts = max(ts, excluded.ts)";
      link.limitLength(false);
      for (long from = after; from < last; from += WINDOW) {
        long to = Math.min(last, from + WINDOW);
        long low = from;
        slices.read(_ -> link.change(sql, low, to, number));
      }
      link.limitLength(true);
    }

    @Override
    String page(String wanted, List<Value> after) {
      String keys = plan().ordered("n.");
      String behind = after.isEmpty() ? "" : " WHERE (" + keys + ") > (" + Sql.marks(after) + ")";
      String page =
          "SELECT * FROM temp.noted AS n%s ORDER BY %s LIMIT ? OFFSET ?".formatted(behind, keys);
      return "SELECT %s FROM (%s) AS g LEFT JOIN main.%s AS t ON %s ORDER BY %s"
          .formatted(
              wanted, page, plan().name(), plan().isNumbered("t", "g"), plan().ordered("g."));
    }

    @Override
    List<Value> keyValues(List<Value> results) {
      return results.subList(1, first());
    }

    @Override
    long time(List<Value> results) {
      return results.getFirst() instanceof Value.Whole time ? time.value() : 0;
    }

    /// A row that is found by a key that it does not have, as SQLite compares, is not its row.
    @Override
    Optional<List<Value>> values(List<Value> results, List<Value> keyValues) {
      List<Value> values = results.subList(first(), results.size());
      List<Value> own = plan().keyValues(values);
      if (own.getFirst() instanceof Value.Null) {
        return Optional.empty();
      }
      boolean same = own.equals(keyValues) || plan().key(own).equals(plan().key(keyValues));
      return same ? Optional.of(values) : Optional.empty();
    }

    @Override
    public void close() {
      link.execute("DROP TABLE IF EXISTS temp.noted");
    }
  }
}
