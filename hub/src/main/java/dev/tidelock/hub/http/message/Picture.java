package dev.tidelock.hub.http.message;

import java.util.Map;

/// Where a project stands.
///
/// @param project the project
/// @param sequence the number of the newest move; 0 if there is none
/// @param token its token
/// @param known whether the hub has the move that the device spoke of
/// @param heads each branch's head
/// @param sequences the last sequence of each writer, by `device/incarnation`
public record Picture(
    ProjectBody project,
    long sequence,
    String token,
    boolean known,
    Map<String, String> heads,
    Map<String, Long> sequences) {
  public Picture {
    heads = Map.copyOf(heads);
    sequences = Map.copyOf(sequences);
  }
}
