package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.DatabaseSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// What a database held at one moment.
///
/// @param name the name under which it is attached
/// @param position which moment
/// @param shown the tables that it was last said to show; none if that is not known
/// @param tables the tables that it held, those that could not be looked at as they were shown
/// @param schemas the schemas of those that were looked at
/// @param unseen the tables that could not be looked at, with the reason
/// @param unsynced the tables of which some rows cannot be in a project, and are left alone
/// @param left the tables that are left as they are, though they may have changed
/// @param clock the latest time that was stamped
public record Captured(
    String name,
    DatabaseSnapshot.Position position,
    MerkleMap<Table> shown,
    SortedMap<TableId, Table> tables,
    Map<TableId, Schema> schemas,
    List<Unseen> unseen,
    List<Unsynced> unsynced,
    Set<TableId> left,
    long clock) {
  /// A tracked table that could not be looked at.
  ///
  /// @param table which
  /// @param name its last name
  /// @param cause why
  /// @param reason the same for people
  public record Unseen(TableId table, String name, Cause cause, String reason) {}

  /// Why a table could not be looked at.
  public enum Cause {
    /// There is no such table any more.
    GONE,
    /// It cannot be tracked any more.
    REFUSED,
    /// It has another primary key than it had: that is another table, see [WantedTables].
    OTHER_KEY
  }

  /// The rows of a table that a project cannot have. They are no changes, and are not written over.
  ///
  /// @param table which
  /// @param name its name
  /// @param tooWide the rows with more than [dev.tidelock.core.record.Row#MAX_SIZE] bytes in their
  ///   columns, without what values above 1,024 bytes count: the values of their keys, by key
  /// @param nameless how many have no name, as NULL stands in their key
  public record Unsynced(
      TableId table, String name, SortedMap<Bytes, List<Value>> tooWide, long nameless) {
    public Unsynced {
      tooWide = Collections.unmodifiableSortedMap(new TreeMap<>(tooWide));
    }

    /// How many rows.
    public long count() {
      return tooWide.size() + nameless;
    }

    /// What keeps them out, for people.
    public String reason() {
      List<String> reasons = new ArrayList<>();
      if (!tooWide.isEmpty()) {
        reasons.add("%,d with more than 256 KiB in their columns".formatted(tooWide.size()));
      }
      if (nameless > 0) {
        reasons.add("%,d with NULL in their primary key: give them keys".formatted(nameless));
      }
      return "rows that cannot be synced: " + String.join(", ", reasons);
    }
  }

  public Captured {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    schemas = Map.copyOf(schemas);
    unseen = List.copyOf(unseen);
    unsynced = List.copyOf(unsynced);
    left = Set.copyOf(left);
  }

  /// The same where some tables were not looked at: they are what is known of them, and what they
  /// became is found by comparing them whole the next time.
  ///
  /// @param known the tables that are part of the head already
  public Captured leaving(Set<TableId> others, MerkleMap<Table> known) {
    SortedMap<TableId, Table> rest = new TreeMap<>(tables);
    Map<TableId, Schema> looked = new HashMap<>(schemas);
    for (TableId id : others) {
      known.get(id.bytes()).ifPresentOrElse(table -> rest.put(id, table), () -> rest.remove(id));
      looked.remove(id);
    }
    Set<TableId> compared = new HashSet<>(position.compared());
    compared.removeAll(others);
    return new Captured(
        name,
        position.withCompared(compared),
        shown,
        rest,
        looked,
        unseen,
        unsynced.stream().filter(each -> !others.contains(each.table())).toList(),
        others,
        clock);
  }

  /// The rows of a table that are left alone: the values of their keys, by key.
  SortedMap<Bytes, List<Value>> leftAlone(TableId table) {
    return unsynced.stream()
        .filter(it -> it.table().equals(table))
        .map(Unsynced::tooWide)
        .findFirst()
        .orElseGet(TreeMap::new);
  }

  /// Whether a table is tracked in the database.
  public boolean knows(TableId table) {
    return tables.containsKey(table)
        || left.contains(table)
        || unseen.stream().anyMatch(each -> each.table().equals(table));
  }

  /// Whether the database is still said to show a table that its application dropped since: should
  /// that come back empty meanwhile, its rows would read as deleted.
  public boolean hasDropped() {
    return unseen.stream()
        .anyMatch(
            each -> each.cause() == Cause.GONE && shown.get(each.table().bytes()).isPresent());
  }

  /// The clock that the database is told along with what it shows next; grows each time.
  public long nextClock() {
    return Math.max(clock, position.clock() + 1);
  }

  /// What the database held, alone.
  public MerkleMap<Table> held(ObjectSink sink) {
    return side(shown, sink);
  }

  /// The project's tables as if the database held what it was last said to show: what its changes
  /// are changes of.
  public MerkleMap<Table> base(MerkleMap<Table> head, ObjectSink sink) {
    return base(shown, head, sink);
  }

  /// The project's tables as if the database held what was taken of it before.
  ///
  /// @param taken its tables then
  public MerkleMap<Table> base(MerkleMap<Table> taken, MerkleMap<Table> head, ObjectSink sink) {
    return over(head, sink, id -> taken.get(id.bytes()));
  }

  /// The project's tables as if all had what the database held.
  public MerkleMap<Table> side(MerkleMap<Table> head, ObjectSink sink) {
    return over(head, sink, id -> Optional.ofNullable(tables.get(id)));
  }

  private MerkleMap<Table> over(
      MerkleMap<Table> head, ObjectSink sink, Function<TableId, Optional<Table>> table) {
    SortedMap<Bytes, Optional<Table>> edits = new TreeMap<>();
    tables.keySet().forEach(id -> edits.put(id.bytes(), table.apply(id)));
    return head.mutate(edits, sink);
  }
}
