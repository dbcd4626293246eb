package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.References;

/// What an envelope says in the clear: enough to follow references, check what is stored and
/// collect garbage without being able to read the object. Its values are in range, but whether they
/// are true is known only to who opens the envelope.
///
/// @param kind what the object is
/// @param level its height above the leaves
/// @param references what it refers to
/// @param codec how the body was compressed; 0 if it was not
/// @param epoch the epoch of the key that the body is encrypted under; 0 if it is not
/// @param nonce the nonce of the encryption; empty if there is none
/// @param plainLength the length of the object's payload in bytes
/// @param storedLength the length of the body in bytes
/// @param digest the SHA-256 of the body
/// @param size the length of the header itself in bytes
public record EnvelopeHeader(
    ObjectKind kind,
    int level,
    References references,
    int codec,
    long epoch,
    Bytes nonce,
    int plainLength,
    int storedLength,
    Bytes digest,
    int size) {
  /// The length of header and body together, in bytes.
  public int envelopeSize() {
    return size + storedLength;
  }
}
