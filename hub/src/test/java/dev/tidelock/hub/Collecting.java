package dev.tidelock.hub;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.hub.care.GarbageCollection;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.sql.SqliteRecords;
import dev.tidelock.platform.SecureRandomness;
import dev.tidelock.platform.ZstdCompression;

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
}
