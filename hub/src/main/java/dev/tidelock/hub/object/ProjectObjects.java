package dev.tidelock.hub.object;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.PackRow;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The objects of one project, for reading. What is found damaged is noted as such and never handed
/// out. What was opened a moment ago is not read from the disk again; whether it is here is asked
/// all the same. One thread.
public final class ProjectObjects implements ObjectSource {
  /// How much is read from a pack at once, and how much between two objects is read for nothing.
  private static final int RUN = 1 << 20;

  private static final int GAP = 16 << 10;

  private static final int MOST_FOUND = 10_000;

  private final Records records;
  private final Blobs blobs;
  private final EnvelopeCodec codec;
  private final RecentObjects recent;
  private final long project;
  private final Map<Long, Optional<String>> packNames = new HashMap<>();

  /// Objects that are read from the disk, each time.
  ///
  /// @param records where objects lie
  /// @param blobs the packs
  /// @param codec opens envelopes
  /// @param project the project's number
  public ProjectObjects(Records records, Blobs blobs, EnvelopeCodec codec, long project) {
    this(records, blobs, codec, new RecentObjects(0), project);
  }

  /// @param records where objects lie
  /// @param blobs the packs
  /// @param codec opens envelopes
  /// @param recent remembers what was opened
  /// @param project the project's number
  public ProjectObjects(
      Records records, Blobs blobs, EnvelopeCodec codec, RecentObjects recent, long project) {
    this.records = records;
    this.blobs = blobs;
    this.codec = codec;
    this.recent = recent;
    this.project = project;
  }

  /// Takes what is read. May take long; must not call back.
  @FunctionalInterface
  public interface Receiver {
    /// @param row where it lay
    /// @param envelope its envelope, which has its digest
    void accept(ObjectRow row, Bytes envelope);
  }

  /// The rows of objects that are here and, as far as is known, not damaged.
  public Map<ObjectId, ObjectRow> find(Collection<ObjectId> ids) {
    Map<ObjectId, ObjectRow> found = records.read(tables -> tables.objects().find(project, ids));
    found.values().removeIf(row -> row.standing() == Standing.DAMAGED);
    return found;
  }

  @Override
  public RawObject get(ObjectId id) {
    ObjectRow row = find(List.of(id)).get(id);
    if (row == null) {
      throw new MissingObjectException(id);
    }
    return get(row);
  }

  /// The same objects, for who has found some of them a moment ago, and goes down from node to
  /// node: inner nodes are looked for together with those beside them.
  public ObjectSource found(Map<ObjectId, ObjectRow> some) {
    Map<ObjectId, ObjectRow> rows = new HashMap<>(some);
    return id -> {
      RawObject object = Optional.ofNullable(rows.get(id)).map(this::get).orElseGet(() -> get(id));
      if (object.level() > 1 && rows.size() < MOST_FOUND) {
        List<ObjectId> below = object.references().strong();
        rows.putAll(find(below.stream().filter(child -> !rows.containsKey(child)).toList()));
      }
      return object;
    };
  }

  private RawObject get(ObjectRow row) {
    List<RawObject> opened = new ArrayList<>();
    open(List.of(row), (_, object) -> opened.add(object));
    return opened.getFirst();
  }

  /// Opens objects: those that are remembered first, the others pack by pack.
  ///
  /// @throws DamagedObjectException at the first that is not what was stored
  void open(Collection<ObjectRow> rows, BiConsumer<ObjectRow, RawObject> receiver) {
    List<ObjectRow> unread = new ArrayList<>();
    for (ObjectRow row : rows) {
      recent(row)
          .ifPresentOrElse(known -> receiver.accept(row, known.object()), () -> unread.add(row));
    }
    read(
        unread,
        (row, envelope) -> {
          RawObject object = open(row, envelope);
          recent.put(project, row.id(), object);
          receiver.accept(row, object);
        });
  }

