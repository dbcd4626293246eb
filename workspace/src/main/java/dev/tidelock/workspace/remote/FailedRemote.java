package dev.tidelock.workspace.remote;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteView;
import java.util.Collection;
import java.util.Set;

/// A remote that could not even be opened: it fails at every call, for the reason it failed then.
///
/// @param failure the reason
public record FailedRemote(RemoteFailure failure) implements Remote {
  @Override
  public RemoteView refresh() {
    throw failure;
  }

  @Override
  public Set<ObjectId> lacking(Collection<ObjectId> ids) {
    throw failure;
  }

  @Override
  public void fetch(Collection<ObjectId> wants, Scope scope, Known known, Receiver receiver) {
    throw failure;
  }

  @Override
  public void objects(Collection<ObjectId> ids, Receiver receiver) {
    throw failure;
  }

  @Override
  public Push push() {
    throw failure;
  }
}
