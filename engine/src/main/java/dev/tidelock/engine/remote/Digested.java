package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.object.ObjectIdentity;

/// Bytes followed by their SHA-256, so that a blob that was cut off or changed is noticed by
/// whoever reads only this one.
final class Digested {
  static final int DIGEST_SIZE = 32;

  private Digested() {}

  static Bytes seal(Bytes payload) {
    return payload.concat(ObjectIdentity.sha256(payload));
  }

  static Bytes open(Bytes blob) {
    int end = blob.size() - DIGEST_SIZE;
    if (end < 0 || !ObjectIdentity.sha256(blob.slice(0, end)).equals(digest(blob))) {
      throw new MalformedException("it does not have its digest");
    }
    return blob.slice(0, end);
  }

  /// Reads a number that says how to read on.
  static void expect(int known, CborReader in) {
    if (in.integer(0, Integer.MAX_VALUE) != known) {
      throw new MalformedException("it was written by a newer version");
    }
  }

  /// The digest that a blob claims.
  static Bytes digest(Bytes blob) {
    if (blob.size() < DIGEST_SIZE) {
      throw new MalformedException("it is too short for a digest");
    }
    return blob.slice(blob.size() - DIGEST_SIZE, blob.size());
  }
}
