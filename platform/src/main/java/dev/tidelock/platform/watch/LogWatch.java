package dev.tidelock.platform.watch;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.remote.Announcements;
import dev.tidelock.engine.remote.RemoteFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Announcements of a directory that several devices of one machine share: a new file in a
/// project's log is one. What other machines write to a drive on the network is not heard, so
/// whoever listens asks as well, now and then.
///
/// @param log the directory of the log
/// @param branch the branch that is announced: a file's name does not tell
public record LogWatch(Path log, String branch) implements Announcements {
  @Override
  public boolean hearsAll() {
    return false;
  }

  @Override
  public Subscription listen(Listener listener) {
    Hints hints =
        new Hints() {
          @Override
          public void changed(TreePath directory, String name) {
            listener.announced(branch, Optional.empty());
          }

          @Override
          public void overflowed(TreePath directory) {
            listener.announced(branch, Optional.empty());
          }
        };
    try {
      DirectoryWatch watch = DirectoryWatch.open(log, hints);
      watch.entering(TreePath.ROOT);
      if (!watch.watches(TreePath.ROOT)) {
        watch.close();
        throw new RemoteFailure(RemoteFailure.Reason.UNREACHABLE, log + " cannot be watched");
      }
      return watch::close;
    } catch (IOException e) {
      throw new RemoteFailure(
          RemoteFailure.Reason.UNREACHABLE, log + " cannot be watched: " + e.getMessage(), e);
    }
  }
}
