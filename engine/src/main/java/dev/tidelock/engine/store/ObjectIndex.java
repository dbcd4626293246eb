package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Which object lies where in a workspace's packs, durably: the space [Space#OBJECTS], described in
/// `docs/format.md`. It can be made anew from the packs. One thread.
final class ObjectIndex {
  private static final Bytes OBJECT = Bytes.hex("01");
  private static final Bytes PACK = Bytes.hex("02");
  private static final Bytes END = Bytes.hex("03");
  private static final long RETIRED = -1;
  private static final int KEPT = 8192;

  private final StateStore state;
  private final TreeMap<PackName, Long> packs = new TreeMap<>();
  private final Set<PackName> retired = new HashSet<>();

  /// The places that were asked for last: most are asked for again soon.
  private final Map<ObjectId, Location> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, Location> eldest) {
          return size() > KEPT;
        }
      };

  /// Where an object lies.
  record Location(PackName pack, int offset, int length, ObjectKind kind) {
    private static final int SIZE = PackName.SIZE + 2 * Integer.BYTES + 1;

    Location {
      if (offset < Pack.MAGIC.size() || length < 1 || length > EnvelopeCodec.MAX_SIZE) {
        throw new MalformedException("the index of objects holds a place that cannot be");
      }
    }

    static Location of(PackName pack, PackIndex.Entry entry) {
      return new Location(pack, entry.offset(), entry.length(), entry.kind());
    }

    static Location decode(Bytes value) {
      ByteBuffer in = value.asByteBuffer();
      if (value.size() != SIZE) {
        throw new MalformedException("the index of objects holds a place that cannot be");
      }
      return new Location(
          new PackName(value.slice(0, PackName.SIZE)),
          in.getInt(PackName.SIZE),
          in.getInt(PackName.SIZE + Integer.BYTES),
          ObjectKind.ofCode(value.get(SIZE - 1)));
    }

    Bytes encode() {
      ByteBuffer out = ByteBuffer.allocate(SIZE).put(pack.bytes().asByteBuffer());
      out.putInt(offset).putInt(length).put((byte) kind.code());
      return Bytes.wrap(out.array());
    }
  }

  ObjectIndex(StateStore state) {
    this.state = state;
    state.scan(
        Space.OBJECTS,
        PACK,
        END,
        (key, value) -> {
          PackName name = new PackName(key.slice(1, key.size()));
          if (value.size() != Long.BYTES) {
            throw new MalformedException("the index of objects holds a length that cannot be");
          }
          long length = value.asByteBuffer().getLong();
          if (length == RETIRED) {
            retired.add(name);
          } else {
            packs.put(name, length);
          }
          return true;
        });
  }

  Optional<Location> find(ObjectId id) {
    if (packs.isEmpty()) {
      return Optional.empty();
    }
    Location known = latest.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Location> found = state.get(Space.OBJECTS, key(id)).map(Location::decode);
    found.ifPresent(location -> latest.put(id, location));
    return found;
  }

  /// Whether the object with this id is read from exactly this place.
  boolean isAt(ObjectId id, Location location) {
    return find(id).filter(location::equals).isPresent();
  }

  /// Shows every object with its place.
  void forEach(BiConsumer<ObjectId, Location> visitor) {
    state.scan(
        Space.OBJECTS,
        OBJECT,
        PACK,
        (key, value) -> {
          visitor.accept(new ObjectId(key.slice(1, key.size())), Location.decode(value));
          return true;
        });
  }

  /// The known packs with their lengths.
  SortedMap<PackName, Long> packs() {
    return Collections.unmodifiableSortedMap(packs);
  }

  /// Packs that hold nothing of value any more but may not be deleted yet.
  Set<PackName> retired() {
    return Set.copyOf(retired);
  }

  /// At once: adds packs, whose objects are found there from now on; forgets objects; retires
  /// packs.
  void update(
      Collection<StoredPack> added, Collection<ObjectId> forgotten, Collection<PackName> replaced) {
    update(added, forgotten, replaced, _ -> {});
  }

  /// The same, with `more` in the same transaction.
  void update(
      Collection<StoredPack> added,
      Collection<ObjectId> forgotten,
      Collection<PackName> replaced,
      Consumer<StateStore.Batch> more) {
    state.write(batch -> {
      more.accept(batch);
      forgotten.forEach(id -> batch.delete(Space.OBJECTS, key(id)));
      replaced.forEach(name -> batch.put(Space.OBJECTS, key(name), length(RETIRED)));
      for (StoredPack pack : added) {
        batch.put(Space.OBJECTS, key(pack.name()), length(pack.length()));
        for (PackIndex.Entry entry : pack.index().entries()) {
          Location location = Location.of(pack.name(), entry);
          batch.put(Space.OBJECTS, key(entry.id()), location.encode());
        }
      }
    });
    forgotten.forEach(latest::remove);
    latest.values().removeIf(location -> replaced.contains(location.pack()));
    added.stream()
        .flatMap(pack -> pack.index().entries().stream())
        .forEach(entry -> latest.remove(entry.id()));
    replaced.forEach(packs::remove);
    retired.addAll(replaced);
    added.forEach(pack -> packs.put(pack.name(), pack.length()));
  }

  /// Adds a pack that was found: its objects are read from there unless they are known elsewhere.
  void adopt(StoredPack pack) {
    List<PackIndex.Entry> unknown =
        pack.index().entries().stream().filter(entry -> find(entry.id()).isEmpty()).toList();
    StoredPack useful = new StoredPack(pack.name(), pack.length(), new PackIndex(unknown));
    update(List.of(useful), List.of(), List.of());
  }

  /// Forgets packs, and every object that is read from them; retired ones stay known as such.
  void drop(Set<PackName> names) {
    if (names.isEmpty()) {
      return;
    }
    List<ObjectId> ids = new ArrayList<>();
    forEach((id, location) -> {
      if (names.contains(location.pack())) {
        ids.add(id);
      }
    });
    state.write(batch -> {
      ids.forEach(id -> batch.delete(Space.OBJECTS, key(id)));
      names.stream()
          .filter(name -> !retired.contains(name))
          .forEach(name -> batch.delete(Space.OBJECTS, key(name)));
    });
    latest.clear();
    packs.keySet().removeAll(names);
  }

  /// Forgets retired packs, whose files are gone for good.
  void forgetRetired(Collection<PackName> names) {
    state.write(batch -> names.forEach(name -> batch.delete(Space.OBJECTS, key(name))));
    retired.removeAll(Set.copyOf(names));
  }

  /// Forgets everything.
  void clear() {
    state.write(batch -> batch.deleteRange(Space.OBJECTS, OBJECT, END));
    latest.clear();
    packs.clear();
    retired.clear();
  }

  private static Bytes key(ObjectId id) {
    return OBJECT.concat(id.bytes());
  }

  private static Bytes key(PackName name) {
    return PACK.concat(name.bytes());
  }

  private static Bytes length(long length) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
  }
}
