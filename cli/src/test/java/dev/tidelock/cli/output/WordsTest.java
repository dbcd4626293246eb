package dev.tidelock.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

  @Test
  void sizesHaveTheUnitThatFits() {
    assertThat(Words.size(0)).isEqualTo("0 B");
    assertThat(Words.size(999)).isEqualTo("999 B");
    assertThat(Words.size(1000)).isEqualTo("1.0 kB");
    assertThat(Words.size(999_960)).isEqualTo("1.0 MB");
    assertThat(Words.size(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }

  @Test
  void timesAreToldFromNow() {
    assertThat(Words.ago(NOW.minusSeconds(3), NOW)).isEqualTo("just now");
    assertThat(Words.ago(NOW.minusSeconds(61), NOW)).isEqualTo("1 minute ago");
    assertThat(Words.ago(NOW.plusSeconds(7200), NOW)).isEqualTo("in 2 hours");
    assertThat(Words.ago(NOW.minus(Duration.ofDays(9)), NOW)).isEqualTo("9 days ago");
    assertThat(Words.iso(NOW)).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(Words.duration(Duration.ofMillis(41))).isEqualTo("41 ms");
    assertThat(Words.duration(Duration.ofSeconds(250))).isEqualTo("4 min 10 s");
    assertThat(Words.count(1, "file") + Words.count(2, "entry")).isEqualTo("1 file2 entries");
  }

  @Test
  void aNameCannotTakeOverTheTerminal() {
    assertThat(Words.shown("a\u001b[2Jb\nc\u202ed")).isEqualTo("a\\x1b[2Jb\\x0ac\\u202ed");
    assertThat(Words.shown("été 🌊 👩‍💻")).isEqualTo("été 🌊 👩‍💻");
  }
}
