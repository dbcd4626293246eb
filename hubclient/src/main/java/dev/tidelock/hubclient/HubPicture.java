package dev.tidelock.hubclient;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a hub says of a project.
///
/// @param sequence the number of the newest move; 0 before the first
/// @param token its token
/// @param known whether the hub has the move that it was told of
/// @param heads each branch's head
/// @param sequences the last sequence of each writer
record HubPicture(
    long sequence,
    String token,
    boolean known,
    Map<String, ObjectId> heads,
    Map<String, Long> sequences) {
  /// As many digits as a request may tell of.
  private static final long LAST = 999_999_999_999_999_999L;

  HubPicture {
    requireNumber(sequence);
    heads = Map.copyOf(heads);
    sequences = Map.copyOf(sequences);
  }

  static HubPicture of(Message answer) {
    Map<String, ObjectId> heads = new HashMap<>();
    Message branches = answer.message("heads");
    branches.names().forEach(name -> heads.put(name, ObjectId.parse(branches.text(name))));
    Map<String, Long> sequences = new HashMap<>();
    Message writers = answer.message("sequences");
    writers.names().forEach(name -> sequences.put(name, writers.number(name)));
    return new HubPicture(
        answer.number("sequence"), token(answer), answer.truth("known"), heads, sequences);
  }

  /// What was seen is told to the hub again: what no hub can have said would never be understood.
  static void requireNumber(long sequence) {
    if (sequence < 0 || sequence > LAST) {
      throw new MalformedException("no move has the number " + sequence);
    }
  }

  static String token(Message message) {
    String token = message.text("token");
    if (!token.matches("[0-9a-f]{1,128}")) {
      throw new MalformedException("a move's token is not hexadecimal");
    }
    return token;
  }

  /// The picture after the next move.
  HubPicture after(Moved move) {
    Map<String, ObjectId> heads = new HashMap<>(this.heads);
    heads.put(move.branch(), move.head());
    Map<String, Long> sequences = new HashMap<>(this.sequences);
    sequences.merge(move.writer(), move.number(), Math::max);
    return new HubPicture(move.sequence(), move.token(), known, heads, sequences);
  }

  /// A move of a head.
  ///
  /// @param branch the branch
  /// @param head where it stands since
  /// @param sequence the number of the move
  /// @param token its token
  /// @param writer who made it, as `device/incarnation`
  /// @param number its number among the writer's
  record Moved(
      String branch, ObjectId head, long sequence, String token, String writer, long number) {
    Moved {
      requireNumber(sequence);
    }

    /// The move that an announcement tells of, if it tells all of it.
    static Optional<Moved> of(Message news) {
      Optional<ObjectId> head = news.maybeText("head").map(ObjectId::parse);
      Optional<String> writer = news.maybeText("writer");
      return head.isEmpty() || writer.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Moved(
                  news.text("branch"),
                  head.get(),
                  news.number("sequence"),
                  HubPicture.token(news),
                  writer.get(),
                  news.number("number")));
    }
  }
}
