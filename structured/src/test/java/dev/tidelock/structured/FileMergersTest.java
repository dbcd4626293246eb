package dev.tidelock.structured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.content.TextMerger;
import org.junit.jupiter.api.Test;

class FileMergersTest {
  private final FileMergers mergers = new FileMergers();

  @Test
  void extensionChoosesTheMerger() {
    assertThat(mergers.apply("package.json")).isInstanceOf(JsonMerger.class);
    assertThat(mergers.apply("Package.JSON")).isInstanceOf(JsonMerger.class);
    assertThat(mergers.apply("a.b.yaml")).isInstanceOf(YamlMerger.class);
    assertThat(mergers.apply(".yml")).isInstanceOf(YamlMerger.class);
    assertThat(mergers.apply("notes.txt")).isInstanceOf(TextMerger.class);
    assertThat(mergers.apply("Makefile")).isInstanceOf(TextMerger.class);
  }
}
