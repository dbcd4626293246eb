package dev.tidelock.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.engine.store.Pack;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LogEntryTest {
  private static ObjectId id(Tape tape) {
    return new ObjectId(Bytes.wrap(tape.bytes(ObjectId.SIZE)));
  }

  private static List<PackListing> packs(Tape tape) {
    List<PackListing> packs = new ArrayList<>();
    for (int i = tape.nextSize(6); i > 0; i--) {
      int length = tape.nextInt(1000, 100_000);
      int count = tape.nextInt(5, 100);
      Bytes digest = Bytes.wrap(tape.bytes(32));
      Pack.Summary summary = new Pack.Summary(length, count, tape.nextInt(16, 900), digest);
      List<Integer> omitted = tape.nextBoolean() ? List.of() : List.of(0, 3, 4);
      packs.add(new PackListing(Bytes.wrap(tape.bytes(16)), summary, omitted));
    }
    return packs;
  }

  private static SortedSet<Bytes> names(Tape tape) {
    SortedSet<Bytes> names = new TreeSet<>();
    for (int i = tape.nextSize(4); i > 0; i--) {
      names.add(Bytes.wrap(tape.bytes(16)));
    }
    return names;
  }

  private static LogEntry draw(Tape tape) {
    int sequence = tape.nextInt(1, 1 << 20);
    TreeMap<String, ObjectId> heads = new TreeMap<>();
    TreeMap<String, Long> sequences = new TreeMap<>();
    List<LogEntry.Move> moves = new ArrayList<>();
    for (int i = tape.nextSize(5); i > 0; i--) {
      heads.put("branch" + i, id(tape));
      sequences.put("device/" + i, (long) tape.nextSize(1000));
      Optional<ObjectId> from = tape.nextBoolean() ? Optional.empty() : Optional.of(id(tape));
      moves.add(new LogEntry.Move("branch" + i, from, id(tape)));
    }
    boolean checkpoint = tape.nextBoolean();
    boolean collection = checkpoint && tape.nextBoolean();
    return new LogEntry(
        collection ? LogEntry.Kind.COLLECTION : LogEntry.Kind.LANDING,
        sequence,
        Bytes.wrap(tape.bytes(32)),
        checkpoint ? sequence : tape.nextSize(sequence),
        Bytes.wrap(tape.bytes(16)),
        new Remote.Writer("device", "incarnation", tape.nextSize(1000)),
        collection ? List.of() : moves,
        collection ? List.of() : packs(tape),
        checkpoint
            ? Optional.of(new LogEntry.Checkpoint(heads, sequences, packs(tape), names(tape)))
            : Optional.empty());
  }

  @Test
  void anEntryIsReadAsItWasWritten() {
    ForAll.cases(
        500,
        tape -> {
          LogEntry entry = draw(tape);
          assertThat(LogEntry.decode(entry.encode())).isEqualTo(entry);
        });
  }

  @Test
  void aStubStandsForItsEntryAndAnEntryForItself() {
    ForAll.cases(
        200,
        tape -> {
          LogEntry entry = draw(tape);
          Bytes digest = Digested.digest(entry.encode());
          LogStub stub = new LogStub(entry.sequence(), digest);
          assertThat(LogStub.decode(stub.encode())).contains(stub);
          assertThat(LogStub.decode(entry.encode())).isEmpty();
          assertThat(LogStub.entryDigest(stub.encode())).isEqualTo(digest);
          assertThat(LogStub.entryDigest(entry.encode())).isEqualTo(digest);
        });
  }

  @Test
  void noPackIsListedAndCondemned() {
    Tape tape = Tape.of(3);
    List<PackListing> packs = new ArrayList<>();
    while (packs.isEmpty()) {
      packs.addAll(packs(tape));
    }
    TreeSet<Bytes> condemned = new TreeSet<>(List.of(packs.getFirst().name()));
    assertThatThrownBy(
            () -> new LogEntry.Checkpoint(new TreeMap<>(), new TreeMap<>(), packs, condemned))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("condemned");
  }

  @Test
  void noChangedOrCutEntryIsRead() {
    ForAll.cases(
        1000,
        tape -> {
          Bytes blob = draw(tape).encode();
          byte[] flipped = blob.toByteArray();
          flipped[tape.nextInt(flipped.length)] ^= (byte) (1 << tape.nextInt(8));
          Bytes cut = blob.slice(0, tape.nextInt(blob.size()));
          for (Bytes wrong : List.of(Bytes.wrap(flipped), cut)) {
            assertThatThrownBy(() -> LogEntry.decode(wrong)).isInstanceOf(MalformedException.class);
          }
        });
  }

  @Test
  void anyPayloadWithItsDigestIsReadOrRefusedByName() {
    ForAll.cases(
        3000,
        tape -> {
          Bytes blob = draw(tape).encode();
          byte[] payload = blob.slice(0, blob.size() - 32).toByteArray();
          payload[tape.nextInt(payload.length)] = (byte) tape.nextInt(256);
          Bytes lying = Digested.seal(Bytes.wrap(payload));
          try {
            assertThat(LogEntry.decode(lying).encode()).isEqualTo(lying);
          } catch (MalformedException e) {
            assertThat(e).hasMessageNotContaining("null");
          }
        });
  }

  @Test
  void aNewerFormatIsNamedAsSuch() {
    Bytes newer = Digested.seal(new CborWriter().array(2).integer(1).nil().toBytes());
    Bytes reserved = Digested.seal(new CborWriter().array(2).integer(0).integer(4).toBytes());
    for (Bytes blob : List.of(newer, reserved)) {
      assertThatThrownBy(() -> LogEntry.decode(blob)).hasMessageContaining("newer version");
    }
    assertThatThrownBy(() -> Genesis.decode(newer)).hasMessageContaining("newer version");
  }

  @Test
  void theBytesOfEntryAndGenesisAreFixed() {
    assertThat(ObjectIdentity.sha256(draw(Tape.of(1)).encode()).toHex())
        .isEqualTo("b7beb4bbc50c262dcbdf3c67a264ed49ebe0a13f0d982ccb36be54c3e966b287");
    Genesis genesis =
        new Genesis(new ProjectId("0123456789abcdef"), "name", Bytes.wrap(new byte[32]));
    assertThat(genesis.encode().toHex())
        .isEqualTo(
            "8400"
                + "7030313233343536373839616263646566"
                + "646e616d65"
                + ("5820" + "00".repeat(32))
                + "90a03d9cff8f620e74b1dd38fd0db62176ca9503303988924ee340a10955f94d");
    assertThat(Genesis.decode(genesis.encode())).isEqualTo(genesis);
  }

  @Test
  void namesThatCannotBeAreRefused() {
    for (String id : List.of("short", "UPPERCASE", "with/slash", "x".repeat(65), "dots....")) {
      assertThatThrownBy(() -> new ProjectId(id)).isInstanceOf(MalformedException.class);
    }
    ProjectId id = new ProjectId("01234567");
    Bytes seed = Bytes.wrap(new byte[32]);
    for (String name : List.of("", "  ", "new\nline", "x".repeat(201))) {
      assertThatThrownBy(() -> new Genesis(id, name, seed)).isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> new Genesis(id, "name", Bytes.empty()))
        .isInstanceOf(MalformedException.class);
  }
}
