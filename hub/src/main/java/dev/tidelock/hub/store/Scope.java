package dev.tidelock.hub.store;

/// What the bearer of a token may do.
public enum Scope {
  /// See projects and fetch.
  READ,
  /// Everything that the account may.
  WRITE
}
