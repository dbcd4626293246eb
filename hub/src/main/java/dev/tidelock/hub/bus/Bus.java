package dev.tidelock.hub.bus;

import dev.tidelock.engine.remote.ProjectId;
import java.util.function.Consumer;

/// Carries announcements to all who listen, at whichever process of the hub. Some may get lost or
/// come twice or late. Safe for use by any thread.
public interface Bus extends AutoCloseable {
  /// Tells of a move that is durable. Does not wait.
  void publish(ProjectId project, Announcement announcement);

  /// Listens until the subscription is closed. The listener must return at once.
  Subscription subscribe(ProjectId project, Consumer<Announcement> listener);

  @Override
  void close();

  /// The end of listening.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
