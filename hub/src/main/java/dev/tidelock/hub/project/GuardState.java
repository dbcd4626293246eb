package dev.tidelock.hub.project;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.hub.store.GuardNotes;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Tables;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

/// What the guard of one branch remembers, as the state store that the engine's guard expects. Keys
/// are prefixed with their space. One thread.
public final class GuardState implements StateStore {
  private final Access access;
  private final Clock clock;
  private final long project;
  private final String branch;

  private interface Access {
    <T> T read(Function<Tables, T> work);

    <T> T write(Function<Tables, T> work);
  }

  private GuardState(Access access, Clock clock, long project, String branch) {
    this.access = access;
    this.clock = clock;
    this.project = project;
    this.branch = branch;
  }

  /// The state in transactions of its own.
  static GuardState over(Records records, Clock clock, long project, String branch) {
    Access access =
        new Access() {
          @Override
          public <T> T read(Function<Tables, T> work) {
            return records.read(work);
          }

          @Override
          public <T> T write(Function<Tables, T> work) {
            return records.write(work);
          }
        };
    return new GuardState(access, clock, project, branch);
  }

  /// The state within a transaction.
  public static GuardState within(Tables tables, Clock clock, long project, String branch) {
    Access access =
        new Access() {
          @Override
          public <T> T read(Function<Tables, T> work) {
            return work.apply(tables);
          }

          @Override
          public <T> T write(Function<Tables, T> work) {
            return work.apply(tables);
          }
        };
    return new GuardState(access, clock, project, branch);
  }

  @Override
  public Optional<Bytes> get(Space space, Bytes key) {
    return access.read(tables -> tables.guardNotes().get(project, branch, name(space, key)));
  }

  @Override
  public void scan(Space space, Bytes from, Bytes to, BiPredicate<Bytes, Bytes> visitor) {
    throw new UnsupportedOperationException("the guard never looks for keys");
  }

  @Override
  public void write(Consumer<Batch> changes) {
    access.write(tables -> {
      changes.accept(new NotesBatch(tables.guardNotes()));
      return true;
    });
  }

  private static Bytes name(Space space, Bytes key) {
    return Bytes.wrap(new byte[] {(byte) space.code()}).concat(key);
  }

  @Override
  public void close() {}

  private final class NotesBatch implements Batch {
    private final GuardNotes notes;

    NotesBatch(GuardNotes notes) {
      this.notes = notes;
    }

    @Override
    public void put(Space space, Bytes key, Bytes value) {
      notes.put(project, branch, name(space, key), value, clock.wallMillis());
    }

    @Override
    public void delete(Space space, Bytes key) {
      notes.delete(project, branch, name(space, key));
    }

    @Override
    public void deleteRange(Space space, Bytes from, Bytes to) {
      throw new UnsupportedOperationException("the guard never deletes ranges");
    }
  }
}
