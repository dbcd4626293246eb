package dev.tidelock.hub.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.ProjectId;
import java.util.List;
import java.util.Optional;

/// The projects, within one transaction.
public interface Projects {
  /// The project with this id.
  Optional<Project> find(ProjectId id);

  /// The project with this number.
  Optional<Project> find(long number);

  /// The projects of an account, by id.
  List<Project> of(String account);

  /// All projects.
  List<Project> all();

  /// Adds a project, unless there is one with this id: whether it did.
  ///
  /// @param time now, in milliseconds since 1970
  boolean add(ProjectId id, String owner, Bytes genesis, long time);

  /// Counts bytes of objects that came, or, below 0, went.
  void grow(long project, long bytes);

  /// Notes that objects were taken away.
  void nextGeneration(long project);
}
