package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.WriteProblem;
import dev.tidelock.engine.port.WriteProblem.Standing;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The search for the row that has what another was to have.
///
/// @param link where
/// @param plan of which table
/// @param values of the row that could not be written
record Clash(Link link, RowPlan plan, List<Optional<Value>> values) {
  private static final int MAX_DETAIL = 255;

  WriteProblem.Taken problem(Bytes key, Standing standing) {
    for (UniqueIndex unique : plan.table().uniques()) {
      Optional<Bytes> holder = holder(unique);
      if (holder.isPresent() && !holder.get().equals(key)) {
        return new WriteProblem.Taken(key, columns(unique), holder, standing);
      }
    }
    return new WriteProblem.Taken(key, "", Optional.empty(), standing);
  }

  /// The columns of a constraint as they are told, with the condition under which it holds.
  static String columns(UniqueIndex unique) {
    String names =
        unique.parts().stream()
                .map(part -> part.column().orElse(part.expression()))
                .collect(Collectors.joining(", "))
            + (unique.where().isEmpty() ? "" : " where " + unique.where().strip());
    return names.substring(0, Math.min(names.length(), MAX_DETAIL));
  }

  private Optional<Bytes> holder(UniqueIndex unique) {
    List<Object> parameters = new ArrayList<>();
    List<String> row = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Value value =
          values.get(i).filter(known -> !(known instanceof Value.Large)).orElse(Value.NULL);
      parameters.add(value);
      row.add(Sql.mark(value) + " AS " + Sql.name(plan.columns().get(i)));
    }
    Map<String, String> names = plan.table().names();
    String same =
        unique.parts().stream()
            .map(part ->
                "(%s) = (%s) COLLATE %s"
                    .formatted(
                        UniqueIndex.ofRow(part.expression(), "t", names),
                        UniqueIndex.ofRow(part.expression(), "n", names),
                        part.collation()))
            .collect(Collectors.joining(" AND "));
    String where =
        unique.where().isEmpty()
            ? ""
            : " AND (" + UniqueIndex.ofRow(unique.where(), "t", names) + ")";
    String sql =
        "SELECT %s FROM main.%s AS t, (SELECT %s) AS n WHERE %s%s LIMIT 1"
            .formatted(plan.keys("t"), plan.name(), String.join(", ", row), same, where);
    try (Query query = Query.tryOpen(link, sql, parameters.toArray())) {
      if (!query.tryNext()) {
        return Optional.empty();
      }
      Value[] key = new Value[plan.keyWidth()];
      query.values(0, key);
      return Optional.of(plan.key(Arrays.asList(key)));
    } catch (SQLException | IllegalArgumentException unknown) {
      // An expression over a generated column, which a row that is not stored does not have, or a
      // row without key: somebody has it, which is all that can be told.
      return Optional.empty();
    }
  }
}