  /// Reads what objects refer to.
  ///
  /// @throws DamagedObjectException at the first that is not what was stored
  void references(Collection<ObjectRow> rows, BiConsumer<ObjectRow, References> receiver) {
    List<ObjectRow> unread = new ArrayList<>();
    for (ObjectRow row : rows) {
      recent(row)
          .ifPresentOrElse(
              known -> receiver.accept(row, known.object().references()), () -> unread.add(row));
    }
    read(
        unread,
        (row, envelope) -> receiver.accept(row, EnvelopeCodec.readHeader(envelope).references()));
  }

  /// What is remembered of an object that is here.
  Optional<RecentObjects.Recent> recent(ObjectRow row) {
    return recent.get(project, row.id());
  }

  /// Opens the envelope of an object. Whatever is kept was opened when it came, so that one that
  /// cannot be opened is damaged, even if its body is what it was.
  ///
  /// @throws DamagedObjectException if it is not the object
  public RawObject open(ObjectRow row, Bytes envelope) {
    try {
      return codec.open(row.id(), envelope);
    } catch (MalformedException _) {
      throw damaged(row);
    }
  }

  /// An object beside another one, if that makes it clearly smaller.
  ///
  /// @throws DamagedObjectException if it is not the object
  Optional<ObjectDelta> delta(ObjectRow row, Bytes envelope, ObjectId base, RawObject other) {
    RawObject object = open(row, envelope);
    Optional<ObjectDelta> delta =
        codec.deltas().encode(row.id(), object, envelope.size(), base, other);
    delta.ifPresent(it -> recent.put(project, object, it));
    return delta;
  }

  private DamagedObjectException damaged(ObjectRow row) {
    records.write(tables -> {
      tables.objects().damaged(project, row);
      return row;
    });
    return new DamagedObjectException(row.id());
  }

  /// Reads objects, pack by pack.
  ///
  /// @throws DamagedObjectException at the first that is not what was stored
  public void read(Collection<ObjectRow> rows, Receiver receiver) {
    List<ObjectRow> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingLong(ObjectRow::pack).thenComparingInt(ObjectRow::start));
    List<ObjectRow> run = new ArrayList<>();
    for (ObjectRow row : sorted) {
      if (!run.isEmpty() && !continues(run, row)) {
        readRun(run, receiver);
        run.clear();
      }
      run.add(row);
    }
    readRun(run, receiver);
  }

  private static boolean continues(List<ObjectRow> run, ObjectRow row) {
    ObjectRow first = run.getFirst();
    ObjectRow last = run.getLast();
    return row.pack() == first.pack()
        && row.start() - (last.start() + last.length()) <= GAP
        && row.start() + row.length() - first.start() <= RUN;
  }

  private void readRun(List<ObjectRow> run, Receiver receiver) {
    if (run.isEmpty()) {
      return;
    }
    int from = run.getFirst().start();
    int to = run.getLast().start() + run.getLast().length();
    Optional<Bytes> bytes =
        packName(run.getFirst().pack()).flatMap(name -> blobs.read(name, from, to - from));
    for (ObjectRow row : run) {
      int start = row.start() - from;
      Optional<Bytes> envelope =
          bytes
              .filter(all -> all.size() >= start + row.length())
              .map(all -> all.slice(start, start + row.length()))
              .filter(ProjectObjects::isIntact);
      receiver.accept(row, envelope.isPresent() ? envelope.get() : again(row));
    }
  }

  private static boolean isIntact(Bytes envelope) {
    try {
      EnvelopeCodec.verify(envelope);
      return true;
    } catch (MalformedException _) {
      return false;
    }
  }

  /// The object may lie elsewhere since its row was read: packs are rewritten beside us.
  private Bytes again(ObjectRow stale) {
    packNames.remove(stale.pack());
    ObjectRow row = find(List.of(stale.id())).get(stale.id());
    if (row == null) {
      throw new DamagedObjectException(stale.id());
    }
    Optional<Bytes> envelope =
        packName(row.pack())
            .flatMap(name -> blobs.read(name, row.start(), row.length()))
            .filter(ProjectObjects::isIntact);
    if (envelope.isEmpty()) {
      throw damaged(row);
    }
    return envelope.get();
  }

  private Optional<String> packName(long pack) {
    return packNames.computeIfAbsent(
        pack, number -> records.read(tables -> tables.packs().find(number).map(PackRow::name)));
  }
}
