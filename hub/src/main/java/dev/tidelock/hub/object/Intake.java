package dev.tidelock.hub.object;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.store.DeltaCodec;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectCheck;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Standing;
import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.hub.store.Tables;
import dev.tidelock.platform.Beside;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Future;

/// Takes objects into a project. Those that come together lie in one pack, which is written first,
/// and then listed in one transaction: so a crash leaves nothing but a pack that was announced and
/// never listed.
public final class Intake {
  /// How much is held in memory before it goes to the pack.
  private static final int WINDOW_BYTES = 1 << 20;

  private static final int WINDOW_OBJECTS = 512;

  /// How many deltas are put together at once: each may need a few megabytes.
  private static final int AT_ONCE = 8;

  private final Records records;
  private final Blobs blobs;
  private final EnvelopeCodec codec;
  private final DeltaCodec deltas;
  private final RecentObjects recent;
  private final Randomness randomness;
  private final Clock clock;
  private final long quota;

  /// @param records where objects lie
  /// @param blobs the packs
  /// @param codec opens envelopes
  /// @param recent remembers what came beside something else, and that
  /// @param randomness for the names of packs
  /// @param clock for when they came
  /// @param quota how many bytes the objects of one project may take
  public Intake(
      Records records,
      Blobs blobs,
      EnvelopeCodec codec,
      RecentObjects recent,
      Randomness randomness,
      Clock clock,
      long quota) {
    this.records = records;
    this.blobs = blobs;
    this.codec = codec;
    this.deltas = codec.deltas();
    this.recent = recent;
    this.randomness = randomness;
    this.clock = clock;
    this.quota = quota;
  }

  /// Begins to take objects into a project.
  public Delivery begin(Project project, ObjectCheck check) {
    return new Delivery(project, check);
  }

  /// An object that came as a delta.
  private record Joined(ObjectDelta delta, RawObject object, SealedObject sealed) {}

  /// Objects that come together. One thread.
  public final class Delivery implements AutoCloseable {
    private final Project project;
    private final ObjectCheck check;
    private final Map<ObjectId, SealedObject> window = new LinkedHashMap<>();
    private final Set<ObjectId> packed = new HashSet<>();
    private final Set<ObjectId> whole = new HashSet<>();
    private final Map<ObjectId, List<ObjectDelta>> beside = new LinkedHashMap<>();
    private final Set<ObjectId> baseless = new LinkedHashSet<>();
    private final Queue<Future<Joined>> joining = new ArrayDeque<>();
    private Optional<PackDraft> pack = Optional.empty();
    private int windowBytes;
    private int besideCount;
    private int besideBytes;
    private long newBytes;

    private Delivery(Project project, ObjectCheck check) {
      this.project = project;
      this.check = check;
    }

    /// Takes an object.
    ///
    /// @throws MalformedException if anything about it is wrong
    public void take(ObjectId id, Bytes envelope) {
      RawObject object = codec.open(id, envelope);
      check.check(id, object);
      keep(object, new SealedObject(id, object.kind(), envelope));
    }

    /// Takes an object that came as a delta. It is put together later, many at once; what is wrong
    /// with it shows then.
    ///
    /// @throws MalformedException if anything about one that was taken before is wrong
    public void take(ObjectDelta delta) {
      beside.computeIfAbsent(delta.base(), _ -> new ArrayList<>()).add(delta);
      besideCount++;
      besideBytes += delta.size();
      if (besideBytes >= WINDOW_BYTES || besideCount >= WINDOW_OBJECTS) {
        join();
      }
    }

    /// Puts deltas and their bases together. Those without a base are noted.
    private void join() {
      ProjectObjects objects = new ProjectObjects(records, blobs, codec, recent, project.number());
      Map<ObjectId, ObjectRow> here = objects.find(beside.keySet());
      while (!here.isEmpty()) {
        try {
          objects.open(
              List.copyOf(here.values()),
              (row, base) -> {
                here.remove(row.id());
                Optional.ofNullable(beside.remove(row.id())).ifPresent(some -> join(some, base));
              });
        } catch (DamagedObjectException damaged) {
          // It is noted, and the others are looked at without it.
          here.remove(damaged.id());
        }
      }
      keepJoined(0);
      beside.values().forEach(some -> some.forEach(delta -> baseless.add(delta.id())));
      beside.clear();
      besideCount = 0;
      besideBytes = 0;
    }

