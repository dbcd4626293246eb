package dev.tidelock.hub.http.message;

/// A token that was made.
///
/// @param token the secret, shown this once
/// @param id its id
/// @param expires until when it is good
public record MadeToken(String token, String id, String expires) {}
