package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.TableId;
import java.util.List;
import java.util.Optional;

/// One open database of an application.
///
/// Tables are named as SQLite compares names: in any case of ASCII letters. Changes of the tables
/// and triggers that Tidelock keeps in it happen whole or not at all, each in one transaction.
public interface Database extends AutoCloseable {
  /// What the database says it is, if it was attached before; see [Identity].
  Optional<Identity> identity();

  /// Gives the database an id and notes where it lies now: for one that is attached first, and for
  /// one that turns out to be a copy. What it says to show, and what it tracks, stays.
  ///
  /// @param id 16 bytes that no other database has
  void identify(Bytes id);

  /// Whether a snapshot is one state while the application writes. Otherwise (rollback journal) it
  /// is read in slices; see [DatabaseSnapshot].
  boolean readsWhileWritten();

  /// A number that differs after another connection has committed; equal numbers mean that none
  /// has. Cheap: a hint to look.
  long changeCounter();

  /// All tables of the application's, tracked or not, by name; SQLite's own and ours left out.
  List<FoundTable> tables();

  /// The schema of a table of the database.
  ///
  /// @param table its name now
  /// @param id its id, from which those of columns follow
  /// @param before what it was when it was looked at last: its columns keep their ids, also those
  ///   that were renamed
  /// @throws DatabaseFailure with [DatabaseFailure.Reason#CHANGED] if there is no such table or it
  ///   is one that cannot be tracked
  Schema schema(String table, TableId id, Optional<Schema> before);

  /// What must be unique in a table beside its key: for each constraint and index its columns, as
  /// [WriteProblem.Taken] tells them.
  List<String> uniques(String table);

  /// The tables that are tracked, by id, after making sure that they are: a table that lost its
  /// triggers gets them again and counts as wholly changed, one that was renamed is found. Writes
  /// only if there is something to mend; where it cannot, that is said and nothing fails.
  List<TrackedTable> tracked();

  /// Tracks a table from now on; wholly changed at first. No effect on one that is tracked under
  /// this id. The database must have been identified.
  ///
  /// @throws DatabaseFailure with [DatabaseFailure.Reason#REFUSED] if it cannot be; see
  ///   [FoundTable#refusal]
  void track(String table, TableId id);

  /// Forgets a table: its triggers and what they noted go. No effect if it is not tracked.
  void untrack(TableId id);

  /// Removes every trace of Tidelock.
  void forget();

  /// What tells a change that was noted from any other of its number, in whatever copy of the
  /// database: one that has it went through that moment. Nothing if it is not kept; the last one
  /// always is, until others are done with.
  ///
  /// @param sequence the number of the change
  Optional<Bytes> mark(long sequence);

  /// Opens a snapshot of what is there now.
  DatabaseSnapshot snapshot();

  /// Begins to write, and holds the database's write lock until the transaction is closed.
  ///
  /// @param seen what the snapshot, on which the writes are based, was of when it was settled: rows
  ///   that the application has changed since are not overwritten
  /// @throws DatabaseFailure with [DatabaseFailure.Reason#CHANGED] if a schema is not what it was
  ///   then
  DatabaseTransaction begin(DatabaseSnapshot.Position seen);

  /// What SQLite finds wrong with the file, reading all of it; nothing if it is sound.
  List<String> verify();

  /// What is wrong with the file's pages, reading all of it, whatever its rows hold; nothing if it
  /// is sound, or if finding out would hold up the application: see [#readsWhileWritten].
  List<String> damage();

  @Override
  void close();

  /// What a database says of itself.
  ///
  /// @param id the 16 bytes that it was given
  /// @param moved whether it lies in another file than when it was given them or last written: a
  ///   copy, or the same restored from one. Whether to call it the same is for the caller to say
  record Identity(Bytes id, boolean moved) {}
}
