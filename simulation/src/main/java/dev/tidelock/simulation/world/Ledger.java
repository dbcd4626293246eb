package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.simulation.disk.CrashReport;
import dev.tidelock.simulation.disk.Digests;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What each user wrote, and which of it he has not overwritten or deleted himself.
///
/// A user overwrites a content by an action after which his own disk, which showed it before, shows
/// it nowhere any more.
final class Ledger {
  /// An empty file's content: nothing that could be lost.
  private static final Bytes EMPTY = Digests.of(Bytes.empty());

  private final Map<String, Set<Bytes>> owed = new TreeMap<>();
  private final Map<Bytes, String> origins = new HashMap<>();

  /// Contents that no merge can take apart.
  private final Set<Bytes> solid = new HashSet<>();

  /// Contents that some user who saw them removed or decided against.
  private final Set<Bytes> dismissed = new HashSet<>();

  /// The lines of what power cuts left of files that their users had not made durable.
  private final Set<String> torn = new HashSet<>();

  /// One action of the user of `device`.
  ///
  /// @param action the action, in words
  /// @param before digests of what his disk showed before
  /// @param after digests of what it shows now
  void record(String device, String action, Set<Bytes> before, Set<Bytes> after) {
    Set<Bytes> mine = owed.computeIfAbsent(device, any -> new HashSet<>());
    Set<Bytes> gone = new HashSet<>(before);
    gone.removeAll(after);
    mine.removeAll(gone);
    dismissed.addAll(gone);
    Set<Bytes> fresh = new HashSet<>(after);
    fresh.removeAll(before);
    mine.addAll(fresh);
    mine.remove(EMPTY);
    fresh.forEach(digest -> origins.putIfAbsent(digest, device + " " + action));
  }

  /// One action of a user: of what stands in fewer places now than before, the last place may go
  /// together with what somebody else does.
  ///
  /// @param was what his disk showed before
  /// @param is what it shows now
  void dismiss(Collection<TreeItem> was, Collection<TreeItem> is) {
    for (TreeItem item : was) {
      if (item instanceof TreeItem.File(Bytes digest, boolean _)
          && places(digest, is) < places(digest, was)) {
        dismissed.add(digest);
      }
    }
  }

  private static long places(Bytes digest, Collection<TreeItem> items) {
    return items.stream()
        .filter(item -> item instanceof TreeItem.File(Bytes it, boolean _) && it.equals(digest))
        .count();
  }

  /// A user wrote a content that no merge can take apart.
  void solid(Bytes content) {
    solid.add(Digests.of(content));
  }

  /// A user decides a conflict: none of these contents, which are in open ones, need stay.
  void decided(Set<Bytes> disputed) {
    dismissed.addAll(disputed);
  }

  /// A user lets one side win everywhere: nothing of what was written until now need stay.
  void decidedAll() {
    dismissed.addAll(origins.keySet());
  }

  /// A user lets go of a value.
  void decidedAgainst(TreeItem item) {
    if (item instanceof TreeItem.File(Bytes digest, boolean _)) {
      dismissed.add(digest);
    }
  }

  /// What must stand in the project itself, not only in its history: contents that are owed, that
  /// nobody who saw them removed, and that cannot have been merged with others.
  Set<Bytes> standing() {
    Set<Bytes> standing = new HashSet<>();
    owed.values().forEach(standing::addAll);
    standing.retainAll(solid);
    standing.removeAll(dismissed);
    return standing;
  }

  /// A power cut: what the user had not made durable is the disk's loss, and what the disk made of
  /// it counts as written.
  void crashed(CrashReport report) {
    if (report.userLost()) {
      forgive(report.gone());
      report
          .appeared()
          .forEach((digest, content) -> {
            origins.putIfAbsent(digest, "a power cut");
            torn.addAll(Contents.lines(content));
          });
    }
  }

  /// Nobody is owed these any more.
  void forgive(Collection<Bytes> digests) {
    owed.values().forEach(mine -> mine.removeAll(digests));
  }

  /// Nothing that this user wrote is owed any more, but what `kept` holds.
  void forgiveAllBut(String device, Set<Bytes> kept) {
    owed.computeIfAbsent(device, any -> new HashSet<>()).retainAll(kept);
  }

  /// Whether this is what nobody can miss.
  boolean isEmpty(Bytes digest) {
    return digest.equals(EMPTY);
  }

  /// Whether a user ever wrote exactly this.
  boolean isWritten(Bytes digest) {
    return origins.containsKey(digest);
  }

  /// Whether a content can be a merge of contents that users wrote, or that a power cut left of
  /// them.
  boolean isMerged(Bytes content) {
    return Contents.isSound(content, torn);
  }

  /// Where a content came from, in words.
  String origin(Bytes digest) {
    return origins.getOrDefault(digest, "nobody");
  }

  /// By device, what must be there to be got back.
  Map<String, Set<Bytes>> owed() {
    return owed;
  }
}
