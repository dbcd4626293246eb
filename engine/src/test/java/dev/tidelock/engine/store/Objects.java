package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;

/// Objects for tests, of every kind and shape.
final class Objects {
  private Objects() {}

  static RawObject draw(Tape tape) {
    ObjectKind kind = tape.pick(List.of(ObjectKind.values()));
    References references = new References(ids(tape), ids(tape), ids(tape));
    Bytes payload = Bytes.wrap(tape.bytes(tape.nextSize(5000)));
    if (tape.nextBoolean()) {
      payload = new PairCompression().decompress(payload, 2 * payload.size());
    }
    return new RawObject(kind, tape.nextInt(RawObject.MAX_LEVEL + 1), references, payload);
  }

  private static List<ObjectId> ids(Tape tape) {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = tape.nextSize(20); i > 0; i--) {
      ids.add(new ObjectId(Bytes.wrap(tape.bytes(ObjectId.SIZE))));
    }
    return ids;
  }
}
