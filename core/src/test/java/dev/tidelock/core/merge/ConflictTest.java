package dev.tidelock.core.merge;

import static dev.tidelock.core.merge.Forest.renames;
import static dev.tidelock.core.merge.MergeCase.base;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Conflicts as values: how they meet edits, deletes, resolutions and each other.
class ConflictTest {
  private static final DeviceId DEVICE = new DeviceId("T");

  @Test
  void aNewConflictKnowsWhoWantsWhat() {
    MergeCase merge = base("f=0").first("f=1").second("f=2");
    merge.gives("f!0:1|2");
    Entry.Conflict conflict = (Entry.Conflict) merge.at("f");
    assertThat(conflict.baseIsWeak()).isFalse();
    assertThat(conflict.terms())
        .extracting(term -> term.device() + " " + term.author() + " " + term.time())
        .containsExactlyInAnyOrder("remote Remote 1", "here Here 2");
  }

  @Test
  void aConflictIsTakenByASideThatChangedNothing() {
    base("f=1").first("f!0:1|2").second("f=1").givesBothWays("f!0:1|2").noting().opening();
  }

  @Test
  void anEditOfWhatTheDiskShowsEditsItsTerm() {
    MergeCase merge = base("f=1").first("f!0:1|2").second("f=3");
    merge.givesBothWays("f!0:2|3").opening();
    Entry.Conflict conflict = (Entry.Conflict) merge.at("f");
    Term edited = conflict.term(TermKey.of(DEVICE, Forest.leaf("=1"))).orElseThrow();
    assertThat(edited.entry()).isEqualTo(Forest.leaf("=3"));
    assertThat(edited.device()).isEqualTo(Forest.HERE);
  }

  @Test
  void aModeSetOnDiskIsAnEditOfItsTerm() {
    base("f=1").first("f!0:1|2").second("f*=1").givesBothWays("f!0:*=1|2");
  }

  @Test
  void aDeleteOfWhatTheDiskShowsWithdrawsItsTermOnly() {
    base("f=1").first("f!0:1|2|3").second().givesBothWays("f!0:2|3");
    base("f=1").first("f!0:1|2").second().givesBothWays("f=2");
  }

  @Test
  void aDeletedDirectoryStaysForTheOtherTerm() {
    base("d/f=1", "d/k=1").first("d/f!0:1|2", "d/k=1").second().givesBothWays("d/f=2");
  }

  @Test
  void anEditOfAValueThatNobodyWantsAnyMoreIsANewTerm() {
    base("f=0").first("f!0:1|2").second("f=3").givesBothWays("f!0:1|2|3").opening();
  }

  @Test
  void anEditThatEqualsATermIsThatTerm() {
    base("f=0").first("f!0:1|2").second("f=2").givesBothWays("f!0:1|2");
  }

  @Test
  void aDeleteOfAValueThatNobodyWantsAnyMoreWithdrawsNothing() {
    base("f=0").first("f!0:1|2").second().givesBothWays("f!0:1|2").noting("EDIT_SURVIVED f f");
  }

  @Test
  void aModeSetOnAValueThatNobodyWantsAnyMoreIsSetOnAllTerms() {
    base("f=0").first("f!0:1|2").second("f*=0").givesBothWays("f!0:*=1|*=2");
  }

  @Test
  void aResolutionIsTakenByASideThatChangedNothing() {
    base("f!0:1|2").first("f=1").second("f!0:1|2").givesBothWays("f=1").opening();
    base("f!0:1|2").first("f=7").second("f!0:1|2").givesBothWays("f=7").opening();
  }

  @Test
  void equalResolutionsConverge() {
    base("f!0:1|2").first("f=1").second("f=1").givesBothWays("f=1");
    base("f!0:1|2").first("f=7").second("f=7").givesBothWays("f=7");
  }

  @Test
  void oppositeResolutionsAreOpenAgain() {
    base("f!0:1|2").first("f=1").second("f=2").givesBothWays("f!0:1|2").opening("f");
    base("f!0:1|2").first("f=7").second("f=8").givesBothWays("f!0:7|8").opening("f");
  }

  @Test
  void aResolutionAgainstANewTermIsOpenAgain() {
    base("f!0:1|2").first("f=1").second("f!0:1|2|3").givesBothWays("f!0:1|3").opening("f");
  }

