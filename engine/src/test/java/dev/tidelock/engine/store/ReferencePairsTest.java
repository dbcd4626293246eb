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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest(name = "{0}: {1} beside {2}")
  @CsvSource(
      textBlock =
          """
          nothing changed,                        abc,   abc,   ''
          what changed has what stood there,      aXc,   abc,   Xb
          so have several at once,                aXYd,  abcd,  XbYc
          so have those on both ends,             XbY,   abc,   XaYc
          so have all,                            XYZ,   abc,   XaYbZc
          two in the place of one share it,       aXYc,  abc,   XbYb
          what is new where nothing went,         aXc,   ac,    ''
          what is new beside nothing at all,      aXb,   '',    ''
          many in the place of few share them,    WXYZ,  ab,    WaXaYbZb
          what went away moves nothing,           aXe,   abcde, Xb
          what only went away,                    ae,    abcde, ''
          what moved is no anchor,                zabXd, abcdz, Xc
          what stands there twice is no anchor,   aXa,   aba,   Xb
          """)
  void whatOneSideLacksIsPairedWithWhatStoodInItsPlace(
      String reason, String mine, String theirs, String pairs) {
    assertThat(ReferencePairs.of(ids(mine), ids(theirs)).bases())
        .as("%s: %s beside %s", reason, mine, theirs)
        .isEqualTo(pairs(pairs));
  }

  @Test
  void pairsOnlyWhatOneSideLacksWithWhatTheOtherHas() {
    ForAll.cases(
        300,
        tape -> {
          List<ObjectId> mine = draw(tape);
          List<ObjectId> theirs = draw(tape);
          ReferencePairs.of(mine, theirs)
              .bases()
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
