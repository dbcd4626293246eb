package dev.tidelock.engine.store;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.fuzz.Decoder;
import dev.tidelock.fuzz.Samples;
import dev.tidelock.platform.ZstdCompression;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The decoders of what rests: envelopes, packs, their indexes, and where objects lie.
public final class StoreDecoders {
  private static final EnvelopeCodec CODEC = new EnvelopeCodec(new ZstdCompression());

  /// An envelope may bring the largest payload in a few bytes; more than that it may not cost.
  private static final Decoder.Bound OPENING = new Decoder.Bound(8 << 20, 512);

  private static final List<Class<? extends Exception>> MALFORMED =
      List.of(MalformedException.class);

  private StoreDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder("envelope", OPENING, MALFORMED, StoreDecoders::envelopes, StoreDecoders::open),
        new Decoder("delta", OPENING, MALFORMED, StoreDecoders::deltas, StoreDecoders::delta),
        new Decoder("body", OPENING, MALFORMED, StoreDecoders::bodies, StoreDecoders::body),
        new Decoder(
            "pack", Decoder.Bound.USUAL, List.of(), StoreDecoders::packs, StoreDecoders::pack),
        new Decoder(
            "pack-index",
            Decoder.Bound.USUAL,
            MALFORMED,
            StoreDecoders::footers,
            StoreDecoders::footer),
        new Decoder(
            "object-place",
            Decoder.Bound.USUAL,
            MALFORMED,
            () -> List.of(Bytes.hex("000102030405060700000010000001000" + "3")),
            StoreDecoders::place));
  }

  private static List<Bytes> envelopes() {
    List<Bytes> all = new ArrayList<>();
    for (RawObject object : Samples.objects()) {
      all.add(CODEC.seal(object).envelope());
    }
    return all;
  }

  private static void open(Bytes input) {
    EnvelopeHeader header = EnvelopeCodec.verify(input);
    require(header.envelopeSize() == input.size(), "an envelope is as long as it says");
    CODEC.open(new ObjectId(header.digest()), input);
  }

  /// Bodies with a header that fits them: the choice is the codec, three bytes are the length.
  private static List<Bytes> bodies() {
    List<Bytes> all = new ArrayList<>();
    Bytes zeros = Bytes.wrap(new byte[RawObject.MAX_PAYLOAD]);
    for (Bytes plain : List.of(Bytes.utf8("plain ".repeat(50)), zeros)) {
      byte[] length = {
        (byte) (plain.size() >> 16), (byte) (plain.size() >> 8), (byte) plain.size()
      };
      Bytes packed = new ZstdCompression().compress(plain).orElseThrow();
      all.add(Samples.chosen(1, Bytes.wrap(length).concat(packed)));
    }
    return all;
  }

  private static void body(Bytes input) {
    if (input.size() < 4) {
      return;
    }
    int plain = (input.get(1) & 0xff) << 16 | (input.get(2) & 0xff) << 8 | input.get(3) & 0xff;
    Bytes body = input.slice(4, input.size());
    CborWriter out = new CborWriter().array(12).integer(0).integer(1).integer(0);
    out.bytes(Bytes.empty()).bytes(Bytes.empty()).bytes(Bytes.empty());
    out.integer(Samples.choice(input, 3)).integer(0).bytes(Bytes.empty());
    out.integer(plain).integer(body.size()).bytes(ObjectIdentity.sha256(body)).item(body);
    CODEC.open(new ObjectId(ObjectIdentity.sha256(input)), out.toBytes());
  }

  /// Every sample beside every one of its kind, and one that unfolds: the choice is the base, the
  /// next byte the object.
  private static List<Bytes> deltas() {
    List<Bytes> all = new ArrayList<>();
    List<RawObject> objects = besides();
    for (int base = 0; base < objects.size(); base++) {
      for (int i = 0; i < objects.size(); i++) {
        Optional<ObjectDelta> delta = delta(objects.get(i), objects.get(base));
        if (delta.isPresent()) {
          all.add(Samples.chosen(base, Samples.chosen(i, delta.get().body())));
        }
      }
    }
    return all;
  }

  private static List<RawObject> besides() {
    List<RawObject> objects = Samples.objects();
    Bytes zeros = Bytes.wrap(new byte[DeltaCodec.MAX_PLAIN - 100]);
    objects.add(new RawObject(ObjectKind.DETAIL, 0, References.none(), zeros));
    return objects;
  }

  private static Optional<ObjectDelta> delta(RawObject object, RawObject base) {
    ObjectId id = ObjectIdentity.of(object);
    return CODEC.deltas().encode(id, object, 1 << 20, ObjectIdentity.of(base), base);
  }

  private static void delta(Bytes input) {
    List<RawObject> objects = besides();
    RawObject base = objects.get(Samples.choice(input, objects.size()));
    Bytes rest = Samples.rest(input);
    ObjectId id = ObjectIdentity.of(objects.get(Samples.choice(rest, objects.size())));
    ObjectDelta delta = new ObjectDelta(id, ObjectIdentity.of(base), Samples.rest(rest));
    RawObject object = CODEC.deltas().open(delta, base);
    require(ObjectIdentity.of(object).equals(id), "a delta gives the object that it names");
  }

  private static List<Bytes> packs() {
    return List.of(write().pack());
  }

  private record Written(Bytes pack, PackWriter.Finished finished) {}

  private static Written write() {
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    PackWriter writer =
        new PackWriter(buffer -> pack.writeBytes(Bytes.copyOf(buffer).toByteArray()));
    for (RawObject object : Samples.objects()) {
      writer.add(CODEC.seal(object));
    }
    PackWriter.Finished finished = writer.finish();
    return new Written(Bytes.wrap(pack.toByteArray()), finished);
  }

  private static void pack(Bytes input) {
    within(Pack.scan(Pack.input(input)), input);
    try {
      within(Pack.index(Pack.input(input)), input);
    } catch (MalformedException _) {
      // Then the records must do.
    }
  }

  private static void within(PackIndex index, Bytes pack) {
    for (PackIndex.Entry entry : index.entries()) {
      require(
          entry.offset() > 0
              && entry.length() > 0
              && entry.offset() <= pack.size() - entry.length(),
          "an object lies within its pack");
    }
  }

  private static List<Bytes> footers() {
    return List.of(write().finished().index().encode());
  }

  private static void footer(Bytes input) {
    long end = Pack.MAGIC.size();
    try {
      PackIndex.decode(input, end);
    } catch (MalformedException _) {
      // Unless it is empty, it needs more room than none.
    }
    PackIndex index = PackIndex.decode(input, write().finished().summary().footerOffset());
    require(index.encode().equals(input), "an index has one encoding");
  }

  private static void place(Bytes input) {
    ObjectIndex.Location place = ObjectIndex.Location.decode(input);
    require(place.encode().equals(input), "a place has one encoding");
    require(place.offset() >= 0 && place.length() > 0, "a place is somewhere");
  }
}
