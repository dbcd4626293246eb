package dev.tidelock.hub;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.hub.care.GarbageCollection;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.sql.SqliteRecords;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Tables;
import dev.tidelock.platform.SecureRandomness;
import dev.tidelock.platform.ZstdCompression;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Garbage collection beside a hub that serves, by any clock.
final class Collecting {
  private Collecting() {}

  static Freed of(TestHub hub, Clock clock) {
    DataDirectory data = new DataDirectory(hub.data());
    SecureRandomness randomness = new SecureRandomness();
    try (SqliteRecords records = data.records();
        Blobs blobs = data.openBlobs(randomness)) {
      EnvelopeCodec codec = new EnvelopeCodec(new ZstdCompression());
      return new GarbageCollection(records, blobs, codec, randomness, clock).run();
    }
  }

  /// The same, a few objects at a time, and ends as with its process after so many transactions.
  ///
  /// @throws CutException if that was before its end
  static Freed cut(TestHub hub, Clock clock, int transactions) {
    DataDirectory data = new DataDirectory(hub.data());
    SecureRandomness randomness = new SecureRandomness();
    try (SqliteRecords records = data.records();
        Blobs blobs = data.openBlobs(randomness)) {
      EnvelopeCodec codec = new EnvelopeCodec(new ZstdCompression());
      Records mortal = new MortalRecords(records, new AtomicInteger(transactions));
      return new GarbageCollection(mortal, blobs, codec, randomness, clock, 3).run();
    }
  }

  /// The collection came to its end too soon.
  static final class CutException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// Records that let so many more transactions pass.
  private record MortalRecords(Records records, AtomicInteger left) implements Records {
    @Override
    public <T> T read(Function<Tables, T> work) {
      return records.read(work);
    }

    @Override
    public <T> T write(Function<Tables, T> work) {
      if (left.getAndDecrement() <= 0) {
        throw new CutException();
      }
      return records.write(work);
    }

    @Override
    public void close() {
      records.close();
    }
  }
}
