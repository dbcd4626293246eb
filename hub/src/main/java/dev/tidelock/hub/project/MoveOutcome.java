package dev.tidelock.hub.project;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.guard.SafetyStop;
import java.util.List;
import java.util.Optional;

/// How a wanted step of a branch ended.
public sealed interface MoveOutcome {
  /// The branch came to stand there, durably, now or before.
  ///
  /// @param sequence the number of the move
  /// @param token its token
  record Moved(long sequence, Bytes token) implements MoveOutcome {}

  /// Somebody else was first.
  ///
  /// @param head where the branch stands
  record Lost(Optional<ObjectId> head) implements MoveOutcome {}

  /// The project lacks objects that the new head needs.
  ///
  /// @param missing some of them
  record Incomplete(List<ObjectId> missing) implements MoveOutcome {
    public Incomplete {
      missing = List.copyOf(missing);
    }
  }

  /// So large a change needs a person's word.
  ///
  /// @param stop the change
  record Stopped(SafetyStop stop) implements MoveOutcome {}
}
