package dev.tidelock.engine.apply;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.Optional;

/// How much time has passed in a workspace, as far as there is evidence of it: what went by while
/// the machine was up, and of each time over a restart what the wall clock says, but no more than a
/// day. So a clock that is set, or that was wrong after a start, makes nothing old; and a workspace
/// that is seldom used ages slowly. It never goes back. One thread.
public final class ElapsedTime {
  private static final long HOUR_MILLIS = 60L * 60 * 1000;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;
  private static final long NANOS = 1_000_000L;
  private static final Bytes KEY = Bytes.utf8("elapsed");

  private final StateStore state;
  private final Clock clock;

  /// @param state where it is kept
  /// @param clock the machine's
  public ElapsedTime(StateStore state, Clock clock) {
    this.state = state;
    this.clock = clock;
  }

  /// The time, in milliseconds since a moment of no meaning.
  public long millis() {
    return now().millis();
  }

  /// Remembers how far it is, if that was not done within the last hour; to be done now and then.
  public void record() {
    Mark now = now();
    boolean recent =
        last()
            .filter(mark -> mark.boot().equals(now.boot()))
            .filter(mark -> now.millis() - mark.millis() < HOUR_MILLIS)
            .isPresent();
    if (!recent) {
      state.write(batch -> batch.put(Space.META, KEY, now.encode()));
    }
  }

  private Optional<Mark> last() {
    return state.get(Space.META, KEY).map(Mark::decode);
  }

  private Mark now() {
    long wall = clock.wallMillis();
    long monotonic = clock.monotonicNanos() / NANOS;
    String boot = clock.boot();
    long millis =
        last().map(mark -> mark.millis() + mark.until(wall, monotonic, boot)).orElse(wall);
    return new Mark(millis, wall, monotonic, boot);
  }

  /// How far it was at a moment of both clocks.
  private record Mark(long millis, long wall, long monotonic, String boot) {
    private long until(long wallNow, long monotonicNow, String bootNow) {
      return bootNow.equals(boot)
          ? Math.max(0, monotonicNow - monotonic)
          : Math.clamp(wallNow - wall, 0L, DAY_MILLIS);
    }

    private Bytes encode() {
      return new CborWriter()
          .array(4)
          .integer(millis)
          .integer(wall)
          .integer(monotonic)
          .text(boot)
          .toBytes();
    }

    private static Mark decode(Bytes stored) {
      CborReader in = new CborReader(stored);
      in.array(4);
      Mark mark = new Mark(in.integer(), in.integer(), in.integer(), in.text());
      in.finish();
      return mark;
    }
  }
}
