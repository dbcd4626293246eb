package dev.tidelock.engine.remote;

import dev.tidelock.core.object.ObjectId;
import java.util.Optional;

/// What a remote tells of its own accord when a project's heads move. All of it is hints: who
/// misses one, or hears one twice or too late, loses nothing but time. For use by any thread.
public interface Announcements {
  /// Begins to listen. Where the branches stand at that time is told first, if the remote tells it
  /// at all.
  ///
  /// @param listener is called from threads of the connection, one call at a time, and returns
  ///   quickly
  /// @throws RemoteFailure if that is not possible now; whoever asked may ask again later
  Subscription listen(Listener listener);

  /// Whether everything is announced while somebody listens. If not, the remote has to be asked as
  /// well.
  default boolean hearsAll() {
    return true;
  }

  /// Takes what is announced.
  interface Listener {
    /// A head moved, or may have.
    ///
    /// @param branch the branch
    /// @param head where it stands now, if that was told
    void announced(String branch, Optional<ObjectId> head);

    /// The connection broke, and nothing more will come; not called after [Subscription#close].
    void ended(RemoteFailure reason);
  }

  /// Listening, until it is closed.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
