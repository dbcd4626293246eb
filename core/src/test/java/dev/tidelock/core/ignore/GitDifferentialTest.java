package dev.tidelock.core.ignore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares the rules with `git check-ignore` on one real tree under random ignore files.
class GitDifferentialTest {
  private static final List<String> DIRECTORY_NAMES = List.of("a", "b", "ab", "x.a");
  private static final List<String> FILE_NAMES =
      List.of("x", "ba", "a b", "a ", "!a", "#a", "[a]", "a\\", "a*", "-", "1", "A", "ax", ".b");
  private static final List<TreePath> IGNORE_FILE_PLACES =
      List.of(TreePath.ROOT, TreePath.parse("a"), TreePath.parse("a/b"), TreePath.parse("ab"));

  private static final List<String> ODD_PIECES =
      List.of(
          (" ,#,!,-,^,[,],\\,\\a,\\*,\\ ,[[:alpha:]],[^[:digit:]],[]a],[a-],[\\]],[[:,[:,:],[/],"
                  + "***,[b-a]")
              .split(","));

  @TempDir private Path root;

  private final List<TreePath> directories = new ArrayList<>();
  private final List<TreePath> files = new ArrayList<>();

  @BeforeEach
  void makeTree() throws IOException, InterruptedException {
    assumeTrue(gitRuns(), "git is not installed");
    run("git", "init", "--quiet", "--template=", ".");
    run("git", "config", "core.ignorecase", "false");
    addDirectory(TreePath.ROOT);
  }

  @Test
  void ignoresWhatGitIgnores() {
    ForAll.cases(
        400,
        tape -> {
          Map<TreePath, String> ignoreFiles = anyIgnoreFiles(tape);
          assertThat(ignoredHere(ignoreFiles))
              .as("%s", ignoreFiles)
              .isEqualTo(ignoredByGit(ignoreFiles));
        });
  }

  private void addDirectory(TreePath directory) throws IOException {
    Files.createDirectories(root.resolve(directory.toString()));
    int depth = directory.names().size();
    for (String name : depth == 3 ? List.of("x", "ba") : FILE_NAMES) {
      TreePath file = directory.child(name);
      Files.createFile(root.resolve(file.toString()));
      files.add(file);
    }
    for (String name : depth == 3 ? List.<String>of() : DIRECTORY_NAMES) {
      directories.add(directory.child(name));
      addDirectory(directory.child(name));
    }
  }

  private Set<TreePath> ignoredHere(Map<TreePath, String> ignoreFiles) {
    Map<TreePath, IgnoreRules> rules = new HashMap<>();
    Set<TreePath> ignored = new TreeSet<>();
    rules.put(
        TreePath.ROOT, IgnoreRules.root(IgnoreFile.EMPTY, fileIn(TreePath.ROOT, ignoreFiles)));
    for (TreePath directory : directories) {
      IgnoreRules around = rulesAround(directory, rules);
      IgnoreRules inside = around.enter(directory.name(), fileIn(directory, ignoreFiles));
      rules.put(directory, inside);
      assertThat(inside.ignoresEverything()).isEqualTo(around.ignoresDirectory(directory.name()));
      if (inside.ignoresEverything()) {
        ignored.add(directory);
      }
    }
    files.stream()
        .filter(file -> rulesAround(file, rules).ignoresFile(file.name()))
        .forEach(ignored::add);
    return ignored;
  }

  private static IgnoreRules rulesAround(TreePath entry, Map<TreePath, IgnoreRules> rules) {
    return Objects.requireNonNull(rules.get(entry.parent().orElseThrow()));
  }

  private static IgnoreFile fileIn(TreePath directory, Map<TreePath, String> ignoreFiles) {
    String content = ignoreFiles.getOrDefault(directory, "");
    return IgnoreFile.parse(Bytes.utf8(content));
  }

  private Set<TreePath> ignoredByGit(Map<TreePath, String> ignoreFiles)
      throws IOException, InterruptedException {
    for (TreePath place : IGNORE_FILE_PLACES) {
      Path file = root.resolve(place.toString()).resolve(".gitignore");
      Files.writeString(file, ignoreFiles.getOrDefault(place, ""));
    }
    Path input = root.resolve(".git/paths");
    Files.writeString(
        input,
        Stream.concat(directories.stream(), files.stream())
            .map(path -> path + "\0")
            .collect(Collectors.joining()));
    Process git =
        git("git", "check-ignore", "--no-index", "--stdin", "-z")
            .redirectInput(input.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // 1 means that nothing is ignored.
    assertThat(git.waitFor()).isBetween(0, 1);
    return output.isEmpty()
        ? Set.of()
        : Arrays.stream(output.split("\0"))
            .map(TreePath::parse)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<TreePath, String> anyIgnoreFiles(Tape tape) {
    Map<TreePath, String> files = new TreeMap<>();
    for (TreePath place : IGNORE_FILE_PLACES) {
      if (place.isRoot() || tape.chance(0.4)) {
        StringBuilder content = new StringBuilder(tape.chance(0.1) ? "\uFEFF" : "");
        for (int lines = tape.nextInt(1, 6); lines > 0; lines--) {
          content.append(anyLine(tape)).append(tape.pick("\n", "\n", "\n", "\r\n"));
        }
        files.put(place, content.toString());
      }
    }
    return files;
  }

  private static String anyLine(Tape tape) {
    return tape.chance(0.4) ? anyUsualLine(tape) : anyOddLine(tape);
  }

  private static String anyUsualLine(Tape tape) {
    return tape.pick("", "", "!", "!", "/", "!/")
        + tape.pick("a", "b", "ab", "x", "1", "*", "*.a", "a/b", "b/*", "a/**/x", "[!a]*", "a\\ ")
        + tape.pick("", "", "", "/");
  }

  private static String anyOddLine(Tape tape) {
    while (true) {
      StringBuilder line = new StringBuilder(tape.pick("", "", "!", "/", "!/", "**/"));
      for (int pieces = tape.nextInt(1, 6); pieces > 0; pieces--) {
        line.append(anyPiece(tape));
      }
      line.append(tape.pick("", "", "/", "/**", "/*", " "));
      if (!differsOnPurpose(line.toString())) {
        return line.toString();
      }
    }
  }

  private static String anyPiece(Tape tape) {
    return switch (tape.nextInt(4)) {
      case 0, 1 -> tape.pick("a", "b", "x", "ab", "a/b", "/", ".a");
      case 2 -> tape.pick("*", "**", "?", "/**/", "[ab]", "[!a]", "[a-x]", "*b");
      default -> tape.pick(ODD_PIECES);
    };
  }

  /// See [PatternParser]: git gives `**` between a literal part and a slash a meaning that its
  /// manual does not; an escaped slash after `**` is no better off.
  private static boolean differsOnPurpose(String line) {
    return line.matches("!?/?[^*?\\[\\\\]*[^*?\\[\\\\/]\\*\\*+(/.*| *)") || line.contains("\\/");
  }

  private ProcessBuilder git(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    // What the machine's user has configured must not count.
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("HOME", root.resolve(".git").toString());
    builder.environment().put("XDG_CONFIG_HOME", root.resolve(".git").toString());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    return builder;
  }

  private void run(String... command) throws IOException, InterruptedException {
    assertThat(git(command).inheritIO().start().waitFor()).isZero();
  }

  private boolean gitRuns() throws InterruptedException {
    try {
      return git("git", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }
}
