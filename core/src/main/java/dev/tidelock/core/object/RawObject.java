package dev.tidelock.core.object;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;

/// An object as it is hashed: uncompressed, unencrypted, its references apart from its payload.
///
/// @param kind what it is
/// @param level 0 for leaves; the height above the leaves for inner nodes; at most [#MAX_LEVEL]
/// @param references what it refers to
/// @param payload its canonical bytes without ids; at most [#MAX_PAYLOAD] bytes
public record RawObject(ObjectKind kind, int level, References references, Bytes payload) {
  /// The highest level: no tree of ours comes near, a hostile one is cut short.
  public static final int MAX_LEVEL = 30;

  /// The longest payload in bytes.
  public static final int MAX_PAYLOAD = 1 << 22;

  /// The most references that one object may hold.
  public static final int MAX_REFERENCES = 1 << 16;

  public RawObject {
    if (level < 0 || level > MAX_LEVEL) {
      throw new MalformedException("an object's level is 0 to 30, not " + level);
    }
    if (payload.size() > MAX_PAYLOAD) {
      throw new MalformedException("an object of " + payload.size() + " bytes is too large");
    }
    if (references.size() > MAX_REFERENCES) {
      throw new MalformedException("an object with " + references.size() + " references");
    }
  }
}
