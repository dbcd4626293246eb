package dev.tidelock.workspace.machine;

import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.engine.port.Compression;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.platform.SecureRandomness;
import dev.tidelock.platform.ZstdCompression;
import dev.tidelock.platform.linux.SystemClock;
import dev.tidelock.structured.FileMergers;
import java.util.function.Function;

/// The ports that are the same for all workspaces of this machine.
public final class Machine {
  /// The time.
  public static final SystemClock CLOCK = new SystemClock();

  /// Names that nobody can guess.
  public static final Randomness RANDOMNESS = new SecureRandomness();

  /// How stored objects are made smaller.
  public static final Compression COMPRESSION = new ZstdCompression();

  /// How two versions of a file are merged, by its name.
  public static final Function<String, ContentMerger> MERGERS = new FileMergers();

  private Machine() {}
}