    /// Puts some deltas and their base together, beside the thread that reads the next base.
    private void join(List<ObjectDelta> some, RawObject base) {
      for (ObjectDelta delta : some) {
        joining.add(Beside.submit(() -> joined(delta, base)));
        keepJoined(AT_ONCE - 1);
      }
    }

    private Joined joined(ObjectDelta delta, RawObject base) {
      RawObject object = deltas.open(delta, base);
      check.check(delta.id(), object);
      return new Joined(delta, object, codec.seal(delta.id(), object));
    }

    /// Keeps what was put together, in order, until only so many are left.
    private void keepJoined(int left) {
      while (joining.size() > left) {
        Joined next = Beside.await(joining.remove());
        keep(next.object(), next.sealed());
        recent.put(project.number(), next.object(), next.delta());
      }
    }

    private void keep(RawObject object, SealedObject sealed) {
      ObjectId id = sealed.id();
      if (packed.contains(id) || window.containsKey(id)) {
        return;
      }
      if (ObjectCheck.isWhole(object)) {
        whole.add(id);
      }
      window.put(id, sealed);
      windowBytes += sealed.envelope().size();
      if (windowBytes >= WINDOW_BYTES || window.size() >= WINDOW_OBJECTS) {
        pack();
      }
    }

    /// Makes everything that was taken durable.
    ///
    /// @return the objects that could not be taken, because their bases are not here
    /// @throws MalformedException if anything about a delta is wrong; then nothing is kept
    public Set<ObjectId> finish() {
      join();
      pack();
      pack.ifPresent(draft -> draft.finish(this::list));
      return Set.copyOf(baseless);
    }

    private void list(Tables tables, List<ObjectRow> rows) {
      List<ObjectRow> standing = rows.stream().map(this::standing).toList();
      tables.projects().grow(project.number(), tables.objects().add(project.number(), standing));
    }

    private ObjectRow standing(ObjectRow row) {
      return row.with(whole.contains(row.id()) ? Standing.WHOLE : Standing.HERE, 0);
    }

    /// Moves the window into the pack, without what is here already and sound.
    private void pack() {
      if (window.isEmpty()) {
        return;
      }
      window.keySet().removeAll(sound());
      for (SealedObject object : window.values()) {
        newBytes += object.envelope().size();
        if (project.bytes() + newBytes > quota) {
          throw new StoreFailure(
              StoreFailure.Reason.QUOTA,
              "project %s may take %d bytes at most".formatted(project.id(), quota));
        }
        draft().add(object);
        packed.add(object.id());
      }
      window.clear();
      windowBytes = 0;
    }

    /// Which objects of the window are here. A device that sends one nevertheless may have found it
    /// damaged, or something else in its place: so what is here is looked at, and noted.
    private Set<ObjectId> sound() {
      ProjectObjects objects = new ProjectObjects(records, blobs, codec, project.number());
      Collection<ObjectRow> here = objects.find(window.keySet()).values();
      Set<ObjectId> sound = new HashSet<>();
      List<ObjectRow> mistaken = new ArrayList<>();
      try {
        objects.read(
            here,
            (row, envelope) -> {
              if (isObject(row.id(), envelope)) {
                sound.add(row.id());
              } else {
                mistaken.add(row);
              }
            });
      } catch (DamagedObjectException damaged) {
        // It is noted, and taken anew like whatever was not looked at behind it.
        sound.remove(damaged.id());
      }
      if (!mistaken.isEmpty()) {
        records.write(tables -> {
          mistaken.forEach(row -> tables.objects().damaged(project.number(), row));
          return true;
        });
      }
      return sound;
    }

    private boolean isObject(ObjectId id, Bytes envelope) {
      try {
        codec.open(id, envelope);
        return true;
      } catch (MalformedException _) {
        return false;
      }
    }

    private PackDraft draft() {
      if (pack.isEmpty()) {
        pack = Optional.of(new PackDraft(records, blobs, randomness, clock, project));
      }
      return pack.get();
    }

    /// Gives up what was not finished.
    @Override
    public void close() {
      pack.ifPresent(PackDraft::close);
    }
  }
}
