package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.TermKey;
import java.nio.ByteBuffer;
import java.util.Optional;

/// One of the values that a [RowConflict] holds: a row, or that there be none.
///
/// @param key its name, unchanged when its value is edited
/// @param row the row; nothing for its deletion
/// @param stamp when and where it came to be; of a row, its own stamp
public record RowTerm(TermKey key, Optional<Row> row, Stamp stamp) {
  public RowTerm {
    if (row.isPresent() && !row.get().stamp().equals(stamp)) {
      throw new IllegalArgumentException("a term has the stamp of its row");
    }
  }

  /// The term that a side brings in with a row.
  public static RowTerm of(Row row) {
    return new RowTerm(key(Optional.of(row), row.stamp()), Optional.of(row), row.stamp());
  }

  /// The term that a side brings in by deleting a row.
  public static RowTerm deletion(Stamp stamp) {
    return new RowTerm(key(Optional.empty(), stamp), Optional.empty(), stamp);
  }

  /// This term under another key.
  public RowTerm withKey(TermKey newKey) {
    return new RowTerm(newKey, row, stamp);
  }

  /// Whether both want the same, whoever wants it.
  public boolean sameAs(RowTerm other) {
    return row.isPresent() == other.row.isPresent()
        && (row.isEmpty() || row.get().sameAs(other.row.orElseThrow()));
  }

  /// Bytes that two terms share exactly if [#sameAs] holds between them.
  public Bytes identity() {
    return row.map(Row::identity).orElse(Bytes.empty());
  }

  private static TermKey key(Optional<Row> row, Stamp stamp) {
    byte[] device = ByteBuffer.allocate(Long.BYTES).putLong(stamp.device()).array();
    Bytes identity = row.map(Row::identity).orElse(Bytes.empty());
    Bytes input = Bytes.wrap(device).concat(identity);
    return new TermKey(ObjectIdentity.sha256(input).slice(0, TermKey.SIZE));
  }
}