  @Test
  void aResolutionAgainstAnEditedTermIsOpenAgain() {
    base("f!0:1|2").first("f=1").second("f!0:1|2~4").givesBothWays("f!0:1|4").opening("f");
  }

  @Test
  void aWithdrawnTermIsGone() {
    base("f!0:1|2|3").first("f!0:1|2").second("f!0:1|2|3").givesBothWays("f!0:1|2");
    base("f!0:1|2|3").first("f!0:1|2").second("f!0:2|3").givesBothWays("f=2");
  }

  @Test
  void twoEditsOfOneTermAreBothKept() {
    base("f!0:1|2").first("f!0:1~3|2").second("f!0:1~4|2").givesBothWays("f!0:2|3|4").opening();
  }

  @Test
  void equalEditsOfOneTermAreOne() {
    base("f!0:1|2").first("f!0:1~3|2").second("f!0:1~3|2").givesBothWays("f!0:2|3");
  }

  @Test
  void editsOfDifferentTermsAreBothTaken() {
    base("f!0:1|2").first("f!0:1~3|2").second("f!0:1|2~4").givesBothWays("f!0:3|4");
  }

  @Test
  void termsThatBecameEqualCollapse() {
    base("f!0:1|2").first("f!0:1~3|2").second("f!0:1|2~3").givesBothWays("f=3");
  }

  @Test
  void aConflictThatBothDeletedIsGone() {
    base("f!0:1|2").first().second().givesBothWays();
  }

  @Test
  void aConflictThatOneDeletedAndTheOtherLeftAloneIsGone() {
    base("f!0:1|2").first().second("f!0:1|2").givesBothWays();
  }

  @Test
  void aConflictThatOneDeletedKeepsWhatTheOtherWrote() {
    base("f!0:1|2").first().second("f!0:1~3|2").givesBothWays("f=3");
    base("f!0:1|2").first().second("f=2").givesBothWays("f=2");
  }

  @Test
  void twoConflictsAreOneWithTheTermsOfBoth() {
    base("f=0").first("f!0:1|2").second("f!0:2|3").givesBothWays("f!0:1|2|3").opening();
  }

  @Test
  void basesThatDisagreeGiveNothing() {
    base("f=5").first("f!0:1|2").second("f!9:3|4").givesBothWays("f!:1|2|3|4");
  }

  @Test
  void aValueThatBothConflictsHoldStays() {
    base("f=1").first("f!0:1|2").second("f!0:1|3").givesBothWays("f!0:1|2|3");
  }

  @Test
  void aConflictMetByAnAddedFileTakesItIn() {
    base().first("f!:1|2").second("f=3").givesBothWays("f!:1|2|3").opening();
    base().first("f!:1|2").second("f=2").givesBothWays("f!:1|2");
  }

  @Test
  void aConflictMovesWithItsPathAndItsDirectory() {
    base("f=1", "d/k=1")
        .first("f!0:1|2", "d/k=1")
        .second(renames("f>d/g"), "d/g=3", "d/k=1")
        .givesBothWays("d/g!0:2|3", "d/k=1");
    base("d/f!0:1|2")
        .first(renames("d>e"), "e/f!0:1|2")
        .second("d/f!0:1|2~4")
        .givesBothWays("e/f!0:1|4");
  }

  @Test
  void noStrategyDecidesAnOpenConflict() {
    base("f=0").first("f!0:1|2").second("f=3").with(Strategy.LOCAL).givesBothWays("f!0:1|2|3");
  }

  @Test
  void theBaseOfALargeFileIsWeak() {
    Forest forest = new Forest();
    Entry.Directory base = large(forest, 0);
    MergeResult result = forest.merge(base, Side.of(large(forest, 1)), Side.of(large(forest, 2)));
    Entry.Conflict conflict = (Entry.Conflict) forest.maps().get(result.tree(), "f").orElseThrow();
    assertThat(conflict.base()).isPresent();
    assertThat(conflict.baseIsWeak()).isTrue();
  }

  private static Entry.Directory large(Forest forest, int version) {
    ObjectId chunk = new ObjectId(ObjectIdentity.sha256(Bytes.utf8("large" + version)));
    Entry file = new Entry.File(false, (1 << 20) + 1, 0, new Content.Sequence(chunk));
    return forest.tree(one("f", file));
  }

