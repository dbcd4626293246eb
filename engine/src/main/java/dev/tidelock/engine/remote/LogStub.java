package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import java.util.Optional;

/// What stands in the place of an entry that was trimmed, because a later checkpoint says all that
/// it said. It keeps the digest of that entry, so that whoever remembers it still finds it.
///
/// @param sequence the entry's number
/// @param digest the entry's digest
record LogStub(long sequence, Bytes digest) {
  private static final int FORMAT = 0;
  private static final int KIND = 3;
  private static final int FIELDS = 4;

  LogStub {
    if (sequence < 1 || digest.size() != Digested.DIGEST_SIZE) {
      throw new MalformedException("a stub stands for no entry");
    }
  }

  /// The blob of this stub.
  Bytes encode() {
    CborWriter out = new CborWriter().array(FIELDS).integer(FORMAT).integer(KIND);
    return Digested.seal(out.integer(sequence).bytes(digest).toBytes());
  }

  /// The stub that a blob of the log is, if it is one.
  ///
  /// @throws MalformedException if it is neither a stub nor something else with its digest
  static Optional<LogStub> decode(Bytes blob) {
    CborReader in = new CborReader(Digested.open(blob));
    int fields = in.array();
    Digested.expect(FORMAT, in);
    if (in.integer(0, Integer.MAX_VALUE) != KIND) {
      return Optional.empty();
    }
    if (fields != FIELDS) {
      throw new MalformedException("a stub has 4 fields");
    }
    LogStub stub = new LogStub(in.integer(), in.bytes(Digested.DIGEST_SIZE));
    in.finish();
    return Optional.of(stub);
  }

  /// The digest of the entry that a blob of the log is or stands for.
  static Bytes entryDigest(Bytes blob) {
    return decode(blob).map(LogStub::digest).orElseGet(() -> Digested.digest(blob));
  }
}
