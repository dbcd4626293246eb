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
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackTest {
  private final EnvelopeCodec codec = new EnvelopeCodec(new PairCompression());

  private record Built(Bytes bytes, PackWriter.Finished finished, List<SealedObject> objects) {}

  private Built build(List<RawObject> objects) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PackWriter writer =
        new PackWriter(buffer -> out.writeBytes(Bytes.copyOf(buffer).toByteArray()));
    List<SealedObject> sealed = objects.stream().map(codec::seal).toList();
    sealed.forEach(writer::add);
    PackWriter.Finished finished = writer.finish();
    return new Built(Bytes.wrap(out.toByteArray()), finished, sealed);
  }

  private Built draw(Tape tape) {
    List<RawObject> objects = new ArrayList<>();
    for (int i = tape.nextSize(20); i >= 0; i--) {
      objects.add(Objects.draw(tape));
    }
    return build(objects);
  }

  @Test
  void everyObjectLiesWhereTheIndexSays() {
    ForAll.cases(
        200,
        tape -> {
          Built pack = draw(tape);
          PackIndex index = Pack.index(Pack.input(pack.bytes()));
          assertThat(index).isEqualTo(pack.finished().index());
          assertThat(Pack.scan(Pack.input(pack.bytes()))).isEqualTo(index);
          assertThat(pack.finished().summary().length()).isEqualTo(pack.bytes().size());
          for (int i = 0; i < index.entries().size(); i++) {
            PackIndex.Entry entry = index.entries().get(i);
            SealedObject object = pack.objects().get(i);
            Bytes envelope = pack.bytes().slice(entry.offset(), entry.offset() + entry.length());
            assertThat(new SealedObject(entry.id(), entry.kind(), envelope)).isEqualTo(object);
          }
        });
  }

  @Test
  void theFooterAloneSufficesForWhoKnowsTheSummary() {
    Built pack = draw(Tape.of(1));
    Pack.Summary summary = pack.finished().summary();
    int from = (int) summary.footerOffset();
    Bytes footer = pack.bytes().slice(from, from + summary.footerLength());
    assertThat(Pack.index(summary, footer)).isEqualTo(pack.finished().index());
    Pack.Summary lying =
        new Pack.Summary(
            summary.length(), summary.count() + 1, summary.footerOffset(), summary.footerDigest());
    assertThatThrownBy(() -> Pack.index(lying, footer)).isInstanceOf(MalformedException.class);
  }

  @Test
  void theBytesOfAPackAreFixed() {
    RawObject chunk = new RawObject(ObjectKind.CHUNK, 0, References.none(), Bytes.utf8("content"));
    Bytes pack = build(List.of(chunk)).bytes();
    assertThat(ObjectIdentity.sha256(pack).toHex())
        .isEqualTo("8ca5608acecfe8c6e253d5ff5aa0a2d961e3005015b5dc311c3a43bb395c2e58");
  }

  @Test
  void aFooterOrTrailerThatIsDamagedIsNoticedAndTheIndexIsFoundAgain() {
    ForAll.cases(
        300,
        tape -> {
          Built pack = draw(tape);
          int footer = (int) pack.finished().summary().footerOffset();
          byte[] bytes = pack.bytes().toByteArray();
          bytes[tape.nextInt(footer, bytes.length - 1)] ^= (byte) (1 << tape.nextInt(8));
          Bytes damaged = Bytes.wrap(bytes);
          assertThatThrownBy(() -> Pack.index(Pack.input(damaged)))
              .isInstanceOf(MalformedException.class);
          assertThat(Pack.scan(Pack.input(damaged))).isEqualTo(pack.finished().index());
        });
  }

  @Test
  void aPackCutOffAnywhereStillGivesTheObjectsBeforeTheCut() {
    ForAll.cases(
        300,
        tape -> {
          Built pack = draw(tape);
          Bytes cut = pack.bytes().slice(0, tape.nextInt(16, pack.bytes().size() - 1));
          assertThatThrownBy(() -> Pack.index(Pack.input(cut)))
              .isInstanceOf(MalformedException.class);
          List<PackIndex.Entry> before =
              pack.finished().index().entries().stream()
                  .filter(entry -> entry.offset() + entry.length() <= cut.size())
                  .toList();
          assertThat(Pack.scan(Pack.input(cut)).entries()).isEqualTo(before);
        });
  }

  @Test
  void aDamagedObjectIsLeftOutAndTheOthersAreFound() {
    Built pack = build(List.of(chunk("first"), chunk("second"), chunk("third")));
    PackIndex.Entry second = pack.finished().index().entries().get(1);
    byte[] bytes = pack.bytes().toByteArray();
    bytes[second.offset() + second.length() - 1] ^= 1;
    assertThat(Pack.scan(Pack.input(Bytes.wrap(bytes))).entries())
        .extracting(PackIndex.Entry::id)
        .containsExactly(pack.objects().get(0).id(), pack.objects().get(2).id());
  }

  @Test
  void bytesOfAnyKindAreRefusedByName() {
    ForAll.cases(
        1000,
        tape -> {
          Bytes noise = Bytes.wrap(tape.bytes(tape.nextSize(300)));
          Bytes begun = Pack.MAGIC.concat(noise);
          assertThatThrownBy(() -> Pack.index(Pack.input(begun)))
              .isInstanceOf(MalformedException.class);
          assertThat(Pack.scan(Pack.input(begun)).entries()).isEmpty();
          assertThatThrownBy(() -> PackIndex.decode(noise, tape.nextInt(5000)))
              .isInstanceOf(MalformedException.class);
        });
  }

  @Test
  void anIndexThatReachesBeyondTheObjectsIsRefused() {
    ObjectId id = ObjectId.parse("01".repeat(32));
    PackIndex lying = new PackIndex(List.of(new PackIndex.Entry(id, ObjectKind.CHUNK, 52, 100)));
    for (long footerOffset : new long[] {151, 153}) {
      assertThatThrownBy(() -> PackIndex.decode(lying.encode(), footerOffset))
          .isInstanceOf(MalformedException.class);
    }
    assertThat(PackIndex.decode(lying.encode(), 152)).isEqualTo(lying);
  }

  private static RawObject chunk(String text) {
    return new RawObject(ObjectKind.CHUNK, 0, References.none(), Bytes.utf8(text));
  }
}
