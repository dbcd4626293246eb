package dev.tidelock.cli.torture;

import dev.tidelock.cli.demo.TreeComparison;
import dev.tidelock.cli.json.Json;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.remote.RemoteUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks at two devices that have come to rest, and at the remote: whether they are the same,
/// nothing was lost, nothing was made up, and nothing was left lying about.
final class Judge {
  private static final int SHOWN = 8;

  private final Station alpha;
  private final Station beta;
  private final Ledger ledger;
  private final Path base;
  private String summary = "";
  private int judgements;

  Judge(Station alpha, Station beta, Ledger ledger, Path base) {
    this.alpha = alpha;
    this.beta = beta;
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
    List<Json.Members> open = conflicts(alpha);
    List<String> faults = new ArrayList<>();
    if (!paths(open).equals(paths(conflicts(beta)))) {
      faults.add("the devices have different conflicts: " + open + " and " + conflicts(beta));
    }
    if (allowed == Conflicts.NONE && !open.isEmpty()) {
      faults.add("conflicts are open: " + paths(open));
    }
    TreeComparison comparison = TreeComparison.of(alpha.directory(), beta.directory());
    comparison.differences().stream()
        .filter(each -> paths(open).stream().noneMatch(path -> each.startsWith(path + ": ")))
        .forEach(each ->
            faults.add(each + story(Path.of(each.split(": ", 2)[0]).getFileName().toString())));
    for (Station station : List.of(alpha, beta)) {
      Station.Answer verified = station.run("verify");
      if (!verified.ended(ExitCode.OK)) {
        faults.add(station.name() + " " + verified.told());
      }
      strangers(station, faults);
    }
    losses(faults);
    summary =
        "%d files, %s conflicts, %d contents owed"
            .formatted(comparison.files(), open.size(), ledger.owed().size());
    if (!faults.isEmpty()) {
      throw new AssertionError(
          faults.size() + " faults:\n" + String.join("\n", faults.stream().limit(SHOWN).toList()));
    }
  }

  String summary() {
    return summary;
  }

  /// The open conflicts as a device sees them.
  List<Json.Members> conflicts(Station station) {
    Station.Answer answer = station.run("conflicts", "--json");
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
    Set<String> kept =
        KeptContents.union(
            List.of(
                KeptContents.atRemote(
                    new RemoteUrl.Directory(base.resolve("remote")), "main", scratch),
                KeptContents.inTrash(alpha.directory()),
                KeptContents.inTrash(beta.directory())));
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
