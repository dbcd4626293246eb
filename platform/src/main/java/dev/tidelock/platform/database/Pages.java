package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.platform.Beside;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Future;

/// Rows as they are read, in the order of SQLite: one query after the other, each from behind the
/// last row of the one before.
///
/// A query ends where a slice does, and at a row with a huge value: SQLite is told to fail there,
/// which costs other rows nothing, and that row is read for itself.
///
/// Where slices follow each other in one transaction, the next one is read beside whoever takes the
/// rows of the last.
final class Pages implements AutoCloseable {
  /// How much of a huge value is read at a time, at least and at most: SQLite loads all of it for
  /// each piece.
  private static final int PIECE = 1 << 20;

  private static final int LARGEST_PIECE = 8 << 20;

  private static final int PIECES = 16;

  private final Link link;
  private final RowPlan plan;
  private final RowQuery source;
  private final Slices slices;

  /// The rows of a slice that are yet to be taken, and those of the next.
  private Deque<RawRow> ready = new ArrayDeque<>();

  private Optional<Future<Deque<RawRow>>> ahead = Optional.empty();

  /// What follows belongs to whoever reads a slice.
  private Deque<RawRow> read = new ArrayDeque<>();

  private Optional<Query> open = Optional.empty();
  private List<Value> after = List.of();
  private long skipped;
  private long nameless;
  private boolean ended;

  Pages(Link link, RowPlan plan, RowQuery source, Slices slices) {
    this.link = link;
    this.plan = plan;
    this.source = source;
    this.slices = slices;
  }

  /// The next row, if there is one.
  Optional<RawRow> next() {
    while (ready.isEmpty() && (ahead.isPresent() || !ended)) {
      ready = ahead.isPresent() ? Beside.await(ahead.get()) : slice();
      ahead =
          slices.isSteady() && !ended ? Optional.of(Beside.submit(this::slice)) : Optional.empty();
    }
    return Optional.ofNullable(ready.poll());
  }

  private Deque<RawRow> slice() {
    read = new ArrayDeque<>();
    slices.read(this::readSome);
    return read;
  }

  /// Waits until nobody reads.
  private void settle() {
    ahead.ifPresent(Beside::end);
  }

  long nameless() {
    settle();
    return nameless;
  }

  /// Reads rows as long as the slice goes on.
  private void readSome(Slices.Slice slice) {
    try {
      if (open.isEmpty()) {
        open = Optional.of(Query.tryOpen(link, source.page(after), bounds(slice.rows())));
      }
      Query query = open.get();
      long bytes = 0;
      int rows = 0;
      do {
        if (!query.tryNext()) {
          ended = rows < slice.rows();
          finish();
          return;
        }
        rows++;
        bytes += take(query);
      } while (slice.goesOn(bytes));
      if (slice.ends()) {
        finish();
      }
    } catch (SQLException failure) {
      finish();
      if (Failures.code(failure) != Failures.TOO_BIG) {
        throw link.failures().of("cannot read rows", failure);
      }
      readHuge();
    }
  }

  private Object[] bounds(long rows) {
    List<Object> parameters = new ArrayList<>(after);
    parameters.add(rows);
    parameters.add(skipped);
    return parameters.toArray();
  }

  private void finish() {
    open.ifPresent(Query::close);
    open = Optional.empty();
  }

  /// Takes the row that a query stands at, and tells how many bytes it has.
  private long take(Query query) {
    Value[] values = new Value[source.width()];
    query.values(0, values);
    add(Arrays.asList(values), Map.of());
    long bytes = 0;
    for (Value value : values) {
      bytes += size(value);
    }
    return bytes;
  }

  private static long size(Value value) {
    return switch (value) {
      case Value.Text text -> text.bytes().size();
      case Value.Blob blob -> blob.bytes().size();
      case Value.Null _, Value.Whole _, Value.Real _, Value.Large _ -> Long.BYTES;
    };
  }

  private void add(List<Value> all, Map<Integer, RawRow.Huge> huge) {
    List<Value> keyValues = source.keyValues(all);
    if (!canName(keyValues)) {
      nameless++;
      skipped++;
      return;
    }
    read.add(
        new RawRow(
            plan.key(keyValues), keyValues, source.time(all), source.values(all, keyValues), huge));
    after = keyValues;
    skipped = 0;
  }

  private static boolean canName(List<Value> keyValues) {
    long bytes = 0;
    for (Value value : keyValues) {
      if (value instanceof Value.Null) {
        return false;
      }
      bytes += size(value);
    }
    return bytes <= RowQuery.MAX_KEY;
  }

  /// Reads one row without its long values.
  private void readHuge() {
    link.limitLength(false);
    try (Query row = link.query(source.pageOfShort(after), bounds(1));
        Query lengths = link.query(source.pageOfLong(after), bounds(1))) {
      if (!row.next() || !lengths.next()) {
        ended = true;
        return;
      }
      Value[] values = new Value[source.width()];
      row.values(0, values);
      Map<Integer, RawRow.Huge> huge = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        int place = i - source.first();
        lengths.optionalText(i).ifPresent(length -> huge.put(place, huge(length)));
      }
      add(Arrays.asList(values), huge);
    } finally {
      link.limitLength(true);
    }
  }

  private static RawRow.Huge huge(String typeAndLength) {
    String[] parts = typeAndLength.split(" ", 2);
    return new RawRow.Huge(
        Value.LargeType.valueOf(parts[0].toUpperCase(Locale.ROOT)), Long.parseLong(parts[1]));
  }

  /// The bytes of a huge value, in order.
  Iterator<Bytes> pieces(RawRow row, int place, RawRow.Huge huge) {
    int most = Math.clamp(huge.size() / PIECES, PIECE, LARGEST_PIECE);
    String sql =
        "SELECT substr(CAST(t.%s AS BLOB), ?, %d) FROM %s AS t WHERE %s"
            .formatted(
                Sql.name(plan.columns().get(place)),
                most,
                plan.name(),
                plan.keyIs("t", i -> Sql.mark(row.keyValues().get(i))));
    return new Iterator<>() {
      private long at;

      @Override
      public boolean hasNext() {
        return at < huge.size();
      }

      @Override
      public Bytes next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Bytes piece = piece(sql, at, row);
        if (piece.size() != Math.min(most, huge.size() - at)) {
          throw link.failures().of(Reason.CHANGED, "a value changed while it was read");
        }
        at += piece.size();
        return piece;
      }
    };
  }

  private Bytes piece(String sql, long at, RawRow row) {
    settle();
    List<Object> parameters = new ArrayList<>();
    parameters.add(at + 1);
    parameters.addAll(row.keyValues());
    link.limitLength(false);
    try (Query query = link.query(sql, parameters.toArray())) {
      return query.next() ? query.bytes(0) : Bytes.empty();
    } finally {
      link.limitLength(true);
    }
  }

  @Override
  public void close() {
    settle();
    finish();
    source.close();
  }
}
