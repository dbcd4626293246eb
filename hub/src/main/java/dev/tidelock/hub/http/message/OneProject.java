package dev.tidelock.hub.http.message;

/// A project that is there now.
///
/// @param project the project
public record OneProject(ProjectBody project) {}
