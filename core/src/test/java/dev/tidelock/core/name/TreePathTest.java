package dev.tidelock.core.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreePathTest {
  private static final TreePath ROOT = TreePath.ROOT;

  @Test
  void parsingTakesWhatToStringWrites() {
    for (String text : List.of("", "a", "a/b", "a/b c/é", ".a/..b/...")) {
      assertThat(TreePath.parse(text)).hasToString(text);
      assertThat(TreePath.of(TreePath.parse(text).names())).isEqualTo(TreePath.parse(text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/a", "a/", "a//b", ".", "..", "a/.", "a/../b", "./a", "a\0b", "a/\0"})
  void parsingRefusesEverythingElse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TreePath.parse(text))
        .withMessageStartingWith("path '" + text + "' ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "a\0"})
  void aChildNeedsASoundName(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> ROOT.child(name));
    assertThatIllegalArgumentException().isThrownBy(() -> TreePath.of(List.of("a", name)));
  }

  @Test
  void goesDownAndUp() {
    TreePath path = ROOT.child("a").child("b").child("c");
    assertThat(path).hasToString("a/b/c");
    assertThat(path.name()).isEqualTo("c");
    assertThat(path.names()).containsExactly("a", "b", "c");
    assertThat(path.parent()).contains(TreePath.parse("a/b"));
    assertThat(TreePath.parse("a").parent()).contains(ROOT);
    assertThat(TreePath.parse("a").name()).isEqualTo("a");
    assertThat(ROOT.isRoot()).isTrue();
    assertThat(path.isRoot()).isFalse();
  }

  @Test
  void theRootHasNeitherNameNorParent() {
    assertThat(ROOT.parent()).isEmpty();
    assertThat(ROOT.names()).isEmpty();
    assertThatIllegalStateException().isThrownBy(ROOT::name);
  }

  @Test
  void startsWithWholeNamesOnly() {
    TreePath path = TreePath.parse("a/bc/d");
    assertThat(path.startsWith(ROOT)).isTrue();
    assertThat(path.startsWith(TreePath.parse("a/bc"))).isTrue();
    assertThat(path.startsWith(path)).isTrue();
    assertThat(path.startsWith(TreePath.parse("a/b"))).isFalse();
    assertThat(path.startsWith(TreePath.parse("a/bc/d/e"))).isFalse();
    assertThat(ROOT.startsWith(path)).isFalse();
  }

  @Test
  void relativizeAndResolveAreInverse() {
    TreePath path = TreePath.parse("a/b/c");
    for (String text : List.of("", "a", "a/b", "a/b/c")) {
      TreePath ancestor = TreePath.parse(text);
      assertThat(ancestor.resolve(ancestor.relativize(path))).isEqualTo(path);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> path.relativize(TreePath.parse("a/bb")))
        .withMessage("'a/bb' is not below 'a/b/c'");
  }

  @Test
  void rebaseFollowsARename() {
    TreePath path = TreePath.parse("a/b/c");
    assertThat(path.rebase(TreePath.parse("a"), TreePath.parse("x/y"))).hasToString("x/y/b/c");
    assertThat(path.rebase(path, TreePath.parse("x"))).hasToString("x");
    assertThat(path.rebase(TreePath.parse("a/b"), ROOT)).hasToString("c");
    assertThat(path.rebase(ROOT, TreePath.parse("x"))).hasToString("x/a/b/c");
  }

  @Test
  void ordersAsAWalkMeetsTheEntries() {
    List<TreePath> walk = new ArrayList<>();
    for (String text :
        List.of("", "a", "a/z", "a ", "a-b", "a.b", "a.b/c", "ab", "é", "\uFFFD", "\uD83D\uDE00")) {
      walk.add(TreePath.parse(text));
    }
    List<TreePath> sorted = new ArrayList<>(walk.reversed());
    sorted.sort(Comparator.naturalOrder());
    assertThat(sorted).isEqualTo(walk);
  }

  @Test
  void ordersNamesByUnsignedUtf8() {
    ForAll.cases(
        20_000,
        tape -> {
          TreePath a = anyPath(tape);
          TreePath b = anyPath(tape);
          assertThat(Integer.signum(a.compareTo(b)))
              .as("'%s' and '%s'", a, b)
              .isEqualTo(Integer.signum(compareNames(a, b)));
          assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
        });
  }

  private static TreePath anyPath(Tape tape) {
    StringBuilder text = new StringBuilder("x");
    for (int i = tape.nextInt(6); i > 0; i--) {
      text.append(tape.pick("a", ".", "/x", "\u0001", "é", "\uE000", "\uFFFF", "\uD800\uDC00"));
    }
    return TreePath.parse(text.toString());
  }

  private static int compareNames(TreePath a, TreePath b) {
    List<String> mine = a.names();
    List<String> theirs = b.names();
    for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
      int order =
          Arrays.compareUnsigned(
              mine.get(i).getBytes(StandardCharsets.UTF_8),
              theirs.get(i).getBytes(StandardCharsets.UTF_8));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(mine.size(), theirs.size());
  }
}
