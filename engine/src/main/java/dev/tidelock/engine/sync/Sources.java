package dev.tidelock.engine.sync;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The remotes that were at hand since the workspace was opened: objects that are not here come
/// from the one attached last, and what that one does not have from the others. One thread.
final class Sources {
  private final LinkedHashMap<String, Remote> remotes = new LinkedHashMap<>();

  /// Lets objects be fetched from a remote from now on, and from this one first.
  void attach(RemotePlace place) {
    remotes.putFirst(place.name(), place.remote());
  }

  boolean isEmpty() {
    return remotes.isEmpty();
  }

  /// Fetches objects, in any order. Those that no remote has are left out.
  void objects(Collection<ObjectId> ids, Remote.Receiver receiver) {
    Set<ObjectId> wanted = new HashSet<>(ids);
    Remote.Receiver taking =
        (id, object) -> {
          wanted.remove(id);
          receiver.accept(id, object);
        };
    boolean first = true;
    for (Map.Entry<String, Remote> each : remotes.entrySet()) {
      if (wanted.isEmpty()) {
        return;
      }
      if (first) {
        each.getValue().objects(Set.copyOf(wanted), taking);
      } else {
        askBeside(each.getValue(), Set.copyOf(wanted), taking);
      }
      first = false;
    }
  }

  /// Asks a remote that is not the one being synced with: whether it answers decides nothing.
  private static void askBeside(Remote remote, Set<ObjectId> ids, Remote.Receiver receiver) {
    try {
      remote.objects(ids, receiver);
    } catch (RemoteFailure _) {
      // It has nothing for us now; what is lacking is named by whoever needs it.
    }
  }
}
