package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.record.RowName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds back a step of a database that deletes suspiciously many rows of a table: more than fifty
/// and more than a quarter of them, or all, where there were more than twenty; or that leaves
/// nothing of the values of more than fifty rows and more than half. Counted against what the
/// database showed ten minutes ago, so that many small steps count like one large one. What a
/// transaction did is never taken by halves, so all of the step waits. It may pass once, if a
/// person accepts its hash; a step that takes only what an accepted one took passes too, and
/// counting begins anew.
public final class RowGuard {
  private static final int ENOUGH = 50;
  private static final int EMPTIED = 20;
  private static final int SHOWN = 10;
  private static final int MOST_NAMED = 100_000;

  private final Records records;
  private final StateStore state;
  private final Clock clock;

  /// @param records reads tables
  /// @param state keeps what was held back, and what was shown
  /// @param clock tells how long ago that was
  public RowGuard(Records records, StateStore state, Clock clock) {
    this.records = records;
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
    Losses losses = new Losses(reference(place));
    if (!losses.mayBeMany(before, after)) {
      return new Verdict(Optional.empty(), false);
    }
    for (Iterator<Change<Table>> tables = before.diff(after); tables.hasNext(); ) {
      Change<Table> table = tables.next();
      if (table.before().isPresent()) {
        losses.count(table.key(), table.before().get(), table.after());
      }
    }
    if (!losses.suspicious) {
      return new Verdict(Optional.empty(), false);
    }
    String plan = losses.hash();
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
    SafetyStop stop =
        new SafetyStop(
            plan, losses.total.deleted(), losses.total.rewritten(), losses.places, losses.examples);
    return new Verdict(Optional.of(stop), false);
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

  private Loss atMostLost(Table before, Optional<Table> after) {
    long most =
        after
            .map(table -> records.open(before).atMostChanged(records.open(table)))
            .orElse(before.summary().entries());
    return new Loss(most, most);
  }

  private static boolean isSuspicious(Table before, Optional<Table> after, Loss loss) {
    long total = before.summary().entries();
    boolean emptied = after.filter(it -> it.summary().entries() > 0).isEmpty();
    return loss.deleted > ENOUGH && loss.deleted * 4 > total
        || loss.rewritten > ENOUGH && loss.rewritten * 2 > total
        || total > EMPTIED && emptied;
  }

  /// How many rows a table lost.
  ///
  /// @param deleted rows that are gone
  /// @param rewritten rows of whose values nothing is left
  private record Loss(long deleted, long rewritten) {
    private static final Loss NONE = new Loss(0, 0);

    Loss plus(Change<RowEntry> row) {
      return new Loss(
          deleted + (row.after().isEmpty() ? 1 : 0), rewritten + (isRewritten(row) ? 1 : 0));
    }

    Loss plus(Loss other) {
      return new Loss(deleted + other.deleted, rewritten + other.rewritten);
    }
  }

  private static boolean isLost(Change<RowEntry> row) {
    return row.after().isEmpty() || isRewritten(row);
  }

  /// Whether a row is there, but no value that it had, apart from its key. An application changes
  /// one column of all rows now and then; whoever destroys a table leaves nothing.
  private static boolean isRewritten(Change<RowEntry> row) {
    return row.before()
        .flatMap(RowEntry::shown)
        .flatMap(was -> row.after().flatMap(RowEntry::shown).map(is -> isRewritten(was, is)))
        .orElse(false);
  }

  private static boolean isRewritten(Row before, Row after) {
    Map<ColumnId, Value> was = before.values();
    Map<ColumnId, Value> is = after.values();
    return was.values().stream().anyMatch(value -> !value.equals(Value.NULL))
        && was.entrySet().stream()
            .filter(each -> !each.getValue().equals(Value.NULL))
            .noneMatch(each -> each.getValue().equals(is.get(each.getKey())));
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
    Iterator<Change<RowEntry>> rows = rows(table.before().get(), table.after());
    while (rows.hasNext()) {
      Change<RowEntry> row = rows.next();
      boolean accepted =
          had != null
              && kept != null
              && had.get(row.key()).isPresent()
              && isLost(new Change<>(row.key(), had.get(row.key()), kept.get(row.key())));
      if (isLost(row) && !accepted) {
        return false;
      }
    }
    return true;
  }

  private Iterator<Change<RowEntry>> rows(Table before, Optional<Table> after) {
    return after
        .map(table -> records.open(before).diff(records.open(table)))
        .orElseGet(() -> gone(records.open(before).iterator()));
  }

  /// All rows of a table that goes: there need not be an empty map to compare with.
  private static Iterator<Change<RowEntry>> gone(Iterator<Map.Entry<Bytes, RowEntry>> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Change<RowEntry> next() {
        Map.Entry<Bytes, RowEntry> row = rows.next();
        return new Change<>(row.getKey(), Optional.of(row.getValue()), Optional.empty());
      }
    };
  }

