package dev.tidelock.core.object;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;

/// The name of an object: 32 bytes, a pure function of what the object says (see [ObjectIdentity]).
///
/// @param bytes exactly [#SIZE] bytes
public record ObjectId(Bytes bytes) implements Comparable<ObjectId> {
  /// The length of an id in bytes.
  public static final int SIZE = 32;

  public ObjectId {
    if (bytes.size() != SIZE) {
      throw new MalformedException("an object id has 32 bytes, not " + bytes.size());
    }
  }

  /// The id that 64 hexadecimal digits name.
  ///
  /// @throws MalformedException if the text is anything else
  public static ObjectId parse(String hex) {
    try {
      return new ObjectId(Bytes.hex(hex));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not an object id: " + hex, e);
    }
  }

  /// The first eight digits, for people.
  public String abbreviated() {
    return bytes.slice(0, 4).toHex();
  }

  @Override
  public int compareTo(ObjectId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
