package dev.tidelock.engine.store;

/// What can be pulled: after a number of steps the machine stops.
final class Plug {
  private long left = Long.MAX_VALUE;
  private long steps;

  /// The machine stopped here.
  static final class Pulled extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// Lets `count` more steps pass.
  void pullAfter(long count) {
    left = count;
    steps = 0;
  }

  /// Puts it in again, for good.
  void putIn() {
    left = Long.MAX_VALUE;
  }

  /// How many steps passed since [#pullAfter].
  long steps() {
    return steps;
  }

  /// One step that changes something.
  void step() {
    if (left == 0) {
      throw new Pulled();
    }
    left--;
    steps++;
  }
}
