package dev.tidelock.engine.sync;

import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Compression;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.StateStore;
import java.util.function.Function;

/// What a workspace is made of.
///
/// @param identity who works on what
/// @param overrides this device's own ignore patterns
/// @param keeping which contents the store keeps
/// @param files the workspace's directory
/// @param state its durable memory
/// @param clock the time
/// @param randomness for names that nobody can guess
/// @param compression for objects at rest
/// @param mergers how two versions of a file with a name are merged
/// @param databases how databases are dealt with
public record WorkspaceParts(
    WorkspaceIdentity identity,
    IgnoreFile overrides,
    Keeping keeping,
    FileSystem files,
    StateStore state,
    Clock clock,
    Randomness randomness,
    Compression compression,
    Function<String, ContentMerger> mergers,
    DatabaseParts databases) {}
