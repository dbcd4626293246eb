package dev.tidelock.core.tree;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectIdentity;

/// The name of a term for as long as it lives: a hash of the device that brought it in and of the
/// entry that it brought; editing the term keeps the key.
///
/// @param bytes exactly 16 bytes
public record TermKey(Bytes bytes) implements Comparable<TermKey> {
  /// The length of a key in bytes.
  public static final int SIZE = 16;

  public TermKey {
    if (bytes.size() != SIZE) {
      throw new MalformedException("a term's key has 16 bytes, not " + bytes.size());
    }
  }

  /// The key of a term that `device` brings in.
  public static TermKey of(DeviceId device, Entry.Leaf firstEntry) {
    CborWriter writer = new CborWriter();
    writer.array(2).text(device.text()).bytes(EntryCodec.identity(firstEntry));
    return new TermKey(ObjectIdentity.sha256(writer.toBytes()).slice(0, SIZE));
  }

  @Override
  public int compareTo(TermKey other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
