package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;

/// One row: values by column, and a [Stamp]. Columns that its key gives back exactly are left out
/// (see [RowShape]); a column that is not there otherwise was unknown to whoever wrote the row.
///
/// Held as its encoding, because most rows are only compared and passed on. Immutable, safe for use
/// by any thread.
public final class Row implements RowEntry {
  /// The most bytes that the values of one row have, large ones by name.
  public static final int MAX_SIZE = 1 << 18;

  private final Stamp stamp;
  private final int count;
  private final Bytes cells;
  private final List<ObjectId> contents;
  private final long bytes;

  private Row(Stamp stamp, int count, Bytes cells, List<ObjectId> contents, long bytes) {
    if (cells.size() > MAX_SIZE) {
      throw new MalformedException("a row of " + cells.size() + " bytes is too wide");
    }
    this.stamp = stamp;
    this.count = count;
    this.cells = cells;
    this.contents = contents;
    this.bytes = bytes;
  }

  /// The row that holds these values.
  ///
  /// @throws MalformedException if they are more than [#MAX_SIZE] bytes together
  public static Row of(Stamp stamp, SortedMap<ColumnId, Value> values) {
    Builder builder = new Builder(stamp);
    values.forEach(builder::add);
    return builder.build();
  }

  /// Reads the values of a row: as many pairs of column and value as are said.
  ///
  /// @param contents hands out the next content's id, given its size
  static Row read(Stamp stamp, int count, CborReader in, LongFunction<ObjectId> contents) {
    int start = in.position();
    long beyond = 0;
    long last = -1;
    List<ObjectId> ids = new ArrayList<>(0);
    LongFunction<ObjectId> noting =
        size -> {
          ObjectId id = contents.apply(size);
          ids.add(id);
          return id;
        };
    for (int i = 0; i < count; i++) {
      long column = column(in);
      if (column <= last) {
        throw new MalformedException("a row's columns ascend");
      }
      last = column;
      beyond = plus(beyond, ValueFormat.skip(in, noting));
    }
    Bytes cells = in.since(start);
    return new Row(stamp, count, cells, List.copyOf(ids), plus(cells.size(), beyond));
  }

  private static long column(CborReader in) {
    long column = in.integer();
    if (column < 0 || column > 0xffff_ffffL) {
      throw new MalformedException("a column's id has 32 bits");
    }
    return column;
  }

  private static long plus(long one, long other) {
    try {
      return Math.addExact(one, other);
    } catch (ArithmeticException e) {
      throw new MalformedException("a row's size overflows", e);
    }
  }

  /// When and where it was written.
  public Stamp stamp() {
    return stamp;
  }

  /// This row with another stamp.
  public Row withStamp(Stamp newStamp) {
    return newStamp.equals(stamp) ? this : new Row(newStamp, count, cells, contents, bytes);
  }

  /// The number of columns that it has.
  public int count() {
    return count;
  }

  /// The size of its values in bytes: their encoding, and the contents of large ones.
  public long bytes() {
    return bytes;
  }

  /// The contents of its large values, in the order of columns.
  public List<ObjectId> contents() {
    return contents;
  }

  /// The value of a column, if the row has it.
  public Optional<Value> get(ColumnId column) {
    CborReader in = new CborReader(cells);
    Iterator<ObjectId> ids = contents.iterator();
    for (int i = 0; i < count; i++) {
      long id = in.integer();
      if (id == column.number()) {
        return Optional.of(ValueFormat.read(in, _ -> ids.next()));
      }
      if (id > column.number()) {
        return Optional.empty();
      }
      ValueFormat.skip(in, _ -> ids.next());
    }
    return Optional.empty();
  }

  /// Calls back for every column that the row has, in the order of ids.
  public void forEach(BiConsumer<ColumnId, Value> action) {
    CborReader in = new CborReader(cells);
    Iterator<ObjectId> ids = contents.iterator();
    for (int i = 0; i < count; i++) {
      ColumnId column = new ColumnId((int) in.integer());
      action.accept(column, ValueFormat.read(in, _ -> ids.next()));
    }
  }

  /// All columns that the row has.
  public NavigableMap<ColumnId, Value> values() {
    NavigableMap<ColumnId, Value> values = new TreeMap<>();
    forEach(values::put);
    return Collections.unmodifiableNavigableMap(values);
  }

  @Override
  public boolean sameAs(RowEntry other) {
    return other instanceof Row that && cells.equals(that.cells) && contents.equals(that.contents);
  }

  /// Bytes that two rows share exactly if [#sameAs] holds between them.
  public Bytes identity() {
    CborWriter out = new CborWriter().array(2 * count + contents.size()).item(cells);
    contents.forEach(id -> out.bytes(id.bytes()));
    return out.toBytes();
  }

  /// Pairs of column and value, encoded.
  Bytes cells() {
    return cells;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Row that && stamp.equals(that.stamp) && sameAs(that);
  }

  @Override
  public int hashCode() {
    return 31 * stamp.hashCode() + cells.hashCode();
  }

  @Override
  public String toString() {
    return "row " + values() + " of " + stamp;
  }

  /// A row in the making: columns in ascending order of ids. One thread; used once.
  public static final class Builder {
    private final Stamp stamp;
    private final CborWriter cells = new CborWriter();
    private final List<ObjectId> contents = new ArrayList<>(0);
    private long last = -1;
    private int count;
    private long beyond;

    /// A row without columns.
    public Builder(Stamp stamp) {
      this.stamp = stamp;
    }

    /// Adds a column that is greater than all before.
    ///
    /// @throws IllegalArgumentException if it is not, or the value is long and not a [Value.Large]
    public Builder add(ColumnId column, Value value) {
      if (column.number() <= last) {
        throw new IllegalArgumentException("columns must ascend: " + column);
      }
      last = column.number();
      count++;
      cells.integer(last);
      ValueFormat.write(value, cells, contents::add);
      if (value instanceof Value.Large large) {
        beyond = plus(beyond, large.size());
      }
      return this;
    }

    /// The row.
    ///
    /// @throws MalformedException if it has more than [#MAX_SIZE] bytes
    public Row build() {
      Bytes all = cells.toBytes();
      return new Row(stamp, count, all, List.copyOf(contents), plus(all.size(), beyond));
    }
  }
}
