package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ForeignKey;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.WriteProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The foreign keys of all tables of a database, those that are not tracked among them. A foreign
/// key to a table that is not there is none.
final class ReferenceGraph {
  private final Map<String, RowPlan> plans = new HashMap<>();
  private final Map<String, TableId> tracked = new HashMap<>();
  private final Map<String, List<Reference>> from = new HashMap<>();
  private final Map<String, List<Reference>> to = new HashMap<>();

  /// One foreign key.
  ///
  /// @param child the table that refers
  /// @param columns the columns that do
  /// @param parent the table that is referred to
  /// @param parentColumns the columns that are
  /// @param toKey whether those are the parent's primary key
  record Reference(
      String child,
      List<String> columns,
      String parent,
      List<String> parentColumns,
      boolean toKey) {
    Reference {
      columns = List.copyOf(columns);
      parentColumns = List.copyOf(parentColumns);
    }
  }

  /// @param entries the tables that are tracked
  ReferenceGraph(Link link, List<Ledger.Entry> entries) {
    entries.forEach(entry -> tracked.put(Sql.folded(entry.name()), entry.id()));
    boolean any =
        link.number(
                "SELECT EXISTS(SELECT 1 FROM pragma_table_list AS l,"
                    + " pragma_foreign_key_list(l.name, 'main') WHERE l.schema = 'main')")
            > 0;
    if (!any) {
      return;
    }
    List<String> names = new ArrayList<>();
    try (Query query =
        link.query("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")) {
      while (query.next()) {
        names.add(query.text(0));
      }
    }
    for (String name : names) {
      if (TableReader.read(link, name) instanceof TableReader.Found.Usable usable) {
        TableShape shape = usable.shape();
        plans.put(Sql.folded(name), new RowPlan(shape, shape.schema(), link.utf16()));
      }
    }
    for (RowPlan plan : plans.values()) {
      plan.table().schema().foreignKeys().forEach(foreign -> add(plan.table(), foreign));
    }
  }

  private void add(TableShape child, ForeignKey foreign) {
    RowPlan parent = plans.get(Sql.folded(foreign.parent()));
    if (parent == null) {
      return;
    }
    List<String> columns =
        foreign.columns().stream()
            .map(id -> child.schema().column(id).map(Column::name).orElseThrow())
            .toList();
    List<String> key = parent.table().key();
    List<String> parentColumns = foreign.parentColumns().isEmpty() ? key : foreign.parentColumns();
    if (parentColumns.size() != columns.size() || !hasColumns(parent.table(), parentColumns)) {
      return;
    }
    boolean toKey = folded(key).containsAll(folded(parentColumns));
    Reference reference =
        new Reference(child.name(), columns, parent.table().name(), parentColumns, toKey);
    from.computeIfAbsent(Sql.folded(reference.child()), _ -> new ArrayList<>()).add(reference);
    to.computeIfAbsent(Sql.folded(reference.parent()), _ -> new ArrayList<>()).add(reference);
  }

  private static boolean hasColumns(TableShape table, List<String> columns) {
    return table.names().keySet().containsAll(folded(columns));
  }

  private static List<String> folded(List<String> names) {
    return names.stream().map(Sql::folded).toList();
  }

  /// The foreign keys of a table.
  List<Reference> from(String table) {
    return from.getOrDefault(Sql.folded(table), List.of());
  }

  /// The foreign keys to a table.
  List<Reference> to(String table) {
    return to.getOrDefault(Sql.folded(table), List.of());
  }

  /// That a row has the key that stands in a table of ours.
  String isNumbered(String table, String alias, String other) {
    return plan(table).isNumbered(alias, other);
  }

  /// The columns of a table's key.
  String keys(String table, String alias) {
    return plan(table).keys(alias);
  }

  private RowPlan plan(String table) {
    return Optional.ofNullable(plans.get(Sql.folded(table))).orElseThrow();
  }

  /// What is told of a row.
  ///
  /// @param missing what it refers to
  /// @param query stands at it, and has its key from a column on
  WriteProblem.Orphan orphan(Reference reference, List<Value> missing, Query query, int first) {
    RowPlan plan = plan(reference.child());
    Optional<TableId> table = Optional.ofNullable(tracked.get(Sql.folded(reference.child())));
    Value[] key = new Value[plan.keyWidth()];
    query.values(first, key);
    boolean named = table.isPresent() && !List.of(key).contains(Value.NULL);
    return new WriteProblem.Orphan(
        named ? plan.key(List.of(key)) : Bytes.empty(),
        table,
        reference.child(),
        reference.columns(),
        reference.parent(),
        Optional.ofNullable(tracked.get(Sql.folded(reference.parent()))),
        reference.parentColumns(),
        missing);
  }
}
