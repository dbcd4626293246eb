package dev.tidelock.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.content.MergeOutcome.Conflicting;
import dev.tidelock.core.content.MergeOutcome.Merged;
import dev.tidelock.generators.Tape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonMergerTest {
  private static final JsonMerger MERGER = new JsonMerger();

  static Stream<Arguments> cleanEntries() {
    return Stream.of(
        arguments(
            "two keys of one line",
            "{\"a\": 1, \"b\": 2}",
            "{\"a\": 10, \"b\": 2}",
            "{\"a\": 1, \"b\": 20}",
            "{\"a\": 10, \"b\": 20}"),
        arguments(
            "key added by each, compact",
            "{\"a\":1}",
            "{\"a\":1,\"x\":2}",
            "{\"a\":1,\"y\":3}",
            "{\"a\":1,\"x\":2,\"y\":3}"),
        arguments(
            "key added by each, on lines",
            "{\n  \"a\": 1\n}\n",
            "{\n  \"a\": 1,\n  \"x\": 2\n}\n",
            "{\n  \"a\": 1,\n  \"y\": 3\n}\n",
            "{\n  \"a\": 1,\n  \"x\": 2,\n  \"y\": 3\n}\n"),
        arguments(
            "key added behind a deleted one",
            "{\n  \"a\": 1,\n  \"b\": 2\n}\n",
            "{\n  \"a\": 1\n}\n",
            "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n",
            "{\n  \"a\": 1,\n  \"c\": 3\n}\n"),
        arguments("all deleted, apart", "{\"a\": 1, \"b\": 2}", "{\"a\": 1}", "{\"b\": 2}", "{}"),
        arguments(
            "same key added with equal value and another beside",
            "{\"a\": 1}",
            "{\"a\": 1, \"b\": [1, 2]}",
            "{\"a\": 1, \"b\": [1,2], \"c\": 3}",
            "{\"a\": 1, \"b\": [1, 2], \"c\": 3}"),
        arguments(
            "same key added with objects",
            "{\"a\": 1}",
            "{\"a\": 1, \"o\": {\"x\": 1}}",
            "{\"a\": 1, \"o\": {\"y\": 2}}",
            "{\"a\": 1, \"o\": {\"x\": 1, \"y\": 2}}"),
        arguments(
            "nested objects",
            "{\"o\": {\"p\": {\"x\": 1, \"y\": 2}}}",
            "{\"o\": {\"p\": {\"x\": 9, \"y\": 2}}}",
            "{\"o\": {\"p\": {\"x\": 1, \"y\": 8}, \"q\": null}}",
            "{\"o\": {\"p\": {\"x\": 9, \"y\": 8}, \"q\": null}}"));
  }

  static Stream<Arguments> cleanItemsAndStyles() {
    return Stream.of(
        arguments(
            "items with ids, appended by both",
            "[{\"id\": 1}]",
            "[{\"id\": 1}, {\"id\": 2}]",
            "[{\"id\": 1}, {\"id\": 3}]",
            "[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]"),
        arguments(
            "items with ids, one edited, one moved",
            "[{\"id\": 1, \"n\": 1}, {\"id\": 2, \"n\": 2}, {\"id\": 3, \"n\": 3}]",
            "[{\"id\": 1, \"n\": 1}, {\"id\": 2, \"n\": 9}, {\"id\": 3, \"n\": 3}]",
            "[{\"id\": 3, \"n\": 3}, {\"id\": 1, \"n\": 1}, {\"id\": 2, \"n\": 2}]",
            "[{\"id\": 3, \"n\": 3}, {\"id\": 1, \"n\": 1}, {\"id\": 2, \"n\": 9}]"),
        arguments(
            "list of scalars, edits apart",
            "[1, 2, 3, 4, 5]",
            "[1, 2, 3, 4, 50]",
            "[10, 2, 3, 4, 5]",
            "[10, 2, 3, 4, 50]"),
        arguments(
            "list of scalars, insertions apart",
            "[1, 2, 3]",
            "[0, 1, 2, 3]",
            "[1, 2, 3, 4]",
            "[0, 1, 2, 3, 4]"),
        arguments(
            "numbers keep their text",
            "{\"a\": 1.0, \"b\": 1e400, \"c\": 0}",
            "{\"a\": 1.0, \"b\": 1e400, \"c\": 12345678901234567890.10}",
            "{\"a\": 1.00, \"b\": 1e400, \"c\": 0}",
            "{\"a\": 1.00, \"b\": 1e400, \"c\": 12345678901234567890.10}"),
        arguments(
            "one side reformatted, the other edited",
            "{\"a\":1,\"b\":{\"c\":2}}",
            "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": 2\n  }\n}\n",
            "{\"a\":1,\"b\":{\"c\":3}}",
            "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": 3\n  }\n}\n"),
        arguments(
            "brought-in text takes the indentation of its place",
            "{\n    \"a\": {},\n    \"z\": 0\n}\n",
            "{\n    \"a\": {},\n    \"y\": 1,\n    \"z\": 0\n}\n",
            "{\n  \"a\": {},\n  \"o\": {\n    \"p\": 1\n  },\n  \"z\": 0\n}\n",
            "{\n    \"a\": {},\n    \"y\": 1,\n    \"o\": {\n      \"p\": 1\n    },\n    \"z\": 0\n}\n"),
        arguments(
            "byte order mark of one side",
            "{\"a\": 1, \"b\": 2}",
            "\uFEFF{\"a\": 9, \"b\": 2}",
            "{\"a\": 1, \"b\": 8}",
            "\uFEFF{\"a\": 9, \"b\": 8}"));
  }

  static Stream<Arguments> conflicting() {
    return Stream.of(
        arguments("same scalar", "{\"a\": 1}", "{\"a\": 2}", "{\"a\": 3}", "a: changed"),
        arguments(
            "same scalar on lines far from others",
            "{\n\"a\": 1\n}",
            "{\n\"a\": 2\n}",
            "{\n\"a\": 3\n}",
            "a: changed"),
        arguments("deleted and edited", "{\"a\": 1}", "{}", "{\"a\": 3}", "deleted"),
        arguments("added differently", "{}", "{\"a\": 1}", "{\"a\": 2}", "a: changed"),
        arguments("list neighbours", "[1, 2]", "[9, 2]", "[1, 9]", "neighbouring"),
        arguments("list appended by both", "[1]", "[1, 2]", "[1, 3]", "neighbouring"),
        arguments(
            "item deleted and edited",
            "[{\"id\": 1, \"n\": 1}]",
            "[]",
            "[{\"id\": 1, \"n\": 2}]",
            "deleted"),
        arguments(
            "two orders",
            "[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]",
            "[{\"id\": 2}, {\"id\": 1}, {\"id\": 3}]",
            "[{\"id\": 3}, {\"id\": 1}, {\"id\": 2}]",
            "ordered"),
        arguments("two types", "{\"a\": 1}", "{\"a\": []}", "{\"a\": {}}", "a: changed"),
        arguments(
            "items without identity",
            "[{\"x\": 1, \"y\": 1}]",
            "[{\"x\": 2, \"y\": 1}]",
            "[{\"x\": 1, \"y\": 2}]",
            "identity"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"cleanEntries", "cleanItemsAndStyles"})
  void mergesByWhatTheDocumentSays(
      String name, String base, String first, String second, String merged) {
    assertThat(merge(base, first, second)).as(name).isEqualTo(new Merged(Bytes.utf8(merged)));
    assertThat(merge(base, second, first)).as(name).isInstanceOf(Merged.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conflicting")
  void asksWhereBothChangedTheSame(
      String name, String base, String first, String second, String reason) {
    assertThat(merge(base, first, second)).isInstanceOf(Conflicting.class);
    assertThat(((Conflicting) merge(base, second, first)).reason()).as(name).contains(reason);
  }

  @Test
  void cleanMergeOfLinesThatDuplicatesAKeyIsNotBelieved() {
    String base = "{\n\"a\": 1,\n\"m\": 0,\n\"n\": 0,\n\"z\": 9\n}\n";
    String first = "{\n\"k\": 1,\n\"a\": 1,\n\"m\": 0,\n\"n\": 0,\n\"z\": 9\n}\n";
    String second = "{\n\"a\": 1,\n\"m\": 0,\n\"n\": 0,\n\"k\": 2,\n\"z\": 9\n}\n";
    assertThat(merge(base, first, second)).isInstanceOf(Conflicting.class);
    assertThat(merge(base, first, second.replace("\"k\": 2", "\"k\": 1")))
        .isEqualTo(new Merged(Bytes.utf8(first)));
  }

  @Test
  void itemsWithoutIdentityMergeWhereLinesAgree() {
    String base = "[\n{\n\"x\": 1,\n\"m\": 0,\n\"y\": 1\n}\n]\n";
    assertThat(
            merge(base, base.replace("\"x\": 1", "\"x\": 2"), base.replace("\"y\": 1", "\"y\": 2")))
        .isEqualTo(
            new Merged(
                Bytes.utf8(base.replace("\"x\": 1", "\"x\": 2").replace("\"y\": 1", "\"y\": 2"))));
  }

  @Test
  void documentsThatAreNotJsonAreMergedAsText() {
    String base = "// settings\n{\n\"a\": 1,\n\"m\": 0,\n\"b\": 2,\n}\n";
    assertThat(merge(base, base.replace("1", "9"), base.replace("2", "8")))
        .isEqualTo(new Merged(Bytes.utf8(base.replace("1", "9").replace("2", "8"))));
  }

  @Test
  void validDocumentsNeverMakeAnInvalidOne() {
    String base = "{\"a\": [\n1\n,\n2\n,\n3\n]}";
    MergeOutcome outcome = merge(base, "{\"a\": [\n1\n,\n2\n]}", "{\"a\": [\n2\n,\n3\n]}");
    assertThat(outcome).isEqualTo(new Merged(Bytes.utf8("{\"a\": [\n2\n]}")));
  }

  @Test
  void depthBeyondTheLimitIsLeftToTheTextMerge() {
    String deep = "[".repeat(10_000) + "\n1,\n2,\n3\n" + "]".repeat(10_000);
    assertThat(merge(deep, deep.replace("1", "9"), deep.replace("3", "8")))
        .isEqualTo(new Merged(Bytes.utf8(deep.replace("1", "9").replace("3", "8"))));
  }

  @Test
  void hugeLineTakesManyInsertions() {
    StringBuilder first = new StringBuilder("{\"k\": 0");
    StringBuilder second = new StringBuilder("{\"k\": 0");
    for (int i = 0; i < 30_000; i++) {
      first.append(", \"a").append(i).append("\": 1");
      second.append(",\n\"b").append(i).append("\":\n[1]");
    }
    assertThat(merge("{\"k\": 0}", first + "}", second + "}")).isInstanceOf(Merged.class);
  }

  @Test
  void craftedIndentationCannotMakeTextGrowWithoutBound() {
    String blanks = " ".repeat(500_000);
    StringBuilder second = new StringBuilder("{\"k\": 0");
    for (int i = 0; i < 30_000; i++) {
      second.append(",\n\"b").append(i).append("\":\n\n\n[1]");
    }
    assertThat(merge(blanks + "{\"k\": 0}", blanks + "{\"k\": 1}", second + "}")).isNotNull();
  }

  @Test
  void listsWithoutAnyOrderAreAlignedInBoundedWork() {
    Tape tape = Tape.of(5);
    String base = noise(tape);
    assertThat(merge(base, noise(tape), noise(tape))).isInstanceOf(Conflicting.class);
  }

  private static String noise(Tape tape) {
    return "["
        + "[0,%s0],".formatted(tape.text("012", 1_500).replace("", ",").substring(1)).repeat(100)
        + "0]";
  }

  private static MergeOutcome merge(String base, String first, String second) {
    return MERGER.merge(Bytes.utf8(base), Bytes.utf8(first), Bytes.utf8(second));
  }
}
