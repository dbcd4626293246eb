package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.tree.DeviceId;

/// Who works on what in a workspace.
///
/// @param project the project's id
/// @param seed the project's seed, 32 bytes
/// @param branch the branch that is followed
/// @param device this device
/// @param author who works here, as a text for people
public record WorkspaceIdentity(
    String project, Bytes seed, String branch, DeviceId device, String author) {}
