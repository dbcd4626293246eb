package dev.tidelock.cli.contest;

import dev.tidelock.cli.torture.Digest;
import dev.tidelock.cli.torture.Ledger;
import dev.tidelock.cli.torture.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a judge sees of two directories that have come to rest. Only regular files count: not every
/// tool carries links, modes and empty directories.
///
/// @param lost contents that nobody who saw them put an end to, and that are nowhere
/// @param past contents that their writers did not end themselves, but others who saw them did, and
///   that no history gives back
/// @param duplicated contents at more paths than users ever gave them, conflict copies apart
/// @param apart paths at which the two differ, and nobody is waited for
/// @param undone deletes that were taken back, with nobody having touched the file
/// @param copies conflict copies
/// @param waiting paths at which somebody is waited for; whatever is there is not held against it
/// @param madeUp files with something in them that nobody wrote
record Score(
    Set<String> lost,
    Set<String> past,
    Set<String> duplicated,
    Set<String> apart,
    Set<String> undone,
    Set<String> copies,
    Set<String> waiting,
    Set<String> madeUp) {
  /// Looks at two directories.
  static Score of(Contestant tool, Contestant.Sides sides, Ledger ledger) throws IOException {
    List<SortedMap<String, String>> trees = new ArrayList<>();
    for (Path side : sides.both()) {
      trees.add(files(tool, side));
    }
    Set<String> kept = new HashSet<>(tool.kept());
    trees.forEach(tree -> kept.addAll(tree.values()));
    Set<String> lost = new TreeSet<>(ledger.neverEnded());
    lost.removeIf(name -> kept.contains(name) || ledger.isLink(name));
    Set<String> past = new TreeSet<>(ledger.owed().keySet());
    past.removeIf(name -> kept.contains(name) || lost.contains(name) || ledger.isLink(name));
    Set<String> waiting = tool.waiting();
    return new Score(
        lost,
        past,
        duplicated(tool, trees, waiting, ledger),
        apart(trees.getFirst(), trees.getLast(), waiting),
        undone(trees, waiting, ledger),
        copies(tool, trees),
        waiting,
        madeUp(trees, sides, ledger));
  }

  private static SortedMap<String, String> files(Contestant tool, Path root) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        Path inside = root.relativize(path);
        String top = inside.getName(0).toString();
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            && !tool.own().contains(top)
            && !inside.getFileName().toString().startsWith(".syncthing.")) {
          files.put(inside.toString(), Digest.of(path));
        }
      }
    }
    return files;
  }

  private static Set<String> duplicated(
      Contestant tool, List<SortedMap<String, String>> trees, Set<String> waiting, Ledger ledger) {
    Set<String> duplicated = new TreeSet<>();
    String empty = Digest.of(new byte[0]);
    for (SortedMap<String, String> tree : trees) {
      Map<String, Integer> counts = new HashMap<>();
      tree.forEach((path, name) -> {
        if (!tool.isConflictCopy(path) && !waits(path, waiting)) {
          counts.merge(name, 1, Integer::sum);
        }
      });
      counts.forEach((name, count) -> {
        if (count > 1 && ledger.places(name).size() == 1 && !name.equals(empty)) {
          duplicated.add(name);
        }
      });
    }
    return duplicated;
  }

  private static Set<String> apart(
      SortedMap<String, String> first, SortedMap<String, String> second, Set<String> waiting) {
    Set<String> paths = new TreeSet<>(first.keySet());
    paths.addAll(second.keySet());
    paths.removeIf(path ->
        first.getOrDefault(path, "").equals(second.getOrDefault(path, "")) || waits(path, waiting));
    return paths;
  }

  private static boolean waits(String path, Set<String> waiting) {
    return waiting.stream()
        .anyMatch(each ->
            path.equals(each) || path.startsWith(each + "/") || each.startsWith(path + "/"));
  }

  private static Set<String> undone(
      List<SortedMap<String, String>> trees, Set<String> waiting, Ledger ledger) {
    Set<String> undone = new TreeSet<>();
    ledger
        .deletions()
        .forEach((path, name) -> {
          if (!waits(path, waiting)
              && trees.stream().anyMatch(tree -> name.equals(tree.get(path)))) {
            undone.add(path);
          }
        });
    return undone;
  }

  private static Set<String> copies(Contestant tool, List<SortedMap<String, String>> trees) {
    Set<String> copies = new TreeSet<>();
    trees.forEach(tree -> tree.keySet().stream().filter(tool::isConflictCopy).forEach(copies::add));
    return copies;
  }

  private static Set<String> madeUp(
      List<SortedMap<String, String>> trees, Contestant.Sides sides, Ledger ledger)
      throws IOException {
    Set<String> madeUp = new TreeSet<>();
    for (int side = 0; side < 2; side++) {
      for (Map.Entry<String, String> each : trees.get(side).entrySet()) {
        if (!ledger.knows(each.getValue())
            && !merged(Files.readAllBytes(sides.at(side).resolve(each.getKey())), ledger)) {
          madeUp.add(each.getKey());
        }
      }
    }
    return madeUp;
  }

  private static boolean merged(byte[] content, Ledger ledger) {
    return Texts.isText(content) && Texts.lines(content).stream().allMatch(ledger::knowsLine);
  }

  /// The numbers.
  @Override
  public String toString() {
    return ("lost %d, past versions gone %d, duplicated %d, apart %d, deletes undone %d,"
            + " conflict copies %d, waiting %d, made up %d")
        .formatted(
            lost.size(),
            past.size(),
            duplicated.size(),
            apart.size(),
            undone.size(),
            copies.size(),
            waiting.size(),
            madeUp.size());
  }
}
