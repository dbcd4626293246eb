package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.LargeValues;
import dev.tidelock.engine.port.RowWrite;
import dev.tidelock.engine.port.WriteProblem;
import dev.tidelock.engine.port.WriteProblem.Standing;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes rows into one table, within a transaction.
///
/// SQLite checks a unique constraint after each row. So where there is one, rows are written in two
/// rounds: the first takes away the rows that go or claim another value, the second writes them.
/// What fails then is a true clash, and what was taken away comes back if it can.
final class TableWriter {
  private final Link link;
  private final RowPlan plan;
  private final RowStatements statements;
  private final Parking parking;
  private final Moved moved;
  private final Touch touch;
  private final long number;
  private final LargeValues large;
  private final Consumer<WriteProblem> problems;

  /// @param number the table's number in the log
  TableWriter(
      Link link,
      RowPlan plan,
      long number,
      Moved moved,
      Touch touch,
      LargeValues large,
      Consumer<WriteProblem> problems) {
    this.link = link;
    this.plan = plan;
    this.number = number;
    this.moved = moved;
    this.touch = touch;
    this.large = large;
    this.problems = problems;
    statements = new RowStatements(plan);
    parking = new Parking(link, plan, statements);
  }

  /// Writes rows, and tells after each to `written`.
  void write(Iterable<RowWrite> rows, Runnable written) {
    boolean twice = !plan.table().uniques().isEmpty() && hasRows();
    if (twice) {
      parking.open();
      for (RowWrite row : rows) {
        if (!moved.contains(row.key())) {
          clear(row);
        }
        written.run();
      }
    }
    for (RowWrite row : rows) {
      if (moved.contains(row.key())) {
        problems.accept(new WriteProblem.Moved(row.key()));
      } else {
        switch (row) {
          case RowWrite.Put put -> put(put);
          case RowWrite.Delete delete -> {
            if (!twice) {
              delete(delete.keyValues());
            }
          }
        }
      }
      written.run();
    }
    if (twice) {
      parking.close();
    }
  }

  private boolean hasRows() {
    return link.number("SELECT EXISTS(SELECT 1 FROM main." + plan.name() + ")") > 0;
  }

  private void clear(RowWrite row) {
    switch (row) {
      case RowWrite.Delete delete -> delete(delete.keyValues());
      case RowWrite.Put put when isTooLarge(put) -> {}
      case RowWrite.Put put -> {
        Cells key = key(put);
        if (parking.isClaiming(key, put.values())) {
          touch.goes(key);
          parking.park(key);
        }
      }
    }
  }

  private void delete(List<Value> keyValues) {
    Cells key = new Cells(link, large);
    keyValues.forEach(key::add);
    touch.goes(key);
    link.change(statements.delete(key), key.parameters());
  }

  private Cells key(RowWrite.Put put) {
    Cells key = new Cells(link, large);
    for (int place : plan.keyPlaces()) {
      key.add(
          put.values()
              .get(place)
              .filter(value -> !(value instanceof Value.Null))
              .orElseThrow(() -> new IllegalArgumentException("a row without its key")));
    }
    return key;
  }

  /// Whether SQLite would not store a value, or its key could not be read again.
  private boolean isTooLarge(RowWrite.Put put) {
    long key = 0;
    for (int place : plan.keyPlaces()) {
      key += put.values().get(place).map(TableWriter::size).orElse(0L);
    }
    if (key > RowQuery.MAX_KEY) {
      return true;
    }
    for (Optional<Value> value : put.values()) {
      if (value.isPresent() && size(value.get()) > Link.SQLITE_LENGTH_LIMIT) {
        return true;
      }
    }
    return false;
  }

  private static long size(Value value) {
    return value instanceof Value.Large huge ? huge.size() : 0;
  }

  private void put(RowWrite.Put put) {
    if (isTooLarge(put)) {
      problems.accept(
          new WriteProblem.Unfit(
              put.key(), WriteProblem.Rule.TOO_LARGE, "a value is too long", Standing.AS_BEFORE));
      return;
    }
    Cells key = key(put);
    List<Optional<Value>> values = parking.completed(key, put.values());
    touch.comes(key);
    try {
      if (!values.contains(Optional.<Value>empty())) {
        upsert(values);
      } else if (update(key, values) == 0) {
        insert(values);
      }
      if (mayBeStoredOtherwise(values)) {
        new Ledger(link).note(plan, number, key);
      }
    } catch (SQLException failure) {
      problem(put, key, failure);
    }
  }

  private void upsert(List<Optional<Value>> values) throws SQLException {
    Cells all = new Cells(link, large);
    values.forEach(value -> all.add(value.orElseThrow()));
    link.tryChange(
        all.isPlain() ? statements.upsert() : statements.upsert(all.list()), all.parameters());
  }

  private int update(Cells key, List<Optional<Value>> values) throws SQLException {
    Cells known = new Cells(link, large);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isPresent()) {
        known.add(values.get(i).get());
        places.add(i);
      }
    }
    List<Value> parameters = new ArrayList<>(known.parameters());
    parameters.addAll(key.parameters());
    return link.tryChange(statements.update(places, known.sql(), key), parameters);
  }

  private void insert(List<Optional<Value>> values) throws SQLException {
    Cells known = new Cells(link, large);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isPresent()) {
        known.add(values.get(i).get());
        places.add(i);
      }
    }
    link.tryChange(statements.insert(places, known.list()), known.parameters());
  }

  private boolean mayBeStoredOtherwise(List<Optional<Value>> values) {
    for (int i = 0; i < values.size(); i++) {
      Optional<Value> value = values.get(i);
      if (value.isPresent() && StoredAs.changes(plan.affinity(i), value.get())) {
        return true;
      }
    }
    return false;
  }

  private void problem(RowWrite.Put put, Cells key, SQLException failure) {
    Optional<Violation> violation = Violation.of(failure);
    if (violation.isEmpty()) {
      throw link.failures().of("cannot write a row", failure);
    }
    Standing standing =
        parking.isParked(key) && !parking.restore(key) ? Standing.NOTHING : Standing.AS_BEFORE;
    Bytes row = put.key();
    problems.accept(
        switch (violation.get()) {
          case Violation.Claim _ -> new Clash(link, plan, put.values()).problem(row, standing);
          case Violation.Own own ->
              new WriteProblem.Unfit(
                  row, own.rule(), String.valueOf(failure.getMessage()), standing);
        });
  }
}
