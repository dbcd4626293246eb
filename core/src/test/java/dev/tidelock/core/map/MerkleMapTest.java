package dev.tidelock.core.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MerkleMapTest {
  private final MemoryObjects objects = new MemoryObjects();

  @Test
  void theEmptyMapIsOneEmptyLeaf() {
    MerkleMap<String> empty = MerkleMap.empty(TextMaps.FORMAT, objects, objects);
    assertThat(objects.all()).containsOnlyKeys(empty.root());
    MerkleMap<String> read = MerkleMap.at(empty.root(), TextMaps.FORMAT, objects);
    assertThat(read.isEmpty()).isTrue();
    assertThat(read.summary()).isEqualTo(Summary.ZERO);
    assertThat(read).isEmpty();
    assertThat(read.get(Bytes.utf8("a"))).isEmpty();
    assertThat(read.from(Bytes.utf8("a"))).isExhausted();
    assertThat(read.diff(empty)).isExhausted();
  }

  @Test
  void anyBatchesOfEditsGiveTheMapThatItsEntriesGive() {
    ForAll.cases(120, this::checkBatches);
  }

  @Test
  void anyBatchesOfEditsGiveTheMapThatItsEntriesGiveWhenItIsDeep() {
    ForAll.cases(
        3,
        tape -> {
          SortedMap<Bytes, String> entries = new TreeMap<>();
          TextMaps.KeyShape keys = TextMaps.KeyShape.COUNTED;
          while (entries.size() < 20_000) {
            entries.put(keys.key(tape, 100_000), TextMaps.ValueShape.MIXED.value(tape));
          }
          MerkleMap<String> expected = TextMaps.build(entries, objects);
          MerkleMap<String> map = MerkleMap.empty(TextMaps.FORMAT, objects, objects);
          SortedMap<Bytes, Optional<String>> batch = new TreeMap<>();
          for (Bytes key : tape.shuffle(List.copyOf(entries.keySet()))) {
            batch.put(key, Optional.of(entries.getOrDefault(key, "")));
            if (tape.chance(0.002)) {
              map = map.mutate(batch, objects);
              batch.clear();
            }
          }
          map = map.mutate(batch, objects);
          assertThat(map.root()).isEqualTo(expected.root());
          checkContent(map, entries, tape);
        });
  }

  private void checkBatches(Tape tape) {
    int limit = tape.pick(10, 30, 100, 300, 3000);
    SortedMap<Bytes, String> entries = TextMaps.entries(tape, limit);
    MerkleMap<String> map = TextMaps.build(entries, objects);
    for (int batch = tape.nextInt(6); batch >= 0; batch--) {
      SortedMap<Bytes, Optional<String>> edits = TextMaps.edits(tape, entries, limit);
      entries = TextMaps.edited(entries, edits);
      map = map.mutate(edits, objects);
      MerkleMap<String> expected = TextMaps.build(entries, objects);
      assertThat(map.root()).isEqualTo(expected.root());
      assertThat(map.size()).isEqualTo(entries.size());
      assertThat(map.summary()).isEqualTo(expected.summary());
    }
    checkContent(MerkleMap.at(map.root(), TextMaps.FORMAT, objects), entries, tape);
  }

  private static void checkContent(
      MerkleMap<String> map, SortedMap<Bytes, String> entries, Tape tape) {
    assertThat(map.size()).isEqualTo(entries.size());
    assertThat(map.summary().bytes())
        .isEqualTo(entries.values().stream().mapToLong(String::length).sum());
    assertThat(map).containsExactlyElementsOf(entries.entrySet());
    List<Bytes> keys = new ArrayList<>(entries.keySet());
    keys.add(Bytes.empty());
    for (int i = 0; i < 20; i++) {
      Bytes key =
          tape.nextBoolean()
              ? tape.pick(keys)
              : tape.pick(TextMaps.KeyShape.RANDOM, TextMaps.KeyShape.values()).key(tape, 100);
      assertThat(map.get(key)).isEqualTo(Optional.ofNullable(entries.get(key)));
      Iterator<Map.Entry<Bytes, String>> expected = entries.tailMap(key).entrySet().iterator();
      assertThat(map.from(key)).toIterable().containsExactlyElementsOf(() -> expected);
    }
    checkLookup(map, entries, keys, tape);
    map.verify(ObjectIdentity::of);
  }

  private static void checkLookup(
      MerkleMap<String> map, SortedMap<Bytes, String> entries, List<Bytes> keys, Tape tape) {
    TreeSet<Bytes> asked = new TreeSet<>(tape.shuffle(keys).subList(0, tape.nextInt(keys.size())));
    for (int i = 0; i < 10; i++) {
      asked.add(tape.pick(TextMaps.KeyShape.RANDOM, TextMaps.KeyShape.values()).key(tape, 100));
    }
    MapLookup<String> lookup = map.lookup();
    for (Bytes key : asked) {
      assertThat(lookup.get(key)).isEqualTo(Optional.ofNullable(entries.get(key)));
      assertThat(lookup.get(key)).isEqualTo(Optional.ofNullable(entries.get(key)));
    }
  }

  /// Ranges at the ends make trees grow and shrink; long keys make them deep.
  @Test
  void addingAndRemovingARangeLeadsToAndFro() {
    ForAll.cases(
        600,
        tape -> {
          SortedMap<Bytes, String> all = new TreeMap<>();
          TextMaps.KeyShape shape =
              tape.pick(TextMaps.KeyShape.LONG, TextMaps.KeyShape.LONG, TextMaps.KeyShape.RANDOM);
          for (int i = tape.nextInt(300); i >= 0; i--) {
            all.put(shape.key(tape, 1000), TextMaps.ValueShape.SMALL.value(tape));
          }
          List<Bytes> keys = List.copyOf(all.keySet());
          int from = tape.chance(0.3) ? 0 : tape.nextInt(keys.size());
          int to = Math.max(from, keys.size() - tape.nextSize(keys.size() + 1));
          SortedMap<Bytes, String> rest = new TreeMap<>(all);
          SortedMap<Bytes, Optional<String>> additions = new TreeMap<>();
          SortedMap<Bytes, Optional<String>> removals = new TreeMap<>();
          for (Bytes key : keys.subList(from, to)) {
            additions.put(key, Optional.ofNullable(rest.remove(key)));
            removals.put(key, Optional.empty());
          }
          MerkleMap<String> with = TextMaps.build(all, objects);
          MerkleMap<String> without = TextMaps.build(rest, objects);
          assertThat(without.mutate(additions, objects).root()).isEqualTo(with.root());
          assertThat(with.mutate(removals, objects).root()).isEqualTo(without.root());
        });
  }

  @Test
  void removingEverythingGivesTheEmptyMap() {
    ForAll.cases(
        20,
        tape -> {
          SortedMap<Bytes, String> entries = TextMaps.entries(tape, 5000);
          SortedMap<Bytes, Optional<String>> removals = new TreeMap<>();
          entries.keySet().forEach(key -> removals.put(key, Optional.empty()));
          ObjectId empty = MerkleMap.empty(TextMaps.FORMAT, objects, objects).root();
          assertThat(TextMaps.build(entries, objects).mutate(removals, objects).root())
              .isEqualTo(empty);
        });
  }

  @Test
  void aDiffIsWhatTheEntriesDifferIn() {
    ForAll.cases(
        60,
        tape -> {
          SortedMap<Bytes, String> before = TextMaps.entries(tape, 3000);
          SortedMap<Bytes, String> after =
              tape.chance(0.2)
                  ? TextMaps.entries(tape, 3000)
                  : TextMaps.edited(before, TextMaps.edits(tape, before, 300));
          SortedMap<Bytes, Change<String>> expected = new TreeMap<>();
          SortedMap<Bytes, String> union = new TreeMap<>(before);
          union.putAll(after);
          for (Bytes key : union.keySet()) {
            Optional<String> left = Optional.ofNullable(before.get(key));
            Optional<String> right = Optional.ofNullable(after.get(key));
            if (!left.equals(right)) {
              expected.put(key, new Change<>(key, left, right));
            }
          }
          Iterator<Change<String>> diff =
              TextMaps.build(before, objects).diff(TextMaps.build(after, objects));
          assertThat(diff).toIterable().containsExactlyElementsOf(expected.values());
        });
  }

  @Test
  void keysMustAscendWhileBuilding() {
    Map.Entry<Bytes, String> entry = Map.entry(Bytes.utf8("a"), "x");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            MerkleMap.build(List.of(entry, entry).iterator(), TextMaps.FORMAT, objects, objects));
  }
}
