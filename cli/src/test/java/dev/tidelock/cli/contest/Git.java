package dev.tidelock.cli.contest;

import dev.tidelock.cli.torture.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// git as scripts use it that sync: add, commit, pull, push, with a bare repository between two
/// clones. A merge with conflicts is committed as git left it in the files. Locks that a kill left
/// behind are taken away, as git says.
final class Git extends ScriptedTool {
  private static final String SCRIPT =
      """
      git add -A && git commit -q -m edits
      if ! git pull -q --no-rebase --no-edit; then
        echo conflicts
        git add -A && git commit -q -m conflicts
      fi
      git push -q
      """;

  private Sides sides = new Sides(Path.of(""), Path.of(""), Path.of(""));
  private int conflicts;
  private int failures;

  @Override
  public String name() {
    return "git";
  }

  @Override
  public String version() throws IOException {
    return Shell.run(Path.of("."), Map.of(), "git --version").output().strip();
  }

  @Override
  public void begin(Sides given) throws IOException {
    sides = given;
    String set =
        "git config user.name u && git config user.email u@example.org"
            + " && git config gc.auto 0 && git config core.quotePath false";
    Shell.Ended begun =
        Shell.run(
            sides.base(),
            environment(0),
            """
            set -e
            git init -q --bare -b main meeting.git
            cd '%s' && git init -q -b main . && %s && git remote add origin '%s/meeting.git'
            git add -A && git commit -q -m begin && git push -q -u origin main
            rmdir '%s' && git clone -q '%s/meeting.git' '%s' && cd '%s' && %s
            """
                .formatted(
                    sides.first(),
                    set,
                    sides.base(),
                    sides.second(),
                    sides.base(),
                    sides.second(),
                    sides.second(),
                    set));
    if (begun.exit() != 0) {
      throw new IOException(begun.output());
    }
  }

  @Override
  String script(int side) {
    return SCRIPT;
  }

  @Override
  Path directory(int side) {
    return sides.at(side);
  }

  @Override
  Map<String, String> environment(int side) {
    return Map.of("HOME", sides.base().toString(), "GIT_CONFIG_NOSYSTEM", "1", "LC_ALL", "C.UTF-8");
  }

  @Override
  void ended(int side, Shell.Ended ended) {
    if (ended.output().lines().anyMatch("conflicts"::equals)) {
      conflicts++;
    }
    if (ended.exit() != 0) {
      failures++;
    }
  }

  @Override
  void wasKilled(int side) throws IOException {
    for (Path place :
        List.of(sides.at(side).resolve(".git"), sides.base().resolve("meeting.git"))) {
      try (Stream<Path> all = Files.walk(place)) {
        for (Path path : all.filter(each -> each.toString().endsWith(".lock")).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /// All that some commit or reflog leads to.
  @Override
  public Set<String> kept() throws IOException {
    Set<String> kept = new HashSet<>();
    for (Path place : sides.both()) {
      kept.addAll(blobs(place));
    }
    return kept;
  }

  private Set<String> blobs(Path place) throws IOException {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "git rev-list --objects --all --reflog | cut -c1-40 | git cat-file --batch")
            .directory(place.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Set<String> blobs = new HashSet<>();
    try (InputStream in = process.getInputStream()) {
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        List<String> words = List.of(header.split(" "));
        if (words.size() == 3) {
          byte[] content = in.readNBytes(Integer.parseInt(words.get(2)));
          if (words.get(1).equals("blob")) {
            blobs.add(Digest.of(content));
          }
          int _ = in.read();
        }
      }
    }
    return blobs;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean isConflictCopy(String name) {
    return name.contains("~HEAD") || name.matches(".*~[0-9a-f]{7,40}(_\\d+)?");
  }

  @Override
  public List<String> own() {
    return List.of(".git");
  }

  @Override
  public String remarks() {
    return "%d merges had conflicts, failed %d times".formatted(conflicts, failures);
  }

  @Override
  public void close() {
    // Nothing runs between its calls.
  }
}
