import org.jspecify.annotations.NullMarked;

/// Contracts of the ports as tests, and strict in-memory ports that grant nothing a contract does
/// not promise.
@NullMarked
module dev.tidelock.testkit {
  requires static org.jspecify;
  requires transitive dev.tidelock.engine;
  requires transitive dev.tidelock.generators;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
}
