package dev.tidelock.core.map;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;

/// What a subtree holds, as a sum over its leaves. None is negative.
///
/// @param entries values of maps: files, links, directories, conflicts
/// @param files files and conflicts
/// @param bytes the size of the files; of a conflict, the size of its first term
/// @param conflicts conflicts
public record Summary(long entries, long files, long bytes, long conflicts) {
  /// Nothing.
  public static final Summary ZERO = new Summary(0, 0, 0, 0);

  public Summary {
    if (entries < 0 || files < 0 || bytes < 0 || conflicts < 0) {
      throw new MalformedException("a summary is never negative");
    }
  }

  /// The sum of both; a sum beyond 63 bits is malformed.
  public Summary plus(Summary other) {
    try {
      return new Summary(
          Math.addExact(entries, other.entries),
          Math.addExact(files, other.files),
          Math.addExact(bytes, other.bytes),
          Math.addExact(conflicts, other.conflicts));
    } catch (ArithmeticException e) {
      throw new MalformedException("a summary overflows", e);
    }
  }

  /// Writes the four numbers as one array.
  public void write(CborWriter out) {
    out.array(4).integer(entries).integer(files).integer(bytes).integer(conflicts);
  }

  /// Reads what [#write] wrote.
  public static Summary read(CborReader in) {
    in.array(4);
    return new Summary(in.integer(), in.integer(), in.integer(), in.integer());
  }
}
