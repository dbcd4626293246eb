package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Affinity;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How the rows of one table are asked for: the columns of a schema, in the order of
/// [RowShape#columns], and the key by which they are found and ordered.
final class RowPlan {
  private final TableShape table;
  private final RowShape shape;
  private final List<String> columns;
  private final List<Integer> keyPlaces;
  private final List<String> order;
  private final List<Affinity> affinities;

  /// @param table the table as it is declared
  /// @param schema the same with the ids that its columns have
  /// @param utf16 whether the database stores texts as UTF-16, whose order is another
  RowPlan(TableShape table, Schema schema, boolean utf16) {
    this.table = table;
    shape = new RowShape(schema);
    columns = shape.columns().stream().map(Column::name).toList();
    affinities = shape.columns().stream().map(column -> table.affinity(column.name())).toList();
    keyPlaces =
        schema.key().stream()
            .map(part -> shape.columns().stream().map(Column::id).toList().indexOf(part.column()))
            .toList();
    order =
        table.collations().stream()
            .map(name -> utf16 && name.equals("BINARY") ? Utf8Order.NAME : name)
            .toList();
  }

  RowShape shape() {
    return shape;
  }

  TableShape table() {
    return table;
  }

  /// The columns' names in the order of values.
  List<String> columns() {
    return columns;
  }

  /// The table's name, quoted.
  String name() {
    return Sql.name(table.name());
  }

  /// What SQLite makes of values in the column at a place.
  Affinity affinity(int place) {
    return affinities.get(place);
  }

  int keyWidth() {
    return keyPlaces.size();
  }

  /// The values of the key among those of a row.
  List<Value> keyValues(List<Value> values) {
    return keyPlaces.stream().map(values::get).toList();
  }

  /// The places of the key's columns among all, in the key's order.
  List<Integer> keyPlaces() {
    return keyPlaces;
  }

  Bytes key(List<Value> keyValues) {
    return shape.key(keyValues);
  }

  /// The columns, as SQL, of a table under an alias.
  String columns(String alias) {
    return columns.stream()
        .map(column -> alias + "." + Sql.name(column))
        .collect(Collectors.joining(", "));
  }

  /// The columns of the key, as SQL, of a table under an alias.
  String keys(String alias) {
    return table.key().stream()
        .map(column -> alias + "." + Sql.name(column))
        .collect(Collectors.joining(", "));
  }

  /// The columns of the key as a table of ours has them.
  String numbered(String alias) {
    return each(i -> alias + "k" + (i + 1), ", ");
  }

  /// The same with the collations in which the rows are in order.
  String ordered(String alias) {
    return each(i -> alias + "k" + (i + 1) + " COLLATE " + order.get(i), ", ");
  }

  /// The columns of the key, in the collations in which the rows are in order.
  String orderedKeys(String alias) {
    return each(i -> alias + "." + Sql.name(table.key().get(i)) + " COLLATE " + order.get(i), ", ");
  }

  /// That a row of the table has the key that stands in a table of ours.
  String isNumbered(String alias, String other) {
    return keyIs(alias, i -> other + ".k" + (i + 1));
  }

  /// That a row of the table has a key of which each value is what some SQL says.
  String keyIs(String alias, IntFunction<String> value) {
    return each(
        i ->
            "%s.%s = %s COLLATE %s"
                .formatted(
                    alias, Sql.name(table.key().get(i)), value.apply(i), table.collations().get(i)),
        " AND ");
  }

  private String each(IntFunction<String> sql, String between) {
    return IntStream.range(0, keyWidth()).mapToObj(sql).collect(Collectors.joining(between));
  }
}
