package dev.tidelock.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.core.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffsTest {
  @TempDir private Path directory;

  private static List<String> unified(String from, String to) {
    return UnifiedDiff.of(Bytes.utf8(from), Bytes.utf8(to)).orElseThrow().stream()
        .map(DiffLine::text)
        .toList();
  }

  @Test
  void aDifferenceHasItsSurroundings() {
    assertThat(unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
        .containsExactly("@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8");
  }

  @Test
  void anEmptyTextHasNoLines() {
    assertThat(unified("", "new\n")).containsExactly("@@ -0,0 +1 @@", "+new");
    assertThat(unified("old\n", "")).containsExactly("@@ -1 +0,0 @@", "-old");
    assertThat(unified("same\n", "same\n")).isEmpty();
  }

  @Test
  void aMissingNewlineAtTheEndIsShown() {
    assertThat(unified("a", "a\n"))
        .containsExactly("@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a");
  }

  @Test
  void whatIsNoTextHasNoLines() {
    assertThat(UnifiedDiff.of(Bytes.hex("0001"), Bytes.utf8("a"))).isEmpty();
  }

  @Test
  void patchMakesOneTextOfTheOther() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/patch")), "this machine has no patch");
    Random random = new Random(7);
    for (int round = 0; round < 30; round++) {
      String from = text(random);
      String to = text(random);
      List<String> lines = unified(from, to);
      Path file = Files.writeString(directory.resolve("file"), from);
      Path patch =
          Files.writeString(
              directory.resolve("patch"),
              "--- a/file\n+++ b/file\n" + String.join("\n", lines) + "\n");
      int exit =
          lines.isEmpty()
              ? 0
              : new ProcessBuilder("patch", "-s", "-u", file.toString(), patch.toString())
                  .inheritIO()
                  .start()
                  .waitFor();
      assertThat(exit).as("round %d: %s", round, lines).isZero();
      if (!to.isEmpty()) {
        assertThat(file).hasContent(to);
      }
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int lines = random.nextInt(30);
    for (int i = 0; i < lines; i++) {
      text.append((char) ('a' + random.nextInt(4))).append('\n');
    }
    return text.toString();
  }

  @Test
  void twoTextsStandSideBySide() {
    List<DiffLine> lines =
        SideBySide.of(
                Bytes.utf8("0\n1\n2\nsame\nleft\nend\n"),
                Bytes.utf8("0\n1\n2\nsame\nright\nend\nmore\n"),
                23)
            .orElseThrow();

    assertThat(lines.stream().map(DiffLine::text))
        .containsExactly(
            "… 2 equal lines",
            "2            2",
            "same         same",
            "left       | right",
            "end          end",
            "           > more");
  }
}
