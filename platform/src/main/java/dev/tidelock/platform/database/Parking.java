package dev.tidelock.platform.database;

import dev.tidelock.core.record.Value;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows that were taken out of a table for a while, in a temporary one, so that others may have
/// what they held.
final class Parking {
  private final Link link;
  private final RowPlan plan;
  private final RowStatements statements;

  /// The places of columns that must be unique; nothing if that cannot be told by columns.
  private final Optional<List<Integer>> claims;

  private final String claimed;
  private boolean open;

  Parking(Link link, RowPlan plan, RowStatements statements) {
    this.link = link;
    this.plan = plan;
    this.statements = statements;
    claims = claims();
    claimed = claimed(plan.keyIs("t", _ -> "?"));
  }

  private String claimed(String which) {
    String wanted =
        claims
            .map(places -> Sql.names(places.stream().map(plan.columns()::get).toList()))
            .orElse("1");
    return "SELECT %s FROM main.%s AS t WHERE %s".formatted(wanted, plan.name(), which);
  }

  private Optional<List<Integer>> claims() {
    Set<Integer> places = new LinkedHashSet<>();
    for (UniqueIndex unique : plan.table().uniques()) {
      for (UniqueIndex.Part part : unique.parts()) {
        int place = part.column().map(plan.columns()::indexOf).orElse(-1);
        if (place < 0 || !unique.where().isEmpty()) {
          return Optional.empty();
        }
        places.add(place);
      }
    }
    return Optional.of(List.copyOf(places));
  }

  void open() {
    link.execute("DROP TABLE IF EXISTS temp.parked");
    link.execute(
        "CREATE TEMP TABLE parked(%s, %s, PRIMARY KEY(%s)) WITHOUT ROWID"
            .formatted(plan.numbered(""), columns(), plan.ordered("")));
    open = true;
  }

  private String columns() {
    return IntStream.range(0, plan.columns().size())
        .mapToObj(i -> "c" + i)
        .collect(Collectors.joining(", "));
  }

  /// Whether the row that stands under a key holds another value than a new one in a column that
  /// must be unique.
  boolean isClaiming(Cells key, List<Optional<Value>> values) {
    String sql = key.isPlain() ? claimed : claimed(plan.keyIs("t", key.sql()));
    try (Query query = Query.again(link, sql, key.parameters())) {
      if (!query.next()) {
        return false;
      }
      if (claims.isEmpty()) {
        return true;
      }
      for (int i = 0; i < claims.get().size(); i++) {
        Optional<Value> value = values.get(claims.get().get(i));
        if (value.isPresent() && !value.get().equals(query.value(i))) {
          return true;
        }
      }
      return false;
    }
  }

  void park(Cells key) {
    link.change(
        "INSERT INTO temp.parked SELECT %s, %s FROM main.%s AS t WHERE %s"
            .formatted(plan.keys("t"), plan.columns("t"), plan.name(), plan.keyIs("t", key.sql())),
        key.parameters());
    link.change(statements.delete(key), key.parameters());
  }

  boolean isParked(Cells key) {
    return open
        && link.number(
                "SELECT EXISTS(SELECT 1 FROM temp.parked AS p WHERE " + is(key) + ")",
                key.parameters().toArray())
            > 0;
  }

  private String is(Cells key) {
    return IntStream.range(0, plan.keyWidth())
        .mapToObj(i -> "p.k" + (i + 1) + " = " + key.sql().apply(i))
        .collect(Collectors.joining(" AND "));
  }

  /// The values of a row, where those that are not known are what a parked row of the key holds.
  List<Optional<Value>> completed(Cells key, List<Optional<Value>> values) {
    if (!open || values.stream().allMatch(Optional::isPresent)) {
      return values;
    }
    try (Query query =
        link.query(
            "SELECT " + columns() + " FROM temp.parked AS p WHERE " + is(key),
            key.parameters().toArray())) {
      if (!query.next()) {
        return values;
      }
      List<Optional<Value>> all = new ArrayList<>(values);
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).isEmpty()) {
          all.set(i, Optional.of(query.value(i)));
        }
      }
      return all;
    }
  }

  /// Puts a parked row back, if nothing is in its way by now.
  boolean restore(Cells key) {
    String sql =
        "INSERT OR ABORT INTO main.%s(%s) SELECT %s FROM temp.parked AS p WHERE %s"
            .formatted(plan.name(), Sql.names(plan.columns()), columns(), is(key));
    try {
      return link.tryChange(sql, key.parameters()) == 1;
    } catch (SQLException failure) {
      if (Violation.of(failure).isPresent()) {
        return false;
      }
      throw link.failures().of("cannot put a row back", failure);
    }
  }

  void close() {
    open = false;
    link.execute("DROP TABLE IF EXISTS temp.parked");
  }
}