  private static SortedMap<TreePath, Optional<Entry>> one(String name, Entry entry) {
    SortedMap<TreePath, Optional<Entry>> map = new TreeMap<>();
    map.put(TreePath.parse(name), Optional.of(entry));
    return map;
  }

  @Test
  void whatIsTooMuchForOneConflictStandsBesideIt() {
    Forest forest = new Forest();
    Entry.Directory first = forest.tree(one("f.txt", wide(0, 200)));
    Entry.Directory second = forest.tree(one("f.txt", wide(150, 350)));
    MergeResult result = forest.merge(forest.tree(), Side.of(first), Side.of(second));
    Set<String> kept = new HashSet<>();
    forest
        .maps()
        .forEach(
            result.tree(),
            child -> {
              if (child.entry() instanceof Entry.Conflict conflict) {
                assertThat(child.name()).isEqualTo("f.txt");
                assertThat(conflict.terms()).hasSize(Entry.Conflict.MAX_TERMS);
              }
              kept.addAll(wanted(Optional.of(child.entry())));
            });
    assertThat(kept).hasSize(350);
    assertThat(result.notes()).hasSize(94);
  }

  private static Entry wide(int from, int to) {
    return new Entry.Conflict(
        Optional.empty(),
        false,
        IntStream.range(from, to)
            .mapToObj(i -> Forest.term("t" + i))
            .sorted(Comparator.comparing(Term::key))
            .toList());
  }

  /// All merges of one path, out of a small world of values.
  @Test
  void theLawsHoldForAllSmallConflicts() {
    List<Optional<Entry>> world = world();
    Forest forest = new Forest();
    List<Entry.Directory> trees =
        world.stream()
            .map(entry -> forest.tree(entry.map(e -> one("f", e)).orElseGet(TreeMap::new)))
            .toList();
    for (int b = 0; b < world.size(); b++) {
      for (int x = 0; x < world.size(); x++) {
        for (int y = 0; y < world.size(); y++) {
          Entry.Directory merged =
              forest.merge(trees.get(b), Side.of(trees.get(x)), Side.of(trees.get(y))).tree();
          Entry.Directory swapped =
              forest.merge(trees.get(b), Side.of(trees.get(y)), Side.of(trees.get(x))).tree();
          String scene = world.get(b) + " → " + world.get(x) + " | " + world.get(y);
          assertThat(forest.lines(merged)).as(scene).isEqualTo(forest.lines(swapped));
          if (b == y || x == y) {
            assertThat(merged).as(scene).isEqualTo(trees.get(x));
          }
          Set<String> fresh = new HashSet<>(wanted(world.get(x)));
          fresh.addAll(wanted(world.get(y)));
          fresh.removeAll(wanted(world.get(b)));
          assertThat(wanted(forest.maps().get(merged, "f"))).as(scene).containsAll(fresh);
        }
      }
    }
  }

  private static List<Optional<Entry>> world() {
    List<Optional<Entry>> world = new ArrayList<>();
    world.add(Optional.empty());
    for (String leaf : List.of("=0", "=1", "=2", "=3", "=4")) {
      world.add(Optional.of(Forest.entry(leaf)));
    }
    List<String> terms = List.of("0", "1", "2", "1~3", "2~4");
    for (int mask = 0; mask < 1 << terms.size(); mask++) {
      int chosen = mask;
      List<String> some =
          IntStream.range(0, terms.size())
              .filter(i -> (chosen & 1 << i) != 0)
              .mapToObj(terms::get)
              .toList();
      Set<String> keys = some.stream().map(t -> t.substring(0, 1)).collect(Collectors.toSet());
      if (some.size() > 1 && keys.size() == some.size()) {
        world.add(Optional.of(Forest.entry("!0:" + String.join("|", some))));
      }
    }
    return world;
  }

  private static Set<String> wanted(Optional<Entry> entry) {
    return switch (entry.orElse(null)) {
      case null -> Set.of();
      case Entry.Leaf leaf -> Set.of(Forest.text(leaf));
      case Entry.Conflict conflict ->
          conflict.terms().stream()
              .map(term -> Forest.text(term.entry()))
              .collect(Collectors.toSet());
      case Entry.Directory _ -> Set.of();
    };
  }
}
