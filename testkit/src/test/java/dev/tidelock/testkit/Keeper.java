package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.Collected;
import dev.tidelock.engine.remote.CollectionOrder;
import dev.tidelock.engine.remote.CollectionOrder.Effect;
import dev.tidelock.engine.remote.LogRemote;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.generators.Tape;
import java.util.Optional;
import java.util.function.LongPredicate;

/// Somebody who collects garbage in a project of a [LogPlace], with a memory and a time of his own.
final class Keeper {
  static final long DAY = 24L * 60 * 60 * 1000;

  private final BlobStore blobs;
  private final ProjectId project;
  private final MemoryStateStore memory = new MemoryStateStore();
  private final Tape tape;
  private long elapsed;

  Keeper(BlobStore blobs, ProjectId project, long seed) {
    this.blobs = blobs;
    this.project = project;
    this.tape = Tape.of(seed);
  }

  /// Lets time pass.
  void pass(long millis) {
    elapsed += millis;
  }

  /// Collects all that no head stands on, at once.
  Collected collectAll() {
    return collect(_ -> false, 0, 0, Effect.REAL);
  }

  /// Collects what no head stands on, in the usual time.
  Collected collect() {
    return collect(_ -> false, DAY, DAY, Effect.REAL);
  }

  Collected collect(LongPredicate retention, long grace, long patience, Effect effect) {
    LogRemote remote =
        new LogRemote(
            blobs,
            project,
            new RemoteCache(memory, "origin"),
            new EnvelopeCodec(new PlainCompression()),
            size -> Bytes.wrap(tape.bytes(size)),
            LogPlace.PACK_TARGET);
    return remote
        .collect(
            new CollectionOrder(
                new Remote.Writer("keeper", "first", 0),
                () -> retention,
                _ -> Optional.empty(),
                elapsed,
                grace,
                patience,
                effect))
        .orElseThrow();
  }
}
