package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.StateStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The objects of a workspace: packs in one of its directories, found through an index in its
/// state.
///
/// What [#put] took can be read at once and survives a crash after the next [#flush]; some of it
/// may survive without. Every object is checked against its id each time it is read from the disk.
/// One found damaged is no longer *contained*, so that it can be put again. The index can be lost:
/// what the packs hold is found again. For use by one thread, and by one process at a time.
public final class LocalObjects implements ObjectSource, ObjectSink, AutoCloseable {
  /// How many packs are written before they are made durable in any case: their index is kept in
  /// memory until then.
  private static final int MAX_UNFLUSHED = 8;

  private final PackFiles files;
  private final ObjectIndex index;
  private final EnvelopeCodec codec;
  private final PackAppender appender;
  private final PackRewriter rewriter;
  private final ObjectCache cache;
  private final Set<ObjectId> damaged = new HashSet<>();
  private final TreeSet<ObjectId> found = new TreeSet<>();

  /// How large things may become.
  ///
  /// @param packTarget the size at which a pack is ended, in bytes; also held in memory
  /// @param cacheBytes how many bytes of objects are kept in memory
  /// @param openPacks how many files are kept open
  public record Limits(int packTarget, long cacheBytes, int openPacks) {
    /// What suits a workspace of any size.
    public static Limits usual() {
      return new Limits(Pack.TARGET_SIZE, 16 << 20, 16);
    }
  }

  /// Takes what [#verify] finds.
  public interface Verdicts {
    /// An object that was read and has its id.
    void intact(ObjectId id, RawObject object);

    /// An object that should be there and is not, or not whole.
    ///
    /// @param kind of which kind it should be
    /// @param found what is in its place, if anything is
    void damaged(ObjectId id, ObjectKind kind, Optional<Bytes> found, String reason);
  }

  /// Opens the store in `directory`, which is made if it is not there; puts in order what a crash
  /// or a lost state left.
  public LocalObjects(
      FileSystem files,
      TreePath directory,
      StateStore state,
      EnvelopeCodec codec,
      Randomness randomness,
      Limits limits) {
    this.files = new PackFiles(files, directory, limits.openPacks());
    this.index = new ObjectIndex(state);
    this.codec = codec;
    this.appender = new PackAppender(this.files, randomness, limits.packTarget());
    this.rewriter = new PackRewriter(this.files, index, randomness, limits.packTarget());
    this.cache = new ObjectCache(limits.cacheBytes());
    recover();
  }

  /// Makes the index agree with the packs that are there.
  private void recover() {
    Map<PackName, Long> found = files.prepare();
    Set<PackName> retired = index.retired();
    if (!retired.isEmpty()) {
      files.delete(retired);
      index.forgetRetired(retired);
      found.keySet().removeAll(retired);
    }
    if (!Collections.disjoint(found.keySet(), index.packs().keySet())) {
      files.anchoredBefore();
    }
    Set<PackName> lost = new TreeSet<>();
    index
        .packs()
        .forEach((name, length) -> {
          if (!length.equals(found.get(name))) {
            lost.add(name);
          }
        });
    index.drop(lost);
    found.keySet().removeAll(index.packs().keySet());
    if (!found.isEmpty()) {
      files.anchor();
    }
    for (Map.Entry<PackName, Long> pack : found.entrySet()) {
      PackIndex contents = files.contents(pack.getKey()).index();
      index.adopt(new StoredPack(pack.getKey(), pack.getValue(), contents));
      contents.entries().forEach(entry -> this.found.add(entry.id()));
    }
  }

  /// The objects of the packs that the index did not know when the store was opened: after a crash
  /// the last ones, after the state was lost or set back all that it did not tell of.
  public List<ObjectId> found() {
    return List.copyOf(found);
  }

  /// Takes them for known from now on.
  public void forgetFound() {
    found.clear();
  }

  @Override
  public ObjectId put(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    if (!contains(id)) {
      appender.add(id, codec.begin(id, object), object.payload().size());
      added(id, object);
    }
    return id;
  }

  /// Takes an object in an envelope that was opened, and holds just that.
  public void put(SealedObject sealed, RawObject object) {
    if (!contains(sealed.id())) {
      appender.add(sealed);
      added(sealed.id(), object);
    }
  }

  private void added(ObjectId id, RawObject object) {
    damaged.remove(id);
    cache.put(id, object);
    if (appender.writtenPacks() >= MAX_UNFLUSHED) {
      flush();
    }
  }

  /// Whether the object is here, as far as is known without reading it.
  public boolean contains(ObjectId id) {
    return appender.contains(id) || index.find(id).isPresent() && !damaged.contains(id);
  }

  @Override
  public RawObject get(ObjectId id) {
    return read(id).orElseThrow(() -> new MissingObjectException(id));
  }

  /// The object, if it is contained.
  ///
  /// @throws MissingObjectException if it turns out not to be here
  /// @throws MalformedException if it turns out to be damaged
  public Optional<RawObject> find(ObjectId id) {
    return damaged.contains(id) && !appender.contains(id) ? Optional.empty() : read(id);
  }

  private Optional<RawObject> read(ObjectId id) {
    Optional<RawObject> known = cache.get(id);
    if (known.isPresent()) {
      return known;
    }
    Optional<RawObject> found = findEnvelope(id).map(envelope -> open(id, envelope));
    found.ifPresent(object -> cache.put(id, object));
    return found;
  }

