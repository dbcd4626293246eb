package dev.tidelock.cli.contest;

import dev.tidelock.cli.torture.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Unison in its batch mode, which leaves conflicts as they are; with central backups of all that
/// it overwrites or deletes.
final class Unison extends ScriptedTool {
  private Sides sides = new Sides(Path.of(""), Path.of(""), Path.of(""));
  private String last = "";
  private int failures;

  @Override
  public String name() {
    return "Unison";
  }

  @Override
  public String version() throws IOException {
    return Shell.run(Path.of("."), Map.of(), "unison -version").output().strip();
  }

  @Override
  public void begin(Sides given) throws IOException {
    sides = given;
    sync(0);
  }

  @Override
  String script(int side) {
    return ("unison '%s' '%s' -auto -batch -times -backup 'Name *' -backuploc central"
            + " -backupdir '%s' -maxbackups 1000 -logfile '%s'")
        .formatted(
            sides.first(),
            sides.second(),
            sides.base().resolve("backups"),
            sides.base().resolve("unison.log"));
  }

  @Override
  Path directory(int side) {
    return sides.base();
  }

  @Override
  Map<String, String> environment(int side) {
    return Map.of("UNISON", sides.base().resolve("archives").toString(), "LC_ALL", "C.UTF-8");
  }

  @Override
  void ended(int side, Shell.Ended ended) {
    last = ended.output();
    if (ended.exit() > 2) {
      failures++;
    }
  }

  /// Takes its locks away, as it says that one has to.
  @Override
  void wasKilled(int side) throws IOException {
    Path archives = sides.base().resolve("archives");
    if (Files.isDirectory(archives)) {
      try (Stream<Path> all = Files.list(archives)) {
        for (Path path :
            all.filter(each -> each.getFileName().toString().startsWith("lk")).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /// It says so in the lines about them: `changed <-?-> changed path`.
  @Override
  public Set<String> waiting() {
    Set<String> paths = new HashSet<>();
    for (String line : last.replace('\r', '\n').lines().toList()) {
      int arrow = line.indexOf("<-?->");
      if (arrow >= 0) {
        String rest = line.substring(arrow + 5);
        paths.add(rest.substring(Math.min(rest.length(), 12)).strip());
      }
    }
    return paths;
  }

  @Override
  public Set<String> kept() throws IOException {
    return digests(sides.base().resolve("backups"));
  }

  /// The digests of all files below a directory.
  static Set<String> digests(Path directory) throws IOException {
    Set<String> digests = new HashSet<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.filter(Files::isRegularFile).toList()) {
          digests.add(Digest.of(path));
        }
      }
    }
    return digests;
  }

  @Override
  public boolean isConflictCopy(String name) {
    return false;
  }

  @Override
  public List<String> own() {
    return List.of();
  }

  @Override
  public String remarks() {
    return "failed " + failures + " times";
  }

  @Override
  public void close() {
    // Nothing runs between its calls.
  }
}
