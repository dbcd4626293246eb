package dev.tidelock.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.content.MergeOutcome.Conflicting;
import dev.tidelock.core.content.MergeOutcome.Merged;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlMergerTest {
  private static final YamlMerger MERGER = new YamlMerger();

  static Stream<Arguments> cleanEdits() {
    return Stream.of(
        arguments(
            "neighbouring keys, comments kept",
            "# head\na: 1 # one\n# two\nb: 2\n",
            "# head\na: 10 # one\n# two\nb: 2\n",
            "# head\na: 1 # one\n# two\nb: 20\n",
            "# head\na: 10 # one\n# two\nb: 20\n"),
        arguments(
            "key appended by each",
            "a: 1\n",
            "a: 1\nx: 2\n",
            "a: 1\n# why\ny: 3\n",
            "a: 1\nx: 2\n# why\ny: 3\n"),
        arguments(
            "key appended by each, no final newline",
            "a: 1",
            "a: 1\nx: 2",
            "a: 1\ny: 3",
            "a: 1\nx: 2\ny: 3"),
        arguments(
            "key put first by each",
            "a: 1\n",
            "x: 2\na: 1\n",
            "y: 3\na: 1\n",
            "x: 2\ny: 3\na: 1\n"),
        arguments(
            "deleted and edited beside",
            "a: 1\nb: 2\nc: 3\n",
            "a: 1\nc: 3\n",
            "a: 1\nb: 2\nc: 9\n",
            "a: 1\nc: 9\n"),
        arguments(
            "nested with another indentation",
            "o:\n    p: 1\nq: 0\n",
            "o:\n    p: 1\n    x: 2\nq: 0\n",
            "o:\n  p: 1\n  y:\n    z: 3\nq: 0\n",
            "o:\n    p: 1\n    x: 2\n    y:\n      z: 3\nq: 0\n"),
        arguments(
            "list items with names",
            "- name: a\n  v: 1\n- name: b\n  v: 2\n",
            "- name: a\n  v: 9\n- name: b\n  v: 2\n- name: c\n",
            "- name: a\n  v: 1\n- name: b\n  v: 8\n- name: d\n",
            "- name: a\n  v: 9\n- name: b\n  v: 8\n- name: c\n- name: d\n"),
        arguments(
            "first entry of an item deleted, second edited",
            "- x: 1\n  name: a\n  y: 1\n",
            "- name: a\n  y: 1\n",
            "- x: 1\n  name: a\n  y: 2\n",
            "- name: a\n  y: 2\n"));
  }

  static Stream<Arguments> cleanStyles() {
    return Stream.of(
        arguments(
            "scalar becomes a block",
            "a: 1\nb: 2\n",
            "a: 9\nb: 2\n",
            "a: 1\nb: |\n  text\n  more\n",
            "a: 9\nb: |\n  text\n  more\n"),
        arguments(
            "flow style",
            "a: {x: 1, y: 2}\n",
            "a: {x: 9, y: 2}\n",
            "a: {x: 1, y: 8, z: [1]}\n",
            "a: {x: 9, y: 8, z: [1]}\n"),
        arguments(
            "flow on one side, lines on the other",
            "a: {x: 1, y: 2}\n",
            "a:\n  x: 1\n  y: 2\n",
            "a: {x: 1, y: 8, z: 3}\n",
            "a:\n  x: 1\n  y: 8\n  z: 3\n"),
        arguments(
            "value given to an empty key",
            "a:\nb: 1\n",
            "a:\nb: 2\n",
            "a: 5\nb: 1\n",
            "a: 5\nb: 2\n"),
        arguments(
            "characters beyond the basic plane",
            "a: 😀\nb: 1\nc: 😀\n",
            "a: 😀😀\nb: 1\nc: 😀\n",
            "a: 😀\nb: 😀\nc: 😀\n",
            "a: 😀😀\nb: 😀\nc: 😀\n"),
        arguments(
            "two deletions leave nothing but an empty flow",
            "a: {b: 1, c: 2}\n",
            "a: {b: 1}\n",
            "a: {c: 2}\n",
            "a: {}\n"),
        arguments("two deletions leave nothing", "a: 1\nb: 2\n", "b: 2\n", "a: 1\n", "{}\n"),
        arguments(
            "two deletions leave nothing of a branch",
            "o: # open\n  a: 1\n  b: 2\np: 1\n",
            "o: # open\n  b: 2\np: 1\n",
            "o: # open\n  a: 1\np: 1\n",
            "o: {}\np: 1\n"),
        arguments(
            "line endings of the first side",
            "a: 1\r\nb: 2\r\n",
            "a: 9\r\nb: 2\r\n",
            "a: 1\nb: 2\nc: 3\n",
            "a: 9\nb: 2\nc: 3\n"),
        arguments(
            "sequence of scalars in lines",
            "- a\n- b\n- c\n",
            "- A\n- b\n- c\n",
            "- a\n- b\n- C\n- d\n",
            "- A\n- b\n- C\n- d\n"));
  }

  static Stream<Arguments> conflicting() {
    return Stream.of(
        arguments("same scalar", "a: 1\n", "a: 2\n", "a: 3\n"),
        arguments("quoting is a change", "a: 1\n", "a: \"1\"\n", "a: 2\n"),
        arguments("deleted and edited", "a: 1\nb: 2\n", "b: 2\n", "a: 3\nb: 2\n"),
        arguments("added differently", "a: 1\n", "a: 1\nb: 2\n", "a: 1\nb: 3\n"),
        arguments("comments on one place", "a: 1\n", "a: 1 # x\n", "a: 1 # y\n"),
        arguments("list neighbours", "- a\n- b\n", "- A\n- b\n", "- a\n- B\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"cleanEdits", "cleanStyles"})
  void mergesByWhatTheDocumentSays(
      String name, String base, String first, String second, String merged) {
    assertThat(text(merge(base, first, second))).as(name).isEqualTo(merged);
    assertThat(merge(base, second, first)).as(name).isInstanceOf(Merged.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conflicting")
  void asksWhereBothChangedTheSame(String name, String base, String first, String second) {
    assertThat(merge(base, first, second)).as(name).isInstanceOf(Conflicting.class);
    assertThat(merge(base, second, first)).as(name).isInstanceOf(Conflicting.class);
  }

  @Test
  void cleanMergeOfLinesThatDuplicatesAKeyIsNotBelieved() {
    String base = "a: 1\nm: 0\nn: 0\nz: 9\n";
    String anchored = "q: &q 1\n" + base;
    assertThat(merge(base, "k: 1\n" + base, base + "k: 2\n")).isInstanceOf(Conflicting.class);
    assertThat(merge(anchored, "k: 1\n" + anchored, anchored + "k: 2\n"))
        .isInstanceOf(Conflicting.class);
  }

  @Test
  void rareSpellingsAreMergedAsText() {
    for (String rare :
        new String[] {
          "base: &b {x: 1}\nuse: *b\n",
          "base: !tag x\n",
          "--- \na: 1\n---\n",
          "? complex\n: x\n",
          "%YAML 1.2\n---\nx: 1\n",
          "o: {<<: {a: 1}}\n",
          "o: [a: 1]\n",
          "a: [\n\t1]\n"
        }) {
      String base = rare + "p: 1\nm: 0\nq: 2\n";
      assertThat(text(merge(base, base.replace("p: 1", "p: 9"), base.replace("q: 2", "q: 8"))))
          .isEqualTo(base.replace("p: 1", "p: 9").replace("q: 2", "q: 8"));
    }
  }

  @Test
  void aliasesAreNeverFollowed() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 60; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    String base = laughs + "p: 1\nm: 0\nq: 2\n";
    assertThat(merge(base, base.replace("p: 1", "p: 9"), base.replace("q: 2", "q: 8")))
        .isInstanceOf(Merged.class);
  }

  @Test
  void depthBeyondTheLimitIsLeftToTheTextMerge() {
    String deep = "a: 1\nb: " + "[".repeat(300_000) + "]".repeat(300_000) + "\nc: 3\n";
    assertThat(merge(deep, deep.replace("1", "9"), deep.replace("3", "8")))
        .isInstanceOf(Merged.class);
  }

  private static String text(MergeOutcome outcome) {
    return switch (outcome) {
      case Merged(Bytes content) -> content.toUtf8();
      case Conflicting(String reason) -> "conflict: " + reason;
    };
  }

  private static MergeOutcome merge(String base, String first, String second) {
    return MERGER.merge(Bytes.utf8(base), Bytes.utf8(first), Bytes.utf8(second));
  }
}
