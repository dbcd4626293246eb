package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import dev.tidelock.engine.record.RowName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Counts the rows that a step deletes or rewrites. Used once.
final class RowLosses {
  private static final int SHOWN = 10;

  private final TableRows rows;
  private final Optional<MerkleMap<Table>> reference;
  private final RowSetHash plan = new RowSetHash();
  private final List<SafetyStop.Hit> places = new ArrayList<>();
  private final List<String> examples = new ArrayList<>();
  private RowLoss total = RowLoss.NONE;
  private boolean suspicious;

  /// @param rows reads what became of rows
  /// @param reference the tables that they are counted against too, if those are known
  RowLosses(TableRows rows, Optional<MerkleMap<Table>> reference) {
    this.rows = rows;
    this.reference = reference;
  }

  /// What there is to say of a step that loses suspiciously many.
  Optional<SafetyStop> stop(MerkleMap<Table> before, MerkleMap<Table> after) {
    if (!mayBeMany(before, after)) {
      return Optional.empty();
    }
    for (Iterator<Change<Table>> tables = before.diff(after); tables.hasNext(); ) {
      Change<Table> table = tables.next();
      if (table.before().isPresent()) {
        count(table.key(), table.before().get(), table.after());
      }
    }
    return suspicious
        ? Optional.of(
            new SafetyStop(plan.text(), total.deleted(), total.rewritten(), places, examples))
        : Optional.empty();
  }

  private void count(Bytes id, Table before, Optional<Table> after) {
    String name = RowName.table(before.database(), before.name());
    RowLoss loss = RowLoss.NONE;
    for (Iterator<Change<RowEntry>> changes = rows.changes(before, after); changes.hasNext(); ) {
      Change<RowEntry> row = changes.next();
      RowLoss one = RowLoss.of(row);
      if (one.isAny()) {
        if (!loss.isAny()) {
          plan.table(id);
        }
        loss = loss.plus(one);
        plan.row(row);
        if (examples.size() < SHOWN) {
          examples.add(name + "/" + RowName.of(row.key()));
        }
      }
    }
    if (loss.isAny()) {
      total = total.plus(loss);
      places.add(new SafetyStop.Hit(name, loss.sum()));
      suspicious |=
          loss.isSuspicious(before, after)
              || then(id).filter(then -> lost(then, after).isSuspicious(then, after)).isPresent();
    }
  }

  /// What a table was that is counted against, if it can be read.
  private Optional<Table> then(Bytes id) {
    try {
      return reference.flatMap(tables -> tables.get(id));
    } catch (MissingObjectException gone) {
      return Optional.empty();
    }
  }

  /// What a table has lost since; nothing if that cannot be told any more.
  private RowLoss lost(Table then, Optional<Table> after) {
    RowLoss lost = RowLoss.NONE;
    try {
      for (Iterator<Change<RowEntry>> changes = rows.changes(then, after); changes.hasNext(); ) {
        lost = lost.plus(RowLoss.of(changes.next()));
      }
      return lost;
    } catch (MissingObjectException gone) {
      return RowLoss.NONE;
    }
  }

  /// Whether it takes a look at the rows to tell that a step is not suspicious. Few steps change a
  /// quarter of a table, and that they do not shows without reading the rows.
  private boolean mayBeMany(MerkleMap<Table> before, MerkleMap<Table> after) {
    for (Iterator<Change<Table>> tables = before.diff(after); tables.hasNext(); ) {
      Change<Table> table = tables.next();
      Optional<Table> was = table.before();
      if (was.isPresent()
          && (atMostLost(was.get(), table.after()).isSuspicious(was.get(), table.after())
              || then(table.key()).filter(it -> mayBeMany(it, table.after())).isPresent())) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeMany(Table then, Optional<Table> after) {
    try {
      return atMostLost(then, after).isSuspicious(then, after);
    } catch (MissingObjectException gone) {
      return false;
    }
  }

  private RowLoss atMostLost(Table before, Optional<Table> after) {
    long most = rows.atMostChanged(before, after);
    return new RowLoss(most, most);
  }
}
