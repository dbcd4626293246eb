package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.simulation.port.BlobVault;
import dev.tidelock.simulation.port.RemoteVault;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What all devices share: storage of blobs, and a remote that speaks of commits. A device uses one
/// of the two.
final class Storage {
  private final BlobVault blobs = new BlobVault();
  private final RemoteVault commits = new RemoteVault();
  private @Nullable Backup backup;

  private record Backup(Map<String, Bytes> blobs, RemoteVault.Backup commits) {}

  BlobVault blobs() {
    return blobs;
  }

  RemoteVault commits() {
    return commits;
  }

  /// How often anything was changed.
  long changes() {
    return blobs.changes() + commits.moves();
  }

  void takeBackup() {
    backup = new Backup(blobs.backup(), commits.backup());
  }

  void restoreBackup() {
    if (backup != null) {
      blobs.restore(backup.blobs());
      commits.restore(backup.commits());
    }
  }

  Optional<String> flipBit(int choice) {
    return blobs.flipBit(choice);
  }

  void heal() {
    blobs.healBits();
  }
}
