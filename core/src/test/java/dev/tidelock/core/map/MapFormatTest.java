package dev.tidelock.core.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.generators.ForAll;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What makes a root: a change here is a change of the format.
class MapFormatTest {
  private final MemoryObjects objects = new MemoryObjects();

  @ParameterizedTest
  @CsvSource({
    "0, c7e70a481b98e4eae72528106f3848047a3216e439f3e1c2bcd0d47b82998ee8",
    "1, ff4cb31f3b188f188a542f69df5759d1e42871ebe1726ec237671f824f459c71",
    "10, dc845907215a866a8ebe97a187b2e25f9c12c898adec4cc5475d9c1d23e7971e",
    "100, 25b6d8d62a4fd09b268fa4d9c5172f2fb99c9e013f82e6118471b44cab7266ad",
    "1000, f9f589e00f4d93f5fef5f740b597c16e9fbb64a9ba19affbe97efd5ab53daebf",
    "20000, 9fdd2929a9651a33e51e3c8666e8208786311d0ee2b0eb67e8254b3e0655a90f",
  })
  void rootsAreFrozen(int size, String root) {
    assertThat(TextMaps.build(numbered(size), objects).root()).hasToString(root);
  }

  @Test
  void theRootOfHeavyValuesIsFrozen() {
    SortedMap<Bytes, String> entries = numbered(100);
    for (int i = 0; i < 100; i += 7) {
      entries.put(Bytes.utf8("key " + i), "v".repeat(1000 * i));
    }
    assertThat(TextMaps.build(entries, objects).root())
        .hasToString("35682a4128deb99129a9b1731acc0165f8e62677308d644682af8ee083ddc6d5");
  }

  private static SortedMap<Bytes, String> numbered(int size) {
    SortedMap<Bytes, String> entries = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      entries.put(Bytes.utf8("key " + i), "value ".repeat(i % 30));
    }
    return entries;
  }

  @Test
  void anotherSeedCutsElsewhere() {
    Bytes seed = ObjectIdentity.sha256(Bytes.empty());
    MapFormat<String> other = new MapFormat<>(new TextMaps.TextCodec(), seed);
    SortedMap<Bytes, String> entries = numbered(1000);
    MerkleMap<String> map = MerkleMap.build(entries.entrySet().iterator(), other, objects, objects);
    assertThat(map.root()).isNotEqualTo(TextMaps.build(entries, objects).root());
    assertThatThrownBy(() -> MerkleMap.at(map.root(), TextMaps.FORMAT, objects).forEach(_ -> {}))
        .isInstanceOf(MalformedException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MapFormat<>(new TextMaps.TextCodec(), Bytes.empty()));
  }

  @Test
  void keysAreOfLimitedLengthAndObeyTheRule() {
    SortedMap<Bytes, String> entries = new TreeMap<>();
    entries.put(Bytes.copyOf(new byte[MapFormat.MAX_KEY]), "");
    assertThat(TextMaps.build(entries, objects).size()).isEqualTo(1);
    entries.put(Bytes.copyOf(new byte[MapFormat.MAX_KEY + 1]), "");
    assertThatThrownBy(() -> TextMaps.build(entries, objects))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void aParentThatLiesAboutAChildIsRefused() {
    MerkleMap<String> map = TextMaps.build(numbered(1000), objects);
    NodeCodec<String> codec = new NodeCodec<>(TextMaps.FORMAT);
    Node<String> root = codec.decode(objects.get(map.root()));
    Item.Child first = (Item.Child) root.items().getFirst();
    Summary more = first.summary().plus(new Summary(0, 0, 1, 0));
    Bytes earlier = Bytes.utf8("key");
    for (Item.Child lie :
        List.of(
            new Item.Child(first.key(), first.id(), first.count(), more),
            new Item.Child(first.key(), first.id(), first.count() + 1, first.summary()),
            new Item.Child(earlier, first.id(), first.count(), first.summary()),
            new Item.Child(first.key(), map.root(), first.count(), first.summary()))) {
      List<Item> items = new ArrayList<>(root.items());
      items.set(0, lie);
      ObjectId lying = objects.put(codec.encode(root.level(), items));
      assertThatThrownBy(() -> MerkleMap.at(lying, TextMaps.FORMAT, objects).iterator().next())
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("not what its parent says");
    }
  }

  @Test
  void aRootHasMoreThanOneChild() {
    MerkleMap<String> map = TextMaps.build(numbered(1000), objects);
    NodeCodec<String> codec = new NodeCodec<>(TextMaps.FORMAT);
    Node<String> root = codec.decode(objects.get(map.root()));
    ObjectId tower =
        objects.put(codec.encode(root.level() + 1, List.of(root.listedAs(map.root()))));
    assertThatThrownBy(() -> MerkleMap.at(tower, TextMaps.FORMAT, objects).size())
        .isInstanceOf(MalformedException.class);
    ObjectId chunk =
        objects.put(new RawObject(ObjectKind.CHUNK, 0, References.none(), Bytes.empty()));
    assertThatThrownBy(() -> MerkleMap.at(chunk, TextMaps.FORMAT, objects).size())
        .isInstanceOf(MalformedException.class);
  }

  /// Every node may look right and the tree still be cut at the wrong places.
  @Test
  void verifyingFindsWhatSingleNodesCannotTell() {
    ForAll.cases(
        10,
        tape -> {
          NodeCodec<String> codec = new NodeCodec<>(TextMaps.FORMAT);
          MerkleMap<String> map = TextMaps.build(numbered(10), objects);
          List<? extends Item> items = codec.decode(objects.get(map.root())).items();
          int cut = tape.nextInt(1, 9);
          List<Item> left = new ArrayList<>(items.subList(0, cut));
          List<Item> right = new ArrayList<>(items.subList(cut, 10));
          List<Item> halves =
              List.of(
                  Node.listed(left, objects.put(codec.encode(0, left))),
                  Node.listed(right, objects.put(codec.encode(0, right))));
          ObjectId root = objects.put(codec.encode(1, halves));
          MerkleMap<String> wrong = MerkleMap.at(root, TextMaps.FORMAT, objects);
          assertThat(wrong).containsExactlyElementsOf(map);
          assertThat(wrong.diff(map)).isExhausted();
          map.verify(ObjectIdentity::of);
          assertThatThrownBy(() -> wrong.verify(ObjectIdentity::of))
              .isInstanceOf(MalformedException.class);
        });
  }
}
