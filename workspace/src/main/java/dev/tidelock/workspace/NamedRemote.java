package dev.tidelock.workspace;

/// A remote of a workspace, by name.
///
/// @param name what it is called here
/// @param url its address, as [dev.tidelock.workspace.remote.RemoteUrl] writes it
/// @param standing whether the project is known to be there
public record NamedRemote(String name, String url, Standing standing) {
  /// This remote in another standing.
  public NamedRemote with(Standing changed) {
    return new NamedRemote(name, url, changed);
  }

  /// What is known of the project at a remote.
  public enum Standing {
    /// It was never reached: the first sync makes the project there.
    PLANNED,
    /// The project is there. If it is not found, the place is not what it was, an unplugged drive
    /// perhaps, and nothing must be made in its stead.
    JOINED
  }
}
