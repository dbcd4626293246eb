package dev.tidelock.core.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRulesTest {
  /// One pattern in the root; a path that ends in a slash is a directory.
  @ParameterizedTest(name = "{3}: \"{0}\" and \"{1}\"")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # pattern        | path          | ignored | what it shows
          foo              | foo           | true    | a name matches at the top
          foo              | a/b/foo       | true    | a name matches at any depth
          foo              | foo/          | true    | a name matches a directory
          foo              | foo/a/b       | true    | all below an ignored directory is ignored
          foo              | foobar        | false   | a name matches whole
          foo              | Foo           | false   | case counts
          foo/             | foo           | false   | a trailing slash means directories only
          foo/             | foo/          | true    | a trailing slash does not anchor
          foo/             | a/foo/        | true    | a trailing slash does not anchor below either
          /foo             | foo           | true    | a leading slash anchors
          /foo             | a/foo         | false   | an anchored pattern does not match below
          a/foo            | a/foo         | true    | a slash in the middle anchors
          a/foo            | b/a/foo       | false   | a slash in the middle anchors at the root
          a/foo            | a/foobar      | false   | the last part matches whole
          //foo            | foo           | false   | an empty part matches nothing
          *.o              | a/x.o         | true    | a star stands for any run
          *.o              | .o            | true    | a star stands for nothing and for a dot
          *.o              | x.os          | false   | what follows a star ends the name
          a*c*e            | abcde         | true    | several stars
          a*c*e            | abde          | false   | several stars in order
          *ab*ab           | ab            | false   | runs do not overlap
          /*               | a             | true    | an anchored star stands for one part
          a/*              | a/b           | true    | a star for one part below
          a/*/c            | a/b/c         | true    | a star for exactly one directory
          a/*/c            | a/b/b/c       | false   | a star does not cross a slash
          a/*/c            | a/c           | false   | a star needs a directory
          a?c              | abc           | true    | a question mark stands for one character
          a?c              | ac            | false   | a question mark needs a character
          a?c              | a/c           | false   | a question mark is no slash
          a?c              | aéc           | true    | a question mark is a character and no byte
          [a-c]x           | bx            | true    | a range
          [a-c]x           | dx            | false   | outside of a range
          [!a-c]x          | dx            | true    | a negated range
          [^a-c]x          | ax            | false   | a caret negates as well
          []a]x            | ]x            | true    | a first closing bracket is a member
          [!]a]x           | bx            | true    | also after a negation
          [a-]x            | -x            | true    | a last hyphen is a member
          [-a]x            | -x            | true    | a first hyphen is a member
          [\\]]x           | ]x            | true    | an escaped member
          [α-ω]x           | λx            | true    | a range beyond ASCII
          [[:digit:]]x     | 7x            | true    | a POSIX class
          [[:digit:]]x     | ax            | false   | outside of a POSIX class
          [![:space:]_]x   | ax            | true    | a negated POSIX class and more
          [[:alpha:]]x     | éx            | false   | POSIX classes are ASCII
          [c-a]x           | bx            | false   | an inverted range is empty
          **/foo           | foo           | true    | leading stars stand for no directory
          **/foo           | a/b/foo       | true    | leading stars stand for many
          **/a/foo         | b/a/foo       | true    | leading stars before two parts
          **/a/foo         | a/b/foo       | false   | the two parts stay together
          a/**             | a/            | false   | trailing stars leave the directory itself
          a/**             | a/b/c         | true    | trailing stars stand for all inside
          a/**/b           | a/b           | true    | middle stars stand for no directory
          a/**/b           | a/x/y/b       | true    | middle stars stand for many
          a/**/b           | x/a/b         | false   | middle stars anchor
          a/**/b/**/c      | a/b/x/b/y/c   | true    | several stars between parts
          a/**/**/b        | a/b           | true    | stars in a row are one
          **               | a             | true    | stars alone stand for everything
          **/              | a             | false   | stars and a slash are for directories
          a**b             | axxb          | true    | stars inside a name are plain
          foo**/bar        | foox/bar      | true    | stars after a literal are plain
          foo**/bar        | foobar        | false   | unlike in git, as its manual says
          \\#a             | #a            | true    | an escaped hash
          \\!a             | !a            | true    | an escaped exclamation mark
          a\\*             | a*            | true    | an escaped star
          a\\*             | ab            | false   | an escaped star is no wildcard
          "a\\ "           | "a "          | true    | an escaped space at the end stays
          "a "             | a             | true    | a space at the end goes
          " a"             | " a"          | true    | a space at the start stays
          """)
  void matchesAsGitDoes(String pattern, String path, boolean ignored, String why) {
    assertThat(ignores(rules(pattern), path)).as(why).isEqualTo(ignored);
  }

  @Test
  void theLastMatchingPatternDecides() {
    IgnoreRules rules = rules("*.log", "!keep.log", "/a/keep.log");
    assertThat(ignores(rules, "x.log")).isTrue();
    assertThat(ignores(rules, "keep.log")).isFalse();
    assertThat(ignores(rules, "b/keep.log")).isFalse();
    assertThat(ignores(rules, "a/keep.log")).isTrue();
    assertThat(ignores(rules("!keep.log", "*.log"), "keep.log")).isTrue();
  }

  @Test
  void nothingBelowAnIgnoredDirectoryIsTakenBack() {
    IgnoreRules rules = rules("build/", "!build/keep");
    assertThat(ignores(rules, "build/keep")).isTrue();
    IgnoreRules inside = rules.enter("build", file("!keep"));
    assertThat(inside.ignoresEverything()).isTrue();
    assertThat(inside.ignoresFile("keep")).isTrue();
    assertThat(inside.enter("deeper", file("!keep")).ignoresEverything()).isTrue();
    assertThat(rules.ignoresEverything()).isFalse();
  }

  @Test
  void contentsCanBeTakenBackWhereTheDirectoryIsNotIgnored() {
    IgnoreRules rules = rules("build/*", "!build/keep");
    assertThat(ignores(rules, "build/keep")).isFalse();
    assertThat(ignores(rules, "build/other")).isTrue();
  }

  @Test
  void aDeeperIgnoreFileIsStronger() {
    IgnoreRules root = rules("*.log", "/x");
    IgnoreRules inside = root.enter("a", file("!*.log\n/x\n/b/y"));
    assertThat(root.ignoresFile("1.log")).isTrue();
    assertThat(inside.ignoresFile("1.log")).isFalse();
    assertThat(inside.ignoresFile("x")).isTrue();
    IgnoreRules deeper = inside.enter("b", IgnoreFile.EMPTY);
    assertThat(deeper.ignoresFile("x")).isFalse();
    assertThat(deeper.ignoresFile("y")).isTrue();
    assertThat(deeper.ignoresFile("1.log")).isFalse();
  }

  @Test
  void theDevicesOwnOverridesAreStrongest() {
    IgnoreRules root = IgnoreRules.root(file("!1.log\n/a/big"), file("*.log\n!/a/big"));
    assertThat(ignores(root, "1.log")).isFalse();
    assertThat(ignores(root, "2.log")).isTrue();
    assertThat(ignores(root, "a/big")).isTrue();
    IgnoreRules inside = root.enter("a", file("1.log\n!big"));
    assertThat(inside.ignoresFile("1.log")).isFalse();
    assertThat(inside.ignoresFile("big")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {".tidelock", ".TideLock", ".tide\u200Clock", ".tidelock.", "TIDELO~1"})
  void theReservedNameIsNeverTakenBack(String name) {
    IgnoreRules rules = IgnoreRules.root(file("!" + name + "/"), file("!" + name + "\n!*"));
    assertThat(rules.ignoresDirectory(name)).isTrue();
    assertThat(rules.ignoresFile(name)).isTrue();
    assertThat(rules.enter("a", file("!" + name)).ignoresDirectory(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".git",
        ".GIT",
        ".g\u200Cit",
        "git~1",
        ".hg",
        ".svn",
        ".bzr",
        "_darcs",
        ".jj",
        ".pijul",
        "CVS",
        ".fslckout"
      })
  void versionControlIsIgnoredUntilItsNameIsTakenBack(String name) {
    assertThat(IgnoreRules.isVersionControlDirectory(name)).isTrue();
    assertThat(ignores(rules(), name + "/")).isTrue();
    assertThat(ignores(rules(), name)).isTrue();
    assertThat(ignores(rules("*", "!*/", "!*.java"), name + "/")).isTrue();
    assertThat(ignores(rules("!" + name + "/"), name + "/")).isFalse();
    assertThat(ignores(rules("!/" + name), name)).isFalse();
  }

  @Test
  void aNameLikeAVersionControlDirectorysIsKept() {
    for (String name : List.of("cvs", ".gitignore", ".github", "git", ".gitattributes")) {
      assertThat(IgnoreRules.isVersionControlDirectory(name)).isFalse();
      assertThat(ignores(rules(), name + "/")).isFalse();
    }
  }

  @Test
  void onlyAFewFilesThatMeanNothingElsewhereAreIgnoredByDefault() {
    for (String name :
        List.of(".DS_Store", "Thumbs.db", "~$report.docx", ".~lock.a.odt#", ".#a.el", ".a.swp")) {
      assertThat(ignores(rules(), "x/" + name)).as(name).isTrue();
      assertThat(ignores(rules("!*"), "x/" + name)).as(name).isFalse();
    }
    for (String name :
        List.of("a~", "a.bak", "a.tmp", "a.swp", "desktop.ini", "node_modules", IgnoreFile.NAME)) {
      assertThat(ignores(rules(), name)).as(name).isFalse();
    }
  }

  @Test
  void patternsAndNamesMeetInNormalisationFormC() {
    String composed = "caf\u00E9";
    String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
    for (String pattern : List.of(composed, decomposed)) {
      for (String name : List.of(composed, decomposed)) {
        assertThat(ignores(rules(pattern), name)).isTrue();
        assertThat(ignores(rules("/" + pattern + "/x"), name + "/x")).isTrue();
      }
    }
    assertThat(ignores(rules("caf?"), decomposed)).isTrue();
  }

  @Test
  void aCharacterBeyondTheBasicPlaneIsOneCharacter() {
    assertThat(ignores(rules("a?b"), "a\uD83D\uDE00b")).isTrue();
    assertThat(ignores(rules("*?b"), "\uD83D\uDE00b")).isTrue();
    assertThat(ignores(rules("a??b"), "a\uD83D\uDE00b")).isFalse();
    assertThat(ignores(rules("[\uD83D\uDE00-\uD83D\uDE10]"), "\uD83D\uDE05")).isTrue();
  }

  @Test
  void adversePatternsTakeNoLongTime() {
    String stars = "*a".repeat(120) + "*b";
    IgnoreRules rules = rules(stars, "**/a/".repeat(200) + "b", "/**/" + "?*".repeat(100) + "/b");
    String name = "a".repeat(255);
    String path = "a/".repeat(400) + name;
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(ignores(rules, name)).isFalse();
          assertThat(ignores(rules, path)).isFalse();
        });
  }

  private static IgnoreRules rules(String... lines) {
    return IgnoreRules.root(IgnoreFile.EMPTY, file(String.join("\n", lines)));
  }

  private static IgnoreFile file(String content) {
    return IgnoreFile.parse(Bytes.utf8(content));
  }

  private static boolean ignores(IgnoreRules root, String path) {
    boolean directory = path.endsWith("/");
    TreePath entry = TreePath.parse(directory ? path.substring(0, path.length() - 1) : path);
    IgnoreRules rules = root;
    for (String name : entry.parent().orElseThrow().names()) {
      rules = rules.enter(name, IgnoreFile.EMPTY);
    }
    return directory ? rules.ignoresDirectory(entry.name()) : rules.ignoresFile(entry.name());
  }
}
