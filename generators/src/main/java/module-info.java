import org.jspecify.annotations.NullMarked;

/// Seeded property tests: one root seed replays one failure.
@NullMarked
module dev.tidelock.generators {
  requires static org.jspecify;

  exports dev.tidelock.generators;
}
