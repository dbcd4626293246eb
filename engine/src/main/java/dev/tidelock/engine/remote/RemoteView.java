package dev.tidelock.engine.remote;

import dev.tidelock.core.object.ObjectId;
import java.util.Map;
import java.util.Optional;

/// What a remote says of a project.
///
/// @param heads each branch's head
/// @param sequences the last sequence landed by each writer, by `device/incarnation`
/// @param restored whether the remote is not the one this workspace knew: it lost entries that this
///   workspace had seen, as after a restore from a backup
public record RemoteView(
    Map<String, ObjectId> heads, Map<String, Long> sequences, boolean restored) {
  public RemoteView {
    heads = Map.copyOf(heads);
    sequences = Map.copyOf(sequences);
  }

  /// The head of a branch, if there is such a branch.
  public Optional<ObjectId> head(String branch) {
    return Optional.ofNullable(heads.get(branch));
  }

  /// The last sequence that a writer landed; 0 if none.
  public long lastSequence(String device, String incarnation) {
    return sequences.getOrDefault(device + "/" + incarnation, 0L);
  }
}
