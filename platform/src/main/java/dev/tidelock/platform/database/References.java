package dev.tidelock.platform.database;

import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.WriteProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What must be looked at, once all is written, to know that no foreign key is broken: in temporary
/// tables, the keys of rows that were written and refer to others, and what rows had that were
/// referred to and went.
final class References {
  private final Link link;
  private final ReferenceGraph graph;

  /// The temporary tables of written rows, by the folded name of their table.
  private final Map<String, String> written = new LinkedHashMap<>();

  /// The temporary tables of what went, by reference.
  private final Map<ReferenceGraph.Reference, String> gone = new LinkedHashMap<>();

  private final Map<String, Touch> touches = new HashMap<>();

  References(Link link, ReferenceGraph graph) {
    this.link = link;
    this.graph = graph;
  }

  /// What is told of the rows of one table while they are written.
  Touch of(RowPlan plan) {
    return touches.computeIfAbsent(Sql.folded(plan.table().name()), table -> prepare(table, plan));
  }

  private Touch prepare(String table, RowPlan plan) {
    List<Touch.Note> going = new ArrayList<>();
    List<Touch.Note> coming = new ArrayList<>();
    for (ReferenceGraph.Reference reference : graph.to(table)) {
      String values = gone.computeIfAbsent(reference, this::makeGone);
      String from =
          "INSERT INTO %s SELECT %s FROM main.%s AS t WHERE "
              .formatted(values, Sql.names(reference.parentColumns()), plan.name());
      Touch.Note note = new Touch.Note(from, key -> plan.keyIs("t", key));
      going.add(note);
      if (!reference.toKey()) {
        coming.add(note);
      }
    }
    if (!graph.from(table).isEmpty()) {
      String rows = makeWritten(plan);
      written.put(table, rows);
      coming.add(
          new Touch.Note(
              "INSERT OR IGNORE INTO " + rows + " SELECT ",
              key ->
                  IntStream.range(0, plan.keyWidth())
                      .mapToObj(key)
                      .collect(Collectors.joining(", "))));
    }
    return new Touch(link, going, coming);
  }

  private String makeGone(ReferenceGraph.Reference reference) {
    String name = "gone_" + gone.size();
    String values = numbered(reference.columns().size(), "v");
    link.execute("CREATE TEMP TABLE " + name + "(" + values + ")");
    return "temp." + name;
  }

  private String makeWritten(RowPlan plan) {
    String name = "written_" + written.size();
    link.execute(
        "CREATE TEMP TABLE %s(%s, PRIMARY KEY(%s)) WITHOUT ROWID"
            .formatted(name, plan.numbered(""), plan.ordered("")));
    return "temp." + name;
  }

  /// Looks, and tells of each row that refers to nothing.
  void check(Consumer<WriteProblem.Orphan> problems) {
    written.forEach((table, rows) -> {
      for (ReferenceGraph.Reference reference : graph.from(table)) {
        String from =
            "%s AS w JOIN main.%s AS c ON %s"
                .formatted(rows, Sql.name(reference.child()), graph.isNumbered(table, "c", "w"));
        report(reference, from, problems);
      }
    });
    gone.forEach((reference, values) -> {
      String same =
          IntStream.range(0, reference.columns().size())
              .mapToObj(i -> "c." + Sql.name(reference.columns().get(i)) + " = g.v" + (i + 1))
              .collect(Collectors.joining(" AND "));
      String from =
          "(SELECT DISTINCT * FROM %s) AS g JOIN main.%s AS c ON %s"
              .formatted(values, Sql.name(reference.child()), same);
      report(reference, from, problems);
    });
  }

  private void report(
      ReferenceGraph.Reference reference, String from, Consumer<WriteProblem.Orphan> problems) {
    String none =
        reference.columns().stream()
                .map(column -> "c." + Sql.name(column) + " IS NOT NULL AND ")
                .collect(Collectors.joining())
            + "NOT EXISTS(SELECT 1 FROM main."
            + Sql.name(reference.parent())
            + " AS p WHERE "
            + IntStream.range(0, reference.columns().size())
                .mapToObj(i ->
                    "p.%s = c.%s"
                        .formatted(
                            Sql.name(reference.parentColumns().get(i)),
                            Sql.name(reference.columns().get(i))))
                .collect(Collectors.joining(" AND "))
            + ")";
    int width = reference.columns().size();
    String missing =
        reference.columns().stream()
            .map(column ->
                "CASE WHEN octet_length(c.%1$s) > 1024 THEN substr(c.%1$s, 1, 256) ELSE c.%1$s END"
                    .formatted(Sql.name(column)))
            .collect(Collectors.joining(", "));
    String keys = graph.keys(reference.child(), "c");
    try (Query query =
        link.query(
            "SELECT %s%s FROM %s WHERE %s"
                .formatted(missing, keys.isEmpty() ? "" : ", " + keys, from, none))) {
      Value[] values = new Value[width];
      while (query.next()) {
        query.values(0, values);
        problems.accept(graph.orphan(reference, List.of(values), query, width));
      }
    }
  }

  void close() {
    written.values().forEach(table -> link.execute("DROP TABLE " + table));
    gone.values().forEach(table -> link.execute("DROP TABLE " + table));
  }

  private static String numbered(int count, String letter) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> letter + i)
        .collect(Collectors.joining(", "));
  }
}
