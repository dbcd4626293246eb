package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.record.RowEntry;

/// Hashes a set of rows, however large, in bounded memory.
final class RowSetHash {
  private static final int MOST_NAMED = 100_000;

  private CborWriter named = new CborWriter();
  private Bytes digest = Bytes.empty();
  private long unhashed;

  /// The rows that follow are of this table.
  void table(Bytes id) {
    named.bytes(id);
  }

  /// A row that is rewritten is named with what was there: rewritten again it is another one.
  void row(Change<RowEntry> row) {
    named.bytes(row.key());
    row.after()
        .flatMap(_ -> row.before())
        .flatMap(RowEntry::shown)
        .ifPresent(was -> named.bytes(was.identity()));
    unhashed++;
    if (unhashed == MOST_NAMED) {
      digest = ObjectIdentity.sha256(digest.concat(named.toBytes()));
      named = new CborWriter();
      unhashed = 0;
    }
  }

  /// The hash of what was named, as a person types it.
  String text() {
    return ObjectIdentity.sha256(digest.concat(named.toBytes())).slice(0, 16).toHex();
  }
}
