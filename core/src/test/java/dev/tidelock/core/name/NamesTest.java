package dev.tidelock.core.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "...",
        ".a",
        "CON",
        "aux.txt",
        "a.",
        "a ",
        "a:b",
        "a\\b",
        "line\nbreak",
        "%",
        "-rf",
        "é",
        "e\u0301",
        "\uD83D\uDE00",
        ".tidelockignore",
        ".tidelock2",
        "tidelock",
        "TIDELOCK~1",
        "tidelo~",
        "tidelo~x",
        "a\u200Cb",
        ".git"
      })
  void acceptsWhatAUserMayReasonablyCallAFile(String name) {
    assertThat(Names.check(name)).isEqualTo(NameVerdict.ACCEPTED);
  }

  @Test
  void refusesWhatIsNotASingleNameBelowItsDirectory() {
    assertThat(Names.check("")).isEqualTo(NameVerdict.EMPTY);
    assertThat(Names.check(".")).isEqualTo(NameVerdict.DOT);
    assertThat(Names.check("..")).isEqualTo(NameVerdict.DOT_DOT);
    assertThat(Names.check("a/b")).isEqualTo(NameVerdict.SLASH);
    assertThat(Names.check("/")).isEqualTo(NameVerdict.SLASH);
    assertThat(Names.check("a\0b")).isEqualTo(NameVerdict.NUL);
  }

  @Test
  void refusesWhatUtf8CannotHold() {
    assertThat(Names.check("a\uD83D")).isEqualTo(NameVerdict.UNPAIRED_SURROGATE);
    assertThat(Names.check("\uDE00\uD83D")).isEqualTo(NameVerdict.UNPAIRED_SURROGATE);
    assertThat(Names.check("\uD83Da")).isEqualTo(NameVerdict.UNPAIRED_SURROGATE);
  }

  @Test
  void countsTheLengthInBytesOfUtf8() {
    assertThat(Names.check("a".repeat(255))).isEqualTo(NameVerdict.ACCEPTED);
    assertThat(Names.check("a".repeat(256))).isEqualTo(NameVerdict.TOO_LONG);
    assertThat(Names.check("é".repeat(127) + "a")).isEqualTo(NameVerdict.ACCEPTED);
    assertThat(Names.check("é".repeat(128))).isEqualTo(NameVerdict.TOO_LONG);
    assertThat(Names.check("日".repeat(85))).isEqualTo(NameVerdict.ACCEPTED);
    assertThat(Names.check("日".repeat(85) + "a")).isEqualTo(NameVerdict.TOO_LONG);
    assertThat(Names.check("\uD83D\uDE00".repeat(63) + "abc")).isEqualTo(NameVerdict.ACCEPTED);
    assertThat(Names.check("\uD83D\uDE00".repeat(64))).isEqualTo(NameVerdict.TOO_LONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".tidelock",
        ".TIDELOCK",
        ".TideLock",
        ".tidelock.",
        ".tidelock . .",
        ".tidelock::$INDEX_ALLOCATION",
        ".tidelock:stream",
        "TIDELO~1",
        "tidelo~9",
        "tidelo~1.",
        ".tideloc\u212A",
        ".t\u0131delock",
        ".t\u0130delock",
        ".T\u0130DELOCK",
        ".\u200Ctidelock",
        "\uFEFF.tidelock\u202E",
        ".tide\u2064lock",
        ".tide\uFE0Flock",
        ".tide\uDB40\uDC41lock",
        "\u2024tidelock",
        "\uFF0Etidelock",
        ".\uFF54\uFF49\uFF44\uFF45\uFF4C\uFF4F\uFF43\uFF4B",
        ".\uFF34\uFF29\uFF24\uFF25\uFF2C\uFF2F\uFF23\uFF2B",
        ".t\u2170\u217E\u2147lock",
        "\uFF54idelo~1"
      })
  void refusesWhateverAFileSystemCanTakeForItsOwnDirectory(String name) {
    assertThat(Names.check(name)).isEqualTo(NameVerdict.RESERVED);
  }

  @Test
  void everyRefusalSaysWhy() {
    for (NameVerdict verdict : NameVerdict.values()) {
      assertThat(verdict.reason()).isNotBlank();
      assertThat(verdict.accepted()).isEqualTo(verdict == NameVerdict.ACCEPTED);
    }
  }
}
