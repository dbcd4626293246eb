package dev.tidelock.scenarios;

import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;

/// A place that stops answering after some calls.
final class Unreachable implements Around {
  static final Unreachable INSTANCE = new Unreachable(0);

  private final int answered;

  private Unreachable(int answered) {
    this.answered = answered;
  }

  /// It answers so many calls, and none after these.
  static Unreachable after(int calls) {
    return new Unreachable(calls);
  }

  @Override
  public Remote remote(Remote remote) {
    int[] calls = {0};
    return Meanwhile.each(
            _ -> {
              calls[0]++;
              if (calls[0] > answered) {
                throw new RemoteFailure(RemoteFailure.Reason.UNREACHABLE, "the line is dead");
              }
            })
        .remote(remote);
  }
}
