package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.remote.RemoteCache.Section;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.PackIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// What this workspace knows of a project's log, durably: the position, and where each object lies.
/// All of it can be read again from the log. One thread.
final class LogPicture {
  private static final Bytes ONLY = Bytes.empty();

  private final RemoteCache cache;
  private Optional<LogPosition> position;

  /// As of the position.
  private SortedSet<Bytes> condemned = new TreeSet<>();

  /// Where a copy of an object lies.
  ///
  /// @param pack the pack's name
  /// @param offset the first byte of its envelope
  /// @param length the length of its envelope
  /// @param kind its kind
  /// @param suspect whether it was damaged when last read: it can be tried again, but counts as
  ///   missing, so that it is sent again
  record Place(Bytes pack, int offset, int length, ObjectKind kind, boolean suspect)
      implements Comparable<Place> {
    private static final int SUSPECT = 0x80;
    private static final int SIZE = 2 * Integer.BYTES + 1;

    Place {
      if (offset < 0 || length < 1 || length > EnvelopeCodec.MAX_SIZE || offset + length < 0) {
        throw cannotBe();
      }
    }

    private static MalformedException cannotBe() {
      return new MalformedException("the cache of a remote holds a place that cannot be");
    }

    static Place decode(Bytes pack, Bytes value) {
      if (value.size() != SIZE) {
        throw cannotBe();
      }
      ByteBuffer in = value.asByteBuffer();
      int offset = in.getInt();
      int length = in.getInt();
      byte code = in.get();
      return new Place(
          pack, offset, length, ObjectKind.ofCode(code & ~SUSPECT & 0xff), (code & SUSPECT) != 0);
    }

    Bytes encode() {
      int code = kind.code() | (suspect ? SUSPECT : 0);
      ByteBuffer out = ByteBuffer.allocate(SIZE).putInt(offset).putInt(length);
      return Bytes.wrap(out.put((byte) code).array());
    }

    /// The first byte after the envelope.
    int end() {
      return offset + length;
    }

    /// The order in which places are best read.
    @Override
    public int compareTo(Place other) {
      int byPack = pack.compareTo(other.pack);
      return byPack != 0 ? byPack : Integer.compare(offset, other.offset);
    }
  }

  /// A listed pack and the objects in it that count.
  record PackContents(PackListing listing, PackIndex index) {}

  LogPicture(RemoteCache cache, ProjectId project) {
    this.cache = cache;
    this.position =
        cache
            .get(Section.POSITION, ONLY)
            .flatMap(LogPosition::decode)
            .filter(known -> known.project().equals(project));
    cache.forEach(Section.CONDEMNED, (name, _) -> condemned.add(name));
  }

  /// Whether the project was ever found at this remote.
  boolean isKnown() {
    return position.isPresent();
  }

  /// How far the log is known.
  LogPosition position() {
    return position.orElseThrow(() -> new IllegalStateException("the remote was never looked at"));
  }

  /// Notes that a loss of entries was heard of.
  void settle() {
    advance(List.of(), position().settled());
  }

  /// Forgets everything and begins anew.
  void begin(LogPosition start) {
    cache.write(changes -> {
      for (Section section : Section.values()) {
        changes.clear(section);
      }
      changes.put(Section.POSITION, ONLY, start.encode());
    });
    condemned = new TreeSet<>();
    position = Optional.of(start);
  }

  /// Adds packs whose objects can be had from now on.
  void add(Collection<PackContents> packs) {
    cache.write(changes -> add(packs, changes));
  }

  /// Adds packs and moves on, at once.
  void advance(Collection<PackContents> packs, LogPosition next) {
    cache.write(changes -> {
      add(packs, changes);
      changes.put(Section.POSITION, ONLY, next.encode());
    });
    position = Optional.of(next);
  }

  /// Adds the packs of a landed push, forgets all others that were sent, and moves on, at once.
  void land(Collection<PackContents> packs, LogPosition next) {
    cache.write(changes -> {
      add(packs, changes);
      changes.clear(Section.PARKED);
      changes.put(Section.POSITION, ONLY, next.encode());
    });
    position = Optional.of(next);
  }

