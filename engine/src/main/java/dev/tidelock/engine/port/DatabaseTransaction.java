package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes to a database that happen whole or not at all, at [#commit]; nothing if it is closed
/// before, or the machine stops.
///
/// No trigger of the application's runs, no foreign key is enforced and no cascade happens: what
/// they would do was done where the rows were written. What is written here is not noted as
/// changed, but where SQLite stores other values than it was given. Tables and columns are made and
/// renamed before rows are written. After a [DatabaseFailure] only [#close] is left.
public interface DatabaseTransaction extends AutoCloseable {
  /// Makes a table that is not there, and tracks it. Of the application's checks, expressions and
  /// indices nothing is known.
  ///
  /// @return why that cannot be, for people; nothing if it was made
  Optional<String> createTable(TableId id, String name, Schema schema);

  /// Adds a column to a table. It holds its default in all rows.
  ///
  /// @return why that cannot be, for people; nothing if it was added
  Optional<String> addColumn(TableId table, Column column);

  /// Renames a column.
  ///
  /// @return why that cannot be, for people; nothing if it was renamed
  Optional<String> renameColumn(TableId table, String from, String to);

  /// Renames a table.
  ///
  /// @return why that cannot be, for people; nothing if it was renamed
  Optional<String> renameTable(TableId table, String to);

  /// Writes rows of one table. Values may change places among them under a unique constraint, which
  /// is why they are read twice where there is one. What cannot be written is told and the rest
  /// goes on. May be called again, for the same keys too.
  ///
  /// @param schema the schema of the table as it is in the database
  /// @param rows in any order, each key once; the same each time they are read
  /// @param large where longer values lie
  /// @param problems is told what was not written, as it happens
  void write(
      TableId table,
      Schema schema,
      Iterable<RowWrite> rows,
      LargeValues large,
      Consumer<WriteProblem> problems);

  /// Notes rows as changed, so that the next snapshot tells of them again.
  ///
  /// @param schema the schema of the table as it is in the database
  /// @param keys the values of their primary keys, in its order
  /// @param large where longer values lie
  void noteAgain(TableId table, Schema schema, Iterable<List<Value>> keys, LargeValues large);

  /// Notes that some rows of a table have NULL in their key, so that the next snapshot counts them
  /// again.
  void noteNameless(TableId table);

  /// Lets the next snapshot compare a table whole: what was noted of it is forgotten, and nobody
  /// looked.
  void compareAgain(TableId table);

  /// Looks for rows, of any table, that refer to a row that is not there: those that were written
  /// so far, and those whose parent was deleted or changed so far.
  ///
  /// @param problems is told each as a [WriteProblem.Orphan]
  void checkReferences(Consumer<WriteProblem.Orphan> problems);

  /// Makes it all so. What was noted up to the position that was begun with is forgotten, and the
  /// tables that were compared then count as seen.
  ///
  /// @param shown what the database shows from now on
  /// @param clock the device clock
  void commit(Bytes shown, long clock);

  @Override
  void close();
}
