package dev.tidelock.engine.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The names that stand for names.
class EscapeTest {
  private static final NameTraits STRICTEST =
      new NameTraits(NameTraits.Letters.FOLDED, NameTraits.Forms.ONE, NameTraits.Characters.ASCII);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "readme",
        "README.md",
        "CON",
        "aux.txt",
        "a.",
        "a ",
        " a",
        "a:b",
        "a\\b",
        "new\nline",
        "100%",
        "%41",
        "-rf",
        "\u00e9.txt",
        "e\u0301.txt",
        "\ud83d\ude00",
        "~",
        "a~",
        ".hidden",
        "..hidden",
        "archive.tar.gz",
        "dot.",
        "a~0f3c9ae2.txt"
      })
  void everyNameHasAnEscapedFormThatEveryDiskShowsAndThatSaysTheName(String name) {
    String escaped = Escape.of(name).orElseThrow();

    assertThat(escaped).isNotEqualTo(name);
    assertThat(STRICTEST.holds(escaped)).isTrue();
    assertThat(Escape.read(escaped)).contains(name);
  }

  @Test
  void theFormIsTheOneThatIsWrittenDown() {
    assertThat(Escape.of("readme.md")).contains("readme~5a831ea6.md");
    assertThat(Escape.of("a:b")).contains("a%3ab~6783a31e");
  }

  @Test
  void namesThatDifferInCaseHaveEscapedFormsThatDifferInMore() {
    String one = Escape.of("README").orElseThrow().toLowerCase(Locale.ROOT);
    String other = Escape.of("readme").orElseThrow().toLowerCase(Locale.ROOT);

    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void anEscapedFormIsEscapedAgain() {
    String once = Escape.of("readme").orElseThrow();
    String twice = Escape.of(once).orElseThrow();

    assertThat(Escape.read(twice)).contains(once);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "~",
        "readme",
        "readme~",
        "readme~00000000",
        "readme~5A831EA6.md",
        "README~5a831ea6.md",
        "readme~5a831ea6.md~",
        "%~5a831ea6",
        "%zz~5a831ea6",
        "%ff~5a831ea6",
        "r%65adme~5a831ea6.md",
        "~5a831ea6.md"
      })
  void whatIsNoEscapedFormStandsForNothingElse(String shown) {
    assertThat(Escape.read(shown)).isEmpty();
  }

  @Test
  void whatWouldBeTooLongHasNoEscapedForm() {
    String long1 = "x".repeat(246);
    String long2 = "x".repeat(247);

    assertThat(Escape.of(long1).orElseThrow().getBytes(StandardCharsets.UTF_8)).hasSize(255);
    assertThat(Escape.of(long2)).isEmpty();
  }
}
