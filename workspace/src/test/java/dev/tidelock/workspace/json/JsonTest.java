package dev.tidelock.workspace.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @TempDir private Path directory;

  private static Json example() {
    return Json.object()
        .put("text", "a \"quoted\" \\ line\n\tand \u0001 é 🌊")
        .put("lone", "\ud800")
        .put("number", -42)
        .put("real", new Json.Real(-1.5e300))
        .put("infinite", new Json.Real(Double.NEGATIVE_INFINITY))
        .put("yes", true)
        .put("nothing", Optional.empty())
        .put("empty", Json.object())
        .put("items", Json.array(List.of("a", "b"), Json::of))
        .build();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(JsonReader.read(JsonText.compact(example()))).isEqualTo(example());
    assertThat(JsonReader.read(JsonText.readable(example()))).isEqualTo(example());
  }

  @Test
  void aDocumentIsOneLineOfPlainCharacters() {
    assertThat(JsonText.compact(example()))
        .startsWith(
            "{\"text\":\"a \\\"quoted\\\" \\\\ line\\n\\tand \\u0001 é 🌊\",\"lone\":\"\\ud800\"")
        .endsWith("\"nothing\":null,\"empty\":{},\"items\":[\"a\",\"b\"]}")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "\"open",
        "\"\\x\"",
        "\"\\u12\"",
        "nul",
        "1.",
        ".5",
        "1e",
        "1.e5",
        "99999999999999999999",
        "1 2",
        "{\"a\":1,\"a\":2}",
        "\"line\nbreak\"",
        "-"
      })
  void whatIsNoJsonIsNamedByItsPlace(String text) {
    assertThatThrownBy(() -> JsonReader.read(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("line ");
  }

  @Test
  void nestingIsBounded() {
    assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void aFileIsOldOrNewAndForItsOwnerOnly() throws IOException {
    Path file = directory.resolve("file.json");
    assertThat(JsonFile.read(file)).isEmpty();
    JsonFile.write(file, example());
    JsonFile.write(file, Json.object().put("a", 1).build());

    assertThat(JsonFile.read(file).orElseThrow().whole("a")).contains(1L);
    try (var entries = Files.list(directory)) {
      assertThat(entries).containsExactly(file);
    }
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "{}");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);

    assertThatThrownBy(() -> JsonFile.read(link)).isInstanceOf(IOException.class);
  }
}
