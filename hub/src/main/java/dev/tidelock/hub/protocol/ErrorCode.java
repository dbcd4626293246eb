package dev.tidelock.hub.protocol;

import java.util.Locale;

/// Why a request is not fulfilled, as the device is told.
public enum ErrorCode {
  /// The request is not one of the protocol.
  MALFORMED(400),
  /// There is no token, or not one that the hub knows.
  UNAUTHENTICATED(401),
  /// The token was good until lately.
  EXPIRED(401),
  /// The token was taken back.
  REVOKED(401),
  /// Address and password do not belong together.
  WRONG_CREDENTIALS(401),
  /// The token does not allow it.
  NOT_ALLOWED(403),
  /// The account was disabled.
  DISABLED(403),
  /// What was named is not there, as far as the caller may know.
  NOT_FOUND(404),
  /// Somebody else has this id.
  EXISTS(409),
  /// What an object was sent beside is not here (any more).
  NO_BASE(409),
  /// The request is larger than any may be.
  TOO_LARGE(413),
  /// What was sent does not match its id, or breaks the format.
  CORRUPT(422),
  /// The other side speaks another version.
  PROTOCOL(426),
  /// Too many attempts.
  TOO_MANY(429),
  /// Something is wrong with the hub.
  FAILED(500),
  /// The hub is about to stop.
  STOPPING(503),
  /// The hub has too much to do.
  BUSY(503),
  /// The hub's disk is full.
  NO_SPACE(507),
  /// The project may not become larger.
  QUOTA(507);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  /// The HTTP status that it travels with.
  public int status() {
    return status;
  }

  /// The code as it is written.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