  /// The object with this id in its envelope, checked like any other.
  ///
  /// @throws MissingObjectException if it is not here
  /// @throws MalformedException if it is here, but damaged
  public SealedObject sealed(ObjectId id) {
    Bytes envelope = findEnvelope(id).orElseThrow(() -> new MissingObjectException(id));
    // One that was opened a moment ago is not opened again: the digest says that it still is whole.
    ObjectKind kind =
        cache.get(id).isPresent() && isWhole(envelope)
            ? EnvelopeCodec.readHeader(envelope).kind()
            : open(id, envelope).kind();
    return new SealedObject(id, kind, envelope);
  }

  private static boolean isWhole(Bytes envelope) {
    try {
      EnvelopeCodec.verify(envelope);
      return true;
    } catch (MalformedException _) {
      return false;
    }
  }

  /// What an object refers to, if it is contained, as its envelope says: whoever relies on that
  /// reads the object, too.
  ///
  /// @throws MalformedException if it turns out to be damaged
  public Optional<EnvelopeHeader> header(ObjectId id) {
    if (damaged.contains(id) && !appender.contains(id)) {
      return Optional.empty();
    }
    return findEnvelope(id).map(EnvelopeCodec::readHeader);
  }

  private Optional<Bytes> findEnvelope(ObjectId id) {
    return appender.find(id).or(() -> index.find(id).map(location -> read(id, location)));
  }

  private Bytes read(ObjectId id, ObjectIndex.Location location) {
    try {
      return files.read(location.pack(), location.offset(), location.length());
    } catch (FileFailure e) {
      if (e.reason() != FileFailure.Reason.MISSING) {
        throw e;
      }
      damaged.add(id);
      MissingObjectException missing = new MissingObjectException(id);
      missing.initCause(e);
      throw missing;
    }
  }

  private RawObject open(ObjectId id, Bytes envelope) {
    try {
      return codec.open(id, envelope);
    } catch (MalformedException e) {
      damaged.add(id);
      throw new MalformedException(
          "object %s of the workspace is damaged: %s".formatted(id, e.getMessage()), e);
    }
  }

  /// Makes everything that was put durable, and returns only then.
  public void flush() {
    List<StoredPack> packs = appender.publish();
    if (!packs.isEmpty()) {
      list(packs, _ -> {});
    }
  }

  /// The same, and performs `more` in one transaction with it, after what was put is durable.
  public void flushWith(Consumer<StateStore.Batch> more) {
    list(appender.publish(), more);
  }

  private void list(List<StoredPack> packs, Consumer<StateStore.Batch> more) {
    index.update(packs, List.of(), List.of(), more);
    appender.published();
    if (!packs.isEmpty()) {
      rewriter.foldMany();
    }
  }

  /// Puts small packs together where there are some, so that the next [#flush] needs not: for when
  /// nobody waits.
  public void fold() {
    rewriter.fold();
  }

  /// Forgets all objects that are not live, gives back the space that they take where that is worth
  /// it, and returns how many bytes the store became smaller. May be interrupted at any point: no
  /// live object is lost.
  ///
  /// @param live whether an object is still wanted
  public long compact(Predicate<ObjectId> live) {
    flush();
    cache.clear();
    return rewriter.compact(live);
  }

  /// Makes the index anew from the packs. Objects that were forgotten but whose space was not yet
  /// given back come back: that an object is here does not mean that what it refers to is.
  public void rebuild() {
    flush();
    index.clear();
    damaged.clear();
    cache.clear();
    recover();
  }

  /// Reads every object from the disk and tells in which state it is. The visitor must not put.
  public void verify(Verdicts verdicts) {
    flush();
    cache.clear();
    index.forEach((id, location) -> {
      Optional<Bytes> found = Optional.empty();
      RawObject object;
      try {
        found = Optional.of(read(id, location));
        object = open(id, found.get());
      } catch (MalformedException | MissingObjectException e) {
        verdicts.damaged(id, location.kind(), found, String.valueOf(e.getMessage()));
        return;
      } catch (FileFailure unreadable) {
        damaged.add(id);
        verdicts.damaged(id, location.kind(), found, String.valueOf(unreadable.getMessage()));
        return;
      }
      verdicts.intact(id, object);
    });
  }

  /// How many packs there are.
  public int packs() {
    return index.packs().size();
  }

  /// How many objects there are of each kind, and how many bytes their envelopes take.
  public SortedMap<ObjectKind, Share> shares() {
    SortedMap<ObjectKind, Share> shares = new TreeMap<>();
    index.forEach((_, location) ->
        shares.merge(location.kind(), new Share(1, location.length()), Share::plus));
    return shares;
  }

  /// How much of a store something is.
  ///
  /// @param objects how many objects
  /// @param bytes the length of their envelopes
  public record Share(long objects, long bytes) {
    /// Both together.
    public Share plus(Share other) {
      return new Share(objects + other.objects, bytes + other.bytes);
    }
  }

  /// How many objects are not live, and what they take.
  ///
  /// @param live whether an object is still wanted
  public Share dead(Predicate<ObjectId> live) {
    flush();
    List<Share> dead = new ArrayList<>(List.of(new Share(0, 0)));
    index.forEach((id, location) -> {
      if (!live.test(id)) {
        dead.set(0, dead.getFirst().plus(new Share(1, location.length())));
      }
    });
    return dead.getFirst();
  }

  /// How many bytes the packs take on the disk.
  public long size() {
    return rewriter.size();
  }

  /// Gives up what was not flushed, and closes the files.
  @Override
  public void close() {
    files.close();
  }
}
