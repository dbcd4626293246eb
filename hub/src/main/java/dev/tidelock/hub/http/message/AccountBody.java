package dev.tidelock.hub.http.message;

/// An account.
///
/// @param id its id
/// @param email its address
/// @param admin whether it may do what concerns others
public record AccountBody(String id, String email, boolean admin) {}
