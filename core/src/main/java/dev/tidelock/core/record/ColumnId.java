package dev.tidelock.core.record;

import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectIdentity;

/// The name of a column that outlives its renames: a function of the table, the name that it had
/// first, and a generation, so that devices that add the same column apart mean the same.
///
/// @param bits the first four bytes of a hash, big-endian; ordered as an unsigned number
public record ColumnId(int bits) implements Comparable<ColumnId> {
  /// The id of a column.
  ///
  /// @param table its table
  /// @param firstName its name when it was first seen, folded to lower case in ASCII
  /// @param generation 0, or the next number for which no column of the table has or had the id
  public static ColumnId of(TableId table, String firstName, int generation) {
    CborWriter out = new CborWriter();
    out.array(3).bytes(table.bytes()).text(TableId.folded(firstName)).integer(generation);
    return new ColumnId(ObjectIdentity.sha256(out.toBytes()).slice(0, 4).asByteBuffer().getInt());
  }

  /// The id as a number from 0 to 2^32 - 1.
  public long number() {
    return Integer.toUnsignedLong(bits);
  }

  @Override
  public int compareTo(ColumnId other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return "%08x".formatted(bits);
  }
}
