package dev.tidelock.simulation.rows;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.LogRemote;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.sync.DatabaseParts;
import dev.tidelock.engine.sync.Keeping;
import dev.tidelock.engine.sync.Progress;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.engine.sync.WorkspaceIdentity;
import dev.tidelock.engine.sync.WorkspaceParts;
import dev.tidelock.generators.Tape;
import dev.tidelock.platform.database.SqliteDatabases;
import dev.tidelock.simulation.disk.Disk;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.disk.SimFileSystem;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.BlobVault;
import dev.tidelock.simulation.port.DeflateCompression;
import dev.tidelock.simulation.port.SimBlobStore;
import dev.tidelock.simulation.port.SimClock;
import dev.tidelock.simulation.port.SimRandomness;
import dev.tidelock.simulation.port.SimStateStore;
import dev.tidelock.simulation.port.StateMemory;
import dev.tidelock.simulation.world.EnginePlay;
import dev.tidelock.structured.FileMergers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One computer with a simulated disk, a real database of an application, and the process that
/// syncs both, if it runs.
final class RowMachine implements AutoCloseable {
  static final String DATABASE = "app";
  private static final Genesis PROJECT = EnginePlay.PROJECT;
  private static final String PLACE = "storage";

  /// Before any real clock: what an application notes then never counts as later than now.
  private static final long NOON = 1_700_000_000_000_000_000L;

  private static final long TICK_NANOS = 100_000;
  private static final long MANY_CALLS = 100_000;
  private static final int PACK_BYTES = 1 << 16;

  private final String name;
  private final Path file;
  private final Trace trace;
  private final Tape tape;
  private final SimClock clock;
  private final Disk disk;
  private final StateMemory state = new StateMemory();
  private final BlobVault vault;
  private RowApplication application;
  private Gate gate;
  private @Nullable Running running;
  private List<String> held = List.of();
  private long lastCalls = 200;
  private Bytes backup = Bytes.empty();

  /// What ends with a process.
  private record Running(Workspace workspace, GatedDatabases databases, RemotePlace place) {}

  RowMachine(String name, Path directory, BlobVault vault, Trace trace, Tape tape) {
    this.name = name;
    this.file = directory.resolve(name + ".db");
    this.trace = trace;
    this.tape = tape;
    this.vault = vault;
    this.clock = new SimClock(name, NOON);
    this.disk = new Disk(DiskProfile.modern(), clock::wallNanos, tape.fork());
    this.gate = freshGate();
    this.application = new RowApplication(file);
  }

  private Gate freshGate() {
    return new Gate(name, trace, () -> clock.advance(TICK_NANOS));
  }

  String name() {
    return name;
  }

  Disk disk() {
    return disk;
  }

  SimClock clock() {
    return clock;
  }

  RowApplication application() {
    return application;
  }

  /// The running process, started if there is none.
  private Running running() {
    if (running == null) {
      SimRandomness randomness = new SimRandomness(tape.fork());
      SimStateStore store = new SimStateStore(state, gate);
      GatedDatabases databases = new GatedDatabases(new SqliteDatabases(clock), gate);
      SimBlobStore blobs = new SimBlobStore(vault, gate, tape.fork());
      Remote remote =
          new LogRemote(
              blobs,
              PROJECT.id(),
              new RemoteCache(store, PLACE),
              new EnvelopeCodec(new DeflateCompression()),
              randomness,
              PACK_BYTES);
      new RemoteProjects(blobs).create(PROJECT);
      Workspace workspace =
          Workspace.open(
              new WorkspaceParts(
                  new WorkspaceIdentity(
                      PROJECT.id().text(),
                      PROJECT.seed(),
                      EnginePlay.BRANCH,
                      new DeviceId(name),
                      name),
                  IgnoreFile.EMPTY,
                  Keeping.SMALL_CONTENTS,
                  new SimFileSystem(disk, gate),
                  store,
                  clock,
                  randomness,
                  new DeflateCompression(),
                  new FileMergers(),
                  DatabaseParts.of(databases)));
      running = new Running(workspace, databases, new RemotePlace(PLACE, remote));
    }
    return running;
  }

  /// Syncs under an interception.
  SyncOutcome sync(SyncRequest request, Interception interception) {
    SyncOutcome outcome =
        intercepted(
            interception,
            now -> now.workspace().sync(request, Optional.of(now.place()), Progress.NONE));
    held = outcome.stops().stream().map(SafetyStop::plan).toList();
    return outcome;
  }

  /// How many calls the latest sync made.
  long lastCalls() {
    return lastCalls;
  }

  /// The plans that the latest sync held back.
  List<String> held() {
    return held;
  }

  /// Does something with the workspace.
  private <T> T open(Interception interception, Function<Workspace, T> use) {
    return intercepted(interception, now -> use.apply(now.workspace()));
  }

  private <T> T intercepted(Interception interception, Function<Running, T> action) {
    gate.intercept(interception, MANY_CALLS);
    try {
      return action.apply(running());
    } finally {
      lastCalls = Math.max(10, gate.calls());
      gate.intercept(Interception.CALM);
    }
  }

  boolean isAttached() {
    return !open(Interception.CALM, Workspace::attachments).isEmpty();
  }

  /// Syncs all tables of the database from now on.
  void track() {
    track(Interception.CALM);
  }

  void track(Interception interception) {
    open(
        interception,
        workspace -> {
          workspace.track(DATABASE, file.toString(), application.tables());
          return true;
        });
  }

  StateMemory state() {
    return state;
  }

  /// Whether the database is there.
  boolean isThere() {
    return Files.exists(file);
  }

  /// Copies the database, as somebody does who knows how.
  void backUp() {
    backup = application.image();
  }

  /// Puts the copy in the place of the database; whether there is one.
  boolean restore() {
    if (backup.isEmpty()) {
      return false;
    }
    application.close();
    try {
      for (String end : List.of("", "-wal", "-shm", "-journal")) {
        Files.deleteIfExists(Path.of(file + end));
      }
      Files.write(file, backup.toByteArray());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    application = new RowApplication(file);
    return true;
  }

  /// Takes the database away, to where its application goes on with it.
  void takeAway() {
    move(file, aside());
  }

  void bringBack() {
    move(aside(), file);
  }

  private Path aside() {
    return Path.of(file + ".away");
  }

  private void move(Path from, Path to) {
    stop();
    application.close();
    try {
      for (String end : List.of("", "-wal", "-shm", "-journal")) {
        if (Files.exists(Path.of(from + end))) {
          Files.move(Path.of(from + end), Path.of(to + end));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    application = new RowApplication(to);
  }

  /// Ends the process properly, if there is one.
  void stop() {
    if (running != null) {
      running.workspace().close();
      running.databases().closeAll();
      running = null;
    }
  }

  /// Ends the process at once: nothing of it acts any more.
  void kill() {
    gate.shut();
    if (running != null) {
      running.databases().closeAll();
      running = null;
    }
    gate = freshGate();
  }

  @Override
  public void close() {
    kill();
    application.close();
  }
}
