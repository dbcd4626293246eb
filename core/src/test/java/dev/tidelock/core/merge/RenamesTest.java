package dev.tidelock.core.merge;

import static dev.tidelock.core.merge.Forest.path;
import static dev.tidelock.core.merge.Forest.renames;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.generators.ForAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RenamesTest {
  private static boolean always(TreePath path) {
    return !path.isRoot();
  }

  @Test
  void theLongestPrefixApplies() {
    Renames moved = Renames.of(renames("d>e", "d/x>y"));
    assertThat(moved.apply(path("d/x/f"))).isEqualTo(path("y/f"));
    assertThat(moved.apply(path("d/xx"))).isEqualTo(path("e/xx"));
    assertThat(moved.apply(path("dd"))).isEqualTo(path("dd"));
  }

  @Test
  void swapsAreExact() {
    Renames swap = Renames.of(renames("a>b", "b>a"));
    assertThat(swap.apply(path("a/f"))).isEqualTo(path("b/f"));
    assertThat(swap.inverted().apply(path("a/f"))).isEqualTo(path("b/f"));
    assertThat(along(renames("a>b", "b>a"), renames("a>b", "b>a"))).isEmpty();
  }

  @Test
  void stepsCompose() {
    assertThat(along(renames("a>b"), renames("b>c"))).containsExactly("a>c");
    assertThat(along(renames("a>b"), renames("b>a"))).isEmpty();
    assertThat(along(renames("d>e"), renames("e/x>y"))).containsExactly("d>e", "d/x>y");
    assertThat(along(renames("d/x>y"), renames("d>e"))).containsExactly("d>e", "d/x>y");
    assertThat(along(renames("d/x>e/x"), renames("d>e2", "e>d")))
        .containsExactly("d>e2", "d/x>d/x", "e>d");
  }

  @Test
  void whatTookAFreedNameIsNotWhatHadIt() {
    assertThat(along(renames("a>b"), renames("a>c"))).containsExactly("a>b");
  }

  @Test
  void aPathThatWasFreeInBetweenConnectsNothing() {
    Renames way =
        Renames.along(
            RenamesTest::always,
            List.of(
                step(List.of(), Set.of("x")),
                step(List.of(), Set.of("a", "x")),
                step(renames("a>b"), Set.of("b", "x"))));
    assertThat(way.isEmpty()).isTrue();
    Renames back =
        Renames.along(
            RenamesTest::always,
            List.of(
                step(renames("a>b"), Set.of("b")),
                step(List.of(), Set.of()),
                step(List.of(), Set.of("b"))));
    assertThat(back.isEmpty()).isTrue();
  }

  @Test
  void alongAWayEachThingGoesWhereItWent() {
    ForAll.cases(
        2000,
        tape -> {
          int[] next = {0};
          Script start = Script.base(tape, () -> "=v" + next[0]++, 8);
          List<Renames.Step> steps = new ArrayList<>();
          Map<TreePath, Optional<String>> before = start.entries();
          Script at = start;
          for (int i = tape.nextInt(1, 4); i > 0; i--) {
            at = at.fork(tape).movesOnly(3);
            Map<TreePath, Optional<String>> there = at.entries();
            steps.add(new Renames.Step(Renames.of(at.renames()), there::containsKey));
          }
          Renames way = Renames.along(before::containsKey, steps);
          Map<TreePath, Optional<String>> end = at.entries();
          start
              .entries()
              .forEach((path, content) ->
                  assertThat(end.get(way.apply(path)))
                      .as("%s by %s", path, way)
                      .isEqualTo(content));
        });
  }

  private static Renames.Step step(List<Rename> renames, Set<String> after) {
    return new Renames.Step(Renames.of(renames), path -> after.contains(path.toString()));
  }

  private static List<String> along(List<Rename> one, List<Rename> other) {
    return Forest.texts(
        Renames.along(
                RenamesTest::always,
                List.of(
                    new Renames.Step(Renames.of(one), RenamesTest::always),
                    new Renames.Step(Renames.of(other), RenamesTest::always)))
            .pairs());
  }
}
