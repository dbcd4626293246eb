package dev.tidelock.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.port.Compression;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeltaCodecTest {
  private static final int ENVELOPE = 1 << 20;

  private final DeltaCodec codec = new DeltaCodec(new PrefixCompression());

  private static ObjectId id(RawObject object) {
    return ObjectIdentity.of(object);
  }

  private Optional<ObjectDelta> encode(RawObject object, RawObject base) {
    return codec.encode(id(object), object, ENVELOPE, id(base), base);
  }

  /// A node of random references and payload.
  private static RawObject node(Tape tape) {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = tape.nextInt(50); i > 0; i--) {
      ids.add(new ObjectId(Bytes.wrap(tape.bytes(ObjectId.SIZE))));
    }
    int cut = tape.nextInt(ids.size() + 1);
    References references =
        new References(ids.subList(0, cut), List.of(), ids.subList(cut, ids.size()));
    return new RawObject(
        ObjectKind.ROWS, tape.nextInt(4), references, Bytes.wrap(tape.bytes(tape.nextInt(3000))));
  }

  private static RawObject chunk(String text) {
    return new RawObject(ObjectKind.CHUNK, 0, References.none(), Bytes.utf8(text));
  }

  private static RawObject detail(Bytes payload) {
    return new RawObject(ObjectKind.DETAIL, 0, References.none(), payload);
  }

  @Test
  void opensWhatItEncoded() {
    ForAll.cases(
        300,
        tape -> {
          RawObject base = node(tape);
          RawObject object = node(tape);
          ObjectDelta delta = encode(object, base).orElseThrow();
          assertThat(delta.id()).isEqualTo(id(object));
          assertThat(delta.base()).isEqualTo(id(base));
          assertThat(codec.open(delta, base)).isEqualTo(object);
        });
  }

  @Test
  void chunksAndObjectsOfAnotherKindHaveNone() {
    RawObject text = chunk("some text");
    assertThat(encode(text, chunk("some other text"))).isEmpty();
    assertThat(encode(detail(text.payload()), text)).isEmpty();
  }

  @Test
  void whatIsHardlySmallerOrTooLargeHasNone() {
    RawObject object = detail(Bytes.wrap(new byte[1000]));
    RawObject base = detail(Bytes.wrap(new byte[999]));
    int size = encode(object, base).orElseThrow().size();
    assertThat(codec.encode(id(object), object, size * 4 / 3, id(base), base)).isEmpty();
    assertThat(codec.encode(id(object), object, size * 3 / 2, id(base), base)).isPresent();
    RawObject large = detail(Bytes.wrap(new byte[DeltaCodec.MAX_PLAIN]));
    assertThat(encode(large, base)).isEmpty();
    assertThat(encode(base, large)).isEmpty();
  }

  @Test
  void anotherBaseGivesTheObjectOrNothing() {
    ForAll.cases(
        200,
        tape -> {
          RawObject object = node(tape);
          ObjectDelta delta = encode(object, node(tape)).orElseThrow();
          try {
            assertThat(codec.open(delta, node(tape))).isEqualTo(object);
          } catch (MalformedException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
          }
        });
  }

  @Test
  void hostileBytesAreRefused() {
    ForAll.cases(
        2000,
        tape -> {
          RawObject base = node(tape);
          ObjectDelta delta = encode(node(tape), base).orElseThrow();
          byte[] body = delta.body().toByteArray();
          body[tape.nextInt(Math.min(body.length, 60))] ^= (byte) (1 + tape.nextInt(255));
          Bytes damaged =
              Bytes.copyOf(body, 0, tape.nextInt(2) == 0 ? body.length : tape.nextInt(body.length));
          refused(new ObjectDelta(delta.id(), delta.base(), damaged), base);
        });
  }

  @Test
  void sizesThatCannotBeAreRefusedBeforeAnythingIsReserved() {
    RawObject base = detail(Bytes.utf8("base"));
    for (int size : new int[] {-1, 0, 13, DeltaCodec.MAX_PLAIN + 1, Integer.MAX_VALUE}) {
      ByteBuffer body = ByteBuffer.allocate(50).put((byte) 9).putInt(size);
      refused(new ObjectDelta(id(base), id(base), Bytes.wrap(body.array())), base);
    }
    refused(new ObjectDelta(id(base), id(base), Bytes.empty()), base);
  }

  private void refused(ObjectDelta delta, RawObject base) {
    assertThatThrownBy(() -> codec.open(delta, base)).isInstanceOf(MalformedException.class);
  }

  /// A compression that leaves out what the plain bytes begin with as the base does.
  private static final class PrefixCompression implements Compression {
    @Override
    public int code() {
      return 9;
    }

    @Override
    public Optional<Bytes> compress(Bytes plain) {
      return Optional.empty();
    }

    @Override
    public Bytes decompress(Bytes compressed, int size) {
      throw new MalformedException("nothing is compressed without a base");
    }

    @Override
    public Optional<Bytes> compress(Bytes plain, Bytes base) {
      int same = 0;
      while (same < Math.min(plain.size(), base.size()) && plain.get(same) == base.get(same)) {
        same++;
      }
      Bytes length = Bytes.wrap(ByteBuffer.allocate(4).putInt(same).array());
      return Optional.of(length.concat(plain.slice(same, plain.size())));
    }

    @Override
    public Bytes decompress(Bytes compressed, Bytes base, int size) {
      int same = compressed.size() < 4 ? -1 : compressed.asByteBuffer().getInt();
      if (same < 0 || same > base.size() || (long) same + compressed.size() - 4 != size) {
        throw new MalformedException("not what was compressed beside this base");
      }
      return base.slice(0, same).concat(compressed.slice(4, compressed.size()));
    }
  }
}
