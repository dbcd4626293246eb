package dev.tidelock.hub.http.message;

/// A project.
///
/// @param id its id
/// @param name its name for people
/// @param genesis its genesis, in base64
public record ProjectBody(String id, String name, String genesis) {}
