package dev.tidelock.core.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What operations cost, in nodes read and written.
class MapCostTest {
  private static final int ENTRIES = 20_000;

  private final MemoryObjects objects = new MemoryObjects();
  private final SortedMap<Bytes, String> entries = entries();
  private final MerkleMap<String> map = TextMaps.build(entries, objects);
  private final int height =
      objects.all().values().stream().mapToInt(node -> node.level() + 1).max().orElseThrow();

  private static SortedMap<Bytes, String> entries() {
    Tape tape = Tape.of(11);
    SortedMap<Bytes, String> entries = new TreeMap<>();
    while (entries.size() < ENTRIES) {
      entries.put(Bytes.copyOf(tape.bytes(24)), tape.text("abc", tape.nextInt(100, 200)));
    }
    return entries;
  }

  @Test
  void lookingUpReadsOneNodePerLevel() {
    MerkleMap<String> fresh = MerkleMap.at(map.root(), TextMaps.FORMAT, objects);
    objects.resetCounts();
    assertThat(fresh.get(entries.firstKey())).isPresent();
    assertThat(objects.reads()).isEqualTo(height);
    fresh.size();
    fresh.summary();
    assertThat(objects.reads()).isEqualTo(height);
  }

  @Test
  void lookingUpInOrderReadsEachNodeOnce() {
    MerkleMap<String> fresh = MerkleMap.at(map.root(), TextMaps.FORMAT, objects);
    objects.resetCounts();
    MapLookup<String> lookup = fresh.lookup();
    entries.forEach((key, value) -> assertThat(lookup.get(key)).contains(value));
    assertThat(objects.reads()).isEqualTo(objects.all().size());
  }

  @Test
  void theBeginningOfAScanReadsOnePath() {
    MerkleMap<String> fresh = MerkleMap.at(map.root(), TextMaps.FORMAT, objects);
    Bytes middle = Bytes.hex("80");
    objects.resetCounts();
    assertThat(fresh.from(middle).next().getKey()).isEqualTo(entries.tailMap(middle).firstKey());
    assertThat(objects.reads()).isEqualTo(height);
  }

  @Test
  void editingAndComparingCostWhatChanges() {
    ForAll.cases(
        60,
        tape -> {
          SortedMap<Bytes, Optional<String>> edits = edits(tape, tape.pick(1, 1, 10, 100));
          objects.resetCounts();
          MerkleMap<String> edited = map.mutate(edits, objects);
          int bound = edits.size() * height * 3 / 2 + 8 * height;
          assertThat(objects.reads()).isLessThanOrEqualTo(bound);
          assertThat(objects.writes()).isLessThanOrEqualTo(bound);
          MerkleMap<String> before = MerkleMap.at(map.root(), TextMaps.FORMAT, objects);
          MerkleMap<String> after = MerkleMap.at(edited.root(), TextMaps.FORMAT, objects);
          objects.resetCounts();
          before.diff(after).forEachRemaining(_ -> {});
          assertThat(objects.reads()).isLessThanOrEqualTo(2 * bound);
        });
  }

  @Test
  void aStoppedDiffReadsOnePathOfEach() {
    MerkleMap<String> other = map.mutate(edits(Tape.of(5), 1000), objects);
    objects.resetCounts();
    assertThat(map.diff(other).hasNext()).isTrue();
    assertThat(objects.reads()).isLessThanOrEqualTo(2 * height);
  }

  @Test
  void editsThatChangeNothingWriteNothing() {
    Tape tape = Tape.of(6);
    List<Bytes> keys = List.copyOf(entries.keySet());
    SortedMap<Bytes, Optional<String>> edits = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      Bytes key = tape.pick(keys);
      edits.put(key, Optional.of(entries.getOrDefault(key, "")));
      edits.put(Bytes.copyOf(tape.bytes(10)), Optional.empty());
    }
    objects.resetCounts();
    assertThat(map.mutate(edits, objects)).isSameAs(map);
    assertThat(objects.writes()).isZero();
  }

  @Test
  void nothingIsWrittenButTheNodesOfTheResult() {
    ForAll.cases(
        20,
        tape -> {
          MemoryObjects own = new MemoryObjects();
          SortedMap<Bytes, String> start = TextMaps.entries(tape, 300);
          MerkleMap<String> before = TextMaps.build(start, own);
          SortedMap<Bytes, Optional<String>> edits = TextMaps.edits(tape, start, 300);
          Set<ObjectId> nodes = new HashSet<>(own.all().keySet());
          MerkleMap<String> after = before.mutate(edits, own);
          collect(after.root(), own, nodes);
          assertThat(own.all().keySet()).isEqualTo(nodes);
        });
  }

  private static void collect(ObjectId id, MemoryObjects objects, Set<ObjectId> into) {
    into.add(id);
    objects.get(id).references().strong().forEach(child -> collect(child, objects, into));
  }

  private SortedMap<Bytes, Optional<String>> edits(Tape tape, int count) {
    List<Bytes> keys = List.copyOf(entries.keySet());
    SortedMap<Bytes, Optional<String>> edits = new TreeMap<>();
    while (edits.size() < count) {
      Bytes key = tape.nextBoolean() ? tape.pick(keys) : Bytes.copyOf(tape.bytes(24));
      edits.put(key, tape.chance(0.3) ? Optional.empty() : Optional.of(tape.text("x", 150)));
    }
    return edits;
  }
}
