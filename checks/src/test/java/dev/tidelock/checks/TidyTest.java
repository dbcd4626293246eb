package dev.tidelock.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The repository keeps its own rules.
class TidyTest {
  private static List<TextFile> files = List.of();

  @BeforeAll
  static void readTheRepository() throws IOException {
    files = Repository.textFiles();
  }

  @Test
  void theRepositoryIsSeen() {
    assertThat(files.stream().map(TextFile::name))
        .contains("pom.xml", "core/src/main/java/module-info.java", ".mvn/jvm.config");
  }

  @Test
  void filesAreShortEnoughToBeReadAtOnce() {
    assertThat(findings(Tidiness::length)).isEmpty();
  }

  @Test
  void methodsAreShortEnoughToBeReadAtOnce() throws IOException {
    assertThat(MethodLengths.findings(files)).isEmpty();
  }

  @Test
  void linesAreClean() {
    assertThat(findings(Tidiness::characters)).isEmpty();
  }

  @Test
  void namesSaySomething() {
    assertThat(findings(Tidiness::names)).isEmpty();
  }

  @Test
  void moduleDescriptorsAreNullMarkedAndDocumented() {
    assertThat(findings(Tidiness::moduleDescriptors)).isEmpty();
  }

  @Test
  void linksLeadSomewhere() {
    assertThat(findings(file -> Tidiness.links(file, Repository.root()))).isEmpty();
  }

  private static List<String> findings(Function<TextFile, Stream<String>> rule) {
    return files.stream().flatMap(rule).toList();
  }
}
