package dev.tidelock.workspace.device;

import java.nio.file.Path;

/// A workspace that was used on this device.
///
/// @param name the project's name
/// @param project the project's id
/// @param directory the workspace's root
public record KnownWorkspace(String name, String project, Path directory) {}
