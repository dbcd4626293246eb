package dev.tidelock.hub.object;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.ReferencePairs;
import dev.tidelock.hub.store.ObjectRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/// What a device has in place of the objects that a walk sends it, level by level, found from the
/// order of references alone: that of all references of a level together, because many objects of a
/// level may have changed, and one that came or went between them would put out the order below
/// each that follows. Without roots it finds nothing. One thread.
final class Bases {
  /// How many bytes of bases are read, and held in memory, at once; those beyond are done without.
  private static final int READ = 4 << 20;

  private static final int HELD = 4 * READ;

  /// How many roots are looked at for the commits that they stand on.
  private static final int FEW = 16;

  private final ProjectObjects objects;

  /// The objects of the present level that have bases, in order, each with its base.
  private SequencedMap<ObjectId, ObjectId> pairs = new LinkedHashMap<>();

  private Set<ObjectId> wanted = new HashSet<>();

  /// What the level's objects and bases refer to, as far as that is known by now.
  private final Map<ObjectId, List<ObjectId>> references = new HashMap<>();

  private final Map<ObjectId, RawObject> held = new HashMap<>();
  private long heldBytes;

  Bases(ProjectObjects objects) {
    this.objects = objects;
  }

  /// Pairs what a device wants with what it has: each with what it stands on itself, or else with
  /// the first of its kind.
  void roots(
      Collection<ObjectRow> wants, Collection<ObjectId> whole, Map<ObjectId, ObjectRow> here) {
    List<ObjectRow> known = whole.stream().filter(here::containsKey).map(here::get).toList();
    Map<ObjectId, ObjectId> found = new HashMap<>();
    for (ObjectRow row : wants) {
      known.stream()
          .filter(other -> other.kind() == row.kind())
          .findFirst()
          .ifPresent(other -> found.put(row.id(), other.id()));
    }
    if (wants.size() <= FEW) {
      objects.references(
          wants,
          (row, references) ->
              references.ancestor().stream()
                  .filter(here::containsKey)
                  .findFirst()
                  .ifPresent(parent -> found.put(row.id(), parent)));
    }
    enter(wants.stream().map(ObjectRow::id).toList(), found);
  }

  /// Whether an object is a base of the present level.
  boolean has(ObjectId id) {
    return wanted.contains(id);
  }

  /// Takes notice of what an object refers to that the device has.
  void opened(ObjectId id, List<ObjectId> strong) {
    if (wanted.contains(id)) {
      references.put(id, strong);
    }
  }

  /// Reads the bases of some objects of the present level, out of the rows of what is known.
  void hold(Collection<ObjectRow> window, Map<ObjectId, ObjectRow> known) {
    letGo();
    Map<ObjectId, ObjectRow> rows = new HashMap<>();
    long bytes = 0;
    for (ObjectRow row : window) {
      Optional<ObjectRow> base =
          Optional.ofNullable(pairs.get(row.id()))
              .flatMap(id -> Optional.ofNullable(known.get(id)))
              .filter(other -> other.kind() == row.kind() && row.kind() != ObjectKind.CHUNK);
      if (base.isPresent() && bytes + base.get().length() <= READ) {
        bytes += rows.put(base.get().id(), base.get()) == null ? base.get().length() : 0;
      }
    }
    try {
      objects.open(rows.values(), this::hold);
    } catch (DamagedObjectException _) {
      // It is noted, and what was to be read behind it is done without.
    }
  }

  private void hold(ObjectRow row, RawObject object) {
    if (heldBytes + object.payload().size() <= HELD) {
      heldBytes += object.payload().size();
      held.put(row.id(), object);
    }
  }

  /// An object beside its base, if that was held and makes it smaller.
  Optional<ObjectDelta> delta(ObjectRow row, Bytes envelope) {
    return Optional.ofNullable(pairs.get(row.id()))
        .flatMap(id ->
            Optional.ofNullable(held.get(id))
                .flatMap(base -> objects.delta(row, envelope, id, base)));
  }

  /// Takes notice of what an object of the present level refers to.
  void met(ObjectId id, List<ObjectId> strong) {
    if (pairs.containsKey(id)) {
      references.put(id, strong);
    }
  }

  /// Goes on to the next level.
  ///
  /// @param level its objects
  /// @param origins of which bases some of them are known to have been made
  void descend(Collection<ObjectId> level, Map<ObjectId, ObjectId> origins) {
    List<ObjectId> mine = below(pairs.keySet().stream());
    boolean told = origins.keySet().containsAll(level);
    enter(
        mine,
        told
            ? origins
            : ReferencePairs.of(mine, below(pairs.values().stream().distinct())).bases());
  }

  private List<ObjectId> below(Stream<ObjectId> level) {
    return level.flatMap(id -> references.getOrDefault(id, List.of()).stream()).toList();
  }

  private void enter(List<ObjectId> level, Map<ObjectId, ObjectId> found) {
    pairs = new LinkedHashMap<>();
    for (ObjectId id : level) {
      Optional.ofNullable(found.get(id)).ifPresent(base -> pairs.put(id, base));
    }
    wanted = new HashSet<>(pairs.values());
    references.clear();
    letGo();
  }

  private void letGo() {
    held.clear();
    heldBytes = 0;
  }
}