  private static void add(Collection<PackContents> packs, RemoteCache.Changes changes) {
    for (PackContents pack : packs) {
      PackListing listing = pack.listing();
      CborWriter out = new CborWriter();
      listing.write(out);
      changes.put(Section.PACKS, listing.name(), out.toBytes());
      changes.delete(Section.PARKED, listing.name());
      for (PackIndex.Entry entry : pack.index().entries()) {
        Place place =
            new Place(listing.name(), entry.offset(), entry.length(), entry.kind(), false);
        changes.put(Section.OBJECTS, key(entry.id(), listing.name()), place.encode());
      }
    }
  }

  /// Adds packs, takes over which ones are condemned, and moves on, at once.
  void advance(Collection<PackContents> packs, Set<Bytes> condemnedNow, LogPosition next) {
    cache.write(changes -> {
      add(packs, changes);
      changes.clear(Section.CONDEMNED);
      condemnedNow.forEach(name -> changes.put(Section.CONDEMNED, name, Bytes.empty()));
      changes.put(Section.POSITION, ONLY, next.encode());
    });
    condemned = new TreeSet<>(condemnedNow);
    position = Optional.of(next);
  }

  /// Forgets packs and the copies of objects in them.
  void drop(Set<Bytes> names) {
    if (names.isEmpty()) {
      return;
    }
    List<Bytes> copies = new ArrayList<>();
    cache.forEach(
        Section.OBJECTS,
        (key, _) -> {
          if (names.contains(pack(key))) {
            copies.add(key);
          }
        });
    cache.write(changes -> {
      copies.forEach(key -> changes.delete(Section.OBJECTS, key));
      names.forEach(name -> changes.delete(Section.PACKS, name));
    });
  }

  /// Whether the project has an object, undamaged as far as is known.
  boolean holds(ObjectId id) {
    return locate(id).filter(place -> !place.suspect()).isPresent();
  }

  /// Where an object lies, if the log lists it: a copy that is undamaged as far as is known, or one
  /// that is not if there is no better.
  Optional<Place> locate(ObjectId id) {
    List<Place> found = new ArrayList<>(1);
    cache.below(
        Section.OBJECTS,
        id.bytes(),
        (key, value) -> {
          Place copy = Place.decode(pack(key), value);
          if (found.isEmpty() || !copy.suspect()) {
            found.clear();
            found.add(copy);
          }
          return copy.suspect();
        });
    return found.stream().findFirst();
  }

  /// Shows every object with its copies, the one that [#locate] gives first.
  void forEachObject(BiConsumer<ObjectId, List<Place>> visitor) {
    List<ObjectId> current = new ArrayList<>(1);
    List<Place> copies = new ArrayList<>();
    cache.forEach(
        Section.OBJECTS,
        (key, value) -> {
          ObjectId id = new ObjectId(key.slice(0, ObjectId.SIZE));
          if (!current.isEmpty() && !current.getFirst().equals(id)) {
            show(current.getFirst(), copies, visitor);
          }
          current.clear();
          current.add(id);
          copies.add(Place.decode(pack(key), value));
        });
    if (!copies.isEmpty()) {
      show(current.getFirst(), copies, visitor);
    }
  }

  private static void show(
      ObjectId id, List<Place> copies, BiConsumer<ObjectId, List<Place>> visitor) {
    copies.sort(Comparator.comparing(Place::suspect));
    visitor.accept(id, List.copyOf(copies));
    copies.clear();
  }

  /// Notes that a copy of an object was damaged when it was read, or that it was not.
  void note(ObjectId id, Place place, boolean suspect) {
    Place noted = new Place(place.pack(), place.offset(), place.length(), place.kind(), suspect);
    cache.write(changes -> changes.put(Section.OBJECTS, key(id, place.pack()), noted.encode()));
  }

  private static Bytes key(ObjectId id, Bytes pack) {
    return id.bytes().concat(pack);
  }

  private static Bytes pack(Bytes key) {
    return key.slice(ObjectId.SIZE, key.size());
  }

  /// Whether a pack is condemned: no entry may add it.
  boolean isCondemned(Bytes name) {
    return condemned.contains(name);
  }

  /// The names of all condemned packs.
  SortedSet<Bytes> condemned() {
    return new TreeSet<>(condemned);
  }

  /// The pack with this name, if the log lists it.
  Optional<PackListing> listing(Bytes name) {
    return cache.get(Section.PACKS, name).map(PackListing::decode);
  }

  /// All packs that the log lists.
  List<PackListing> listings() {
    List<PackListing> all = new ArrayList<>();
    cache.forEach(Section.PACKS, (_, value) -> all.add(PackListing.decode(value)));
    return all;
  }
}
