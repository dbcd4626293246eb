package dev.tidelock.cli.crash;

import dev.tidelock.cli.demo.TreeComparison;
import dev.tidelock.cli.torture.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a directory shows its user: each path with its kind, its bytes or its text.
///
/// @param paths what is at each path
record Shown(SortedMap<String, String> paths) {
  static final String NOTHING = "nothing";

  /// What a workspace shows, or a directory that is none.
  static Shown in(Path root) {
    SortedMap<String, String> paths = new TreeMap<>();
    try {
      if (Files.isDirectory(root)) {
        for (Path path : TreeComparison.paths(root)) {
          paths.put(path.toString(), what(root.resolve(path)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Shown(paths);
  }

  private static String what(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path)) {
      return "directory";
    }
    return (Files.isExecutable(path) ? "executable " : "file ") + Digest.of(path);
  }

  /// What is at a path.
  String at(String path) {
    return paths.getOrDefault(path, NOTHING);
  }

  /// The names of its contents, as [Digest] gives them.
  List<String> contents() {
    return paths.values().stream()
        .filter(what -> what.startsWith("file ") || what.startsWith("executable "))
        .map(what -> what.substring(what.indexOf(' ') + 1))
        .toList();
  }

  /// The paths at which there is neither what was there before nor what is to be there.
  List<String> neither(Shown before, Shown after) {
    NavigableSet<String> all = new TreeSet<>(paths.keySet());
    all.addAll(before.paths.keySet());
    all.addAll(after.paths.keySet());
    List<String> torn = new ArrayList<>();
    for (String path : all) {
      if (!at(path).equals(before.at(path)) && !at(path).equals(after.at(path))) {
        torn.add(
            "%s is neither old nor new: %s, not %s or %s"
                .formatted(path, at(path), before.at(path), after.at(path)));
      }
    }
    return torn;
  }
}
