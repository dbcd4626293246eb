package dev.tidelock.cli.watch;

import dev.tidelock.cli.sync.Reachability;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.remote.Backoff;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// Which remotes of a watched workspace cannot be reached, and when each is tried again. One
/// thread.
final class Reach implements Reachability {
  private static final long FIRST = 1_000_000_000L;
  private static final long MOST = 60 * FIRST;

  private final Clock clock;
  private final RandomGenerator chance;
  private final Map<String, Missed> missed = new HashMap<>();

  /// @param clock the time
  /// @param chance spreads what is tried again
  Reach(Clock clock, RandomGenerator chance) {
    this.clock = clock;
    this.chance = chance;
  }

  @Override
  public Optional<RemoteFailure> avoided(NamedRemote remote) {
    Missed known = missed.get(remote.name());
    return known != null && known.backoff.until().orElse(0) > clock.monotonicNanos()
        ? Optional.of(known.failure)
        : Optional.empty();
  }

  @Override
  public void reached(NamedRemote remote) {
    missed.remove(remote.name());
  }

  @Override
  public void missed(NamedRemote remote, RemoteFailure failure) {
    Missed known =
        missed.computeIfAbsent(
            remote.name(), _ -> new Missed(new Backoff(FIRST, MOST, chance), failure));
    known.failure = failure;
    known.backoff.failed(clock.monotonicNanos());
  }

  /// All are worth a try now.
  void hope() {
    missed.values().forEach(each -> each.backoff.reset());
  }

  /// When the next one is tried again, if any was missed.
  OptionalLong retry() {
    return missed.values().stream().mapToLong(each -> each.backoff.until().orElse(0)).min();
  }

  @Override
  public Optional<Duration> untilRetry() {
    OptionalLong retry = retry();
    return retry.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, retry.getAsLong() - clock.monotonicNanos())));
  }

  /// Why one cannot be reached, if any cannot.
  Optional<String> trouble() {
    return missed.entrySet().stream()
        .findFirst()
        .map(each -> each.getKey() + ": " + each.getValue().failure.getMessage());
  }

  /// How many cannot be reached.
  int away() {
    return missed.size();
  }

  private static final class Missed {
    private final Backoff backoff;
    private RemoteFailure failure;

    private Missed(Backoff backoff, RemoteFailure failure) {
      this.backoff = backoff;
      this.failure = failure;
    }
  }
}
