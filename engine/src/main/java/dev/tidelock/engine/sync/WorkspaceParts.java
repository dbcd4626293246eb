package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Compression;
import dev.tidelock.engine.port.DatabaseImages;
import dev.tidelock.engine.port.Databases;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.StateStore;
import java.util.function.Function;

/// What a workspace is made of.
///
/// @param project the project's id
/// @param seed the project's seed, 32 bytes
/// @param device this device
/// @param author who works here, as a text for people
/// @param branch the branch that is followed
/// @param overrides this device's own ignore patterns
/// @param keeping which contents the store keeps
/// @param files the workspace's directory
/// @param state its durable memory
/// @param clock the time
/// @param randomness for names that nobody can guess
/// @param compression for objects at rest
/// @param mergers how two versions of a file with a name are merged
/// @param images the databases among the files, as files
/// @param databases the databases of applications, of which tables are synced
/// @param rules how rows that both sides changed are decided where nothing else is said
public record WorkspaceParts(
    String project,
    Bytes seed,
    DeviceId device,
    String author,
    String branch,
    IgnoreFile overrides,
    Keeping keeping,
    FileSystem files,
    StateStore state,
    Clock clock,
    Randomness randomness,
    Compression compression,
    Function<String, ContentMerger> mergers,
    DatabaseImages images,
    Databases databases,
    RecordRules rules) {
  /// The parts of a workspace that decides rows as usual.
  public WorkspaceParts(
      String project,
      Bytes seed,
      DeviceId device,
      String author,
      String branch,
      IgnoreFile overrides,
      Keeping keeping,
      FileSystem files,
      StateStore state,
      Clock clock,
      Randomness randomness,
      Compression compression,
      Function<String, ContentMerger> mergers,
      DatabaseImages images,
      Databases databases) {
    this(
        project,
        seed,
        device,
        author,
        branch,
        overrides,
        keeping,
        files,
        state,
        clock,
        randomness,
        compression,
        mergers,
        images,
        databases,
        RecordRules.USUAL);
  }

  /// The parts of a workspace without databases.
  public WorkspaceParts(
      String project,
      Bytes seed,
      DeviceId device,
      String author,
      String branch,
      IgnoreFile overrides,
      Keeping keeping,
      FileSystem files,
      StateStore state,
      Clock clock,
      Randomness randomness,
      Compression compression,
      Function<String, ContentMerger> mergers) {
    this(
        project,
        seed,
        device,
        author,
        branch,
        overrides,
        keeping,
        files,
        state,
        clock,
        randomness,
        compression,
        mergers,
        DatabaseImages.NONE,
        Databases.NONE);
  }
}
