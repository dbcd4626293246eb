package dev.tidelock.cli.contest;

import dev.tidelock.cli.torture.KeptContents;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonReader;
import dev.tidelock.workspace.remote.ProjectPlace;
import dev.tidelock.workspace.remote.RemoteUrl;
import dev.tidelock.workspace.remote.SharedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// This very program, with a directory between two devices. Conflicts wait; what the guard holds
/// back is accepted.
final class Tidelock extends ScriptedTool {
  private static final String SCRIPT =
      """
      said=$(PROGRAM sync --json)
      exit=$?
      if [ $exit = 8 ]; then
        plan=$(printf '%s' "$said" | sed 's/.*"plan":"\\([^"]*\\)".*/\\1/')
        PROGRAM sync --json --accept-deletes "$plan"
        exit=$?
        echo accepted
      fi
      exit $exit
      """;

  private final Path program;
  private Sides sides = new Sides(Path.of(""), Path.of(""), Path.of(""));
  private int accepted;
  private int failures;

  /// @param program the launcher
  Tidelock(Path program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "Tidelock";
  }

  @Override
  public String version() throws IOException {
    return Shell.run(Path.of("."), Map.of(), "'" + program + "' version").output().strip();
  }

  @Override
  public void begin(Sides given) throws IOException {
    sides = given;
    Path remote = Files.createDirectories(sides.base().resolve("remote"));
    Shell.Ended begun =
        Shell.run(
            sides.first(),
            environment(0),
            "'%s' init . --name contest --remote 'file://%s' && '%s' sync"
                .formatted(program, remote, program));
    Shell.Ended cloned =
        Shell.run(
            sides.second(), environment(1), "'%s' clone 'file://%s' .".formatted(program, remote));
    if (begun.exit() + cloned.exit() != 0) {
      throw new IOException(begun + " " + cloned);
    }
  }

  @Override
  String script(int side) {
    return SCRIPT.replace("PROGRAM", "'" + program + "'");
  }

  @Override
  Path directory(int side) {
    return sides.at(side);
  }

  @Override
  Map<String, String> environment(int side) {
    return Map.of(
        "TIDELOCK_HOME",
        sides.base().resolve("home-" + side).toString(),
        "TIDELOCK_AUTHOR",
        side == 0 ? "alpha" : "beta");
  }

  @Override
  void ended(int side, Shell.Ended ended) {
    if (ended.output().lines().anyMatch("accepted"::equals)) {
      accepted++;
    }
    if (ended.exit() != 0 && ended.exit() != 5) {
      failures++;
    }
  }

  @Override
  public Set<String> waiting() throws IOException {
    Set<String> paths = new TreeSet<>();
    for (int side = 0; side < 2; side++) {
      Shell.Ended told =
          Shell.run(sides.at(side), environment(side), "'%s' conflicts --json".formatted(program));
      told.output()
          .lines()
          .filter(line -> line.startsWith("{\"schema\""))
          .map(line -> (Json.Members) JsonReader.read(line))
          .flatMap(document -> document.objects("conflicts").stream())
          .forEach(conflict -> conflict.text("path").ifPresent(paths::add));
    }
    return paths;
  }

  @Override
  public Set<String> kept() throws IOException {
    Set<String> kept = new HashSet<>();
    for (Path side : sides.both()) {
      kept.addAll(KeptContents.inTrash(side));
    }
    Path scratch = Files.createTempDirectory(sides.base(), "reading-");
    try (ProjectPlace place =
        SharedDirectory.open(new RemoteUrl.Directory(sides.base().resolve("remote")))) {
      kept.addAll(KeptContents.at(place, "main", scratch));
    }
    return kept;
  }

  @Override
  public boolean isConflictCopy(String name) {
    return false;
  }

  @Override
  public List<String> own() {
    return List.of(".tidelock");
  }

  @Override
  public String remarks() {
    return "%d mass changes were accepted, failed %d times".formatted(accepted, failures);
  }

  @Override
  public void close() {
    // Nothing runs between its calls.
  }
}
