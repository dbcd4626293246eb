package dev.tidelock.hubclient;

import java.time.Duration;

/// How long a device waits for a hub, and how often it asks again.
///
/// @param connect for a connection
/// @param idle for the next byte, either way
/// @param work for the first byte of an answer that makes the hub work
/// @param attempts how often a request is sent at most
/// @param pause before the second attempt; doubled for each one after it, and varied
/// @param budget for all pauses before attempts together
public record Patience(
    Duration connect, Duration idle, Duration work, int attempts, Duration pause, Duration budget) {
  /// What suits people and networks.
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(300),
          6,
          Duration.ofMillis(250),
          Duration.ofSeconds(20));

  /// What suits a program that comes back by itself, and has other things to do until then: one
  /// more attempt, for a connection that was kept and is stale.
  public static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(300),
          2,
          Duration.ofMillis(50),
          Duration.ofSeconds(1));
}
