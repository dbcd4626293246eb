package dev.tidelock.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each rule finds a planted fault and leaves good text alone.
class TidinessTest {
  @Test
  void tooLongFileIsFound() {
    assertThat(Tidiness.length(java("A", "\n".repeat(Tidiness.FILE_LINES)))).isEmpty();
    assertThat(Tidiness.length(java("A", "\n".repeat(Tidiness.FILE_LINES + 1)))).hasSize(1);
  }

  @Test
  void tooLongMethodIsFound() throws IOException {
    String body = ";\n".repeat(MethodLengths.METHOD_LINES - 2);

    assertThat(MethodLengths.findings(List.of(java("A", "class A { void a() {\n" + body + "}}\n"))))
        .isEmpty();
    assertThat(
            MethodLengths.findings(List.of(java("A", "class A { void a() {\n;\n" + body + "}}\n"))))
        .hasSize(1);
  }

  @Test
  void uncleanLinesAreFound() {
    String promise = "// TO" + "DO\n";

    assertThat(Tidiness.characters(java("A", "\ta\nb \n" + promise + "c"))).hasSize(4);
    assertThat(Tidiness.characters(java("A", "a\r\n"))).hasSize(1);
    assertThat(Tidiness.characters(java("A", "a\n  b\n"))).isEmpty();
  }

  @Test
  void emptyNamesAreFound() {
    assertThat(Tidiness.names(java("common/PathHelper", ""))).hasSize(2);
    assertThat(Tidiness.names(java("StoreManagerTest", ""))).hasSize(1);
    assertThat(Tidiness.names(java("name/Simple", ""))).isEmpty();
  }

  @Test
  void bareModuleDescriptorIsFound() {
    assertThat(Tidiness.moduleDescriptors(java("module-info", "module a {}\n"))).hasSize(1);
    assertThat(
            Tidiness.moduleDescriptors(
                java("module-info", "import x;\n\n/// A.\n@NullMarked\nmodule a {}\n")))
        .isEmpty();
  }

  @Test
  void brokenLinkIsFound() {
    TextFile page =
        new TextFile(
            "checks/page.md",
            """
            [gone](gone.md) [here](pom.xml#modules) [web](https://example.org) [top](#top)

            ```
            [not a link](nowhere.md)
            ```
            """);

    assertThat(Tidiness.links(page, Repository.root()))
        .containsExactly("checks/page.md: the link to 'gone.md' leads nowhere");
  }

  private static TextFile java(String name, String text) {
    return new TextFile("core/src/" + name + ".java", text);
  }
}
