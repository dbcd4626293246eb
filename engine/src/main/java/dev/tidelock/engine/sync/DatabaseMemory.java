package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.guard.RowGuard;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.record.Captured;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// What a workspace remembers of the databases that are attached to it, beside what they say of
/// themselves. One thread.
final class DatabaseMemory {
  /// Where it stands in the state; under `taken/` stood what older versions knew of it.
  private static final String TAKEN = "took/";

  private final StateStore store;

  DatabaseMemory(StateStore store) {
    this.store = store;
  }

  /// What a database may be said to show: noted before it is told so.
  ///
  /// @param before what it was said to show then
  /// @param next what it was about to be told
  /// @param clock the clock that it was about to be told; grows each time
  record Showing(ObjectId before, ObjectId next, long clock) {
    /// Whether what the database says can be believed. Not if it was told more than this workspace
    /// knows of, because the state was lost or is older: then nobody may know what it showed.
    private boolean vouchesFor(Captured captured) {
      long told = captured.position().clock();
      return told < clock || told == clock && captured.shown().root().equals(next);
    }
  }

  /// What of a database became part of the head last. Until the database itself remembers it, which
  /// may fail for as long as its application holds a lock, this is what further changes are changes
  /// of: measured against what the database was said to show before, they would be taken twice.
  ///
  /// @param shown what the database was said to show then
  /// @param tables what was taken
  /// @param sequence the number of the last change that was noted in it then
  /// @param schema its schema's number then
  /// @param mark what tells that change from others of its number; empty if nothing does
  record Taken(ObjectId shown, ObjectId tables, long sequence, long schema, Bytes mark) {
    /// What was taken of a database at the moment at which it was looked at.
    static Taken of(Captured captured, ObjectId tables) {
      DatabaseSnapshot.Position then = captured.position();
      return new Taken(
          captured.shown().root(),
          tables,
          then.sequence(),
          then.schema(),
          then.mark().orElseGet(Bytes::empty));
    }

    /// Whether this is about the database that was looked at, and not about one that was restored
    /// since: that says the same of what it shows, and may have as many changes by now, but others.
    private boolean isBefore(Captured captured, LongFunction<Optional<Bytes>> marks) {
      return captured.shown().root().equals(shown)
          && captured.position().sequence() >= sequence
          && captured.position().schema() >= schema
          && marks.apply(sequence).filter(mark::equals).isPresent();
    }
  }

  /// What the changes of a database are changes of: the root of tables that are part of the head;
  /// nothing if that is not known.
  ///
  /// @param marks what the database says of changes by their numbers; see
  ///   [dev.tidelock.engine.port.Database#mark]
  Optional<ObjectId> basis(Captured captured, LongFunction<Optional<Bytes>> marks) {
    String database = captured.name();
    Optional<ObjectId> taken =
        taken(database).filter(it -> it.isBefore(captured, marks)).map(Taken::tables);
    return taken.or(() ->
        showing(database).filter(it -> it.vouchesFor(captured)).map(_ -> captured.shown().root()));
  }

  /// The roots of all tables that may be asked for.
  List<ObjectId> roots(String database) {
    List<ObjectId> roots = new ArrayList<>();
    showing(database)
        .ifPresent(showing -> {
          roots.add(showing.before());
          roots.add(showing.next());
        });
    taken(database).ifPresent(taken -> roots.add(taken.tables()));
    return roots;
  }

  /// Notes in `batch` what a database is about to be told that it shows.
  void showing(StateStore.Batch batch, String database, Showing showing) {
    Bytes value =
        new CborWriter()
            .array(3)
            .bytes(showing.before().bytes())
            .bytes(showing.next().bytes())
            .integer(showing.clock())
            .toBytes();
    batch.put(Space.META, key("showing/", database), value);
  }

  /// Notes in `batch` what of a database is part of the head.
  void taken(StateStore.Batch batch, String database, Taken taken) {
    Bytes value =
        new CborWriter()
            .array(5)
            .bytes(taken.shown().bytes())
            .bytes(taken.tables().bytes())
            .integer(taken.sequence())
            .integer(taken.schema())
            .bytes(taken.mark())
            .toBytes();
    batch.put(Space.META, key(TAKEN, database), value);
  }

  /// A database remembers itself what became part of the head, or is another file now. One that is
  /// restored afterwards says again what it said then, and must not be taken for the one that held
  /// more: what it lacks was not deleted.
  void settled(String database) {
    if (taken(database).isPresent()) {
      store.write(batch -> batch.delete(Space.META, key(TAKEN, database)));
    }
  }

  /// Forgets a database: what lies in its place is another one.
  void forget(String database) {
    store.write(batch -> {
      batch.delete(Space.META, key("showing/", database));
      batch.delete(Space.META, key(TAKEN, database));
      RowGuard.forget(batch, database);
    });
  }

  /// Forgets in `batch` all databases, as if nothing had ever been synced.
  static void forgetAll(StateStore.Batch batch) {
    batch.deleteRange(Space.META, Bytes.utf8("showing/"), Bytes.utf8("showing0"));
    batch.deleteRange(Space.META, Bytes.utf8(TAKEN), Bytes.utf8("took0"));
  }

  private Optional<Showing> showing(String database) {
    return store
        .get(Space.META, key("showing/", database))
        .map(CborReader::new)
        .map(in -> {
          in.array(3);
          return new Showing(id(in), id(in), in.integer());
        });
  }

  private Optional<Taken> taken(String database) {
    return store
        .get(Space.META, key(TAKEN, database))
        .map(CborReader::new)
        .map(in -> {
          in.array(5);
          return new Taken(id(in), id(in), in.integer(), in.integer(), in.bytes());
        });
  }

  private static ObjectId id(CborReader in) {
    return new ObjectId(in.bytes(ObjectId.SIZE));
  }

  private static Bytes key(String prefix, String database) {
    return Bytes.utf8(prefix + database);
  }
}
