package dev.tidelock.hub.store;

/// The right of whoever knows a secret to act for an account. Times are in milliseconds since 1970.
///
/// @param id names the token to people; no secret
/// @param account whose it is
/// @param name what a person called it; empty for the session of a device
/// @param scope what it allows
/// @param device the device that signed in with it; empty for one that a person made
/// @param deviceName what the device calls itself
/// @param made when it was made
/// @param used when it was used last, to about a minute
/// @param expires until when it is good
/// @param revoked whether it was taken back
public record Token(
    String id,
    String account,
    String name,
    Scope scope,
    String device,
    String deviceName,
    long made,
    long used,
    long expires,
    boolean revoked) {}
