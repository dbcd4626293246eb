package dev.tidelock.simulation.hub;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.Objects;
import dev.tidelock.hub.store.Standing;
import dev.tidelock.simulation.hub.Journal.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The objects of [MemoryTables].
///
/// @param rows the objects by project and id
record MemoryObjects(Table<Key, ObjectRow> rows) implements Objects {
  record Key(long project, ObjectId id) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::project).thenComparing(Key::id);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private Optional<ObjectRow> get(long project, ObjectId id) {
    return rows.get(new Key(project, id));
  }

  private void put(long project, ObjectRow row) {
    rows.put(new Key(project, row.id()), row);
  }

  @Override
  public Map<ObjectId, ObjectRow> find(long project, Collection<ObjectId> ids) {
    Map<ObjectId, ObjectRow> found = new HashMap<>();
    ids.forEach(id -> get(project, id).ifPresent(row -> found.put(id, row)));
    return found;
  }

  @Override
  public long add(long project, Collection<ObjectRow> objects) {
    long added = 0;
    for (ObjectRow object : objects) {
      Optional<ObjectRow> before = get(project, object.id());
      if (before.isEmpty() || before.get().standing() == Standing.DAMAGED) {
        put(project, object);
        added += object.length();
      }
    }
    return added;
  }

  @Override
  public int update(long project, Collection<ObjectRow> objects) {
    int updated = 0;
    for (ObjectRow object : objects) {
      Optional<ObjectRow> before =
          get(project, object.id()).filter(row -> row.standing() != Standing.DAMAGED);
      before.ifPresent(row -> put(project, row.with(object.standing(), object.height())));
      updated += before.isPresent() ? 1 : 0;
    }
    return updated;
  }

  @Override
  public void damaged(long project, ObjectRow object) {
    Optional<ObjectRow> there =
        get(project, object.id()).filter(row -> row.pack() == object.pack());
    if (there.isEmpty()) {
      return;
    }
    put(project, there.get().with(Standing.DAMAGED, there.get().height()));
    all(project).forEach(row -> doubt(project, row));
  }

  @Override
  public void doubt(long project, Collection<ObjectId> ids) {
    ids.forEach(id -> get(project, id).ifPresent(row -> doubt(project, row)));
  }

  private void doubt(long project, ObjectRow row) {
    boolean leaf = row.kind() == ObjectKind.CHUNK || row.kind() == ObjectKind.DETAIL;
    if (!leaf && row.standing().compareTo(Standing.HERE) > 0) {
      put(project, row.with(Standing.HERE, row.height()));
    }
  }

  @Override
  public boolean move(long project, ObjectRow object, long from) {
    Optional<ObjectRow> there = get(project, object.id()).filter(row -> row.pack() == from);
    there.ifPresent(row ->
        put(
            project,
            new ObjectRow(
                row.id(),
                row.kind(),
                object.pack(),
                object.start(),
                row.length(),
                row.standing(),
                row.height())));
    return there.isPresent();
  }

  @Override
  public long forget(long project, Collection<ObjectId> ids) {
    long bytes = 0;
    for (ObjectId id : ids) {
      bytes += get(project, id).map(ObjectRow::length).orElse(0);
      rows.remove(new Key(project, id));
    }
    return bytes;
  }

  @Override
  public boolean anyDamaged(long project) {
    return all(project).stream().anyMatch(row -> row.standing() == Standing.DAMAGED);
  }

  @Override
  public List<ObjectRow> in(long pack) {
    return rows.rows().values().stream()
        .filter(row -> row.pack() == pack)
        .sorted(Comparator.comparingInt(ObjectRow::start))
        .toList();
  }

  @Override
  public void forEach(long project, Consumer<ObjectRow> visitor) {
    all(project).forEach(visitor);
  }

  private List<ObjectRow> all(long project) {
    List<ObjectRow> all = new ArrayList<>();
    rows.rows()
        .forEach((key, row) -> {
          if (key.project() == project) {
            all.add(row);
          }
        });
    return all;
  }

  void restore(MemoryObjects other) {
    rows.restore(other.rows.rows());
  }
}
