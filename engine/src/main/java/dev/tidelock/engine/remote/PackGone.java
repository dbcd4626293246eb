package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;

/// A listed pack is not there. It may have been condemned since the log was read, or be lost;
/// whoever can read the log again finds out, so this never leaves the package.
final class PackGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Bytes pack;

  PackGone(Bytes pack, String blob) {
    super("blob " + blob + " is missing");
    this.pack = pack;
  }

  /// The pack's name.
  Bytes pack() {
    return pack;
  }

  /// The failure that it is, if the pack is still listed.
  RemoteFailure loss() {
    return new RemoteFailure(RemoteFailure.Reason.CORRUPT, String.valueOf(getMessage()), this);
  }
}
