package dev.tidelock.engine.remote;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.store.EnvelopeCodec;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A remote made of nothing but blobs that are created once: packs, and one log per project that
/// lists them and moves the branches, described in `docs/format.md`. It needs no locks, no clocks
/// and no listing, but for the collection of garbage.
///
/// What it knows of the log it keeps in a [RemoteCache], so a refresh costs what is new: one read
/// if nothing is. That the log lost entries is noticed by the first refresh of an instance, by
/// every eighth fruitless one after it, whenever an entry is new, and before each move; it is shown
/// until this workspace lands a move, or an instance that showed it is refreshed again.
public final class LogRemote implements Remote {
  private final ProjectBlobs project;
  private final RemoteCache cache;
  private final Randomness randomness;
  private final int packTarget;
  private final LogPicture picture;
  private final PackReads packs;
  private final EnvelopeCodec codec;
  private final LogReader reader;
  private final LogFetch fetch;
  private boolean restoreShown;

  /// The remote copy of `project` at `blobs`.
  ///
  /// @param cache what this workspace knows of this remote
  /// @param packTarget how large a pack should become, in bytes; this much is held in memory
  public LogRemote(
      BlobStore blobs,
      ProjectId project,
      RemoteCache cache,
      EnvelopeCodec codec,
      Randomness randomness,
      int packTarget) {
    this.project = new ProjectBlobs(blobs, project);
    this.cache = cache;
    this.randomness = randomness;
    this.packTarget = packTarget;
    this.picture = new LogPicture(cache, project);
    this.codec = codec;
    this.packs = new PackReads(this.project, picture);
    this.reader = new LogReader(this.project, picture, packs);
    this.fetch = new LogFetch(this.project, picture, reader, packs, codec);
  }

  /// What the names of the blobs of a project's log begin with, up to the last `/`: whoever can
  /// watch it knows when heads move.
  public static String log(ProjectId project) {
    return ProjectBlobs.log(project);
  }

  @Override
  public RemoteView refresh() {
    if (restoreShown && picture.position().restored()) {
      picture.settle();
    }
    reader.catchUp();
    reader.shown();
    LogPosition position = picture.position();
    restoreShown = position.restored();
    return new RemoteView(position.heads(), position.sequences(), position.restored());
  }

  @Override
  public Set<ObjectId> lacking(Collection<ObjectId> ids) {
    return ids.stream().filter(id -> !picture.holds(id)).collect(Collectors.toSet());
  }

  @Override
  public void fetch(Collection<ObjectId> wants, Scope scope, Known known, Receiver receiver) {
    fetch.reachable(wants, scope, known, receiver);
  }

  @Override
  public void objects(Collection<ObjectId> ids, Receiver receiver) {
    fetch.exactly(ids, receiver);
  }

  @Override
  public Push push() {
    if (!picture.isKnown()) {
      reader.catchUp();
    }
    ParkedPacks parked = new ParkedPacks(project, cache, picture);
    return new LogPush(project, picture, reader, fetch, parked, randomness, packTarget);
  }

  /// Frees what nothing stands on any more. Needs a store that can list and delete.
  @Override
  public Optional<Collected> collect(CollectionOrder order) {
    return Optional.of(
        new LogCollection(
                project, cache, picture, reader, packs, fetch, codec, randomness, packTarget, order)
            .run());
  }
}
