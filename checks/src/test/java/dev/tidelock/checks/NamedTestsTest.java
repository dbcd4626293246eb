package dev.tidelock.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the documents say is tested has a test of that name.
class NamedTestsTest {
  /// A link whose text is a class, and mostly a method of it, and whose target is Java source.
  private static final Pattern TEST =
      Pattern.compile("\\[`(\\w+)(?:\\.(\\w+))?`\\]\\(([^)\\s]+\\.java)\\)");

  @Test
  void everyTestThatADocumentNamesIsThere() throws IOException {
    Path documents = Repository.root().resolve("docs");
    String text = Files.readString(documents.resolve("reliability.md"));
    List<String> missing = new ArrayList<>();
    int seen = 0;
    Matcher matcher = TEST.matcher(text);
    while (matcher.find()) {
      seen++;
      Path source = documents.resolve(matcher.group(3)).normalize();
      boolean named =
          source.endsWith(matcher.group(1) + ".java")
              && Files.isRegularFile(source)
              && (matcher.group(2) == null
                  || Files.readString(source).contains("  void " + matcher.group(2) + "("));
      if (!named) {
        missing.add(matcher.group());
      }
    }

    assertThat(missing).isEmpty();
    assertThat(seen).isGreaterThan(50);
  }
}
