package dev.tidelock.core.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MapMergeTest {
  private final MemoryObjects objects = new MemoryObjects();

  /// Both texts in alphabetical order; of an edit and a removal, the edit.
  private static Optional<String> both(
      Bytes key, Optional<String> base, Optional<String> first, Optional<String> second) {
    assertThat(first).as("at %s", key).isNotEqualTo(second).isNotEqualTo(base);
    assertThat(second).as("at %s", key).isNotEqualTo(base);
    if (first.isEmpty() || second.isEmpty()) {
      return first.or(() -> second);
    }
    String one = first.get();
    String other = second.get();
    return Optional.of(one.compareTo(other) < 0 ? one + other : other + one);
  }

  @Test
  void mergesKeyByKeyWhicheverSideIsFirst() {
    ForAll.cases(
        300,
        tape -> {
          SortedMap<Bytes, String> base = TextMaps.entries(tape, 2000);
          SortedMap<Bytes, String> first = edited(base, tape);
          SortedMap<Bytes, String> second = edited(base, tape);
          MerkleMap<String> was = TextMaps.build(base, objects);
          MerkleMap<String> one = TextMaps.build(first, objects);
          MerkleMap<String> other = TextMaps.build(second, objects);
          MerkleMap<String> expected = TextMaps.build(merged(base, first, second), objects);
          assertThat(was.merge(one, other, MapMergeTest::both, objects).root())
              .isEqualTo(expected.root());
          assertThat(was.merge(other, one, MapMergeTest::both, objects).root())
              .isEqualTo(expected.root());
          assertThat(was.merge(one, was, MapMergeTest::both, objects)).isSameAs(one);
          assertThat(was.merge(was, one, MapMergeTest::both, objects).root()).isEqualTo(one.root());
          assertThat(was.merge(one, one, MapMergeTest::both, objects)).isSameAs(one);
        });
  }

  private static SortedMap<Bytes, String> edited(SortedMap<Bytes, String> base, Tape tape) {
    return TextMaps.edited(base, TextMaps.edits(tape, base, tape.pick(3, 30, 300)));
  }

  private static SortedMap<Bytes, String> merged(
      SortedMap<Bytes, String> base,
      SortedMap<Bytes, String> first,
      SortedMap<Bytes, String> second) {
    SortedMap<Bytes, String> merged = new TreeMap<>();
    TreeSet<Bytes> keys = new TreeSet<>(first.keySet());
    keys.addAll(second.keySet());
    for (Bytes key : keys) {
      Optional<String> was = Optional.ofNullable(base.get(key));
      Optional<String> one = Optional.ofNullable(first.get(key));
      Optional<String> other = Optional.ofNullable(second.get(key));
      Optional<String> value;
      if (one.equals(other) || other.equals(was)) {
        value = one;
      } else if (one.equals(was)) {
        value = other;
      } else {
        value = both(key, was, one, other);
      }
      value.ifPresent(text -> merged.put(key, text));
    }
    return merged;
  }

  @Test
  void costsWhatTheSideWithFewerChangesChanged() {
    SortedMap<Bytes, String> entries = new TreeMap<>();
    SortedMap<Bytes, String> many = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      Bytes key = Bytes.utf8("key %05d".formatted(i));
      entries.put(key, "value".repeat(20));
      many.put(key, i < 12_000 ? "another".repeat(20) : "value".repeat(20));
    }
    SortedMap<Bytes, String> few = new TreeMap<>(entries);
    few.put(Bytes.utf8("key 00500"), "few");
    few.put(Bytes.utf8("key 15000"), "few");
    few.remove(Bytes.utf8("key 19999"));
    MerkleMap<String> was = TextMaps.build(entries, objects);
    MerkleMap<String> one = TextMaps.build(many, objects);
    MerkleMap<String> other = TextMaps.build(few, objects);
    for (int turn = 0; turn < 2; turn++) {
      objects.resetCounts();
      MerkleMap<String> merged =
          turn == 0
              ? was.merge(one, other, MapMergeTest::both, objects)
              : was.merge(other, one, MapMergeTest::both, objects);
      assertThat(objects.reads()).isLessThan(80);
      assertThat(objects.writes()).isLessThan(20);
      assertThat(merged.size()).isEqualTo(19_999);
      assertThat(merged.get(Bytes.utf8("key 00500"))).contains("another".repeat(20) + "few");
      assertThat(merged.get(Bytes.utf8("key 15000"))).contains("few");
    }
  }
}
