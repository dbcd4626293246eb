package dev.tidelock.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.testing.RandomRows;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowShapeTest {
  @Test
  void keyAndRowGiveAllValuesBack() {
    ForAll.cases(
        3000,
        tape -> {
          Schema schema = RandomRows.schema(tape);
          RowShape shape = new RowShape(schema);
          List<Value> values = values(shape, schema, tape);
          Bytes key = key(shape, schema, values);
          Row row = shape.row(Stamp.ZERO, key, values);
          assertThat(shape.known(key, row)).isEqualTo(values.stream().map(Optional::of).toList());
          NavigableMap<ColumnId, Value> byId = new TreeMap<>();
          for (int i = 0; i < values.size(); i++) {
            byId.put(shape.columns().get(i).id(), values.get(i));
          }
          assertThat(shape.values(key, row)).isEqualTo(byId);
          assertThat(shape.row(Stamp.ZERO, key, byId)).isEqualTo(row);
        });
  }

  private static List<Value> values(RowShape shape, Schema schema, Tape tape) {
    List<Value> values = new ArrayList<>();
    for (Column column : shape.columns()) {
      boolean inKey = schema.key().stream().anyMatch(part -> part.column().equals(column.id()));
      values.add(inKey ? RandomRows.keyValue(tape) : RandomRows.value(tape));
    }
    return values;
  }

  private static Bytes key(RowShape shape, Schema schema, List<Value> values) {
    List<ColumnId> ids = shape.columns().stream().map(Column::id).toList();
    return shape.key(
        schema.key().stream().map(part -> values.get(ids.indexOf(part.column()))).toList());
  }

  @Test
  void anEditKeepsWhatItDoesNotKnow() {
    ForAll.cases(
        1000,
        tape -> {
          Schema schema = RandomRows.schema(tape);
          RowShape shape = new RowShape(schema);
          Value extra = RandomRows.value(tape);
          ColumnId unknown = RandomRows.column(9);
          List<Value> values = values(shape, schema, tape);
          Bytes key = key(shape, schema, values);
          Row before = Row.of(Stamp.ZERO, new TreeMap<>(java.util.Map.of(unknown, extra)));
          Row after = shape.edited(before, new Stamp(1, 1), key, values);
          assertThat(after.get(unknown)).contains(extra);
          assertThat(shape.known(key, after)).isEqualTo(values.stream().map(Optional::of).toList());
        });
  }
}
