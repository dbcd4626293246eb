package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import java.util.Optional;

/// Makes stubs of the entries before the last checkpoint, oldest first, where the storage can
/// replace blobs. Who is still reading them finds that the log has grown, and that a checkpoint
/// says what they said. One thread.
final class LogTrim {
  /// How many entries are trimmed at once, at most.
  private static final int MOST = 4096;

  private final ProjectBlobs project;
  private final LogPosition position;

  LogTrim(ProjectBlobs project, LogPosition position) {
    this.project = project;
    this.position = position;
  }

  /// Trims, and returns how many entries.
  long run() {
    long from = first();
    long trimmed = 0;
    for (long sequence = from; sequence < position.checkpoint() && trimmed < MOST; sequence++) {
      String name = project.entryName(sequence);
      Optional<Bytes> blob = project.blobs().read(name);
      if (blob.isEmpty() || isStub(name, blob.get())) {
        return trimmed;
      }
      Bytes digest = Digested.digest(blob.get());
      if (!project.blobs().replace(name, new LogStub(sequence, digest).encode())) {
        return trimmed;
      }
      trimmed++;
    }
    return trimmed;
  }

  /// The first entry that is no stub: stubs are all before it.
  private long first() {
    long low = 1;
    long high = Math.max(1, position.checkpoint());
    while (low < high) {
      long middle = low + (high - low) / 2;
      String name = project.entryName(middle);
      Optional<Bytes> blob = project.blobs().read(name);
      if (blob.isPresent() && isStub(name, blob.get())) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean isStub(String name, Bytes blob) {
    return ProjectBlobs.checked(name, () -> LogStub.decode(blob)).isPresent();
  }
}
