package dev.tidelock.hub.settings;

import java.nio.file.Path;

/// What a hub is told when it starts.
///
/// @param data the directory of its database and packs
/// @param http how it is reached
/// @param quota how many bytes the objects of one project may take
/// @param garbage when it is collected
/// @param version of the program
public record HubSettings(
    Path data, HttpSettings http, long quota, Garbage garbage, String version) {
  /// No quota at all.
  public static final long UNLIMITED = Long.MAX_VALUE / 2;

  /// When garbage is collected.
  public enum Garbage {
    /// Once a day, while the hub serves.
    DAILY,
    /// When somebody asks for it.
    ON_DEMAND
  }
}