  /// The rows that a step deletes or rewrites.
  private final class Losses {
    private final Optional<MerkleMap<Table>> reference;
    private CborWriter named = new CborWriter();
    private final List<SafetyStop.Hit> places = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private Bytes digest = Bytes.empty();
    private Loss total = Loss.NONE;
    private long unhashed;
    private boolean suspicious;

    /// @param reference what they are counted against, if that is known
    Losses(Optional<MerkleMap<Table>> reference) {
      this.reference = reference;
    }

    void count(Bytes id, Table before, Optional<Table> after) {
      String name = RowName.table(before.database(), before.name());
      Loss loss = Loss.NONE;
      Iterator<Change<RowEntry>> rows = rows(before, after);
      while (rows.hasNext()) {
        Change<RowEntry> row = rows.next();
        if (isLost(row)) {
          if (loss.equals(Loss.NONE)) {
            named.bytes(id);
          }
          loss = loss.plus(row);
          name(row);
          if (examples.size() < SHOWN) {
            examples.add(name + "/" + RowName.of(row.key()));
          }
        }
      }
      if (loss.equals(Loss.NONE)) {
        return;
      }
      total = total.plus(loss);
      places.add(new SafetyStop.Hit(name, loss.deleted() + loss.rewritten()));
      suspicious |=
          isSuspicious(before, after, loss)
              || then(id).filter(then -> isSuspicious(then, after, lost(then, after))).isPresent();
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
    private Loss lost(Table then, Optional<Table> after) {
      Loss lost = Loss.NONE;
      try {
        for (Iterator<Change<RowEntry>> rows = rows(then, after); rows.hasNext(); ) {
          lost = lost.plus(rows.next());
        }
        return lost;
      } catch (MissingObjectException gone) {
        return Loss.NONE;
      }
    }

    /// Whether it takes a look at the rows to tell that a step is not suspicious. Few steps change
    /// a quarter of a table, and that they do not shows without reading the rows.
    private boolean mayBeMany(MerkleMap<Table> before, MerkleMap<Table> after) {
      for (Iterator<Change<Table>> tables = before.diff(after); tables.hasNext(); ) {
        Change<Table> table = tables.next();
        Optional<Table> was = table.before();
        if (was.isPresent()
            && (isSuspicious(was.get(), table.after(), atMostLost(was.get(), table.after()))
                || then(table.key()).filter(it -> mayBeMany(it, table.after())).isPresent())) {
          return true;
        }
      }
      return false;
    }

    private boolean mayBeMany(Table then, Optional<Table> after) {
      try {
        return isSuspicious(then, after, atMostLost(then, after));
      } catch (MissingObjectException gone) {
        return false;
      }
    }

    /// A row that is rewritten is named with what was there: rewritten again it is another one.
    private void name(Change<RowEntry> row) {
      named.bytes(row.key());
      row.after()
          .flatMap(_ -> row.before())
          .flatMap(RowEntry::shown)
          .ifPresent(was -> named.bytes(was.identity()));
      unhashed++;
      if (unhashed == MOST_NAMED) {
        digest = ObjectIdentity.sha256(digest.concat(named.toBytes()));
        named = new CborWriter();
        unhashed = 0;
      }
    }

    String hash() {
      return ObjectIdentity.sha256(digest.concat(named.toBytes())).slice(0, 16).toHex();
    }
  }
}
