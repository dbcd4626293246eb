package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.LogPicture.PackContents;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.store.PackIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Brings the picture of a project's log up to date.
///
/// Entries are contiguous, so the end is found by doubling and bisection from the last known entry:
/// one read where nothing is new. Every entry names the digest of the one before it; the chain is
/// checked from the last known entry on, or where many are new from the last checkpoint on. A log
/// in which the last known entry does not stand any more was restored from a backup, and is read
/// from its beginning. One thread.
final class LogReader {
  /// A log with more new entries than this lies.
  private static final long MAX_NEW = 1L << 40;

  /// Every how many fruitless looks, the first included, the last known entry is looked at, too: a
  /// log that was cut back shows nothing new.
  private static final int STAND_CHECK = 8;

  /// How many objects are indexed in one write.
  private static final int GROUP = 20_000;

  private final ProjectBlobs project;
  private final LogPicture picture;
  private final PackReads packs;
  private final Map<Long, Bytes> probed = new HashMap<>();
  private int fruitless;

  LogReader(ProjectBlobs project, LogPicture picture, PackReads packs) {
    this.project = project;
    this.picture = picture;
    this.packs = packs;
  }

  /// Reads what is new.
  void catchUp() {
    probed.clear();
    if (!picture.isKnown()) {
      begin(false);
      fruitless = 1;
    }
    long known = picture.position().sequence();
    long end = end(known);
    if (end == known) {
      if (fruitless++ % STAND_CHECK == 0 && !stands()) {
        restart();
      }
      return;
    }
    LogEntry last = entry(end);
    if (last.checkpoint() <= known + 1) {
      follow(end);
    } else if (known == 0 || stands()) {
      jump(last.checkpoint());
      follow(end);
    } else {
      restart();
    }
  }

  /// Whether the last known entry is still there, unchanged.
  boolean stands() {
    LogPosition position = picture.position();
    boolean first = position.sequence() == 0;
    String name = first ? project.genesisName() : project.entryName(position.sequence());
    Optional<Bytes> blob = project.blobs().read(name);
    if (blob.isEmpty()) {
      return false;
    }
    ProjectBlobs.checked(name, () -> Digested.open(blob.get()));
    return Digested.digest(blob.get()).equals(position.digest());
  }

  /// Forgets what is known and reads the log from its beginning, because it is another one.
  void restart() {
    begin(true);
    fruitless = 1;
    catchUp();
  }

  private void begin(boolean restored) {
    Bytes genesis = project.genesisDigest();
    picture.begin(LogPosition.atGenesis(project.project(), genesis, restored));
  }

  /// The number of the last entry.
  private long end(long known) {
    long present = known;
    long step = 1;
    while (probe(known + step)) {
      present = known + step;
      step *= 2;
      if (step > MAX_NEW) {
        throw new RemoteFailure(Reason.CORRUPT, "the log of " + project.project() + " never ends");
      }
    }
    long absent = known + step;
    while (absent - present > 1) {
      long middle = present + (absent - present) / 2;
      if (probe(middle)) {
        present = middle;
      } else {
        absent = middle;
      }
    }
    return present;
  }

  private boolean probe(long sequence) {
    Optional<Bytes> blob = project.entry(sequence);
    blob.ifPresent(content -> probed.put(sequence, content));
    return blob.isPresent();
  }

  /// Goes on entry by entry.
  private void follow(long end) {
    LogPosition position = picture.position();
    List<PackContents> group = new ArrayList<>();
    int objects = 0;
    for (long next = position.sequence() + 1; next <= end; next++) {
      LogEntry entry = entry(next);
      if (!entry.previous().equals(position.digest())) {
        if (next == picture.position().sequence() + 1 && !stands()) {
          restart();
          return;
        }
        throw corrupt(next, "it does not continue the entry before it");
      }
      position = position.after(entry, digest(next));
      probed.remove(next);
      requireAgreement(position, entry);
      for (PackListing listing : entry.packs()) {
        PackIndex index = packs.index(listing);
        group.add(new PackContents(listing, index));
        objects += index.entries().size();
      }
      if (objects > GROUP) {
        picture.advance(group, position);
        group.clear();
        objects = 0;
      }
    }
    picture.advance(group, position);
  }

  private void requireAgreement(LogPosition position, LogEntry entry) {
    entry
        .state()
        .filter(state ->
            !state.heads().equals(position.heads())
                || !state.sequences().equals(position.sequences()))
        .ifPresent(_ -> {
          throw corrupt(entry.sequence(), "its checkpoint contradicts the entries before it");
        });
  }

  /// Goes to a checkpoint without the entries before it.
  private void jump(long sequence) {
    LogEntry entry = entry(sequence);
    LogEntry.Checkpoint state =
        entry.state().orElseThrow(() -> corrupt(sequence, "it holds no checkpoint"));
    Set<Bytes> known = new HashSet<>();
    picture.listings().forEach(listing -> known.add(listing.name()));
    Set<Bytes> listed = new HashSet<>();
    state.packs().forEach(listing -> listed.add(listing.name()));
    if (!listed.containsAll(known)) {
      picture.clearPacks();
      known.clear();
    }
    List<PackContents> group = new ArrayList<>();
    int objects = 0;
    for (PackListing listing : state.packs()) {
      if (known.contains(listing.name())) {
        continue;
      }
      PackIndex index = packs.index(listing);
      group.add(new PackContents(listing, index));
      objects += index.entries().size();
      if (objects > GROUP) {
        picture.add(group);
        group.clear();
        objects = 0;
      }
    }
    picture.advance(group, picture.position().at(entry, digest(sequence), state));
  }

  private LogEntry entry(long sequence) {
    Bytes blob = blob(sequence);
    LogEntry entry = ProjectBlobs.checked(project.entryName(sequence), () -> LogEntry.decode(blob));
    if (entry.sequence() != sequence) {
      throw corrupt(sequence, "it is another entry");
    }
    return entry;
  }

  private Bytes digest(long sequence) {
    return Digested.digest(blob(sequence));
  }

  private Bytes blob(long sequence) {
    if (!probed.containsKey(sequence) && !probe(sequence)) {
      throw corrupt(sequence, "it is missing");
    }
    return probed.getOrDefault(sequence, Bytes.empty());
  }

  private RemoteFailure corrupt(long sequence, String what) {
    return new RemoteFailure(
        Reason.CORRUPT, "blob " + project.entryName(sequence) + " is damaged: " + what);
  }
}
