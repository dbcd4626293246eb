package dev.tidelock.library;

import java.util.Optional;

/// Where a database syncs with.
///
/// @param url a hub such as `https://hub.example`, or a directory such as `file:///mnt/drive/apps`
/// @param token speaks for the account at the hub; nothing to use this device's own sign-in
public record RemoteTarget(String url, Optional<String> token) {
  /// Without the secret: such texts end in logs.
  @Override
  public String toString() {
    return url;
  }
}
