package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
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
/// from its beginning.
///
/// Where garbage is collected meanwhile, packs and entries may be gone that were there a moment
/// ago. Then the log has grown, and its last checkpoint says what there is instead. One thread.
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
  private long lost;
  private long lostBefore;

  LogReader(ProjectBlobs project, LogPicture picture, PackReads packs) {
    this.project = project;
    this.picture = picture;
    this.packs = packs;
  }

  /// Reads what is new.
  void catchUp() {
    long tried = -1;
    while (true) {
      probed.clear();
      if (!picture.isKnown()) {
        begin(false);
        fruitless = 1;
      }
      long end = end(picture.position().sequence());
      try {
        advance(end);
        return;
      } catch (PackGone gone) {
        if (end == tried) {
          throw gone.loss();
        }
      } catch (Trimmed trimmed) {
        if (end == tried) {
          throw corrupt(trimmed.sequence, "it was trimmed, and no checkpoint stands for it");
        }
      }
      tried = end;
    }
  }

  private void advance(long end) {
    long known = picture.position().sequence();
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
      jump(entry(last.checkpoint()));
      follow(end);
    } else {
      restart();
    }
  }

  /// How often it happened that packs may be gone that were known: whoever relied on some has to
  /// look again.
  long losses() {
    return lost;
  }

  /// Takes note that whoever uses the picture knows that it is another.
  void shown() {
    lostBefore = lost;
  }

  /// What the lack of an object means: it was let go since the picture was shown, or the project is
  /// damaged.
  RemoteFailure lacks(ObjectId id) {
    String what = "object %s of project %s ".formatted(id, project.project());
    return lost == lostBefore
        ? new RemoteFailure(Reason.CORRUPT, what + "is missing")
        : new RemoteFailure(Reason.OUTDATED, what + "was let go meanwhile");
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
    Bytes digest =
        ProjectBlobs.checked(
            name,
            () -> {
              Digested.open(blob.get());
              return first ? Digested.digest(blob.get()) : LogStub.entryDigest(blob.get());
            });
    return digest.equals(position.digest());
  }

  /// Forgets what is known and reads the log from its beginning, because it is another one.
  void restart() {
    lost++;
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
    Group group = new Group();
    for (long next = position.sequence() + 1; next <= end; next++) {
      LogEntry entry = entry(next);
      if (!entry.previous().equals(position.digest())) {
        if (next == picture.position().sequence() + 1 && !stands()) {
          restart();
          return;
        }
        throw corrupt(next, "it does not continue the entry before it");
      }
      Bytes digest = digest(next);
      position = position.after(entry, digest);
      requireAgreement(position, entry);
      if (entry.kind() == LogEntry.Kind.COLLECTION) {
        picture.add(group.takeAll());
        jump(entry);
        position = picture.position();
        continue;
      }
      for (PackListing listing : entry.packs()) {
        if (picture.isCondemned(listing.name())) {
          throw corrupt(next, "it adds a pack that was condemned");
        }
        group.add(listing);
      }
      probed.remove(next);
      if (group.isFull()) {
        picture.advance(group.takeAll(), position);
      }
    }
    picture.advance(group.takeAll(), position);
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

  /// Goes to a checkpoint without the entries before it: what is known of packs that it lists, too,
  /// stays.
  private void jump(LogEntry entry) {
    long sequence = entry.sequence();
    LogEntry.Checkpoint state =
        entry.state().orElseThrow(() -> corrupt(sequence, "it holds no checkpoint"));
    Set<PackListing> listed = new HashSet<>(state.packs());
    Set<PackListing> known = new HashSet<>(picture.listings());
    Set<Bytes> gone = new HashSet<>();
    known.stream().filter(pack -> !listed.contains(pack)).forEach(pack -> gone.add(pack.name()));
    lost++;
    picture.drop(gone);
    gone.forEach(packs::forget);
    Group group = new Group();
    for (PackListing listing : state.packs()) {
      if (!known.contains(listing)) {
        group.add(listing);
        if (group.isFull()) {
          picture.add(group.takeAll());
        }
      }
    }
    LogPosition position = picture.position().at(entry, digest(sequence), state);
    picture.advance(group.takeAll(), state.condemned(), position);
  }

  /// Packs that are about to become known, so many that they are worth a write.
  private final class Group {
    private List<PackContents> contents = new ArrayList<>();
    private int objects;

    void add(PackListing listing) {
      PackIndex index = packs.index(listing);
      contents.add(new PackContents(listing, index));
      objects += index.entries().size();
    }

    boolean isFull() {
      return objects > GROUP;
    }

    List<PackContents> takeAll() {
      List<PackContents> all = contents;
      contents = new ArrayList<>();
      objects = 0;
      return all;
    }
  }

  /// An entry is not there any more, because a later checkpoint says what it said.
  private static final class Trimmed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final long sequence;

    Trimmed(long sequence) {
      super("entry " + sequence + " was trimmed");
      this.sequence = sequence;
    }
  }

  private LogEntry entry(long sequence) {
    Bytes blob = blob(sequence);
    if (ProjectBlobs.checked(project.entryName(sequence), () -> LogStub.decode(blob)).isPresent()) {
      throw new Trimmed(sequence);
    }
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
