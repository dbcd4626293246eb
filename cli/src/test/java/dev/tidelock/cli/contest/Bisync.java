package dev.tidelock.cli.contest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// rclone's bisync, which asks for `--resync` where it lost its way, and for `--force` where much
/// has changed; both are given, as whoever runs it every minute would have to. Its lock is taken
/// away after a kill.
final class Bisync extends ScriptedTool {
  private Sides sides = new Sides(Path.of(""), Path.of(""), Path.of(""));
  private int resyncs;
  private int forced;
  private int failures;

  @Override
  public String name() {
    return "rclone bisync";
  }

  @Override
  public String version() throws IOException {
    return Shell.run(Path.of("."), Map.of(), "rclone version | head -1").output().strip();
  }

  @Override
  public void begin(Sides given) throws IOException {
    sides = given;
    Files.createDirectories(work());
    Shell.Ended _ = Shell.run(sides.base(), environment(0), script(0) + " --resync");
  }

  private Path work() {
    return sides.base().resolve("work");
  }

  @Override
  String script(int side) {
    return "rclone bisync '%s' '%s' --workdir '%s'"
        .formatted(sides.first(), sides.second(), work());
  }

  @Override
  Path directory(int side) {
    return sides.base();
  }

  @Override
  Map<String, String> environment(int side) {
    return Map.of("RCLONE_CONFIG", sides.base().resolve("rclone.conf").toString());
  }

  @Override
  void ended(int side, Shell.Ended ended) throws IOException {
    if (ended.exit() == 0) {
      return;
    }
    if (ended.output().contains("--resync")) {
      resyncs++;
      again(" --resync");
    } else if (ended.output().contains("--force")) {
      forced++;
      again(" --force");
    } else {
      failures++;
    }
  }

  private void again(String option) throws IOException {
    Shell.Ended ended = Shell.run(sides.base(), environment(0), script(0) + option);
    if (ended.exit() != 0) {
      failures++;
    }
  }

  @Override
  void wasKilled(int side) throws IOException {
    try (Stream<Path> files = Files.list(work())) {
      for (Path path : files.filter(each -> each.toString().endsWith(".lck")).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public Set<String> kept() {
    return Set.of();
  }

  @Override
  public boolean isConflictCopy(String name) {
    return name.endsWith("..path1") || name.endsWith("..path2");
  }

  @Override
  public List<String> own() {
    return List.of();
  }

  @Override
  public String remarks() {
    return "asked for --resync %d times, for --force %d times, failed else %d times"
        .formatted(resyncs, forced, failures);
  }

  @Override
  public void close() {
    // Nothing runs between its calls.
  }
}
