package dev.tidelock.hub.care;

import dev.tidelock.core.object.ObjectId;
import java.nio.ByteBuffer;

/// A set of very many ids in little memory: the first 16 bytes of each, in a table with open
/// addressing. Two ids that begin alike, which nobody can find, would be taken for one. One thread.
final class IdSet {
  private static final int LEAST = 1 << 10;

  private long[] table = new long[2 * LEAST];
  private int size;
  private boolean zero;

  /// Adds an id: whether it was not in the set.
  boolean add(ObjectId id) {
    ByteBuffer bytes = id.bytes().asByteBuffer();
    long high = bytes.getLong();
    long low = bytes.getLong();
    if (high == 0 && low == 0) {
      boolean added = !zero;
      zero = true;
      return added;
    }
    int slot = slot(table, high, low);
    if (table[slot] != 0 || table[slot + 1] != 0) {
      return false;
    }
    table[slot] = high;
    table[slot + 1] = low;
    size++;
    if (size > table.length / 4) {
      grow();
    }
    return true;
  }

  /// Whether an id is in the set.
  boolean contains(ObjectId id) {
    ByteBuffer bytes = id.bytes().asByteBuffer();
    long high = bytes.getLong();
    long low = bytes.getLong();
    if (high == 0 && low == 0) {
      return zero;
    }
    int slot = slot(table, high, low);
    return table[slot] != 0 || table[slot + 1] != 0;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(2, table.length)];
    for (int i = 0; i < table.length; i += 2) {
      if (table[i] != 0 || table[i + 1] != 0) {
        int slot = slot(larger, table[i], table[i + 1]);
        larger[slot] = table[i];
        larger[slot + 1] = table[i + 1];
      }
    }
    table = larger;
  }

  /// Where an entry is, or where it would be.
  private static int slot(long[] table, long high, long low) {
    int mask = table.length / 2 - 1;
    int index = (int) low & mask;
    while (table[2 * index] != 0 || table[2 * index + 1] != 0) {
      if (table[2 * index] == high && table[2 * index + 1] == low) {
        break;
      }
      index = (index + 1) & mask;
    }
    return 2 * index;
  }
}
