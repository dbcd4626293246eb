package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.Optional;

/// The last move that a workspace saw at a hub, kept in the space [Space#REMOTES]. A hub that does
/// not have that very move was restored from a backup. For use by one thread.
final class HubMemory {
  private static final int FIELDS = 4;

  private final StateStore state;
  private final Bytes key;

  /// What is remembered.
  ///
  /// @param project the project that it is of
  /// @param sequence the number of the move; 0 before the first
  /// @param token the random token of that move, in hexadecimal digits
  /// @param restored whether the hub was found restored, and nothing was done about it yet
  record Position(String project, long sequence, String token, boolean restored) {
    Bytes encode() {
      CborWriter out = new CborWriter().array(FIELDS).text(project);
      return out.integer(sequence).text(token).bool(restored).toBytes();
    }

    static Position decode(Bytes stored) {
      CborReader in = new CborReader(stored);
      in.array(FIELDS);
      Position position = new Position(in.text(), in.integer(), in.text(), in.bool());
      in.finish();
      return position;
    }
  }

  /// The memory of the remote that this workspace calls `remote`.
  HubMemory(StateStore state, String remote) {
    this.state = state;
    this.key = Bytes.utf8(remote + "\0hub");
  }

  /// What is remembered of a project.
  Optional<Position> position(String project) {
    return state
        .get(Space.REMOTES, key)
        .map(Position::decode)
        .filter(known -> known.project().equals(project));
  }

  void remember(Position position) {
    state.write(batch -> remember(batch, position));
  }

  void remember(StateStore.Batch batch, Position position) {
    batch.put(Space.REMOTES, key, position.encode());
  }
}
