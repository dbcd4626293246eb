package dev.tidelock.core.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The bound on what changed, and edits that look at what they edit.
class AtMostChangedTest {
  private final MemoryObjects objects = new MemoryObjects();

  @Test
  void noChangeExceedsTheBoundAndTheBoundIsNeverMoreThanTheMap() {
    ForAll.cases(
        200,
        tape -> {
          SortedMap<Bytes, String> entries = TextMaps.entries(tape, tape.pick(20, 300, 2000));
          MerkleMap<String> before = TextMaps.build(entries, objects);
          MerkleMap<String> after =
              tape.chance(0.2)
                  ? TextMaps.build(TextMaps.entries(tape, 300), objects)
                  : before.mutate(TextMaps.edits(tape, entries, tape.pick(3, 300)), objects);
          assertThat(before.atMostChanged(after)).isBetween(changed(before, after), before.size());
        });
  }

  @Test
  void theBoundReadsNoLeafAndComesNearToFewChanges() {
    SortedMap<Bytes, String> entries = many();
    MerkleMap<String> before = TextMaps.build(entries, objects);
    SortedMap<Bytes, Optional<String>> edits = new TreeMap<>();
    Tape tape = Tape.of(4);
    for (int i = 0; i < 10; i++) {
      edits.put(tape.pick(entries.keySet().stream().toList()), Optional.of("other"));
    }
    MerkleMap<String> after = before.mutate(edits, objects);
    ObjectSource onlyInner =
        id -> {
          RawObject object = objects.get(id);
          assertThat(object.level()).isPositive();
          return object;
        };
    MerkleMap<String> one = MerkleMap.at(before.root(), TextMaps.FORMAT, onlyInner);
    MerkleMap<String> other = MerkleMap.at(after.root(), TextMaps.FORMAT, onlyInner);
    assertThat(one.atMostChanged(other)).isBetween(10L, 1000L);
    assertThat(one.atMostChanged(one)).isZero();
  }

  @Test
  void editsThatLookReadEachNodeOnce() {
    SortedMap<Bytes, String> entries = many();
    MerkleMap<String> before = TextMaps.build(entries, objects);
    SortedMap<Bytes, Optional<String>> edits = new TreeMap<>();
    int[] index = new int[1];
    entries.forEach((key, value) -> {
      if (index[0]++ % 100 == 0) {
        edits.put(key, Optional.of(value + "!"));
      }
    });
    MerkleMap<String> expected = before.mutate(edits, objects);
    objects.resetCounts();
    MerkleMap<String> plain = MerkleMap.at(before.root(), TextMaps.FORMAT, objects);
    plain.mutate(edits, objects);
    int readsOfPlain = objects.reads();
    objects.resetCounts();
    MerkleMap<String> looking = MerkleMap.at(before.root(), TextMaps.FORMAT, objects);
    MerkleMap<String> edited =
        looking.mutate(
            values ->
                edits.keySet().stream()
                    .map(key -> new EditedEntry(key, values.get(key).map(value -> value + "!")))
                    .iterator(),
            objects);
    assertThat(edited.root()).isEqualTo(expected.root());
    assertThat(objects.reads()).isEqualTo(readsOfPlain);
  }

  private static SortedMap<Bytes, String> many() {
    Tape tape = Tape.of(3);
    SortedMap<Bytes, String> entries = new TreeMap<>();
    for (int i = 0; i < 5000; i++) {
      entries.put(Bytes.copyOf(tape.bytes(24)), tape.text("abc", tape.nextInt(100, 200)));
    }
    return entries;
  }

  private static long changed(MerkleMap<String> before, MerkleMap<String> after) {
    long count = 0;
    for (Iterator<Change<String>> all = before.diff(after); all.hasNext(); ) {
      count += all.next().before().isPresent() ? 1 : 0;
    }
    return count;
  }

  private record EditedEntry(Bytes key, Optional<String> value)
      implements Map.Entry<Bytes, Optional<String>> {
    @Override
    public Bytes getKey() {
      return key;
    }

    @Override
    public Optional<String> getValue() {
      return value;
    }

    @Override
    public Optional<String> setValue(Optional<String> other) {
      throw new UnsupportedOperationException();
    }
  }
}
