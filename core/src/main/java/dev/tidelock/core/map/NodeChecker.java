package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;

/// Checks a node item by item while it is decoded. One thread, one node.
final class NodeChecker {
  private final Boundary boundary;
  private final byte[] last = new byte[MapFormat.MAX_KEY];
  private int lastSize = -1;
  private boolean ended;

  NodeChecker(Boundary boundary) {
    this.boundary = boundary;
  }

  /// Reads the next key, which is greater than the one before and shares with it exactly what it
  /// says.
  Bytes key(CborReader in) {
    int shared = in.integer(0, Math.max(lastSize, 0));
    Bytes rest = in.bytes();
    boolean first = lastSize < 0;
    boolean ascends =
        first || !rest.isEmpty() && (shared == lastSize || isGreater(rest.get(0), last[shared]));
    if (!ascends) {
      throw new MalformedException("a map's keys do not ascend, or hide a shared prefix");
    }
    if (rest.size() > MapFormat.MAX_KEY - shared) {
      throw new MalformedException("a map's key is too long");
    }
    rest.copyInto(last, shared);
    lastSize = shared + rest.size();
    return Bytes.copyOf(last, 0, lastSize);
  }

  /// Takes note of the item that has this key.
  void item(Item item) {
    if (ended || boundary.endsBefore(item.weight())) {
      throw new MalformedException("a map's node goes on beyond its end");
    }
    ended = boundary.endsAfter(item.key(), item.weight());
  }

  private static boolean isGreater(byte a, byte b) {
    return Byte.compareUnsigned(a, b) > 0;
  }
}
