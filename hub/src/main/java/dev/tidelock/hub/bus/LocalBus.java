package dev.tidelock.hub.bus;

import dev.tidelock.engine.remote.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A bus within one process.
public final class LocalBus implements Bus {
  private final Map<ProjectId, List<Listening>> listeners = new ConcurrentHashMap<>();

  @Override
  public void publish(ProjectId project, Announcement announcement) {
    listeners.getOrDefault(project, List.of()).forEach(each -> each.listener.accept(announcement));
  }

  @Override
  public Subscription subscribe(ProjectId project, Consumer<Announcement> listener) {
    Listening listening = new Listening(project, listener);
    listeners.merge(project, List.of(listening), LocalBus::joined);
    return listening;
  }

  private static List<Listening> joined(List<Listening> one, List<Listening> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  @Override
  public void close() {
    listeners.clear();
  }

  private final class Listening implements Subscription {
    private final ProjectId project;
    private final Consumer<Announcement> listener;

    Listening(ProjectId project, Consumer<Announcement> listener) {
      this.project = project;
      this.listener = listener;
    }

    @Override
    public void close() {
      listeners.computeIfPresent(
          project,
          (_, all) -> {
            List<Listening> rest = all.stream().filter(each -> each != this).toList();
            return rest.isEmpty() ? null : rest;
          });
    }
  }
}
