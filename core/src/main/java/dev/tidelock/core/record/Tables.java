package dev.tidelock.core.record;

import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectId;

/// The tables of a project at one moment, by name: at least one.
///
/// @param root the root of their map
/// @param summary what their rows are
public record Tables(ObjectId root, Summary summary) {}
