package dev.tidelock.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.map.Cell;
import dev.tidelock.core.map.MemoryObjects;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.References;
import dev.tidelock.core.testing.Damage;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
  private final EntryCodec codec = new EntryCodec();

  @Test
  void decodingGivesBackWhatWasEncoded() {
    ForAll.cases(
        2000,
        tape -> {
          Entry entry = RandomTrees.entry(tape);
          assertThat(decode(codec.encode(entry))).isEqualTo(entry);
        });
  }

  @Test
  void damagedEntriesAreRefusedOrSaySomethingElseInTheirOnlyEncoding() {
    ForAll.cases(
        5000,
        tape -> {
          Cell cell = codec.encode(RandomTrees.entry(tape));
          Cell damaged = new Cell(Damage.to(cell.template(), tape), cell.references());
          try {
            assertThat(codec.encode(decode(damaged))).isEqualTo(damaged);
          } catch (MalformedException _) {
            // Refused, as it should be.
          }
        });
  }

  private Entry decode(Cell cell) {
    CborReader in = new CborReader(cell.template());
    References.Cursor references = new References.Cursor(cell.references());
    Entry entry = codec.decode(in, references);
    in.finish();
    references.finish();
    return entry;
  }

  @Test
  void identityIsWhatSameAsCompares() {
    ForAll.cases(
        2000,
        tape -> {
          Entry.Leaf one = RandomTrees.leaf(tape);
          Entry.Leaf other = similar(one, tape);
          assertThat(EntryCodec.identity(one).equals(EntryCodec.identity(other)))
              .isEqualTo(one.sameAs(other));
        });
  }

  private static Entry.Leaf similar(Entry.Leaf leaf, Tape tape) {
    return switch (tape.nextInt(4)) {
      case 0 -> RandomTrees.leaf(tape);
      case 1 -> leaf instanceof Entry.File file ? file.withMtime(tape.nextLong()) : leaf;
      case 2 -> leaf instanceof Entry.File file ? file.withExecutable(tape.nextBoolean()) : leaf;
      default -> leaf;
    };
  }

  @Test
  void aConflictCountsAsItsFirstTerm() {
    ForAll.cases(
        200,
        tape -> {
          Entry.Conflict conflict = RandomTrees.conflict(tape);
          long size = conflict.first().entry() instanceof Entry.File file ? file.size() : 0;
          assertThat(codec.summary(conflict)).isEqualTo(new Summary(1, 1, size, 1));
        });
  }

  /// A change here is a change of the format.
  @Test
  void encodingsAreFrozen() {
    ObjectId id = new ObjectId(Bytes.hex("ab".repeat(32)));
    Entry.File inline = new Entry.File(true, 2, -1, new Content.Inline(Bytes.utf8("hi")));
    Entry.File single = new Entry.File(false, 1000, 1L << 60, new Content.Single(id));
    Entry.File sequence = new Entry.File(false, 1L << 40, 0, new Content.Sequence(id));
    Entry.Link link = new Entry.Link("../é");
    DeviceId device = new DeviceId("laptop");
    Term one = new Term(new TermKey(Bytes.hex("01".repeat(16))), inline, "ann", device, 5);
    Term two = new Term(new TermKey(Bytes.hex("02".repeat(16))), single, "bob", device, 6);
    Entry.Conflict conflict = new Entry.Conflict(Optional.of(sequence), true, List.of(one, two));
    Map<String, Entry> entries = new LinkedHashMap<>();
    entries.put("inline", inline);
    entries.put("single", single);
    entries.put("sequence", sequence);
    entries.put("link", link);
    entries.put("directory", new Entry.Directory(id, new Summary(4, 3, 2, 1)));
    entries.put("conflict", conflict);
    Map<String, String> encoded = new LinkedHashMap<>();
    entries.forEach((name, entry) -> encoded.put(name, codec.encode(entry).template().toHex()));
    assertThat(encoded)
        .containsEntry("inline", "8600f502200042" + "6869")
        .containsEntry("single", "8600f41903e81b100000000000000001f6")
        .containsEntry("sequence", "8600f41b00000100000000000002f6")
        .containsEntry("link", "8201652e2e2fc3a9")
        .containsEntry("directory", "8302f68404030201");
    assertThat(encoded.get("conflict"))
        .isEqualTo(
            "8403f5"
                + encoded.get("sequence")
                + "82"
                + ("8550" + "01".repeat(16) + encoded.get("inline") + "63616e6e666c6170746f7005")
                + ("8550" + "02".repeat(16) + encoded.get("single") + "63626f62666c6170746f7006"));
    assertThat(codec.encode(conflict).references())
        .isEqualTo(new References(List.of(id), List.of(), List.of(id)));
    MemoryObjects objects = new MemoryObjects();
    Directories directories = new Directories(Bytes.copyOf(new byte[32]), objects);
    assertThat(directories.build(entries, objects).entry().root())
        .hasToString("fa19de09a365c3966a9317b461bdba030711a99746331ab7215448e24f699091");
  }
}
