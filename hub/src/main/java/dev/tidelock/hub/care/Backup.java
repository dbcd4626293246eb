package dev.tidelock.hub.care;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.report.Copied;
import dev.tidelock.hub.store.PackRow;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Copies the packs that a snapshot of the database names. The snapshot comes first: whatever it
/// names was durable by then. One thread.
public final class Backup {
  private static final int PIECE = 1 << 20;

  private final Blobs from;
  private final Blobs to;

  /// @param from where the packs are
  /// @param to where copies go; those that are there already are left alone
  public Backup(Blobs from, Blobs to) {
    this.from = from;
    this.to = to;
  }

  /// Copies packs: nothing if one of them is gone, because garbage was collected since the
  /// snapshot. Then a new snapshot is needed.
  public Optional<Copied> copy(List<PackRow> packs) {
    Set<String> there = new HashSet<>(to.list("p/"));
    long count = 0;
    long bytes = 0;
    for (PackRow pack : packs) {
      if (!pack.listed() || there.contains(pack.name())) {
        continue;
      }
      if (!copy(pack)) {
        return Optional.empty();
      }
      count++;
      bytes += pack.length();
    }
    return Optional.of(new Copied(count, bytes));
  }

  private boolean copy(PackRow pack) {
    try (BlobStore.Upload upload = to.begin(pack.name())) {
      long offset = 0;
      while (offset < pack.length()) {
        Optional<Bytes> piece = from.read(pack.name(), offset, PIECE);
        if (piece.isEmpty()) {
          return false;
        }
        if (piece.get().isEmpty()) {
          throw new RemoteFailure(
              Reason.CORRUPT,
              "pack %s has %d bytes, not %d".formatted(pack.name(), offset, pack.length()));
        }
        upload.write(piece.get().asByteBuffer());
        offset += piece.get().size();
      }
      upload.finish();
      return true;
    }
  }
}
