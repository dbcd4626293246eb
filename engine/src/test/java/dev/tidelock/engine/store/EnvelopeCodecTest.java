package dev.tidelock.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.generators.ForAll;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTest {
  private static final ObjectId ONE = ObjectId.parse("01".repeat(32));
  private static final ObjectId TWO = ObjectId.parse("02".repeat(32));
  private static final RawObject NODE =
      new RawObject(
          ObjectKind.MAP,
          1,
          new References(List.of(ONE), List.of(), List.of(TWO)),
          Bytes.utf8("aabbcc"));

  private final EnvelopeCodec codec = new EnvelopeCodec(new PairCompression());

  @Test
  void opensWhatItSealed() {
    ForAll.cases(
        500,
        tape -> {
          RawObject object = Objects.draw(tape);
          SealedObject sealed = codec.seal(object);
          assertThat(sealed.id()).isEqualTo(ObjectIdentity.of(object));
          assertThat(codec.open(sealed.id(), sealed.envelope())).isEqualTo(object);
          EnvelopeHeader header = EnvelopeCodec.verify(sealed.envelope());
          assertThat(header.kind()).isEqualTo(object.kind()).isEqualTo(sealed.kind());
          assertThat(header.level()).isEqualTo(object.level());
          assertThat(header.references()).isEqualTo(object.references());
          assertThat(header.plainLength()).isEqualTo(object.payload().size());
        });
  }

  @Test
  void theBytesOfAnEnvelopeAreFixed() {
    assertThat(codec.seal(NODE).envelope().toHex())
        .isEqualTo(
            "8c" // twelve fields
                + "00" // format
                + "03" // a map node
                + "01" // level
                + ("5820" + "01".repeat(32)) // strong references
                + "40" // no ancestors
                + ("5820" + "02".repeat(32)) // weak references
                + "07" // codec
                + "00" // not encrypted
                + "40" // so no nonce
                + "06" // length of the payload
                + "03" // length of the body
                + "5820ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
                + "616263"); // the body
    assertThat(codec.seal(NODE).id())
        .hasToString("ad29ddc16dcb16b2599c024d98cc04885f736a79d0b82e118b98a27e96ed80ec");
  }

  @Test
  void theLargestObjectFits() {
    List<ObjectId> most = Collections.nCopies(RawObject.MAX_REFERENCES, ONE);
    RawObject object =
        new RawObject(
            ObjectKind.MAP,
            RawObject.MAX_LEVEL,
            new References(most, List.of(), List.of()),
            Bytes.wrap(new byte[RawObject.MAX_PAYLOAD]));
    SealedObject sealed = new EnvelopeCodec(new PairCompression()).seal(object);
    assertThat(sealed.envelope().size()).isLessThanOrEqualTo(EnvelopeCodec.MAX_SIZE);
    assertThat(codec.open(sealed.id(), sealed.envelope())).isEqualTo(object);
  }

  @Test
  void noChangedEnvelopeIsTakenForTheObject() {
    ForAll.cases(
        2000,
        tape -> {
          SealedObject sealed = codec.seal(Objects.draw(tape));
          byte[] bytes = sealed.envelope().toByteArray();
          bytes[tape.nextInt(bytes.length)] ^= (byte) (1 << tape.nextInt(8));
          assertThatThrownBy(() -> codec.open(sealed.id(), Bytes.wrap(bytes)))
              .isInstanceOf(MalformedException.class);
        });
  }

  @Test
  void noCutOrExtendedEnvelopeIsOpened() {
    ForAll.cases(
        500,
        tape -> {
          SealedObject sealed = codec.seal(Objects.draw(tape));
          Bytes whole = sealed.envelope();
          Bytes cut = whole.slice(0, tape.nextInt(whole.size()));
          Bytes extended = whole.concat(Bytes.wrap(tape.bytes(1 + tape.nextSize(50))));
          for (Bytes wrong : List.of(cut, extended)) {
            assertThatThrownBy(() -> codec.open(sealed.id(), wrong))
                .isInstanceOf(MalformedException.class);
          }
        });
  }

  @Test
  void bytesOfAnyKindAreRefusedByName() {
    ForAll.cases(
        2000,
        tape -> {
          Bytes noise = Bytes.wrap(tape.bytes(tape.nextSize(400)));
          assertThatThrownBy(() -> codec.open(ONE, noise)).isInstanceOf(MalformedException.class);
        });
  }

  @Test
  void anotherObjectsEnvelopeIsRefused() {
    assertThatThrownBy(() -> codec.open(ONE, codec.seal(NODE).envelope()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(ONE.toString());
  }

  @Test
  void anEncryptedEnvelopeCanBeCheckedButNotOpened() {
    Bytes envelope = envelope(7, 1, Bytes.wrap(new byte[12]), 4, Bytes.utf8("secret"));
    assertThat(EnvelopeCodec.verify(envelope).epoch()).isEqualTo(1);
    assertThatThrownBy(() -> codec.open(ONE, envelope)).hasMessageContaining("encrypted");
  }

  @Test
  void fieldsThatContradictEachOtherAreRefused() {
    Bytes body = Bytes.utf8("body");
    List<Bytes> wrong =
        List.of(
            envelope(0, 0, Bytes.wrap(new byte[12]), 4, body), // a nonce without a key
            envelope(0, 0, Bytes.empty(), 5, body), // a plain body of another length
            envelope(7, 0, Bytes.empty(), 4, body), // compressed to no less
            envelope(7, 0, Bytes.empty(), RawObject.MAX_PAYLOAD + 1, body),
            envelope(7, 1, Bytes.wrap(new byte[65]), 4, body));
    for (Bytes envelope : wrong) {
      assertThatThrownBy(() -> EnvelopeCodec.readHeader(envelope))
          .isInstanceOf(MalformedException.class);
    }
    Bytes unknownCodec = envelope(9, 0, Bytes.empty(), 40, body);
    assertThatThrownBy(() -> codec.open(ONE, unknownCodec)).hasMessageContaining("codec 9");
  }

  private static Bytes envelope(int codec, int epoch, Bytes nonce, int plain, Bytes body) {
    CborWriter out = new CborWriter().array(12).integer(0).integer(1).integer(0);
    out.bytes(Bytes.empty()).bytes(Bytes.empty()).bytes(Bytes.empty());
    out.integer(codec).integer(epoch).bytes(nonce).integer(plain).integer(body.size());
    return out.bytes(ObjectIdentity.sha256(body)).item(body).toBytes();
  }
}
