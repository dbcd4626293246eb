package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.TableId;
import java.util.Optional;
import java.util.Set;

/// What a database holds at one moment, with what was noted as changed since [#shown] was written.
///
/// Where [Database#readsWhileWritten], all that is read is of the moment at which the snapshot was
/// opened, and the application is never held up. Elsewhere it is read in slices of at most 50 ms,
/// between which the application writes. So both are used alike:
///
/// 1. read the tables wanted: each once by [#changes] or, if it must be compared, by [#all];
/// 2. ask [#settle]. If it answers false, the application changed something meanwhile: read
///    [#changes] of every one of them again, where what is told now replaces what was told of the
///    same keys, and ask again.
///
/// Once settled, all that was read is of one moment, [#position]. Cursors are closed before the
/// next is opened.
public interface DatabaseSnapshot extends AutoCloseable {
  /// What the database is said to show, as it was last given to [DatabaseTransaction#commit].
  Optional<Bytes> shown();

  /// The device clock that was given along with it; 0 if none was.
  long clock();

  /// The keys that were noted as changed in a table, each once, with what stands there now; after
  /// the first round those since the round before.
  ///
  /// @param table a tracked table
  /// @param schema its schema as [Database#schema] tells it
  /// @param large where longer values go, on the way
  RowCursor changes(TableId table, Schema schema, LargeValues large);

  /// All rows of a table.
  RowCursor all(TableId table, Schema schema, LargeValues large);

  /// How many rows of a table have no name because NULL stands in their key: first, or elsewhere if
  /// such a row was noted, as [DatabaseTransaction#noteNameless] does. Cheap where there are none.
  long nameless(TableId table);

  /// How many changes were noted since [#shown], of all tables together, the same row as often as
  /// it changed. Cheap.
  long noted();

  /// The tables whose changes were not all noted: [#changes] is not enough.
  Set<TableId> toCompare();

  /// Whether all that was read since the last time is still so.
  ///
  /// @throws DatabaseFailure with [DatabaseFailure.Reason#CHANGED] if a schema changed meanwhile,
  ///   with [DatabaseFailure.Reason#BUSY] after many rounds
  boolean settle();

  /// Which moment this is; to be asked once settled.
  Position position();

  @Override
  void close();

  /// A moment in the life of a database.
  ///
  /// @param sequence the number of the last change that was noted
  /// @param settled the number of the last one that was done with before
  /// @param clock what [DatabaseSnapshot#clock] says
  /// @param schema a number that changes with any schema in it
  /// @param compared the tables that were to be compared then
  /// @param mark what [Database#mark] says of the last change
  record Position(
      long sequence,
      long settled,
      long clock,
      long schema,
      Set<TableId> compared,
      Optional<Bytes> mark) {
    public Position {
      compared = Set.copyOf(compared);
    }

    /// The same, where other tables were compared.
    public Position withCompared(Set<TableId> tables) {
      return new Position(sequence, settled, clock, schema, tables, mark);
    }

    /// Whether anything is noted that is to be done with.
    public boolean isNoted() {
      return sequence > settled || !compared.isEmpty();
    }
  }
}
