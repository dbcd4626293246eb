package dev.tidelock.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.MergeOutcome.Conflicting;
import dev.tidelock.core.content.MergeOutcome.Merged;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextMergerTest {
  private static final TextMerger MERGER = new TextMerger();

  static Stream<Arguments> clean() {
    return Stream.of(
        row("edits of separate lines", "a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        row("edit and delete apart", "a\nb\nc\n", "b\nc\n", "a\nb\nC\n", "b\nC\n"),
        row("insert at both ends", "a\n", "x\na\n", "a\ny\n", "x\na\ny\n"),
        row("equal edits collapse", "a\nb\nc\n", "a\nX\nc\n", "a\nX\nc\nd\n", "a\nX\nc\nd\n"),
        row("equal insertions collapse", "a\nb\n", "a\nx\nb\n", "a\nx\nb\nc\n", "a\nx\nb\nc\n"),
        row("equal deletions collapse", "a\nb\nc\n", "a\nc\n", "a\nc\nd\n", "a\nc\nd\n"),
        row(
            "one line of many",
            "1\n2\n3\n4\n5\n",
            "1\n2\n3\n4\nfive\n",
            "one\n2\n3\n4\n5\n",
            "one\n2\n3\n4\nfive\n"),
        row(
            "endings converted, other edits",
            "a\nb\nc\n",
            "a\r\nb\r\nc\r\n",
            "a\nB\nc\n",
            "a\r\nB\r\nc\r\n"),
        row(
            "endings converted, other inserts",
            "a\nb\nc\n",
            "a\r\nb\r\nc\r\n",
            "a\nx\nb\nc\n",
            "a\r\nx\r\nb\r\nc\r\n"),
        row(
            "endings converted, both edit",
            "a\nb\nc\n",
            "A\r\nb\r\nc\r\n",
            "a\nb\nC\n",
            "A\r\nb\r\nC\r\n"),
        row(
            "endings converted, same edit",
            "a\nb\nc\n",
            "X\r\nb\r\nc\r\n",
            "X\nb\nc\nd\n",
            "X\r\nb\r\nc\r\nd\r\n"),
        row(
            "both converted alike, edits apart",
            "a\nb\nc\n",
            "A\r\nb\r\nc\r\n",
            "a\r\nb\r\nC\r\n",
            "A\r\nb\r\nC\r\n"),
        row("mixed endings made one", "a\r\nb\nc\r\n", "a\nb\nc\n", "a\r\nB\nc\r\n", "a\nB\nc\n"),
        row(
            "one line's ending, other line's content",
            "a\nb\nc\n",
            "a\r\nb\nc\n",
            "a\nb\nC\n",
            "a\r\nb\nC\n"),
        row("old Mac endings", "a\rb\rc\r", "A\rb\rc\r", "a\rb\rC\r", "A\rb\rC\r"),
        row("final newline removed, line inserted", "a\nb\n", "a\nb", "x\na\nb\n", "x\na\nb"),
        row("final newline removed, line appended", "a\nb\n", "a\nb", "a\nb\nc\n", "a\nb\nc"),
        row("final newline added, line appended", "a\nb", "a\nb\n", "a\nb\nc", "a\nb\nc\n"),
        row("final newline added, last line edited", "a\nb", "a\nb\n", "a\nB", "a\nB\n"),
        row("final newline missing everywhere", "a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        row(
            "mark added, line edited",
            "a\nb\né\n",
            "\uFEFFa\nb\né\n",
            "a\nb\nè\n",
            "\uFEFFa\nb\nè\n"),
        row("mark removed, first line edited", "\uFEFFa\nb\n", "a\nb\n", "\uFEFFA\nb\n", "A\nb\n"),
        row("empty lines", "\n\n\n", "x\n\n\n\n", "\n\n\ny\n", "x\n\n\n\ny\n"));
  }

  static Stream<Arguments> conflicting() {
    return Stream.of(
        row("same line edited differently", "a\nb\nc\n", "a\nX\nc\n", "a\nY\nc\n", ""),
        row("neighbouring lines edited", "a\nb\n", "A\nb\n", "a\nB\n", ""),
        row("edit next to insert", "a\nb\nc\n", "a\nB\nc\n", "a\nx\nb\nc\n", ""),
        row("both append", "a\n", "a\nx\n", "a\ny\n", ""),
        row("edit and delete of a line", "a\nb\nc\n", "a\nc\n", "a\nX\nc\n", ""),
        row("emptied and edited", "a\nb\n", "", "a\nB\n", ""),
        row("two new texts", "", "a\n", "b\n", ""),
        row("two new texts, newline apart", "", "a", "a\n", ""),
        row("endings converted in two ways", "a\nb\n", "a\r\nb\r\n", "a\rb\r", ""),
        row("not text", "a\n\0b\n", "a\n\0c\n", "d\n\0b\n", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clean")
  void mergesWhatDoesNotOverlap(String name, String base, String first, String second, String out) {
    assertThat(MERGER.merge(utf8(base), utf8(first), utf8(second)))
        .isEqualTo(new Merged(utf8(out)));
    assertThat(MERGER.merge(utf8(base), utf8(second), utf8(first)))
        .isEqualTo(new Merged(utf8(out)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conflicting")
  void asksWhereChangesOverlap(String name, String base, String first, String second, String out) {
    assertThat(MERGER.merge(utf8(base), utf8(first), utf8(second))).isInstanceOf(Conflicting.class);
    assertThat(MERGER.merge(utf8(base), utf8(second), utf8(first))).isInstanceOf(Conflicting.class);
  }

  @Test
  void mergesUtf16ByCodeUnits() {
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Bytes base = Bytes.wrap("\uFEFFa\r\nਊ\r\nc\r\n".getBytes(charset));
      Bytes first = Bytes.wrap("\uFEFFA\r\nਊ\r\nc\r\n".getBytes(charset));
      Bytes second = Bytes.wrap("\uFEFFa\r\nਊ\r\nc\r\nd\r\n".getBytes(charset));
      Bytes merged = Bytes.wrap("\uFEFFA\r\nਊ\r\nc\r\nd\r\n".getBytes(charset));
      assertThat(MERGER.merge(base, first, second)).isEqualTo(new Merged(merged));
    }
  }

  @Test
  void keepsBytesOfAnEightBitEncoding() {
    assertThat(MERGER.merge(latin("é\nb\nc\n"), latin("é\nb\nç\n"), latin("É\nb\nc\n")))
        .isEqualTo(new Merged(latin("É\nb\nç\n")));
  }

  @Test
  void neverMixesEncodingsInOneText() {
    assertThat(MERGER.merge(utf8("a\nb\nc\n"), utf8("é\nb\nc\n"), latin("a\nb\nç\n")))
        .isEqualTo(new Conflicting("the encoding changed"));
  }

  @Test
  void mergesAnEncodingThatOneSideBroughtIn() {
    assertThat(MERGER.merge(utf8("a\nb\nc\n"), utf8("A\nb\nc\n"), latin("a\nb\nç\n")))
        .isEqualTo(new Merged(latin("A\nb\nç\n")));
  }

  @Test
  void refusesWhatIsLargerThanTheLimit() {
    Bytes large =
        Bytes.wrap("a".repeat(TextMerger.TEXT_MERGE_LIMIT + 1).getBytes(StandardCharsets.UTF_8));
    assertThat(MERGER.merge(utf8("a"), large, utf8("b"))).isInstanceOf(Conflicting.class);
    assertThat(MERGER.merge(utf8("a"), large, utf8("a"))).isEqualTo(new Merged(large));
  }

  @Test
  void laysAConflictOutInRegions() {
    assertThat(TextMerger.regions(utf8("a\nb\nc\nd\n"), utf8("a\nX\nc\nD\n"), utf8("a\nY\nc\nd\n")))
        .isEqualTo(
            new TextRegions.Split(
                List.of(
                    new TextRegions.Settled(utf8("a\n")),
                    new TextRegions.Contested(utf8("b\n"), utf8("X\n"), utf8("Y\n")),
                    new TextRegions.Settled(utf8("c\nD\n")))));
  }

  private static Arguments row(
      String name, String base, String first, String second, String merged) {
    return arguments(name, base, first, second, merged);
  }

  private static Bytes utf8(String text) {
    return Bytes.utf8(text);
  }

  private static Bytes latin(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
