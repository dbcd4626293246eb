package dev.tidelock.workspace.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteProjects;
import java.util.List;
import java.util.Optional;

/// A place that keeps projects, opened. Every failure is a [RemoteFailure].
public sealed interface ProjectPlace extends AutoCloseable permits SharedDirectory, HubPlace {
  /// The projects that are kept here.
  List<Genesis> projects();

  /// What a person's word for a project stands for.
  RemoteProjects.Match find(String idOrName);

  /// The project with this id, if it is kept here.
  Optional<Genesis> project(String id);

  /// Refuses to go on where a project that was here is here no more. A place whose remote says so
  /// itself need not be asked twice.
  void requireProject(String id);

  /// Refuses to go on where nothing could be sent.
  void requireWritable();

  /// Makes a place for a project. What is there of the same project already stays.
  ///
  /// @throws RemoteFailure if another project has this id here
  void create(String id, String name, Bytes seed);

  /// The project's place here, under the name that a workspace has for it.
  Remote remote(String project, String name, StateStore state);

  @Override
  void close();
}
