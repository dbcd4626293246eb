package dev.tidelock.hub.store;

import dev.tidelock.core.object.ObjectId;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// The moves of heads and what they add up to, within one transaction.
public interface Moves {
  /// The newest move of a project.
  Optional<Move> last(long project);

  /// The move with this number.
  Optional<Move> find(long project, long sequence);

  /// The newest move of a branch.
  Optional<Move> last(long project, String branch);

  /// The newest move of a writer.
  Optional<Move> last(long project, String device, String incarnation);

  /// The head of each branch.
  SortedMap<String, ObjectId> heads(long project);

  /// The last sequence of each writer, by `device/incarnation`.
  Map<String, Long> sequences(long project);

  /// Adds a move, and lets its branch stand there.
  void add(long project, Move move);
}
