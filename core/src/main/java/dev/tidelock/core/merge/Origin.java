package dev.tidelock.core.merge;

import dev.tidelock.core.tree.DeviceId;

/// Who brought a value into a side, as the side's history tells.
///
/// @param author as a text for people
/// @param device the device
/// @param time a hybrid logical time in milliseconds
public record Origin(String author, DeviceId device, long time) {}
