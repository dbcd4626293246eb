package dev.tidelock.simulation.hub;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Projects;
import dev.tidelock.simulation.hub.Journal.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The projects of [MemoryTables].
///
/// @param rows the projects by number
/// @param numbers the last number that was given out, under 0
record MemoryProjects(Table<Long, Project> rows, Table<Long, Long> numbers) implements Projects {
  @Override
  public Optional<Project> find(ProjectId id) {
    return all().stream().filter(project -> project.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Project> find(long number) {
    return rows.get(number);
  }

  @Override
  public List<Project> of(String account) {
    return all().stream().filter(project -> project.owner().equals(account)).toList();
  }

  @Override
  public List<Project> all() {
    return rows.rows().values().stream()
        .sorted(Comparator.comparing(project -> project.id().text()))
        .toList();
  }

  @Override
  public boolean add(ProjectId id, String owner, Bytes genesis, long time) {
    boolean fresh = find(id).isEmpty();
    // A number is used up also where a row does not come to be.
    long number = numbers.get(0L).orElse(0L) + 1;
    numbers.put(0L, number);
    if (fresh) {
      rows.put(number, new Project(number, id, owner, genesis, 0, 0));
    }
    return fresh;
  }

  @Override
  public void grow(long project, long bytes) {
    set(project, bytes, 0);
  }

  @Override
  public void nextGeneration(long project) {
    set(project, 0, 1);
  }

  private void set(long number, long bytes, long generations) {
    rows.get(number)
        .ifPresent(old ->
            rows.put(
                number,
                new Project(
                    number,
                    old.id(),
                    old.owner(),
                    old.genesis(),
                    old.bytes() + bytes,
                    old.generation() + generations)));
  }

  void restore(MemoryProjects other) {
    rows.restore(other.rows.rows());
    numbers.restore(other.numbers.rows());
  }
}
