package dev.tidelock.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// References are named by letters here.
class ReferencePairsTest {
  private static ObjectId id(int letter) {
    return ObjectId.parse("%02x".formatted(letter & 0xff).repeat(32));
  }

  private static List<ObjectId> ids(String letters) {
    return letters.chars().mapToObj(ReferencePairsTest::id).toList();
  }

  private static Map<ObjectId, ObjectId> pairs(String pairs) {
    Map<ObjectId, ObjectId> all = new HashMap<>();
    for (int i = 0; i < pairs.length(); i += 2) {
      all.put(id(pairs.charAt(i)), id(pairs.charAt(i + 1)));
    }
    return all;
  }

  private static void check(String mine, String theirs, String pairs) {
    assertThat(ReferencePairs.of(ids(mine), ids(theirs)))
        .as(mine + " beside " + theirs)
        .isEqualTo(pairs(pairs));
  }

  @Test
  void whatChangedIsPairedWithWhatStoodThere() {
    check("abc", "abc", "");
    check("aXc", "abc", "Xb");
    check("aXYd", "abcd", "XbYc");
    check("XbY", "abc", "XaYc");
    check("XYZ", "abc", "XaYbZc");
  }

  @Test
  void whatIsNewIsPairedWithItsNeighbour() {
    check("aXYc", "abc", "XbYb");
    check("aXc", "ac", "");
    check("aXb", "", "");
    check("WXYZ", "ab", "WaXaYbZb");
  }

  @Test
  void whatWentAwayMovesNothing() {
    check("aXe", "abcde", "Xb");
    check("ae", "abcde", "");
  }

  @Test
  void whatMovedIsNoAnchor() {
    check("zabXd", "abcdz", "Xc");
    check("aXa", "aba", "Xb");
  }

  @Test
  void pairsOnlyWhatOneSideLacksWithWhatTheOtherHas() {
    ForAll.cases(
        300,
        tape -> {
          List<ObjectId> mine = draw(tape);
          List<ObjectId> theirs = draw(tape);
          ReferencePairs.of(mine, theirs)
              .forEach((one, other) -> {
                assertThat(mine).contains(one);
                assertThat(theirs).contains(other).doesNotContain(one);
              });
        });
  }

  private static List<ObjectId> draw(Tape tape) {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = tape.nextInt(40); i > 0; i--) {
      ids.add(id('a' + tape.nextInt(30)));
    }
    return ids;
  }
}
