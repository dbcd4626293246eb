package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectIdentity;

/// The name of a table that outlives its renames: a function of the name under which its database
/// is attached, the name that it had first, and a generation, so that devices that track the same
/// table apart meet.
///
/// @param bytes exactly [#SIZE] bytes
public record TableId(Bytes bytes) implements Comparable<TableId> {
  /// The length of an id in bytes.
  public static final int SIZE = 16;

  public TableId {
    if (bytes.size() != SIZE) {
      throw new MalformedException("a table's id has 16 bytes, not " + bytes.size());
    }
  }

  /// The id of a table.
  ///
  /// @param database the name under which its database is attached
  /// @param firstName its name when it was first tracked, in any case of ASCII letters
  /// @param generation 0, or the next number for which the project has no table of the id. A table
  ///   that gets another primary key is another table: the next generation
  public static TableId of(String database, String firstName, int generation) {
    CborWriter out = new CborWriter();
    out.array(3).text(database).text(folded(firstName)).integer(generation);
    return new TableId(ObjectIdentity.sha256(out.toBytes()).slice(0, SIZE));
  }

  /// Whether SQLite takes two names of tables or columns for one: in any case of ASCII letters.
  public static boolean isSameName(String one, String other) {
    return folded(one).equals(folded(other));
  }

  /// A name as SQLite compares it.
  public static String folded(String name) {
    StringBuilder folded = new StringBuilder(name);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }

  @Override
  public int compareTo(TableId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
