package dev.tidelock.hubclient;

import java.util.LinkedHashMap;
import java.util.Optional;

/// Where a project stands at a hub, kept up to date by the hub's announcements as long as somebody
/// listens and no move is missing. It begins with an answer of the hub to a question that was asked
/// while somebody listened, and ends with the listening. What it says may be a moment old, which a
/// compare-and-set finds out. Safe for use by any thread.
public final class LivePicture {
  /// How many moves are remembered.
  private static final int MOVES = 1024;

  private boolean listening;
  private long lines;
  private long heard;
  private Optional<HubPicture> picture = Optional.empty();
  private final LinkedHashMap<Long, String> moves = new LinkedHashMap<>();

  /// Nothing is known yet, and nobody listens.
  public LivePicture() {}

  /// Somebody listens from now on.
  synchronized void opened() {
    forget();
    lines++;
    heard = 0;
    listening = true;
  }

  /// What comes from now on may not be heard.
  synchronized void closed() {
    forget();
    listening = false;
  }

  private void forget() {
    picture = Optional.empty();
    moves.clear();
  }

  /// A question is about to be asked: what to give back with its answer.
  synchronized long asking() {
    return listening ? lines : -1;
  }

  /// A question was answered.
  ///
  /// @param asked what [#asking] gave
  synchronized void answered(long asked, HubPicture answer) {
    if (listening && asked == lines && answer.sequence() >= heard) {
      moves.clear();
      stand(answer);
    }
  }

  private void stand(HubPicture now) {
    picture = Optional.of(now);
    moves.putLast(now.sequence(), now.token());
    while (moves.size() > MOVES) {
      moves.pollFirstEntry();
    }
  }

  /// A move was made, but it is not known which.
  synchronized void stale() {
    forget();
    heard = Long.MAX_VALUE;
  }

  /// A move was made.
  synchronized void moved(HubPicture.Moved move) {
    heard = Math.max(heard, move.sequence());
    if (picture.isEmpty()) {
      return;
    }
    HubPicture before = picture.get();
    if (move.sequence() == before.sequence() + 1) {
      stand(before.after(move));
    } else if (move.sequence() > before.sequence()
        || !moves.getOrDefault(move.sequence(), move.token()).equals(move.token())) {
      forget();
    }
  }

  /// The picture, for who saw the project at a move that is known to be on the way to it.
  ///
  /// @param sequence the number of that move
  /// @param token its token
  synchronized Optional<HubPicture> since(long sequence, String token) {
    return picture.filter(_ -> token.equals(moves.get(sequence)));
  }
}
