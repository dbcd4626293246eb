package dev.tidelock.hub.http.message;

import java.util.List;

/// What the hub says of itself.
///
/// @param service what it is
/// @param protocols the versions that it speaks
/// @param version of the program
public record Hello(String service, List<Integer> protocols, String version) {}
