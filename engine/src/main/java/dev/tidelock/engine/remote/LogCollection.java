package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.remote.CollectionOrder.Effect;
import dev.tidelock.engine.remote.PackAges.Standing;
import dev.tidelock.engine.remote.PackReads.Wanted;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.PackIndex;
import dev.tidelock.engine.store.PackWriter;
import dev.tidelock.engine.store.SealedObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Frees what nothing stands on at dumb storage, beside pushes, fetches and other collections.
///
/// What is needed of packs that hold little else than garbage, or are small, is written into new
/// packs. Then one entry of the log lists what counts from then on, and names the packs that are
/// condemned. It takes the place after the last entry that was read, as any entry does, so no push
/// can have come in between; a push that comes after it reads it first, and looks whether what it
/// relies on still counts. Condemned packs are deleted later. A crash between any two steps leaves
/// at most packs that no entry lists, which are condemned and deleted in their turn. One thread.
final class LogCollection {
  private static final int ATTEMPTS = 5;

  /// So many names of deleted packs are worth an entry of their own.
  private static final int NAMES = 256;

  private final ProjectBlobs project;
  private final RemoteCache cache;
  private final LogPicture picture;
  private final LogReader reader;
  private final PackReads packs;
  private final LogFetch fetch;
  private final EnvelopeCodec codec;
  private final Randomness randomness;
  private final int packTarget;
  private final CollectionOrder order;
  private final List<Bytes> written = new ArrayList<>();
  private final List<PackListing> fresh = new ArrayList<>();
  private final Map<Bytes, Long> lengths = new HashMap<>();
  private long saved;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private PackWriter writer = writer();

  LogCollection(
      ProjectBlobs project,
      RemoteCache cache,
      LogPicture picture,
      LogReader reader,
      PackReads packs,
      LogFetch fetch,
      EnvelopeCodec codec,
      Randomness randomness,
      int packTarget,
      CollectionOrder order) {
    this.project = project;
    this.cache = cache;
    this.picture = picture;
    this.reader = reader;
    this.packs = packs;
    this.fetch = fetch;
    this.codec = codec;
    this.randomness = randomness;
    this.packTarget = packTarget;
    this.order = order;
  }

