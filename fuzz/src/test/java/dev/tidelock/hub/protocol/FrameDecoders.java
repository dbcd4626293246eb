package dev.tidelock.hub.protocol;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.fuzz.Decoder;
import dev.tidelock.fuzz.Samples;
import dev.tidelock.testkit.PlainCompression;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The hub's reading of streams of objects.
public final class FrameDecoders {
  private FrameDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "hub-frames",
            Decoder.Bound.USUAL,
            List.of(Refusal.class, EOFException.class),
            FrameDecoders::streams,
            FrameDecoders::read));
  }

  /// A stream of all the samples, and an empty one.
  public static List<Bytes> streams() {
    EnvelopeCodec codec = new EnvelopeCodec(new PlainCompression());
    List<SealedObject> objects = new ArrayList<>();
    Samples.objects().forEach(object -> objects.add(codec.seal(object)));
    return List.of(stream(objects), stream(List.of()), delta());
  }

  private static Bytes delta() {
    ByteBuffer all = ByteBuffer.allocate(5 + 64 + 4 + 13).put((byte) 4).putInt(64 + 4);
    return Bytes.wrap(all.position(5 + 64 + 4).put((byte) 0).putInt(8).putLong(1).array());
  }

  private static Bytes stream(List<SealedObject> objects) {
    Bytes all = Bytes.empty();
    for (SealedObject object : objects) {
      ByteBuffer head = ByteBuffer.allocate(5 + 32).put((byte) 1);
      head.putInt(32 + object.envelope().size()).put(object.id().bytes().asByteBuffer());
      all = all.concat(Bytes.wrap(head.array())).concat(object.envelope());
    }
    ByteBuffer end = ByteBuffer.allocate(5 + 8).put((byte) 0).putInt(8).putLong(objects.size());
    return all.concat(Bytes.wrap(end.array()));
  }

  private static void read(Bytes input) throws Exception {
    long[] seen = {0};
    FrameReader.Receiver counting =
        new FrameReader.Receiver() {
          @Override
          public void object(ObjectId id, Bytes envelope) {
            seen[0]++;
          }

          @Override
          public void delta(ObjectDelta delta) {
            seen[0]++;
          }
        };
    long told = new FrameReader(new ByteArrayInputStream(input.toByteArray())).readAll(counting);
    Decoder.require(told == seen[0], "as many objects as were told");
  }
}
