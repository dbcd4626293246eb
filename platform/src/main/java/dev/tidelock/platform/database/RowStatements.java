package dev.tidelock.platform.database;

import dev.tidelock.core.record.Affinity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The statements that write rows of one table. All say `OR ABORT`, as a table may declare that a
/// conflict replaces rows.
final class RowStatements {
  private final RowPlan plan;
  private final String target;
  private final String conflict;
  private final String upsert;
  private final String delete;

  RowStatements(RowPlan plan) {
    this.plan = plan;
    target = "main." + plan.name();
    conflict = conflict();
    upsert = upsert(Sql.marks(plan.columns().size()));
    delete = delete(plan.keyIs("t", _ -> "?"));
  }

  /// Writes a row whose values are all parameters.
  String upsert() {
    return upsert;
  }

  /// Writes a row.
  ///
  /// @param values the SQL of all values
  String upsert(String values) {
    return "INSERT OR ABORT INTO %s(%s) VALUES(%s)%s"
        .formatted(target, Sql.names(plan.columns()), values, conflict);
  }

  private String conflict() {
    TableShape table = plan.table();
    String key =
        IntStream.range(0, plan.keyWidth())
            .mapToObj(i -> Sql.name(table.key().get(i)) + " COLLATE " + table.collations().get(i))
            .collect(Collectors.joining(", "));
    String changes =
        plan.columns().stream()
            .filter(column -> !isSettled(column))
            .map(column -> Sql.name(column) + " = excluded." + Sql.name(column))
            .collect(Collectors.joining(", "));
    return " ON CONFLICT(%s) DO %s"
        .formatted(
            table.integerKey() ? Sql.names(table.key()) : key,
            changes.isEmpty() ? "NOTHING" : "UPDATE SET " + changes);
  }

  /// Whether rows of equal keys have the same value in a column: one of the key whose values are
  /// equal only if they are the same.
  private boolean isSettled(String column) {
    int place = plan.table().key().indexOf(column);
    if (place < 0) {
      return false;
    }
    Affinity affinity = plan.affinity(plan.keyPlaces().get(place));
    return plan.table().collations().get(place).equals("BINARY")
        && (affinity == Affinity.INTEGER || affinity == Affinity.TEXT);
  }

  String insert(List<Integer> places, String values) {
    return "INSERT OR ABORT INTO %s(%s) VALUES(%s)"
        .formatted(target, Sql.names(places.stream().map(plan.columns()::get).toList()), values);
  }

  String update(List<Integer> places, IntFunction<String> values, Cells key) {
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      changes.add(Sql.name(plan.columns().get(places.get(i))) + " = " + values.apply(i));
    }
    return "UPDATE OR ABORT %s AS t SET %s WHERE %s"
        .formatted(target, String.join(", ", changes), plan.keyIs("t", key.sql()));
  }

  String delete(Cells key) {
    return key.isPlain() ? delete : delete(plan.keyIs("t", key.sql()));
  }

  private String delete(String which) {
    return "DELETE FROM %s AS t WHERE %s".formatted(target, which);
  }
}
