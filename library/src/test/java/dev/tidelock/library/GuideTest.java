package dev.tidelock.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What `docs/library.md` says there is.
class GuideTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern CALL = Pattern.compile("([a-z][A-Za-z]+)\\(");
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  private static List<String> guide() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "library.md"));
  }

  /// The names of all public methods of the library.
  private static Set<String> methods() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files
          .map(file -> SOURCES.relativize(file).toString())
          .filter(file -> file.endsWith(".java") && !file.endsWith("-info.java"))
          .map(file -> file.substring(0, file.length() - ".java".length()).replace('/', '.'))
          .forEach(type -> addMethods(type, names));
    }
    return names;
  }

  private static void addMethods(String type, Set<String> names) {
    try {
      Class<?> found = Class.forName(type);
      Stream.concat(Stream.of(found), Arrays.stream(found.getClasses()))
          .flatMap(each -> Arrays.stream(each.getMethods()))
          .map(Method::getName)
          .forEach(names::add);
    } catch (ClassNotFoundException missing) {
      throw new AssertionError(missing);
    }
  }

  @Test
  void itsFirstSentenceSaysWhichJavaItNeeds() throws IOException {
    assertThat(guide().get(2)).startsWith("Needs JDK 25");
  }

  @Test
  void whatItSaysOneCallsIsThere() throws IOException {
    Set<String> methods = methods();
    Set<String> told = new TreeSet<>();
    for (String line : guide()) {
      if (line.startsWith("| ")) {
        String here = line.substring(line.indexOf(" | ") + 3);
        addCalls(line.startsWith("| `Table") ? line : here, told);
      }
    }
    // That of java.time.Duration.
    told.remove("ofHours");
    assertThat(told).hasSizeGreaterThan(30).isSubsetOf(methods);
  }

  private static void addCalls(String text, Set<String> into) {
    Matcher code = CODE.matcher(text);
    while (code.find()) {
      Matcher call = CALL.matcher(code.group(1));
      while (call.find()) {
        into.add(call.group(1));
      }
    }
  }
}
