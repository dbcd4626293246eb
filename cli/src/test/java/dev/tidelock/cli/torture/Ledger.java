package dev.tidelock.cli.torture;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the users wrote, and which of it must be found again: everything but what its writer
/// overwrote or deleted himself, on the disk that showed it, before a sync had taken it.
public final class Ledger {
  private static final int TAIL = 60;

  private final Map<String, Written> owed = new HashMap<>();
  private final Map<String, Written> forgiven = new HashMap<>();
  private final Set<Long> lines = new HashSet<>();
  private final Set<String> links = new HashSet<>();
  private final Set<String> seenOff = new HashSet<>();
  private final Map<String, Set<String>> places = new HashMap<>();
  private final Map<String, String> deleted = new HashMap<>();
  private final Set<String> touched = new HashSet<>();
  private final Queue<String> journal = new ConcurrentLinkedQueue<>();
  private final AtomicInteger edit = new AtomicInteger();

  /// Begins the next edit and gives its number.
  public int next() {
    return edit.incrementAndGet();
  }

  /// The number of the latest edit.
  public int latest() {
    return edit.get();
  }

  /// A user wrote a content.
  public void wrote(String device, String path, byte[] content) {
    String name = Digest.of(content);
    forgiven.remove(name);
    seenOff.remove(name);
    places.computeIfAbsent(name, _ -> new HashSet<>()).add(path);
    deleted.remove(path);
    Written fresh = new Written(latest(), device, path, content.length, false, false);
    owed.merge(name, fresh, (old, _) -> old.ended() ? fresh.asTaken() : old);
    if (Texts.isText(content)) {
      Texts.lines(content).forEach(line -> lines.add(Texts.mark(line)));
    }
    note(device + " has " + name.substring(0, 12) + " (" + content.length + " B) at " + path);
  }

  /// A user put an end to what a disk showed at a path.
  void ended(String device, String path, byte[] content) {
    String name = Digest.of(content);
    seenOff.add(name);
    Written written = owed.get(name);
    if (written != null && written.device().equals(device)) {
      if (written.taken()) {
        owed.put(name, written.asEnded());
      } else {
        forgiven.put(name, owed.remove(name));
      }
    }
    note(device + " ended " + name.substring(0, 12) + " at " + path);
  }

  /// A user deleted what a disk showed at a path.
  void deleted(String device, String path, byte[] content) {
    ended(device, path, content);
    deleted.put(path, Digest.of(content));
  }

  /// A user moved something to a path, or changed what is there in another way than by writing.
  void touched(String path) {
    touched.add(path);
    deleted.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
  }

  /// All devices have seen all: what was touched before is no reason any more for anything.
  public void atRest() {
    touched.clear();
  }

  /// What users deleted last at each path, and nobody put back: the contents by their paths.
  public Map<String, String> deletions() {
    Map<String, String> left = new HashMap<>(deleted);
    left.keySet()
        .removeIf(path ->
            touched.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/")));
    return left;
  }

  /// The contents to which nobody put an end who saw them: neither who wrote them nor anybody else.
  public Set<String> neverEnded() {
    return Stream.concat(owed.keySet().stream(), forgiven.keySet().stream())
        .filter(name -> !seenOff.contains(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether a content is the text of a link.
  public boolean isLink(String name) {
    return links.contains(name);
  }

  /// A user made a link.
  void linked(String device, String path, byte[] content) {
    links.add(Digest.of(content));
    wrote(device, path, content);
  }

  /// The paths at which users wrote a content.
  public Set<String> places(String name) {
    return places.getOrDefault(name, Set.of());
  }

  /// A sync of a device took all that its disk showed since before the edit with this number.
  void taken(String device, int before) {
    owed.replaceAll((name, written) ->
        written.device().equals(device) && written.edit() < before ? written.asTaken() : written);
  }

  /// All that syncs have taken so far.
  Set<String> taken() {
    return owed.entrySet().stream()
        .filter(each -> each.getValue().taken())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The history went back to when it held no more than `held` for sure: the rest is where its
  /// writers left it, or where a sync put it, and must be taken again. What its writer put an end
  /// to was in the history alone, and is gone with it.
  void wentBack(Set<String> held) {
    note("the hub was restored from a backup");
    for (Map.Entry<String, Written> each : List.copyOf(owed.entrySet())) {
      String name = each.getKey();
      if (held.contains(name)) {
        continue;
      }
      if (each.getValue().ended()) {
        forgiven.put(name, owed.remove(name));
      } else {
        owed.put(name, each.getValue().asNotTaken());
      }
    }
  }

  /// Whether a content was ever written as it is.
  public boolean knows(String name) {
    return owed.containsKey(name) || forgiven.containsKey(name);
  }

  /// Whether a line was ever written.
  public boolean knowsLine(String line) {
    return lines.contains(Texts.mark(line));
  }

  /// What must be found: who wrote it, by its name, in the order of writing.
  public Map<String, Written> owed() {
    Map<String, Written> sorted = new TreeMap<>();
    owed.forEach(sorted::put);
    return sorted;
  }

  /// Adds a line to the journal. Any thread may.
  void note(String what) {
    journal.add("%05d %s".formatted(latest(), what));
  }

  /// The whole story, one line each.
  public List<String> journal() {
    return List.copyOf(journal);
  }

  /// The end of the story.
  String tail() {
    List<String> lines = journal();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }

  /// The lines of the story in which one of these words appears, the latest last.
  public List<String> story(String... words) {
    List<String> lines =
        journal.stream().filter(line -> List.of(words).stream().anyMatch(line::contains)).toList();
    return lines.subList(Math.max(0, lines.size() - 40), lines.size());
  }

  /// A content and its origin.
  ///
  /// @param edit the number of the edit that wrote it
  /// @param device who
  /// @param path where
  /// @param size its length in bytes
  /// @param taken whether a sync took it
  /// @param ended whether its writer put an end to it after that
  public record Written(
      int edit, String device, String path, long size, boolean taken, boolean ended) {
    Written asTaken() {
      return new Written(edit, device, path, size, true, ended);
    }

    Written asNotTaken() {
      return new Written(edit, device, path, size, false, ended);
    }

    Written asEnded() {
      return new Written(edit, device, path, size, taken, true);
    }
  }
}
