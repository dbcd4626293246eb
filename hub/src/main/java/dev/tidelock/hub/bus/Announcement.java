package dev.tidelock.hub.bus;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Remote.Writer;
import dev.tidelock.hub.store.Move;

/// That a branch stands somewhere, and the move that brought it there: a hint, never more.
///
/// @param branch the branch
/// @param head where it stands
/// @param sequence the number of the move
/// @param token the token of the move
/// @param writer who made it
public record Announcement(
    String branch, ObjectId head, long sequence, Bytes token, Writer writer) {
  /// What a move makes known.
  public static Announcement of(Move move) {
    return new Announcement(move.branch(), move.to(), move.sequence(), move.token(), move.writer());
  }
}
