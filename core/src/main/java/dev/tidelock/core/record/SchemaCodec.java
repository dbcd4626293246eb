package dev.tidelock.core.record;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// The encoding of schemas as objects, described in `docs/format.md`.
public final class SchemaCodec {
  private static final int PARTS = 6;

  private SchemaCodec() {}

  /// The schema as an object, which refers to nothing.
  public static RawObject toObject(Schema schema) {
    CborWriter out = new CborWriter().array(PARTS).array(schema.columns().size());
    schema.columns().forEach(column -> writeColumn(column, out));
    writeKey(schema.key(), out);
    out.array(schema.options().size());
    schema.options().stream().sorted().forEach(option -> out.integer(option.code()));
    out.array(schema.uniques().size());
    schema.uniques().forEach(unique -> writeKey(unique.columns(), out));
    out.array(schema.foreignKeys().size());
    schema.foreignKeys().forEach(foreign -> writeForeignKey(foreign, out));
    out.array(schema.dropped().size());
    schema.dropped().forEach(id -> out.integer(id.number()));
    return new RawObject(ObjectKind.SCHEMA, 0, References.none(), out.toBytes());
  }

  /// Reads the schema with this id.
  ///
  /// @throws MalformedException if the object is no schema
  public static Schema read(ObjectId id, ObjectSource source) {
    return of(source.get(id));
  }

  /// Reads what [#toObject] wrote.
  ///
  /// @throws MalformedException if it is anything else
  public static Schema of(RawObject object) {
    if (object.kind() != ObjectKind.SCHEMA
        || object.level() != 0
        || object.references().size() > 0) {
      throw new MalformedException("expected a schema, found a " + object.kind());
    }
    CborReader in = new CborReader(object.payload());
    in.array(PARTS);
    List<Column> columns = list(in, () -> readColumn(in));
    List<KeyColumn> key = readKey(in);
    Set<Schema.Option> options = readOptions(in);
    List<Unique> uniques = list(in, () -> new Unique(readKey(in)));
    List<ForeignKey> foreignKeys = list(in, () -> readForeignKey(in));
    SortedSet<ColumnId> dropped = new TreeSet<>();
    for (ColumnId id : list(in, () -> id(in))) {
      if (!dropped.isEmpty() && dropped.last().compareTo(id) >= 0) {
        throw new MalformedException("a schema's dropped columns ascend");
      }
      dropped.add(id);
    }
    in.finish();
    return new Schema(columns, key, options, uniques, foreignKeys, dropped);
  }

  private static void writeColumn(Column column, CborWriter out) {
    out.array(6).integer(column.id().number()).text(column.name()).text(column.type());
    out.integer(column.collation().code()).integer(column.nullability().code());
    column
        .standard()
        .ifPresentOrElse(
            value -> {
              out.array(1);
              ValueFormat.write(value, out, _ -> {});
            },
            out::nil);
  }

  private static Column readColumn(CborReader in) {
    in.array(6);
    ColumnId id = id(in);
    String name = in.text();
    String type = in.text();
    Collation collation = collation(in);
    Column.Nullability nullability =
        ofCode(in, Column.Nullability.values(), Column.Nullability::code);
    Optional<Value> standard = Optional.empty();
    if (!in.nil()) {
      in.array(1);
      standard = Optional.of(ValueFormat.read(in, SchemaCodec::noContent));
    }
    return new Column(id, name, type, collation, nullability, standard);
  }

  private static ObjectId noContent(long size) {
    throw new MalformedException("a column's default of " + size + " bytes");
  }

  private static void writeKey(List<KeyColumn> key, CborWriter out) {
    out.array(key.size());
    for (KeyColumn part : key) {
      out.array(2).integer(part.column().number()).integer(part.collation().code());
    }
  }

  private static List<KeyColumn> readKey(CborReader in) {
    return list(
        in,
        () -> {
          in.array(2);
          return new KeyColumn(id(in), collation(in));
        });
  }

  private static Set<Schema.Option> readOptions(CborReader in) {
    Set<Schema.Option> options = EnumSet.noneOf(Schema.Option.class);
    int last = 0;
    for (Schema.Option option :
        list(in, () -> ofCode(in, Schema.Option.values(), Schema.Option::code))) {
      if (option.code() <= last) {
        throw new MalformedException("a schema's options ascend");
      }
      last = option.code();
      options.add(option);
    }
    return options;
  }

  private static void writeForeignKey(ForeignKey foreign, CborWriter out) {
    out.array(6).array(foreign.columns().size());
    foreign.columns().forEach(id -> out.integer(id.number()));
    out.text(foreign.parent()).array(foreign.parentColumns().size());
    foreign.parentColumns().forEach(out::text);
    out.integer(foreign.onDelete().code()).integer(foreign.onUpdate().code());
    out.integer(foreign.check().code());
  }

  private static ForeignKey readForeignKey(CborReader in) {
    in.array(6);
    List<ColumnId> columns = list(in, () -> id(in));
    String parent = in.text();
    List<String> parentColumns = list(in, in::text);
    ForeignKey.Action onDelete = ofCode(in, ForeignKey.Action.values(), ForeignKey.Action::code);
    ForeignKey.Action onUpdate = ofCode(in, ForeignKey.Action.values(), ForeignKey.Action::code);
    ForeignKey.Check check = ofCode(in, ForeignKey.Check.values(), ForeignKey.Check::code);
    return new ForeignKey(columns, parent, parentColumns, onDelete, onUpdate, check);
  }

  private static Collation collation(CborReader in) {
    return ofCode(in, Collation.values(), Collation::code);
  }

  private static ColumnId id(CborReader in) {
    long number = in.integer();
    if (number < 0 || number > 0xffff_ffffL) {
      throw new MalformedException("a column's id has 32 bits");
    }
    return new ColumnId((int) number);
  }

  private static <T> List<T> list(CborReader in, Supplier<T> item) {
    int count = in.array();
    List<T> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(item.get());
    }
    return items;
  }

  private static <E> E ofCode(CborReader in, E[] values, ToIntFunction<E> code) {
    int wanted = in.integer(0, Byte.MAX_VALUE);
    for (E value : values) {
      if (code.applyAsInt(value) == wanted) {
        return value;
      }
    }
    throw new MalformedException("a schema holds an unknown code " + wanted);
  }
}
