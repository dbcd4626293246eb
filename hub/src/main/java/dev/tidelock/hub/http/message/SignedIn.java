package dev.tidelock.hub.http.message;

/// A session.
///
/// @param token the secret
/// @param expires until when it is good
/// @param account whose
public record SignedIn(String token, String expires, AccountBody account) {}
