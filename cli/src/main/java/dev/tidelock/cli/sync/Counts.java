package dev.tidelock.cli.sync;

import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.workspace.json.Json;

/// What a sync moved and met. Of several remotes, all is summed but the open conflicts, which are
/// those of the latest.
///
/// @param filesUp files and links that remotes learned of
/// @param filesDown files and links that changed on the disk
/// @param recordsUp rows that remotes learned of
/// @param recordsDown rows that changed in databases
/// @param bytesUp bytes sent
/// @param bytesDown bytes received
/// @param detected paths that both sides changed
/// @param resolved those of them that were merged or decided
/// @param open conflicts that are open now
public record Counts(
    long filesUp,
    long filesDown,
    long recordsUp,
    long recordsDown,
    long bytesUp,
    long bytesDown,
    long detected,
    long resolved,
    long open) {
  /// Nothing.
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /// These and those of a later sync.
  public Counts plus(SyncOutcome later) {
    return plus(
        new Counts(
            later.filesUp(),
            later.filesDown(),
            later.recordsUp(),
            later.recordsDown(),
            later.bytesUp(),
            later.bytesDown(),
            later.conflictsDetected(),
            later.conflictsResolved(),
            later.conflictsOpen()));
  }

  /// These and later ones of the same workspace.
  public Counts plus(Counts later) {
    return new Counts(
        filesUp + later.filesUp,
        filesDown + later.filesDown,
        recordsUp + later.recordsUp,
        recordsDown + later.recordsDown,
        bytesUp + later.bytesUp,
        bytesDown + later.bytesDown,
        detected + later.detected,
        resolved + later.resolved,
        later.open);
  }

  /// These with another number of open conflicts.
  public Counts withOpen(long conflicts) {
    return new Counts(
        filesUp,
        filesDown,
        recordsUp,
        recordsDown,
        bytesUp,
        bytesDown,
        detected,
        resolved,
        conflicts);
  }

  /// Whether anything moved.
  public boolean moved() {
    return filesUp + filesDown + recordsUp + recordsDown + bytesUp + bytesDown + detected > 0;
  }

  /// Adds `files`, `records`, `bytes` and `conflicts`.
  void addTo(Json.Builder document) {
    document
        .put("files", Json.object().put("up", filesUp).put("down", filesDown))
        .put("records", Json.object().put("up", recordsUp).put("down", recordsDown))
        .put("bytes", Json.object().put("up", bytesUp).put("down", bytesDown))
        .put(
            "conflicts",
            Json.object().put("detected", detected).put("resolved", resolved).put("open", open));
  }
}
