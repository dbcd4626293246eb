package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.remote.LogPicture.PackContents;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.EnvelopeHeader;
import dev.tidelock.engine.store.PackWriter;
import dev.tidelock.engine.store.SealedObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A push to the log: packs are sent as they fill up, then one entry lists them and moves the
/// branch. Of several writers the one that creates the next entry wins; the others read it and, if
/// it moved another branch only, try the entry after it. Where garbage was collected meanwhile,
/// they first look whether what they rely on is still there. One thread. it moved another branch
/// only, try the entry after it. One thread.
final class LogPush implements Remote.Push {
  /// How often in a row others may be faster.
  private static final int ATTEMPTS = 1000;

  /// After how many entries there is a new checkpoint; more if there are so many packs that
  /// checkpoints would become the larger part of the log.
  private static final int CHECKPOINT = 64;

  private static final int PACKS_PER_ENTRY = 16;
  private static final int SHOWN_MISSING = 100;

  private final ProjectBlobs project;
  private final LogPicture picture;
  private final LogReader reader;
  private final LogFetch fetch;
  private final ParkedPacks parked;
  private final Randomness randomness;
  private final int packTarget;
  private final Set<ObjectId> sent = new HashSet<>();
  private final Set<ObjectId> needed = new HashSet<>();
  private final Set<ObjectId> relied = new HashSet<>();
  private final Map<ObjectId, List<ObjectId>> states = new HashMap<>();
  private Filling filling = new Filling();
  private long losses;
  private boolean failed;

  /// The pack that is being filled.
  private static final class Filling {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final PackWriter writer =
        new PackWriter(buffer -> bytes.writeBytes(Bytes.copyOf(buffer).toByteArray()));
  }

  LogPush(
      ProjectBlobs project,
      LogPicture picture,
      LogReader reader,
      LogFetch fetch,
      ParkedPacks parked,
      Randomness randomness,
      int packTarget) {
    this.project = project;
    this.picture = picture;
    this.reader = reader;
    this.fetch = fetch;
    this.parked = parked;
    this.randomness = randomness;
    this.packTarget = packTarget;
    this.losses = reader.losses();
  }

  @Override
  public void send(SealedObject object) {
    requireSound();
    if (!sent.add(object.id())) {
      return;
    }
    EnvelopeHeader header = EnvelopeCodec.verify(object.envelope());
    header.references().ancestor().forEach(this::need);
    if (header.kind() == ObjectKind.COMMIT) {
      states.put(object.id(), header.references().strong());
    } else {
      header.references().strong().forEach(this::need);
    }
    needed.remove(object.id());
    if (picture.holds(object.id()) || parked.has(object.id())) {
      return;
    }
    filling.writer.add(object);
    if (filling.writer.size() >= packTarget) {
      upload();
    }
  }

  private void need(ObjectId id) {
    if (!isHeldOrSent(id)) {
      needed.add(id);
    } else if (!sent.contains(id)) {
      relied.add(id);
    }
  }

  private boolean isHeldOrSent(ObjectId id) {
    return sent.contains(id) || picture.holds(id);
  }

  private void requireSound() {
    if (failed) {
      throw new IllegalStateException("this push failed; begin another");
    }
  }

  private void upload() {
    failed = true;
    PackWriter.Finished pack = filling.writer.finish();
    Bytes content = Bytes.wrap(filling.bytes.toByteArray());
    Bytes name = randomness.next(PackListing.NAME_SIZE);
    if (!project.create(project.packName(name), content)) {
      throw new RemoteFailure(
          Reason.CORRUPT, "blob " + project.packName(name) + " exists before it was made");
    }
    int footer = (int) pack.summary().footerOffset();
    parked.park(name, pack, content.slice(footer, footer + pack.summary().footerLength()));
    filling = new Filling();
    failed = false;
  }

