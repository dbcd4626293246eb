package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import java.util.ArrayList;
import java.util.List;

/// What a pack holds, in the order in which it lies there.
///
/// @param entries one for each object
public record PackIndex(List<Entry> entries) {
  private static final int FORMAT = 0;

  public PackIndex {
    entries = List.copyOf(entries);
  }

  /// Where an object lies in a pack.
  ///
  /// @param id the object's id, as the pack claims
  /// @param kind the object's kind, as the pack claims
  /// @param offset the first byte of its envelope, from the pack's start
  /// @param length the length of its envelope in bytes
  public record Entry(ObjectId id, ObjectKind kind, int offset, int length) {}

  /// The footer that describes objects lying one after another without a gap.
  Bytes encode() {
    CborWriter out = new CborWriter().array(2).integer(FORMAT).array(entries.size());
    for (Entry entry : entries) {
      out.array(3).bytes(entry.id().bytes());
      out.integer(entry.kind().code()).integer(entry.length());
    }
    return out.toBytes();
  }

  /// Reads the footer of a pack whose objects end where the footer begins.
  ///
  /// @throws MalformedException if it describes anything else than what lies before it
  public static PackIndex decode(Bytes footer, long footerOffset) {
    CborReader in = new CborReader(footer);
    in.array(2);
    in.integer(FORMAT, FORMAT);
    int count = in.array();
    List<Entry> entries = new ArrayList<>();
    long offset = Pack.MAGIC.size();
    for (int i = 0; i < count; i++) {
      in.array(3);
      ObjectId id = new ObjectId(in.bytes(ObjectId.SIZE));
      ObjectKind kind = ObjectKind.ofCode(in.integer(1, 255));
      int length = in.integer(1, EnvelopeCodec.MAX_SIZE);
      offset += Pack.RECORD_HEAD;
      if (offset + length > footerOffset) {
        throw new MalformedException("a pack's index reaches beyond its objects");
      }
      entries.add(new Entry(id, kind, (int) offset, length));
      offset += length;
    }
    in.finish();
    if (offset != footerOffset) {
      throw new MalformedException("a pack's index does not cover its objects");
    }
    return new PackIndex(entries);
  }
}
