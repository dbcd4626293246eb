package dev.tidelock.cli.torture;

import dev.tidelock.cli.demo.TreeComparison;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.remote.ProjectPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks at devices that have come to rest, and at where they meet: whether they are the same,
/// nothing was lost, nothing was made up, and nothing was left lying about.
final class Judge {
  private static final int SHOWN = 8;

  private final List<Station> stations;
  private final MeetingPlace place;
  private final Ledger ledger;
  private final Path base;
  private String summary = "";
  private int judgements;

  /// @param base where it may put what it needs
  Judge(List<Station> stations, MeetingPlace place, Ledger ledger, Path base) {
    this.stations = List.copyOf(stations);
    this.place = place;
    this.ledger = ledger;
    this.base = base;
  }

  /// Whether conflicts may be open.
  enum Conflicts {
    MAY_BE_OPEN,
    NONE
  }

  /// @throws AssertionError if something is not as it should be
  void judge(Conflicts allowed) throws IOException {
    Station first = stations.getFirst();
    List<Json.Members> open = conflicts(first);
    List<String> faults = new ArrayList<>();
    if (allowed == Conflicts.NONE && !open.isEmpty()) {
      faults.add("conflicts are open: " + paths(open));
    }
    for (Station other : stations.subList(1, stations.size())) {
      compare(first, other, open, faults);
    }
    for (Station station : stations) {
      Station.Answer verified = station.runAlone("verify");
      if (!verified.ended(ExitCode.OK)) {
        faults.add(station.name() + " " + verified.told());
      }
      strangers(station, faults);
    }
    place.fault().ifPresent(faults::add);
    losses(faults);
    summary =
        "%d files, %s conflicts, %d contents owed"
            .formatted(files(first), open.size(), ledger.owed().size());
    if (!faults.isEmpty()) {
      throw new AssertionError(
          faults.size() + " faults:\n" + String.join("\n", faults.stream().limit(SHOWN).toList()));
    }
  }

  private void compare(Station first, Station other, List<Json.Members> open, List<String> faults) {
    List<Json.Members> openThere = conflicts(other);
    if (!paths(open).equals(paths(openThere))) {
      faults.add(
          first.name()
              + " and "
              + other.name()
              + " have different conflicts: "
              + open
              + " and "
              + openThere);
    }
    differences(first, other, open).stream()
        .map(each -> each + story(Path.of(each.split(": ", 2)[0]).getFileName().toString()))
        .forEach(each -> faults.add(first.name() + " and " + other.name() + " differ: " + each));
  }

  /// Whether all devices show the same, but for open conflicts. What moves meanwhile is not the
  /// same.
  boolean alike() {
    Station first = stations.getFirst();
    List<Json.Members> open = conflicts(first);
    try {
      return stations.stream().allMatch(each -> differences(first, each, open).isEmpty());
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  private static List<String> differences(Station first, Station other, List<Json.Members> open) {
    Set<String> paths = paths(open);
    return TreeComparison.of(first.directory(), other.directory()).differences().stream()
        .filter(each -> paths.stream().noneMatch(path -> each.startsWith(path + ": ")))
        .toList();
  }

  private static long files(Station station) throws IOException {
    return TreeComparison.paths(station.directory()).stream()
        .filter(path -> Desk.isFile(station.directory().resolve(path)))
        .count();
  }

  String summary() {
    return summary;
  }

  /// The open conflicts as a device sees them.
  List<Json.Members> conflicts(Station station) {
    Station.Answer answer = station.runAlone("conflicts", "--json");
    if (!answer.ended(ExitCode.OK, ExitCode.CONFLICTS)) {
      throw new AssertionError(station.name() + " " + answer.told());
    }
    return answer.document().objects("conflicts");
  }

  private static Set<String> paths(List<Json.Members> conflicts) {
    return conflicts.stream().map(each -> each.text("path").orElse("")).collect(Collectors.toSet());
  }

  /// What nobody wrote: torn files, and what the program left behind.
  private void strangers(Station station, List<String> faults) throws IOException {
    Path root = station.directory();
    for (Path path : TreeComparison.paths(root)) {
      Path file = root.resolve(path);
      if (path.getFileName().toString().endsWith(".saving")
          || path.getFileName().toString().startsWith(".tidelock")) {
        faults.add(station.name() + ": a temporary file is left: " + path);
      } else if (Desk.isFile(file) && !known(file)) {
        faults.add(
            station.name()
                + ": nobody wrote what is in "
                + path
                + story(path.getFileName().toString()));
      }
    }
    try (Stream<Path> left = Files.list(root.resolve(".tidelock/tmp"))) {
      left.forEach(path -> faults.add(station.name() + ": left behind: " + path));
    }
  }

  private boolean known(Path file) throws IOException {
    if (ledger.knows(Digest.of(file))) {
      return true;
    }
    byte[] content = Files.readAllBytes(file);
    String name = file.getFileName().toString();
    return Texts.isText(content)
        && (name.endsWith(".json")
            || name.endsWith(".yaml")
            || name.endsWith(".yml")
            || Texts.lines(content).stream().allMatch(ledger::knowsLine));
  }

  private void losses(List<String> faults) throws IOException {
    Path scratch = Files.createDirectories(base.resolve("judgement-" + ++judgements));
    List<Set<String>> keepers = new ArrayList<>();
    try (ProjectPlace opened = place.open()) {
      keepers.add(KeptContents.at(opened, "main", scratch));
    }
    for (Station station : stations) {
      keepers.add(KeptContents.inTrash(station.directory()));
    }
    Set<String> kept = KeptContents.union(keepers);
    for (Map.Entry<String, Ledger.Written> owed : ledger.owed().entrySet()) {
      if (!kept.contains(owed.getKey())) {
        faults.add(
            "lost: "
                + owed.getKey().substring(0, 12)
                + " "
                + owed.getValue()
                + story(
                    owed.getKey().substring(0, 12),
                    Optional.ofNullable(Path.of(owed.getValue().path()).getFileName())
                        .map(Path::toString)
                        .orElse("?")));
      }
    }
  }

  private String story(String... words) {
    return "\n  " + String.join("\n  ", ledger.story(words));
  }
}
