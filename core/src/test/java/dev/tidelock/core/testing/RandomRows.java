package dev.tidelock.core.testing;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.ForeignKey;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Unique;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.Content;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Random values, rows and schemas, with a liking for the odd ones.
public final class RandomRows {
  private static final double[] ODD_NUMBERS = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    0x1p53,
    0x1p63,
    -0x1p63,
    1e300
  };
  private static final long[] ODD_INTEGERS = {
    0,
    1,
    -1,
    23,
    24,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    (1L << 53) - 1,
    1L << 53,
    (1L << 53) + 1,
    -(1L << 53) - 1,
    Long.MAX_VALUE - 1023,
    Long.MAX_VALUE - 1024
  };

  private RandomRows() {}

  /// Any value that can stand in a row.
  public static Value value(Tape tape) {
    return switch (tape.nextInt(8)) {
      case 0 -> Value.NULL;
      case 7 -> large(tape);
      default -> keyValue(tape);
    };
  }

  /// Any value that a key can be made of.
  public static Value keyValue(Tape tape) {
    return switch (tape.nextInt(6)) {
      case 0 -> Value.of(number(tape));
      case 1 -> Value.of((long) number(tape));
      case 2 -> Value.of(integer(tape));
      case 3 -> Value.of(tape.text("aAbB z\0é~", tape.nextInt(6)));
      case 4 -> new Value.Text(Bytes.wrap(tape.bytes(tape.nextInt(4))));
      default -> Value.of(blob(tape));
    };
  }

  private static Bytes blob(Tape tape) {
    byte[] bytes = tape.bytes(tape.nextInt(5));
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = tape.chance(0.4) ? (byte) tape.nextInt(-1, 1) : bytes[i];
    }
    return Bytes.wrap(bytes);
  }

  private static double number(Tape tape) {
    double number =
        tape.nextBoolean()
            ? ODD_NUMBERS[tape.nextInt(ODD_NUMBERS.length)]
            : Double.longBitsToDouble(tape.nextLong());
    return Double.isNaN(number) ? 0.25 : number;
  }

  private static long integer(Tape tape) {
    return tape.nextBoolean()
        ? ODD_INTEGERS[tape.nextInt(ODD_INTEGERS.length)]
        : tape.nextLong() >> tape.nextInt(64);
  }

  private static Value large(Tape tape) {
    ObjectId id = new ObjectId(Bytes.wrap(tape.bytes(ObjectId.SIZE)));
    return new Value.Large(
        tape.pick(Value.LargeType.TEXT, Value.LargeType.BLOB),
        tape.nextInt(Value.INLINE_LIMIT + 1, 3 << 20),
        tape.nextBoolean() ? new Content.Single(id) : new Content.Sequence(id));
  }

  /// A row of up to eight columns out of twelve.
  public static Row row(Tape tape) {
    SortedMap<ColumnId, Value> values = new TreeMap<>();
    for (int i = tape.nextSize(9); i > 0; i--) {
      values.put(column(tape.nextInt(12)), value(tape));
    }
    return Row.of(stamp(tape), values);
  }

  public static ColumnId column(int number) {
    return new ColumnId(number * 0x1555_5555);
  }

  public static Stamp stamp(Tape tape) {
    return tape.nextBoolean() ? Stamp.ZERO : new Stamp(tape.nextInt(3), tape.nextInt(-1, 1));
  }

  public static RowTerm term(Tape tape) {
    return tape.chance(0.2) ? RowTerm.deletion(stamp(tape)) : RowTerm.of(row(tape));
  }

  public static RowEntry entry(Tape tape) {
    return switch (tape.nextInt(5)) {
      case 0 -> conflict(tape);
      case 1 ->
          new RefusedRow(
              row(tape),
              tape.pick(RefusedRow.Constraint.UNIQUE, RefusedRow.Constraint.FOREIGN_KEY),
              tape.text("ab ", tape.nextInt(10)));
      default -> row(tape);
    };
  }

  private static RowEntry conflict(Tape tape) {
    SortedMap<Bytes, RowTerm> terms = new TreeMap<>();
    for (int i = tape.nextInt(2, 5); i > 0; i--) {
      RowTerm term = term(tape);
      terms.put(term.key().bytes(), term);
    }
    Optional<Row> base = tape.nextBoolean() ? Optional.of(row(tape)) : Optional.empty();
    return terms.size() < 2 ? row(tape) : new RowConflict(base, List.copyOf(terms.values()));
  }

  public static Schema schema(Tape tape) {
    List<Column> columns = new ArrayList<>();
    List<ColumnId> ids = new ArrayList<>();
    for (int i : tape.shuffle(List.of(0, 1, 2, 3, 4, 5, 6))) {
      if (i < 2 || tape.nextBoolean()) {
        ids.add(column(i));
        columns.add(columnOf(column(i), tape));
      }
    }
    List<KeyColumn> key = new ArrayList<>();
    for (ColumnId id : tape.shuffle(ids).subList(0, tape.nextInt(1, 2))) {
      key.add(new KeyColumn(id, tape.pick(Collation.BINARY, Collation.values())));
    }
    Set<Schema.Option> options = EnumSet.noneOf(Schema.Option.class);
    for (Schema.Option option : Schema.Option.values()) {
      if (tape.nextBoolean()) {
        options.add(option);
      }
    }
    List<Unique> uniques = new ArrayList<>();
    List<ForeignKey> foreignKeys = new ArrayList<>();
    for (int i = tape.nextInt(3); i > 0; i--) {
      uniques.add(new Unique(List.of(new KeyColumn(tape.pick(ids), Collation.BINARY))));
      foreignKeys.add(
          new ForeignKey(
              List.of(tape.pick(ids)),
              "parent",
              tape.nextBoolean() ? List.of("id") : List.of(),
              tape.pick(ForeignKey.Action.NO_ACTION, ForeignKey.Action.values()),
              tape.pick(ForeignKey.Action.NO_ACTION, ForeignKey.Action.values()),
              tape.pick(ForeignKey.Check.IMMEDIATE, ForeignKey.Check.values())));
    }
    Set<ColumnId> dropped = tape.nextBoolean() ? Set.of(column(11), column(10)) : Set.of();
    return new Schema(columns, key, options, uniques, foreignKeys, new TreeSet<>(dropped));
  }

  private static Column columnOf(ColumnId id, Tape tape) {
    Value standard = value(tape);
    return new Column(
        id,
        tape.text("abcé", tape.nextInt(1, 4)),
        tape.pick("INTEGER", "TEXT", "", "REAL", "varchar(10)"),
        tape.pick(Collation.BINARY, Collation.values()),
        tape.pick(Column.Nullability.NULLABLE, Column.Nullability.values()),
        standard instanceof Value.Large ? Optional.empty() : Optional.of(standard));
  }
}
