package dev.tidelock.core.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.generators.ForAll;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreFileTest {
  @Test
  void commentsAndEmptyLinesAreNoPatterns() {
    IgnoreFile file = IgnoreFile.parse(Bytes.utf8("# a\n\n   \n\r\n#\n"));
    assertThat(file.isEmpty()).isTrue();
    assertThat(file.warnings()).isEmpty();
    assertThat(IgnoreFile.EMPTY.isEmpty()).isTrue();
  }

  @Test
  void takesByteOrderMarkAndBothLineEnds() {
    IgnoreFile file = IgnoreFile.parse(Bytes.utf8("\uFEFFa\r\nb\nc\r\n/d\r"));
    IgnoreRules rules = IgnoreRules.root(IgnoreFile.EMPTY, file);
    for (String name : new String[] {"a", "b", "c", "d"}) {
      assertThat(rules.ignoresFile(name)).as(name).isTrue();
    }
    assertThat(file.warnings()).isEmpty();
  }

  @Test
  void aCommentAfterAByteOrderMarkIsAComment() {
    assertThat(IgnoreFile.parse(Bytes.utf8("\uFEFF# a\n")).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a\\        | the backslash at its end escapes nothing
          a\\/       | the backslash at its end escapes nothing
          [a         | the bracket '[' is not closed; write '\\[' for the character
          [a-        | the bracket '[' is not closed; write '\\[' for the character
          []         | the bracket '[' is not closed; write '\\[' for the character
          [\\]       | the bracket '[' is not closed; write '\\[' for the character
          [[:digit:] | the bracket '[' is not closed; write '\\[' for the character
          [[:foo:]]  | there is no character class '[:foo:]'
          !          | it is empty
          /          | it is empty
          !/         | it is empty
          a//b       | no name is empty
          ./a        | no name is '.'; write paths from the ignore file's directory
          a/../b     | no name is '..'; write paths from the ignore file's directory
          """)
  void aPatternThatMatchesNothingIsReported(String line, String reason) {
    IgnoreFile file = IgnoreFile.parse(Bytes.utf8("a\n" + line + "\nb"));
    assertThat(file.warnings())
        .containsExactly(
            new IgnoreFile.Warning(2, "the pattern '" + line + "' matches nothing: " + reason));
    IgnoreRules rules = IgnoreRules.root(IgnoreFile.EMPTY, file);
    assertThat(rules.ignoresFile("a") && rules.ignoresFile("b")).isTrue();
  }

  @Test
  void aLineThatIsNotUtf8IsReportedAndTheOthersCount() {
    Bytes content = Bytes.copyOf("a\n\u00E9\nb".getBytes(StandardCharsets.ISO_8859_1));
    IgnoreFile file = IgnoreFile.parse(content);
    assertThat(file.warnings())
        .containsExactly(new IgnoreFile.Warning(2, "not UTF-8, so it has no effect"));
    assertThat(IgnoreRules.root(IgnoreFile.EMPTY, file).ignoresFile("b")).isTrue();
  }

  @Test
  void whatIsBeyondTheLargestSizeIsNotRead() {
    String comment = "#".repeat(IgnoreFile.MAX_BYTES - 3);
    IgnoreFile file = IgnoreFile.parse(Bytes.utf8(comment + "\na\nb\n"));
    assertThat(file.warnings()).hasSize(1);
    assertThat(file.warnings().getFirst().line()).isEqualTo(3);
    IgnoreRules rules = IgnoreRules.root(IgnoreFile.EMPTY, file);
    assertThat(rules.ignoresFile("a")).isTrue();
    assertThat(rules.ignoresFile("b")).isFalse();
  }

  @Test
  void patternsBeyondTheLargestNumberDoNotCount() {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i <= IgnoreFile.MAX_PATTERNS; i++) {
      content.append("n").append(i).append('\n');
    }
    IgnoreFile file = IgnoreFile.parse(Bytes.utf8(content.toString()));
    assertThat(file.warnings()).hasSize(1);
    IgnoreRules rules = IgnoreRules.root(IgnoreFile.EMPTY, file);
    assertThat(rules.ignoresFile("n" + (IgnoreFile.MAX_PATTERNS - 1))).isTrue();
    assertThat(rules.ignoresFile("n" + IgnoreFile.MAX_PATTERNS)).isFalse();
  }

  @Test
  void warningsAreBounded() {
    IgnoreFile file = IgnoreFile.parse(Bytes.utf8("[\n".repeat(10_000)));
    assertThat(file.warnings()).hasSize(IgnoreFile.MAX_WARNINGS + 1);
    assertThat(file.warnings().getLast().message()).isEqualTo("there are more lines like these");
  }

  @Test
  void everyContentCanBeRead() {
    ForAll.cases(
        3_000,
        tape -> {
          byte[] noise = tape.bytes(tape.nextSize(200));
          String text = tape.text("a*?[]!^-:\\/# \n\r\u00E9\u0301", tape.nextSize(60));
          for (Bytes content : new Bytes[] {Bytes.copyOf(noise), Bytes.utf8(text)}) {
            IgnoreFile file = IgnoreFile.parse(content);
            IgnoreRules rules = IgnoreRules.root(file, file).enter("a", file);
            assertThat(rules.ignoresFile(".tidelock")).isTrue();
            rules.ignoresDirectory(tape.text("a*?[]!^-:\\# \u00E9\u0301", 5));
          }
        });
  }
}
