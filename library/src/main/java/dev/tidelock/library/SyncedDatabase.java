package dev.tidelock.library;

import dev.tidelock.core.name.Names;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.Database;
import dev.tidelock.library.report.Conflict;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncListener;
import dev.tidelock.library.report.SyncResult;
import dev.tidelock.platform.database.SqliteDatabases;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.machine.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// An application's SQLite database whose tables are kept the same on all its devices. The
/// application goes on using it as ever, offline too; this looks at what it wrote, and writes what
/// came from elsewhere.
///
/// For use by any thread. Operations run one after the other on a thread of their own, and their
/// callers wait. Several processes may have one database open: they take turns.
public final class SyncedDatabase implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final AtomicReference<SyncConfig> config;
  private final Listeners listeners = new Listeners();
  private final Operations operations;
  private final Worker worker;
  private final Devices devices;

  private SyncedDatabase(SyncConfig config) {
    this.config = new AtomicReference<>(config);
    Path state = Place.real(config.workspace()).resolve(Names.RESERVED);
    this.operations =
        new Operations(this.config, listeners, state, InstantSource.system(), this::stir);
    this.worker =
        new Worker("tidelock " + config.name(), Machine.CLOCK::monotonicNanos, operations);
    this.devices = new Devices(this.config::get);
  }

  private void stir() {
    worker.stir();
  }

  /// Opens a database for syncing. Its workspace is made if there is none; no remote is asked, and
  /// nothing in the database changes yet. What an earlier process could not do is tried again.
  ///
  /// @throws SyncFailure if the file is no database, or no workspace can be made for it
  public static SyncedDatabase open(SyncConfig config) {
    return Problems.asked(() -> {
      if (Files.exists(config.database())) {
        requireDatabase(config);
      }
      new Binding(config, DeviceAccess.of(config)).local();
      SyncedDatabase database = new SyncedDatabase(config);
      database.worker.start();
      return database;
    });
  }

  private static void requireDatabase(SyncConfig config) {
    try (Database database =
        new SqliteDatabases(Machine.CLOCK, config.workspace())
            .open(config.database().toString(), PATIENCE_MILLIS)) {
      database.tables();
    }
  }

  /// Sends what is here to the remote; the database stays as it is.
  public SyncResult seed() {
    return seed(SyncOptions.USUAL);
  }

  /// Sends what is here to the remote; the database stays as it is.
  public SyncResult seed(SyncOptions options) {
    return perform(Operation.SEED, options);
  }

  /// Brings what is at the remote here; tables that are missing are made, and nothing is sent.
  public SyncResult hydrate() {
    return hydrate(SyncOptions.USUAL);
  }

  /// Brings what is at the remote here; tables that are missing are made, and nothing is sent.
  public SyncResult hydrate(SyncOptions options) {
    return perform(Operation.HYDRATE, options);
  }

  /// Brings both sides together.
  public SyncResult sync() {
    return sync(SyncOptions.USUAL);
  }

  /// Brings both sides together.
  public SyncResult sync(SyncOptions options) {
    return perform(Operation.SYNC, options);
  }

  private SyncResult perform(Operation operation, SyncOptions options) {
    return worker.call(() -> Problems.asked(() -> operations.perform(operation, options)));
  }

  /// Syncs by itself from now on: when the database was written to, and at intervals. No effect if
  /// it does already.
  public void startAutoSync() {
    operations.autoSync(true);
    worker.stir();
  }

  /// Syncs by itself no more. A sync that is under way is ended first.
  public void stopAutoSync() {
    operations.autoSync(false);
    worker.stir();
  }

  /// Whether it syncs by itself.
  public boolean isAutoSyncing() {
    return operations.isAutoSyncing();
  }

  /// What it does now.
  public SyncConfig config() {
    return config.get();
  }

  /// Does otherwise from the next operation on.
  ///
  /// @throws SyncFailure if another database, name, workspace or device is named: that is another
  ///   synced database
  public void updateConfig(SyncConfig changed) {
    SyncConfig before = config.get();
    boolean same =
        changed.database().equals(before.database())
            && changed.name().equals(before.name())
            && changed.workspace().equals(before.workspace())
            && changed.home().equals(before.home());
    if (!same) {
      throw new SyncFailure(
          SyncFailure.Reason.INVALID,
          "the database, its name, its workspace and its device cannot be changed while it is open",
          "close it, and open another");
    }
    config.set(changed);
    worker.stir();
  }

  /// Tells somebody what happens from now on.
  public void addListener(SyncListener listener) {
    listeners.add(listener);
  }

  /// Tells him no more.
  public void removeListener(SyncListener listener) {
    listeners.remove(listener);
  }

  /// What could not be done, and is tried again.
  public RetryQueue queue() {
    return operations.queue();
  }

  /// This device, and those at the hub.
  public Devices devices() {
    return devices;
  }

  /// The rows that wait to be decided: each database keeps its own version until then.
  ///
  /// @throws SyncFailure with [SyncFailure.Reason#BUSY] if another process has the workspace
  public List<Conflict> conflicts() {
    return rows(RowConflicts::open);
  }

  /// Decides a conflict: one of its versions stays, here at once and elsewhere with the next syncs.
  ///
  /// @throws SyncFailure if it is open no more
  public void resolve(Conflict conflict, Conflict.Version version) {
    rows(rows -> {
      rows.take(conflict.id(), version.id());
      return version;
    });
  }

  /// Decides a conflict: one of its versions stays, with other values in some columns.
  ///
  /// @throws SyncFailure if it is open no more, or has no such column
  public void resolve(Conflict conflict, Conflict.Version version, Map<String, Value> values) {
    rows(rows -> {
      rows.take(conflict.id(), version.id(), values);
      return version;
    });
  }

  private <T> T rows(Function<RowConflicts, T> use) {
    SyncConfig now = config.get();
    return worker.call(() ->
        Problems.asked(() ->
            new Inquiry(now)
                .ask(workspace -> use.apply(new RowConflicts(workspace.engine(), now.name())))));
  }

  /// Whether this device could sync: there is a remote, and a right to use it. Asks no remote.
  public boolean isSyncAvailable() {
    return Problems.asked(() -> new Inquiry(config.get()).isAvailable());
  }

  /// Whether the remote can be used now.
  public Health healthCheck() {
    return Problems.asked(() -> new Inquiry(config.get()).health());
  }

  /// How it stands, in numbers. Asks no remote.
  ///
  /// @throws SyncFailure with [SyncFailure.Reason#BUSY] if another process has the workspace
  public SyncStats stats() {
    return worker.call(
        () -> Problems.asked(() -> new Inquiry(config.get()).stats(queue().stats())));
  }

  /// The newest operations, newest first, those of the program included.
  ///
  /// @param limit how many at most
  /// @throws SyncFailure with [SyncFailure.Reason#BUSY] if another process has the workspace
  public List<HistoryEntry> history(int limit) {
    return worker.call(() -> Problems.asked(() -> new Inquiry(config.get()).history(limit)));
  }

  /// Ends it, once the operation under way is done. What waits in the queue is tried again by
  /// whoever opens the database next.
  @Override
  public void close() {
    worker.close();
    operations.close();
  }
}
