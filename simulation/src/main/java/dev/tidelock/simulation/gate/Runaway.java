package dev.tidelock.simulation.gate;

/// A sync that makes more calls than any sync of a simulated workspace needs: it goes in circles.
public final class Runaway extends Error {
  private static final long serialVersionUID = 1L;

  /// @param calls how many calls it made
  /// @param where the latest
  public Runaway(long calls, String where) {
    super("%d calls, now at %s".formatted(calls, where));
  }
}
