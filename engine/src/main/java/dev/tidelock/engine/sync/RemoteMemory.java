package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import java.util.Optional;

/// What this workspace remembers of its doings at one remote.
///
/// @param head the branch's head there, as last integrated or moved by us
/// @param sequence the number of the last move that we know has landed
/// @param offered the first commit of those that were sent to be the next move, without an answer,
///   and may land yet; the others stand on it
record RemoteMemory(Optional<ObjectId> head, long sequence, Optional<ObjectId> offered) {
  static final RemoteMemory NONE = new RemoteMemory(Optional.empty(), 0, Optional.empty());

  Bytes encode() {
    CborWriter out = new CborWriter().array(3);
    writeId(head, out);
    out.integer(sequence);
    writeId(offered, out);
    return out.toBytes();
  }

  static RemoteMemory decode(Bytes stored) {
    CborReader in = new CborReader(stored);
    in.array(3);
    RemoteMemory memory = new RemoteMemory(readId(in), in.integer(), readId(in));
    in.finish();
    return memory;
  }

  private static void writeId(Optional<ObjectId> id, CborWriter out) {
    id.ifPresentOrElse(value -> out.bytes(value.bytes()), out::nil);
  }

  private static Optional<ObjectId> readId(CborReader in) {
    return in.nil() ? Optional.empty() : Optional.of(new ObjectId(in.bytes(ObjectId.SIZE)));
  }
}
