package dev.tidelock.workspace.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.hubclient.HubProjects;
import dev.tidelock.hubclient.HubRemote;
import dev.tidelock.hubclient.LivePicture;
import dev.tidelock.workspace.machine.Machine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A hub that somebody is signed in to, as a place that keeps projects.
public final class HubPlace implements ProjectPlace {
  private static final String READ_ONLY = "read";

  private final HubConnection connection;
  private final HubProjects projects;
  private final Function<String, LivePicture> live;
  private final Runnable closing;

  /// @param connection the way to it
  /// @param live where a project stands, by its id, as far as the hub announces it
  /// @param closing gives the way back
  HubPlace(HubConnection connection, Function<String, LivePicture> live, Runnable closing) {
    this.live = live;
    this.connection = connection;
    this.closing = closing;
    this.projects = new HubProjects(connection);
  }

  @Override
  public List<Genesis> projects() {
    return projects.list();
  }

  @Override
  public RemoteProjects.Match find(String idOrName) {
    return RemoteProjects.match(idOrName, projects::find, projects::list);
  }

  @Override
  public Optional<Genesis> project(String id) {
    return projects.find(new ProjectId(id));
  }

  @Override
  public void requireProject(String id) {
    // Its remote says so itself, and every question is a round trip.
  }

  @Override
  public void requireWritable() {
    if (new HubAccount(connection).identity().scope().equals(READ_ONLY)) {
      throw new RemoteFailure(
          RemoteFailure.Reason.DENIED,
          "the token for " + connection.hub() + " may read, but not write");
    }
  }

  @Override
  public void create(String id, String name, Bytes seed) {
    Genesis there = projects.create(new Genesis(new ProjectId(id), name, seed));
    if (!there.seed().equals(seed)) {
      throw new RemoteFailure(
          RemoteFailure.Reason.CORRUPT,
          "at " + connection.hub() + " the project " + id + " is another one");
    }
  }

  @Override
  public Genesis claim(String word, String name, Bytes seed) {
    String account = new HubAccount(connection).identity().person().id();
    return projects.create(new Genesis(ProjectPlace.claimed(account, word), name, seed));
  }

  @Override
  public Remote remote(String project, String name, StateStore state) {
    return new HubRemote(
        connection,
        new ProjectId(project),
        state,
        name,
        new EnvelopeCodec(Machine.COMPRESSION),
        live.apply(project));
  }

  @Override
  public void close() {
    closing.run();
  }
}
