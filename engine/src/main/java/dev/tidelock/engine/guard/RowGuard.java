package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.record.RowName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds back a step of a database that deletes suspiciously many rows of a table at once: more
/// than fifty and more than a quarter of them, or all, where there were more than twenty. What a
/// transaction did is never taken by halves, so all of the step waits. It may pass once, if a
/// person accepts its hash; a step that deletes only rows of an accepted one passes too.
public final class RowGuard {
  private static final int ENOUGH = 50;
  private static final int EMPTIED = 20;
  private static final int SHOWN = 10;
  private static final int MOST_NAMED = 100_000;

  private final Records records;
  private final StateStore state;

  /// @param records reads tables
  /// @param state keeps what was held back
  public RowGuard(Records records, StateStore state) {
    this.records = records;
    this.state = state;
  }

  /// Judges a step from `before` to `after`.
  ///
  /// @param acceptance the hash of a step that a person accepted
  /// @return what to tell a person, if the step is to wait
  public Optional<SafetyStop> judge(
      MerkleMap<Table> before, MerkleMap<Table> after, Optional<String> acceptance) {
    if (!mayDeleteMany(before, after)) {
      return Optional.empty();
    }
    Deletions deletions = new Deletions();
    for (Iterator<Change<Table>> tables = before.diff(after); tables.hasNext(); ) {
      Change<Table> table = tables.next();
      if (table.before().isPresent()) {
        deletions.count(table.key(), table.before().get(), table.after());
      }
    }
    if (!deletions.suspicious) {
      return Optional.empty();
    }
    String plan = deletions.hash();
    if (acceptance.isPresent()
        && (acceptance.get().equals(plan) || isPartOf(acceptance.get(), before, after))) {
      return Optional.empty();
    }
    Bytes step =
        new CborWriter()
            .array(2)
            .bytes(before.root().bytes())
            .bytes(after.root().bytes())
            .toBytes();
    state.write(batch -> batch.put(Space.HELD, key(plan), step));
    return Optional.of(
        new SafetyStop(plan, deletions.count, 0, deletions.places, deletions.examples));
  }

  /// Whether it takes a look at the rows to tell that a step is not suspicious. Few steps change a
  /// quarter of a table, and that they do not shows without reading the rows.
  private boolean mayDeleteMany(MerkleMap<Table> before, MerkleMap<Table> after) {
    for (Iterator<Change<Table>> tables = before.diff(after); tables.hasNext(); ) {
      Change<Table> table = tables.next();
      Optional<Table> was = table.before();
      if (was.isPresent() && isSuspicious(was.get(), table.after(), atMostLost(was.get(), table))) {
        return true;
      }
    }
    return false;
  }

  private long atMostLost(Table before, Change<Table> table) {
    return table
        .after()
        .map(after -> records.open(before).atMostChanged(records.open(after)))
        .orElse(before.summary().entries());
  }

  private static boolean isSuspicious(Table before, Optional<Table> after, long lost) {
    long total = before.summary().entries();
    boolean emptied = after.filter(it -> it.summary().entries() > 0).isEmpty();
    return lost > ENOUGH && lost * 4 > total || total > EMPTIED && emptied;
  }

  /// Forgets a step: an acceptance holds once.
  public static void spend(StateStore.Batch batch, String plan) {
    batch.delete(Space.HELD, key(plan));
  }

  private static Bytes key(String plan) {
    return Bytes.utf8("rows/" + plan);
  }

  /// Whether a step deletes nothing but what an accepted one deleted.
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
              && kept.get(row.key()).isEmpty();
      if (row.after().isEmpty() && !accepted) {
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

  /// The rows that a step deletes.
  private final class Deletions {
    private CborWriter named = new CborWriter();
    private final List<SafetyStop.Hit> places = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private Bytes digest = Bytes.empty();
    private long count;
    private long unhashed;
    private boolean suspicious;

    void count(Bytes id, Table before, Optional<Table> after) {
      String name = RowName.table(before.database(), before.name());
      long lost = 0;
      Iterator<Change<RowEntry>> rows = rows(before, after);
      while (rows.hasNext()) {
        Change<RowEntry> row = rows.next();
        if (row.after().isEmpty()) {
          if (lost == 0) {
            named.bytes(id);
          }
          lost++;
          name(row.key());
          if (examples.size() < SHOWN) {
            examples.add(name + "/" + RowName.of(row.key()));
          }
        }
      }
      if (lost == 0) {
        return;
      }
      count += lost;
      places.add(new SafetyStop.Hit(name, lost));
      suspicious |= isSuspicious(before, after, lost);
    }

    private void name(Bytes key) {
      named.bytes(key);
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
