package dev.tidelock.hub.store;

/// A person who may sign in.
///
/// @param id a random name that never changes
/// @param email the address, in lower case; unique
/// @param admin whether the account may do what concerns others
/// @param disabled whether it may not sign in
public record Account(String id, String email, boolean admin, boolean disabled) {}
