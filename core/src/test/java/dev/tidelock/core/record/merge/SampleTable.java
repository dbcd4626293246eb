package dev.tidelock.core.record.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A table of things: `id`, `name`, `done`, `count`, and `amount` with its `currency`.
final class SampleTable {
  static final TableId ID = TableId.of("app", "things", 0);
  static final ColumnId KEY = id("id");
  static final ColumnId NAME = id("name");
  static final ColumnId DONE = id("done");
  static final ColumnId COUNT = id("count");
  static final ColumnId AMOUNT = id("amount");
  static final ColumnId CURRENCY = id("currency");
  static final List<ColumnId> FREE = List.of(NAME, DONE, COUNT, AMOUNT, CURRENCY);
  static final Schema SCHEMA =
      new Schema(
          List.of(
              column("id"),
              column("name"),
              column("done"),
              column("count"),
              column("amount"),
              column("currency")),
          List.of(new KeyColumn(KEY, Collation.NOCASE)),
          Set.of(),
          List.of(),
          List.of(),
          new TreeSet<>());
  static final RowShape SHAPE = new RowShape(SCHEMA);

  private SampleTable() {}

  static ColumnId id(String name) {
    return ColumnId.of(ID, name, 0);
  }

  static Column column(String name) {
    return new Column(
        id(name), name, "", Collation.BINARY, Column.Nullability.NULLABLE, Optional.of(Value.NULL));
  }

  static Bytes key(Value value) {
    return SHAPE.key(List.of(value));
  }

  /// A row named by a text; `values` are names of columns and values, in turn.
  static Row row(Stamp stamp, Value key, Object... values) {
    NavigableMap<ColumnId, Value> all = new TreeMap<>();
    all.put(KEY, key);
    for (int i = 0; i < values.length; i += 2) {
      all.put(id((String) values[i]), (Value) values[i + 1]);
    }
    return SHAPE.row(stamp, key(key), all);
  }

  /// Some rows under few keys, so that sides meet.
  static SortedMap<Bytes, RowEntry> rows(Tape tape) {
    SortedMap<Bytes, RowEntry> rows = new TreeMap<>();
    for (int i = tape.nextInt(8); i > 0; i--) {
      Value key = someKey(tape);
      rows.put(key(key), entry(tape, row(stamp(tape), key, random(tape))));
    }
    return rows;
  }

  private static Object[] random(Tape tape) {
    List<Object> values = new ArrayList<>();
    for (String name : List.of("name", "done", "count", "amount", "currency")) {
      if (tape.chance(0.9)) {
        values.add(name);
        values.add(someValue(tape));
      }
    }
    return values.toArray();
  }

  private static Value someKey(Tape tape) {
    return tape.nextBoolean() ? Value.of(tape.nextInt(4)) : Value.of(tape.pick("a", "A", "b", "c"));
  }

  private static Value someValue(Tape tape) {
    return tape.pick(Value.NULL, Value.of(1), Value.of(2), Value.of("x"), Value.of(0.5));
  }

  static Stamp stamp(Tape tape) {
    return tape.chance(0.3) ? Stamp.ZERO : new Stamp(tape.nextInt(5), tape.nextInt(3));
  }

  private static RowEntry entry(Tape tape, Row row) {
    return tape.chance(0.1)
        ? new RefusedRow(
            row,
            tape.pick(RefusedRow.Constraint.UNIQUE, RefusedRow.Constraint.FOREIGN_KEY),
            tape.pick("", "name"))
        : row;
  }

  /// What a device makes of rows: edits of columns, deletes, additions, resolutions.
  static SortedMap<Bytes, RowEntry> edited(SortedMap<Bytes, RowEntry> rows, Tape tape) {
    SortedMap<Bytes, RowEntry> edited = new TreeMap<>(rows);
    rows.forEach((key, entry) -> {
      switch (tape.nextInt(4)) {
        case 0 -> edited.remove(key);
        case 1 -> {
          Optional<Row> row = entry.shown().or(() -> RowLift.row(entry));
          if (entry instanceof RowConflict conflict && tape.nextBoolean()) {
            edited.put(key, termEdited(key, conflict, tape));
          } else {
            row.ifPresent(shown -> edited.put(key, entry(tape, changed(key, shown, tape))));
          }
        }
        default -> {}
      }
    });
    rows(tape)
        .forEach((key, entry) -> {
          if (tape.nextBoolean()) {
            edited.putIfAbsent(key, entry);
          }
        });
    return edited;
  }

  /// What a device makes of a conflict by editing its own row: that term changes.
  private static RowEntry termEdited(Bytes key, RowConflict conflict, Tape tape) {
    List<RowTerm> terms = new ArrayList<>(conflict.terms());
    int edited = tape.nextInt(terms.size());
    terms
        .get(edited)
        .row()
        .ifPresent(row -> {
          Row changed = changed(key, row, tape);
          terms.set(
              edited, new RowTerm(terms.get(edited).key(), Optional.of(changed), changed.stamp()));
        });
    return new RowConflict(conflict.base(), terms);
  }

  private static Row changed(Bytes key, Row row, Tape tape) {
    NavigableMap<ColumnId, Value> values = SHAPE.values(key, row);
    for (int i = tape.nextInt(1, 2); i > 0; i--) {
      values.put(tape.pick(FREE), someValue(tape));
    }
    return SHAPE.row(stamp(tape), key, values);
  }
}