  /// Collects.
  Collected run() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      reader.catchUp();
      if (!reader.stands()) {
        reader.restart();
      }
      Optional<Collected> done = attempt();
      if (done.isPresent()) {
        return done.get();
      }
    }
    return nothing("others write to it all the time; the next collection may find it quiet");
  }

  private static Collected nothing(String obstacle) {
    return new Collected(0, 0, 0, 0, 0, 0, 0, 0, Optional.of(obstacle));
  }

  /// One try; nothing if somebody else wrote the next entry.
  private Optional<Collected> attempt() {
    LogPosition start = picture.position();
    picture.listings().forEach(pack -> lengths.put(pack.name(), pack.summary().length()));
    Packs there = new Packs(project.packsThere());
    try {
      LiveObjects live = live(start);
      long young = addYoung(live, there.ages);
      PackSurvey survey = new PackSurvey(picture, live, packTarget);
      if (order.effect() == Effect.PREVIEW) {
        return Optional.of(preview(survey, there, young));
      }
      Set<Bytes> strays = there.old(Standing.STRAY);
      boolean work = !survey.isClean() || !strays.isEmpty() || there.deleted.size() >= NAMES;
      if (work && !land(start, survey, strays, there.deleted)) {
        return Optional.empty();
      }
      return Optional.of(finish(work ? survey.dead() : 0, young, Optional.empty()));
    } catch (PackGone gone) {
      return kept(start, gone.loss());
    } catch (RemoteFailure failure) {
      return switch (failure.reason()) {
        case CORRUPT, OUTDATED -> kept(start, failure);
        case UNREACHABLE, TIMEOUT, DENIED, NO_SPACE, INCOMPLETE, NOT_FOUND, REFUSED ->
            throw failure;
      };
    }
  }

  /// Nobody can tell what stands behind something that is damaged, so all is kept. But what seems
  /// to be gone may only stand elsewhere since somebody else collected: nothing, if that may be so.
  private Optional<Collected> kept(LogPosition start, RemoteFailure damage) {
    discard();
    reader.catchUp();
    if (!picture.position().digest().equals(start.digest())) {
      return Optional.empty();
    }
    String obstacle = String.valueOf(damage.getMessage());
    return Optional.of(
        order.effect() == Effect.PREVIEW ? nothing(obstacle) : finish(0, 0, Optional.of(obstacle)));
  }

  private LiveObjects live(LogPosition start) {
    LiveObjects live = new LiveObjects(picture, fetch, order.near());
    live.addHistory(start.heads().values(), order.retention().get());
    return live;
  }

  /// Adds what came too short a time ago to be let go, and returns how many of these objects
  /// nothing else stands on.
  private long addYoung(LiveObjects live, PackAges ages) {
    Set<Bytes> young = new HashSet<>();
    for (PackListing pack : picture.listings()) {
      if (ages.of(pack.name(), Standing.LISTED, pack.summary().length()) < order.grace()) {
        young.add(pack.name());
      }
    }
    List<ObjectId> kept = new ArrayList<>();
    picture.forEachObject((id, copies) -> {
      if (!live.contains(id) && copies.stream().anyMatch(copy -> young.contains(copy.pack()))) {
        kept.add(id);
      }
    });
    live.addAll(kept);
    return kept.size();
  }

  private Collected preview(PackSurvey survey, Packs there, long young) {
    Set<Bytes> condemned = new TreeSet<>(survey.retired());
    condemned.addAll(survey.rewritten());
    condemned.addAll(there.old(Standing.STRAY));
    condemned.addAll(there.old(Standing.CONDEMNED));
    return new Collected(
        survey.dead(),
        condemned.size(),
        condemned.stream().mapToLong(there::length).sum(),
        survey.rewrittenBytes(),
        0,
        0,
        young,
        0,
        Optional.empty());
  }

  /// Writes the packs and the entry: whether it is the one that stands after the last.
  private boolean land(LogPosition start, PackSurvey survey, Set<Bytes> strays, Set<Bytes> gone) {
    rewrite(survey.toRewrite());
    List<PackListing> listed = new ArrayList<>();
    Map<Bytes, Set<Integer>> relisted = survey.toRelist();
    for (PackListing pack : picture.listings()) {
      Set<Integer> kept = relisted.get(pack.name());
      if (kept != null) {
        listed.add(relisted(pack, kept));
      } else if (!survey.retired().contains(pack.name())
          && !survey.rewritten().contains(pack.name())) {
        listed.add(pack);
      }
    }
    listed.addAll(fresh);
    // A pack that was gone may have made us read on, and then we know of more than we looked at.
    if (!picture.position().digest().equals(start.digest())) {
      discard();
      return false;
    }
    SortedSet<Bytes> condemned = picture.condemned();
    condemned.removeAll(gone);
    condemned.addAll(strays);
    condemned.addAll(survey.retired());
    condemned.addAll(survey.rewritten());
    List<Bytes> mine = List.copyOf(written);
    // From here on an entry may list them, until it is certain that none does.
    written.clear();
    saved = fresh.stream().mapToLong(pack -> pack.summary().length()).sum();
    LogEntry entry = entry(start, listed, condemned);
    if (!project.create(project.entryName(entry.sequence()), entry.encode())) {
      written.addAll(mine);
      discard();
      return false;
    }
    reader.catchUp();
    return true;
  }

  private PackListing relisted(PackListing pack, Set<Integer> kept) {
    List<Integer> omitted = new ArrayList<>();
    List<PackIndex.Entry> entries = packs.everything(pack).entries();
    for (int i = 0; i < entries.size(); i++) {
      if (!kept.contains(entries.get(i).offset())) {
        omitted.add(i);
      }
    }
    return new PackListing(pack.name(), pack.summary(), omitted);
  }

  private LogEntry entry(
      LogPosition position, List<PackListing> listed, SortedSet<Bytes> condemned) {
    return new LogEntry(
        LogEntry.Kind.COLLECTION,
        position.sequence() + 1,
        position.digest(),
        position.sequence() + 1,
        randomness.next(LogEntry.TOKEN_SIZE),
        order.writer(),
        List.of(),
        List.of(),
        Optional.of(position.checkpoint(order.writer(), listed, condemned)));
  }

  private void rewrite(Map<Bytes, List<Wanted>> wanted) {
    for (List<Wanted> pack : wanted.values()) {
      packs.read(
          pack,
          (object, envelope) -> {
            open(object, envelope);
            writer.add(new SealedObject(object.id(), object.place().kind(), envelope));
            if (writer.size() >= packTarget) {
              upload();
            }
          });
      packs.forget(pack.getFirst().place().pack());
    }
    if (writer.count() > 0) {
      upload();
    }
  }

  private void open(Wanted wanted, Bytes envelope) {
    try {
      codec.open(wanted.id(), envelope);
    } catch (MalformedException e) {
      picture.note(wanted.id(), wanted.place(), true);
      throw new RemoteFailure(
          Reason.CORRUPT,
          "object %s in blob %s is damaged: %s"
              .formatted(wanted.id(), project.packName(wanted.place().pack()), e.getMessage()),
          e);
    }
  }

  private PackWriter writer() {
    ByteArrayOutputStream target = bytes;
    return new PackWriter(buffer -> target.writeBytes(Bytes.copyOf(buffer).toByteArray()));
  }

  private void upload() {
    PackWriter.Finished pack = writer.finish();
    Bytes content = Bytes.wrap(bytes.toByteArray());
    bytes = new ByteArrayOutputStream();
    writer = writer();
    Bytes name = randomness.next(PackListing.NAME_SIZE);
    if (!project.create(project.packName(name), content)) {
      throw new RemoteFailure(
          Reason.CORRUPT, "blob " + project.packName(name) + " exists before it was made");
    }
    written.add(name);
    fresh.add(new PackListing(name, pack.summary(), List.of()));
  }

  /// Removes what was written for an entry that certainly never came to be: nobody else knows of
  /// it.
  private void discard() {
    written.forEach(name -> project.blobs().delete(project.packName(name)));
    written.clear();
    fresh.clear();
    saved = 0;
    bytes = new ByteArrayOutputStream();
    writer = writer();
  }

  /// Deletes what was condemned long enough ago, and trims the log.
  private Collected finish(long objects, long young, Optional<String> obstacle) {
    Packs there = new Packs(project.packsThere());
    picture
        .listings()
        .forEach(pack -> there.ages.of(pack.name(), Standing.LISTED, pack.summary().length()));
    long deleted = 0;
    long deletedBytes = 0;
    long waiting = 0;
    long waitingBytes = 0;
    Set<Bytes> old = there.old(Standing.CONDEMNED);
    there.old(Standing.STRAY);
    there.ages.keep(cache);
    for (Bytes name : there.condemned) {
      long length = there.length(name);
      if (old.contains(name)) {
        project.blobs().delete(project.packName(name));
        deleted++;
        deletedBytes += length;
      } else {
        waiting++;
        waitingBytes += length;
      }
    }
    long trimmed = new LogTrim(project, picture.position()).run();
    return new Collected(
        objects, deleted, deletedBytes, saved, waiting, waitingBytes, young, trimmed, obstacle);
  }

  /// The packs that are there and not listed.
  private final class Packs {
    final PackAges ages = new PackAges(cache, order.elapsed());

    /// Condemned ones.
    final SortedSet<Bytes> condemned;

    /// Condemned ones that are not there any more.
    final SortedSet<Bytes> deleted;

    private final SortedSet<Bytes> strays;

    Packs(SortedSet<Bytes> there) {
      SortedSet<Bytes> named = picture.condemned();
      deleted = new TreeSet<>(named);
      deleted.removeAll(there);
      // A name that leaves the log may be listed again if its pack is still there, and somebody may
      // be about to delete it: so a listing alone is not believed.
      deleted.removeIf(name -> project.blobs().read(project.packName(name), 0, 1).isPresent());
      condemned = new TreeSet<>(named);
      condemned.retainAll(there);
      strays = new TreeSet<>(there);
      strays.removeAll(named);
      picture.listings().forEach(pack -> strays.remove(pack.name()));
    }

    /// Those that stand so for long enough.
    Set<Bytes> old(Standing standing) {
      Set<Bytes> old = new TreeSet<>();
      for (Bytes name : standing == Standing.STRAY ? strays : condemned) {
        if (ages.of(name, standing, lengths.getOrDefault(name, 0L)) >= order.patience()) {
          old.add(name);
        }
      }
      return old;
    }

    long length(Bytes name) {
      long known = lengths.getOrDefault(name, ages.length(name));
      return known > 0 ? known : project.blobs().size(project.packName(name));
    }
  }
}
