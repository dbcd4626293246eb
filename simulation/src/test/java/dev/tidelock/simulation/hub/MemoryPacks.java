package dev.tidelock.simulation.hub;

import dev.tidelock.hub.store.PackRow;
import dev.tidelock.hub.store.Packs;
import dev.tidelock.simulation.hub.Journal.Table;
import java.util.List;
import java.util.Optional;

/// The packs of [MemoryTables].
///
/// @param rows the packs by number
/// @param numbers the last number that was given out, under 0
/// @param objects what lies in them
record MemoryPacks(Table<Long, PackRow> rows, Table<Long, Long> numbers, MemoryObjects objects)
    implements Packs {
  @Override
  public long announce(long project, String name, long time) {
    long number = numbers.get(0L).orElse(0L) + 1;
    numbers.put(0L, number);
    if (rows.rows().values().stream().anyMatch(pack -> pack.name().equals(name))) {
      throw new IllegalStateException("two packs of one name");
    }
    rows.put(number, new PackRow(number, project, name, 0, false, time));
    return number;
  }

  @Override
  public boolean list(long pack, long length) {
    Optional<PackRow> found = rows.get(pack).filter(row -> !row.listed());
    found.ifPresent(row ->
        rows.put(pack, new PackRow(pack, row.project(), row.name(), length, true, row.since())));
    return found.isPresent();
  }

  @Override
  public Optional<PackRow> find(long pack) {
    return rows.get(pack);
  }

  @Override
  public List<PackRow> of(long project) {
    return rows.rows().values().stream().filter(pack -> pack.project() == project).toList();
  }

  @Override
  public List<PackRow> all() {
    return List.copyOf(rows.rows().values());
  }

  @Override
  public boolean withdraw(long pack) {
    boolean there = rows.get(pack).filter(row -> !row.listed()).isPresent();
    if (there) {
      forget(pack);
    }
    return there;
  }

  @Override
  public void forget(long pack) {
    if (!objects.in(pack).isEmpty()) {
      throw new IllegalStateException("objects lie in pack " + pack);
    }
    rows.remove(pack);
  }

  void restore(MemoryPacks other) {
    rows.restore(other.rows.rows());
    numbers.restore(other.numbers.rows());
  }
}
