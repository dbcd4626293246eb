package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.DatabaseSnapshot;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
/// @param clock the latest time that was stamped
public record Captured(
    String name,
    DatabaseSnapshot.Position position,
    MerkleMap<Table> shown,
    SortedMap<TableId, Table> tables,
    Map<TableId, Schema> schemas,
    List<Unseen> unseen,
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

  public Captured {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    schemas = Map.copyOf(schemas);
    unseen = List.copyOf(unseen);
  }

  /// The project's tables as if the database held what it was last said to show: what its changes
  /// are changes of.
  public MerkleMap<Table> base(MerkleMap<Table> head, ObjectSink sink) {
    return over(head, sink, id -> shown.get(id.bytes()));
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
