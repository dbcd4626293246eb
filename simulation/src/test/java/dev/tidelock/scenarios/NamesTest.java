package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Names that other systems, or careless programs, have trouble with.
class NamesTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
  }

  @Test
  void namesInBothNormalFormsAreTwoFiles() {
    String composed = Normalizer.normalize("é.txt", Normalizer.Form.NFC);
    String decomposed = Normalizer.normalize("é.txt", Normalizer.Form.NFD);
    a.write(composed, "composed");
    a.write(decomposed, "decomposed");
    a.sync();
    b.sync();

    assertThat(b).shows(composed, "composed").shows(decomposed, "decomposed");
    b.write(composed, "composed, edited");
    b.sync();
    a.sync();
    assertThat(a).showsOnly(composed, decomposed).shows(composed, "composed, edited");
    assertThat(a).shows(decomposed, "decomposed");
  }

  @Test
  void namesThatDifferInCaseAreTwoFiles() {
    a.write("README", "upper");
    a.write("readme", "lower");
    a.write("Dir/x", "upper");
    a.write("dir/x", "lower");
    a.sync();
    b.sync();

    assertThat(b).shows("README", "upper").shows("readme", "lower");
    assertThat(b).shows("Dir/x", "upper").shows("dir/x", "lower");
    a.delete("README");
    a.sync();
    b.sync();
    assertThat(b).lacks("README").shows("readme", "lower");
  }

  @Test
  void oddNamesTravelAndTheirFilesAreEditedAndMoved() {
    List<String> names =
        List.of(
            "CON",
            "aux.txt",
            "a.",
            "a ",
            " a",
            "a:b",
            "a\\b",
            "x".repeat(255),
            "é".repeat(127),
            "\uD83D\uDE00 emoji.txt",
            "line\nbreak",
            "tab\there",
            "100%",
            "%2e",
            "-rf",
            "*",
            "?",
            "\"quoted\"",
            "'single'",
            "$HOME",
            "~",
            "~new",
            "#comment",
            "!negated",
            "a\u0001control",
            "...",
            "\u202Eright to left");
    for (String name : names) {
      a.write(name, "file " + name);
      if (name.length() < 100) {
        a.write("d " + name + "/" + name, "inner " + name);
      }
    }
    a.sync();
    b.sync();
    for (String name : names) {
      assertThat(b).shows(name, "file " + name);
    }

    b.write("line\nbreak", "edited");
    b.move("-rf", "- rf");
    b.delete("a ");
    b.sync();
    a.sync();
    assertThat(a).shows("line\nbreak", "edited").shows("- rf", "file -rf").lacks("a ").lacks("-rf");
    assertThat(a).shows(" a", "file  a");
  }

  @Test
  void namesThatAreNotUtf8AreReportedAndLeftAlone() throws Exception {
    a.write("good", "good");
    a.sync();
    b.sync();
    Path bad = raw(a.root(), "bad%FF%FEname");
    shell("printf 'bytes' > \"$(printf '" + a.root() + "/bad\\377\\376name')\"");
    shell("mkdir \"$(printf '" + a.root() + "/dir\\377')\"");
    assertThat(Files.exists(bad)).isTrue();

    SyncOutcome outcome = a.sync();
    a.write("good", "edited");
    a.sync();
    b.sync();

    assertThat(outcome.problems()).hasSize(2);
    assertThat(outcome.problems()).extracting(Problem::kind).containsOnly(Problem.Kind.NAME);
    assertThat(b).showsOnly("good").shows("good", "edited");
    assertThat(Files.exists(bad)).isTrue();
    world.setApart("bad\uFFFD\uFFFDname");
    world.setApart("dir\uFFFD");
  }

  @Test
  void deepPathsAreCarriedOrReportedWhole() {
    String deep = ("d".repeat(50) + "/").repeat(30) + "f";
    a.write(deep, "deep");
    a.write("shallow", "shallow");
    a.sync();
    b.sync();

    assertThat(b).shows(deep, "deep").shows("shallow", "shallow");
    a.write(deep, "deep, edited");
    a.sync();
    b.sync();
    assertThat(b).shows(deep, "deep, edited");
  }

  @Test
  void pathsLongerThanTheSystemTakesInOneCallAreCarried() throws Exception {
    String name = "n".repeat(200);
    shell(
        "cd "
            + a.root()
            + " && for i in $(seq 25); do mkdir "
            + name
            + " && cd "
            + name
            + "; done && printf deep > f");
    a.write("shallow", "shallow");
    SyncOutcome sent = a.sync();
    SyncOutcome received = b.sync();

    assertThat(b).shows("shallow", "shallow");
    assertThat(sent.problems()).isEmpty();
    assertThat(received.problems()).isEmpty();
    shell("cd " + b.root() + " && for i in $(seq 25); do cd " + name + "; done && test -f f");
    shell("cd " + a.root() + " && rm -r " + name);
    a.sync();
    b.sync();
    assertThat(b).lacks(name);
  }

  @Test
  void privateNamesInAnyCaseAreNotCarried() {
    a.write("f", "x");
    a.write(".Tidelock/f", "looks private");
    a.write("d/.tidelock/f", "looks private too");
    world.setApart(".Tidelock");
    world.setApart("d/.tidelock");

    a.sync();
    b.sync();

    assertThat(b).lacks(".Tidelock").lacks("d/.tidelock").shows("f", "x");
  }

  private static Path raw(Path directory, String escaped) {
    return Path.of(URI.create(directory.toUri() + escaped));
  }

  private static void shell(String command) throws IOException, InterruptedException {
    int exit = new ProcessBuilder("bash", "-c", command).inheritIO().start().waitFor();
    assertThat(exit).as(command).isZero();
  }
}
