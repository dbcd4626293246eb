package dev.tidelock.hub.http.message;

import org.jspecify.annotations.Nullable;

/// A token, without its secret.
///
/// @param id its id
/// @param name what a person called it; null for the session of a device
/// @param scope what it allows
/// @param device the device that signed in with it; null for one that a person made
/// @param deviceName what that device calls itself
/// @param made when it was made
/// @param used when it was used last
/// @param expires until when it is good
public record TokenBody(
    String id,
    @Nullable String name,
    String scope,
    @Nullable String device,
    @Nullable String deviceName,
    String made,
    String used,
    String expires) {}
