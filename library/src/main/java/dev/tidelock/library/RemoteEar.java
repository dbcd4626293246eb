package dev.tidelock.library;

import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.remote.Listening;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/// Hears from a hub that its project has a new head. A directory is asked at intervals: what it
/// tells of would be our own writes as well. Used on the worker; what is heard comes from other
/// threads.
final class RemoteEar implements AutoCloseable {
  private SyncConfig config;
  private final Heard heard;
  private Optional<Listening> listening = Optional.empty();

  /// @param stir called when there is news
  RemoteEar(SyncConfig config, Runnable stir) {
    this.config = config;
    this.heard = new Heard(stir);
  }

  /// Listens elsewhere from now on, if that is where the configuration says.
  void change(SyncConfig changed) {
    if (!changed.remote().equals(config.remote())) {
      close();
      listening = Optional.empty();
    }
    config = changed;
  }

  /// Begins to listen, once it is known to which project.
  void follow() {
    if (listening.isEmpty()) {
      listening = hub();
    }
  }

  private Optional<Listening> hub() {
    Path root = Place.real(config.workspace());
    try {
      if (config.remote().isEmpty()
          || !(RemoteUrl.parse(config.remote().get().url()) instanceof RemoteUrl.Hub hub)
          || !Place.isWorkspace(root)) {
        return Optional.empty();
      }
      Place place = Place.at(root);
      if (place.marker().remotes().stream().noneMatch(it -> it.url().equals(hub.toString()))) {
        return Optional.empty();
      }
      String branch = place.marker().branch();
      return Optional.of(
          Listening.to(
              DeviceAccess.of(config)
                  .remotes()
                  .announcements(hub, place.marker().project(), branch),
              branch,
              heard,
              new Random(Machine.RANDOMNESS.next(Long.BYTES).asByteBuffer().getLong())));
    } catch (WorkspaceFailure _) {
      // What is the matter with it, operations tell.
      return Optional.empty();
    }
  }

  /// Whether there is news since it was asked last.
  ///
  /// @param head where the project stands here
  boolean isNews(Optional<String> head) {
    return heard.take(head);
  }

  @Override
  public void close() {
    listening.ifPresent(Listening::close);
  }

  /// What was heard.
  private static final class Heard implements Listening.Hearer {
    private final Runnable stir;
    private Optional<String> newest = Optional.empty();
    private boolean unknown;

    private Heard(Runnable stir) {
      this.stir = stir;
    }

    @Override
    public void announced(String head) {
      synchronized (this) {
        newest = Optional.of(head);
      }
      stir.run();
    }

    @Override
    public void remoteChanged() {
      synchronized (this) {
        unknown = true;
      }
      stir.run();
    }

    @Override
    public void reached() {
      // A hub says at once where its heads stand.
    }

    private synchronized boolean take(Optional<String> head) {
      boolean news = unknown || newest.isPresent() && !newest.equals(head);
      unknown = false;
      newest = Optional.empty();
      return news;
    }

    private synchronized boolean isThere() {
      return unknown || newest.isPresent();
    }
  }

  /// Whether there is something to look at. From any thread.
  boolean isHeard() {
    return heard.isThere();
  }
}
