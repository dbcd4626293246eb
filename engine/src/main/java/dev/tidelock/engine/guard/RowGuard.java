package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Holds back a step of a database that deletes suspiciously many rows of a table: more than fifty
/// and more than a quarter of them, or all, where there were more than twenty; or that leaves
/// nothing of the values of more than fifty rows and more than half. Counted against what the
/// database showed ten minutes ago, so that many small steps count like one large one. What a
/// transaction did is never taken by halves, so all of the step waits. It may pass once, if a
/// person accepts its hash; a step that takes only what an accepted one took passes too, and
/// counting begins anew.
public final class RowGuard {
  private final Records records;
  private final TableRows tableRows;
  private final StateStore state;
  private final Clock clock;

  /// @param records reads tables
  /// @param state keeps what was held back, and what was shown
  /// @param clock tells how long ago that was
  public RowGuard(Records records, StateStore state, Clock clock) {
    this.records = records;
    this.tableRows = new TableRows(records);
    this.state = state;
    this.clock = clock;
  }

  /// A step that was judged.
  ///
  /// @param place whose tables these are: the name of a database, or of a branch
  /// @param before the tables before it
  /// @param after the tables after it
  /// @param isAccepted whether a person let it pass: counting begins anew
  public record Step(
      String place, MerkleMap<Table> before, MerkleMap<Table> after, boolean isAccepted) {}

  /// What a guard says.
  ///
  /// @param stop what to tell a person, if the step is to wait
  /// @param isAccepted whether it would wait, had a person not accepted it
  public record Verdict(Optional<SafetyStop> stop, boolean isAccepted) {}

  /// Judges a step from `before` to `after`.
  ///
  /// @param place as in [Step]
  /// @param acceptance the hash of a step that a person accepted
  public Verdict judge(
      String place, MerkleMap<Table> before, MerkleMap<Table> after, Optional<String> acceptance) {
    Optional<SafetyStop> stop = new RowLosses(tableRows, reference(place)).stop(before, after);
    if (stop.isEmpty()) {
      return new Verdict(stop, false);
    }
    String plan = stop.get().plan();
    if (acceptance.isPresent()
        && (acceptance.get().equals(plan) || isPartOf(acceptance.get(), before, after))) {
      return new Verdict(Optional.empty(), true);
    }
    Bytes step =
        new CborWriter()
            .array(2)
            .bytes(before.root().bytes())
            .bytes(after.root().bytes())
            .toBytes();
    state.write(batch -> batch.put(Space.HELD, key(plan), step));
    return new Verdict(stop, false);
  }

  /// Remembers in `batch` that a step was made.
  public void record(StateStore.Batch batch, Step step) {
    record(batch, state, clock, step);
  }

  /// The same for who has the guard's state elsewhere by now.
  ///
  /// @param state where it is
  public static void record(StateStore.Batch batch, StateStore state, Clock clock, Step step) {
    RootHistory history = new RootHistory(state, clock, historyKey(step.place()));
    if (step.isAccepted()) {
      history.restart(batch, root(step.after()));
    } else {
      history.record(batch, root(step.before()), root(step.after()));
    }
  }

  /// The roots of all tables that may yet be counted against.
  ///
  /// @param state where they are remembered
  public static List<ObjectId> roots(StateStore state, Clock clock, String place) {
    return new RootHistory(state, clock, historyKey(place))
        .roots().stream().map(RootHistory.Root::id).toList();
  }

  /// Forgets in `batch` what was shown.
  public static void forget(StateStore.Batch batch, String place) {
    batch.delete(Space.META, historyKey(place));
  }

  private static Bytes historyKey(String place) {
    return Bytes.utf8("guard/rows/" + place);
  }

  private static RootHistory.Root root(MerkleMap<Table> tables) {
    return new RootHistory.Root(tables.root(), tables.summary());
  }

  private Optional<MerkleMap<Table>> reference(String place) {
    return new RootHistory(state, clock, historyKey(place))
        .reference()
        .map(root -> records.tables(root.id()));
  }

  /// Forgets a step: an acceptance holds once.
  public static void spend(StateStore.Batch batch, String plan) {
    batch.delete(Space.HELD, key(plan));
  }

  private static Bytes key(String plan) {
    return Bytes.utf8("rows/" + plan);
  }

  /// Whether a step takes nothing but what an accepted one took.
  private boolean isPartOf(String accepted, MerkleMap<Table> before, MerkleMap<Table> after) {
    Optional<Bytes> stored = state.get(Space.HELD, key(accepted));
    if (stored.isEmpty()) {
      return false;
    }
    try {
      CborReader in = new CborReader(stored.get());
      in.array(2);
      MerkleMap<Table> then = records.tables(new ObjectId(in.bytes(ObjectId.SIZE)));
      MerkleMap<Table> thereafter = records.tables(new ObjectId(in.bytes(ObjectId.SIZE)));
      for (Iterator<Change<Table>> tables = before.diff(after); tables.hasNext(); ) {
        Change<Table> table = tables.next();
        if (!isPartOf(table, then.get(table.key()), thereafter.get(table.key()))) {
          return false;
        }
      }
      return true;
    } catch (MissingObjectException gone) {
      return false;
    }
  }

  private boolean isPartOf(Change<Table> table, Optional<Table> then, Optional<Table> thereafter) {
    if (table.before().isEmpty()) {
      return true;
    }
    MerkleMap<RowEntry> had = then.map(records::open).orElse(null);
    MerkleMap<RowEntry> kept = thereafter.map(records::open).orElse(null);
    Iterator<Change<RowEntry>> rows = tableRows.changes(table.before().get(), table.after());
    while (rows.hasNext()) {
      Change<RowEntry> row = rows.next();
      boolean accepted =
          had != null
              && kept != null
              && had.get(row.key()).isPresent()
              && RowLoss.of(new Change<>(row.key(), had.get(row.key()), kept.get(row.key())))
                  .isAny();
      if (RowLoss.of(row).isAny() && !accepted) {
        return false;
      }
    }
    return true;
  }
}
