package dev.tidelock.testkit;

import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;

/// A place at which projects are kept. [#open] may be called by several threads at once.
public interface RemotePlace {
  /// Makes an empty project.
  ProjectId create(String name);

  /// The remote copy of a project as one workspace sees it. The same workspace opens it with the
  /// same durable memory, as after a restart.
  Remote open(ProjectId project, String workspace);

  /// Changes a byte in every object.
  void damage();

  /// Remembers the state of the place; running the result brings exactly that state back.
  Runnable snapshot();
}