  @Override
  public Remote.Outcome move(Remote.HeadMove move) {
    finish();
    List<ObjectId> required = required(move.to());
    List<ObjectId> missing = missing(required);
    if (!missing.isEmpty()) {
      return new Remote.Outcome.Incomplete(missing);
    }
    if (!reader.stands()) {
      reader.restart();
      return new Remote.Outcome.Lost(picture.position().head(move.branch()));
    }
    LogEntry.Move step = new LogEntry.Move(move.branch(), move.from(), move.to());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<ObjectId> gone = goneSince(required);
      List<PackContents> packs = parked.listed(sent);
      LogPosition position = picture.position();
      Optional<ObjectId> head = position.head(move.branch());
      if (head.filter(move.to()::equals).isPresent()) {
        return new Remote.Outcome.Moved();
      }
      if (!head.equals(move.from())
          || position.lastSequence(move.writer()) >= move.writer().sequence()) {
        return new Remote.Outcome.Lost(head);
      }
      if (!gone.isEmpty()) {
        return new Remote.Outcome.Incomplete(gone);
      }
      if (land(entry(position, move.writer(), List.of(step), packs), packs)) {
        return new Remote.Outcome.Moved();
      }
      reader.catchUp();
    }
    throw tooFast();
  }

  @Override
  public Remote.Outcome deposit(Remote.Writer writer) {
    finish();
    List<ObjectId> missing = missing(List.of());
    if (!missing.isEmpty()) {
      return new Remote.Outcome.Incomplete(missing);
    }
    if (parked.listed(sent).isEmpty() && goneSince(List.of()).isEmpty()) {
      return new Remote.Outcome.Moved();
    }
    if (!reader.stands()) {
      reader.restart();
      return new Remote.Outcome.Lost(Optional.empty());
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<ObjectId> gone = goneSince(List.of());
      if (!gone.isEmpty()) {
        return new Remote.Outcome.Incomplete(gone);
      }
      List<PackContents> packs = parked.listed(sent);
      if (land(entry(picture.position(), writer, List.of(), packs), packs)) {
        return new Remote.Outcome.Moved();
      }
      reader.catchUp();
    }
    throw tooFast();
  }

  private void finish() {
    requireSound();
    if (filling.writer.count() > 0) {
      upload();
    }
  }

  private RemoteFailure tooFast() {
    return new RemoteFailure(
        Reason.UNREACHABLE, "the log of " + project.project() + " grows faster than we can write");
  }

  /// What a new head must have: itself, and its state, of which then everything is held.
  private List<ObjectId> required(ObjectId head) {
    List<ObjectId> required = new ArrayList<>(List.of(head));
    List<ObjectId> state = states.get(head);
    if (state != null) {
      required.addAll(state);
    } else {
      fetch.exactly(List.of(head), (_, commit) -> required.addAll(commit.references().strong()));
    }
    return required;
  }

  private List<ObjectId> missing(List<ObjectId> required) {
    return Stream.concat(needed.stream(), required.stream())
        .filter(id -> !isHeldOrSent(id))
        .distinct()
        .sorted()
        .limit(SHOWN_MISSING)
        .toList();
  }

  /// What this push relies on and is not to be had any more, because garbage was collected or the
  /// log was restored since it was looked at: packs that were sent and are condemned, and objects
  /// that were held then and are not now.
  private List<ObjectId> goneSince(List<ObjectId> required) {
    if (reader.losses() == losses) {
      return List.of();
    }
    parked.review();
    List<ObjectId> gone =
        Stream.of(sent, relied, required)
            .flatMap(Collection::stream)
            .filter(id -> !picture.holds(id) && !parked.isUsed(id))
            .distinct()
            .sorted()
            .limit(SHOWN_MISSING)
            .toList();
    if (gone.isEmpty()) {
      losses = reader.losses();
    }
    return gone;
  }

  private LogEntry entry(
      LogPosition position,
      Remote.Writer writer,
      List<LogEntry.Move> moves,
      List<PackContents> packs) {
    long sequence = position.sequence() + 1;
    List<PackListing> listings = packs.stream().map(PackContents::listing).toList();
    LogEntry entry =
        new LogEntry(
            LogEntry.Kind.LANDING,
            sequence,
            position.digest(),
            position.checkpoint(),
            randomness.next(LogEntry.TOKEN_SIZE),
            writer,
            moves,
            listings,
            Optional.empty());
    int interval = Math.max(CHECKPOINT, position.packs() / PACKS_PER_ENTRY);
    return sequence - position.checkpoint() >= interval ? withCheckpoint(entry) : entry;
  }

  private LogEntry withCheckpoint(LogEntry entry) {
    LogPosition after = picture.position().after(entry, Bytes.empty());
    List<PackListing> all = new ArrayList<>(picture.listings());
    all.addAll(entry.packs());
    return new LogEntry(
        entry.kind(),
        entry.sequence(),
        entry.previous(),
        entry.sequence(),
        entry.token(),
        entry.writer(),
        entry.moves(),
        entry.packs(),
        Optional.of(
            new LogEntry.Checkpoint(after.heads(), after.sequences(), all, picture.condemned())));
  }

  /// Creates the entry, and says whether it is the one that now stands in its place.
  private boolean land(LogEntry entry, List<PackContents> packs) {
    Bytes blob = entry.encode();
    if (!project.create(project.entryName(entry.sequence()), blob)) {
      return false;
    }
    LogPosition next = picture.position().after(entry, Digested.digest(blob));
    picture.land(packs, next.settled());
    return true;
  }

  @Override
  public void close() {
    filling = new Filling();
    failed = true;
  }
}
