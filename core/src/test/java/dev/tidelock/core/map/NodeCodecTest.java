package dev.tidelock.core.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.testing.Damage;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeCodecTest {
  private static final ObjectId SOME_ID = new ObjectId(Bytes.copyOf(new byte[32]));

  private final NodeCodec<String> codec = new NodeCodec<>(TextMaps.FORMAT);

  @Test
  void decodingGivesBackWhatWasEncoded() {
    ForAll.cases(
        100,
        tape -> {
          for (RawObject node : nodes(tape)) {
            Node<String> decoded = codec.decode(node);
            assertThat(codec.encode(decoded.level(), List.copyOf(decoded.items()))).isEqualTo(node);
          }
        });
  }

  @Test
  void damagedNodesAreRefusedOrSaySomethingElseInTheirOnlyEncoding() {
    ForAll.cases(
        300,
        tape -> {
          List<RawObject> nodes = nodes(tape);
          for (int i = 0; i < 50; i++) {
            RawObject damaged = damaged(tape, tape.pick(nodes));
            try {
              Node<String> decoded = codec.decode(damaged);
              assertThat(codec.encode(decoded.level(), List.copyOf(decoded.items())))
                  .isEqualTo(damaged);
            } catch (MalformedException _) {
              // Refused, as it should be.
            }
          }
        });
  }

  private static List<RawObject> nodes(Tape tape) {
    MemoryObjects objects = new MemoryObjects();
    TextMaps.build(TextMaps.entries(tape, 1000), objects);
    return List.copyOf(objects.all().values());
  }

  private static RawObject damaged(Tape tape, RawObject node) {
    int level = tape.chance(0.9) ? node.level() : tape.nextInt(RawObject.MAX_LEVEL + 1);
    return new RawObject(ObjectKind.MAP, level, node.references(), Damage.to(node.payload(), tape));
  }

  @Test
  void keysMustAscendAndShareWhatTheySay() {
    refused(leaf(0, "b", "", 0, "a", ""), "do not ascend");
    refused(leaf(0, "a", "", 0, "a", ""), "do not ascend");
    refused(leaf(0, "a", "", 1, "", ""), "do not ascend");
    refused(leaf(0, "ab", "", 0, "ac", ""), "do not ascend");
    refused(leaf(0, "ab", "", 1, "a", ""), "do not ascend");
    refused(leaf(1, "a", ""), "expected an integer from 0 to 0");
    refused(leaf(0, "a", "", 2, "b", ""), "expected an integer from 0 to 1");
    refused(leaf(0, "x".repeat(1025), ""), "too long");
    refused(leaf(0, "a", "", 1, "x".repeat(1024), ""), "too long");
    assertThat(codec.decode(leaf(0, "", "", 0, "a", "", 1, "b", "", 0, "b", "")).items())
        .hasSize(4);
  }

  @Test
  void aNodeThatGoesOnBeyondItsEndIsRefusedBeforeItIsRead() {
    List<Item> items = new ArrayList<>();
    Bytes prefix = Bytes.copyOf(new byte[1000]);
    for (int i = 0; i < 100_000; i++) {
      items.add(codec.slot(prefix.concat(Bytes.utf8("%06d".formatted(i))), ""));
    }
    refused(codec.encode(0, items), "beyond its end");
    refused(leaf(0, "a", "", 0, "b", "x".repeat(20_000)), "beyond its end");
    refused(leaf(0, "a", "x".repeat(20_000), 0, "b", ""), "beyond its end");
    assertThat(codec.decode(leaf(0, "a", "x".repeat(20_000))).items()).hasSize(1);
  }

  @Test
  void anInnerNodeHasChildrenThatHoldSomething() {
    refused(inner(1, 0), "at least one child");
    refused(inner(1, 1, 0L), "without entries");
    refused(inner(1, 1, -1L), "without entries");
    assertThat(codec.decode(inner(1, 2, 1L, 5L)).items()).hasSize(2);
    refused(inner(1, 1, 1L, 5L), "does not list");
    refused(inner(1, 3, 1L, 5L), "does not use");
    assertThatThrownBy(() -> codec.decode(inner(1, 2, Long.MAX_VALUE, 1L)).listedAs(SOME_ID))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void onlyMapsAreMaps() {
    refused(
        new RawObject(ObjectKind.CHUNK, 0, References.none(), Bytes.hex("80")), "expected a map");
    refused(new RawObject(ObjectKind.MAP, 0, References.none(), Bytes.hex("81f6")), "within");
    References weak = new References.Builder().weak(SOME_ID).build();
    refused(new RawObject(ObjectKind.MAP, 0, weak, Bytes.hex("80")), "does not use");
  }

  private void refused(RawObject node, String why) {
    assertThatThrownBy(() -> codec.decode(node))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  /// A leaf of shared lengths, rests of keys, and values.
  private static RawObject leaf(Object... parts) {
    CborWriter out = new CborWriter();
    int count = 0;
    Iterator<Object> next = List.of(parts).iterator();
    while (next.hasNext()) {
      out.integer((int) next.next()).bytes(Bytes.utf8((String) next.next()));
      out.text((String) next.next());
      count += 3;
    }
    Bytes payload = new CborWriter().array(count).item(out.toBytes()).toBytes();
    return new RawObject(ObjectKind.MAP, 0, References.none(), payload);
  }

  /// An inner node whose children have one-byte keys and these counts.
  private static RawObject inner(int level, int references, long... counts) {
    CborWriter out = new CborWriter().array(4 * counts.length);
    for (int i = 0; i < counts.length; i++) {
      out.integer(0).bytes(Bytes.copyOf(new byte[] {(byte) i})).integer(counts[i]);
      Summary.ZERO.write(out);
    }
    References.Builder ids = new References.Builder();
    for (int i = 0; i < references; i++) {
      ids.strong(SOME_ID);
    }
    return new RawObject(ObjectKind.MAP, level, ids.build(), out.toBytes());
  }
}
