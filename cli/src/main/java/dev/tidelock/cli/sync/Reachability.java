package dev.tidelock.cli.sync;

import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.workspace.NamedRemote;
import java.time.Duration;
import java.util.Optional;

/// What is known of the way to remotes from one sync to the next.
public interface Reachability {
  /// Nothing: each is tried.
  Reachability UNKNOWN =
      new Reachability() {
        @Override
        public Optional<RemoteFailure> avoided(NamedRemote remote) {
          return Optional.empty();
        }

        @Override
        public void reached(NamedRemote remote) {
          // Nobody remembers.
        }

        @Override
        public void missed(NamedRemote remote, RemoteFailure failure) {
          // Nobody remembers.
        }

        @Override
        public Optional<Duration> untilRetry() {
          return Optional.empty();
        }
      };

  /// Why a remote is not even tried now, if it is not.
  Optional<RemoteFailure> avoided(NamedRemote remote);

  /// A remote answered.
  void reached(NamedRemote remote);

  /// A remote did not answer.
  void missed(NamedRemote remote, RemoteFailure failure);

  /// How long until one that did not answer is tried again; nothing if all did, or nobody comes
  /// back by himself.
  Optional<Duration> untilRetry();
}
