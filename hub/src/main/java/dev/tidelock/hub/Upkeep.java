package dev.tidelock.hub;

import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.hub.account.Passwords;
import dev.tidelock.hub.account.People;
import dev.tidelock.hub.care.Backup;
import dev.tidelock.hub.care.GarbageCollection;
import dev.tidelock.hub.care.HubCheck;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.report.CheckReport;
import dev.tidelock.hub.report.Copied;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.sql.SqliteRecords;
import dev.tidelock.hub.store.PackRow;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.hub.store.StoreFailure.Reason;
import dev.tidelock.platform.SecureRandomness;
import dev.tidelock.platform.ZstdCompression;
import dev.tidelock.platform.linux.SystemClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// What is done to a hub's directory beside serving, also while a hub serves from it. One thread.
public final class Upkeep implements AutoCloseable {
  private static final int ATTEMPTS = 10;

  private final SystemClock clock = new SystemClock();
  private final Randomness randomness = new SecureRandomness();
  private final EnvelopeCodec codec = new EnvelopeCodec(new ZstdCompression());
  private final DataDirectory data;
  private final SqliteRecords records;
  private final Passwords passwords = new Passwords(randomness);

  private Upkeep(DataDirectory data) {
    this.data = data;
    this.records = data.records();
  }

  /// Opens the directory of a hub, which is made if it is not there.
  public static Upkeep make(Path directory) {
    return new Upkeep(new DataDirectory(directory).prepare());
  }

  /// Opens the directory of a hub, if there is one.
  public static Optional<Upkeep> find(Path directory) {
    DataDirectory data = new DataDirectory(directory);
    return data.isThere() ? Optional.of(new Upkeep(data)) : Optional.empty();
  }

  /// Its accounts.
  public People people() {
    return new People(records, passwords, randomness, clock);
  }

  /// Frees what nothing stands on any more.
  public Freed collectGarbage() {
    try (Blobs blobs = data.openBlobs(randomness)) {
      return new GarbageCollection(records, blobs, codec, randomness, clock).run();
    }
  }

  /// Reads everything and names what is damaged.
  public CheckReport check() {
    try (Blobs blobs = data.openBlobs(randomness)) {
      return new HubCheck(records, blobs, codec).run(records.integrity());
    }
  }

  /// Makes `target` a copy of everything as it is at one moment. What an earlier backup left there
  /// is used again.
  ///
  /// @throws StoreFailure if `target` is this hub itself
  /// @throws DataDirectory.HeldException if a hub serves from `target`
  public Copied backup(Path target) {
    requireOther(target);
    DataDirectory copy = new DataDirectory(target).prepare();
    Path draft = target.resolve("hub.db.new");
    try (DataDirectory.Held _ = copy.hold(clock);
        Blobs from = data.openBlobs(randomness);
        Blobs to = copy.openBlobs(randomness)) {
      for (int i = 0; i < ATTEMPTS; i++) {
        Files.deleteIfExists(draft);
        records.copyTo(draft);
        Optional<Copied> copied = new Backup(from, to).copy(packs(draft));
        if (copied.isPresent()) {
          publish(draft, copy.database());
          return copied.get();
        }
      }
    } catch (IOException e) {
      throw new StoreFailure(Reason.FAILED, "the backup cannot be written: " + e.getMessage(), e);
    }
    throw new StoreFailure(Reason.BUSY, "packs went away again and again during the backup");
  }

  /// The copy's database takes the place of what is there: the worst that could happen to a hub.
  private void requireOther(Path target) {
    try {
      if (Files.exists(target) && Files.isSameFile(target, data.path())) {
        throw new StoreFailure(
            Reason.FAILED, "the directory " + target + " is that of the hub itself");
      }
    } catch (IOException e) {
      throw new StoreFailure(Reason.FAILED, "the directory " + target + " cannot be looked at", e);
    }
  }

  private static List<PackRow> packs(Path database) {
    try (Records snapshot = SqliteRecords.open(database)) {
      return snapshot.read(tables -> tables.packs().all());
    }
  }

  private static void publish(Path draft, Path database) throws IOException {
    for (String companion : List.of("-wal", "-shm")) {
      Files.deleteIfExists(Path.of(draft + companion));
      Files.deleteIfExists(Path.of(database + companion));
    }
    sync(draft);
    Files.move(draft, database, StandardCopyOption.ATOMIC_MOVE);
    sync(Optional.ofNullable(database.getParent()).orElseThrow());
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Makes `target`, which must be empty or missing, what a backup holds.
  ///
  /// @throws StoreFailure if it holds something, or the backup is none
  public static Copied restore(Path backup, Path target) {
    if (new DataDirectory(target).isThere()) {
      throw new StoreFailure(
          Reason.FAILED, "the directory " + target + " holds a hub already; move it away first");
    }
    try (Upkeep source =
        find(backup)
            .orElseThrow(() ->
                new StoreFailure(Reason.FAILED, "there is no backup of a hub in " + backup))) {
      return source.backup(target);
    }
  }

  @Override
  public void close() {
    passwords.close();
    records.close();
  }
}
