package dev.tidelock.simulation.disk;

import dev.tidelock.core.Bytes;
import java.util.Map;
import java.util.Set;

/// What a power cut did to the files that stood on a disk.
///
/// @param userLost whether something that the user had not yet made durable was lost: then the disk
///   is to blame for `gone`, and not the program under test
/// @param gone digests of contents that stood on the disk before and nowhere on it after
/// @param appeared contents that the disk shows outside of `.tidelock` after, and did not show
///   before, by their digests
public record CrashReport(boolean userLost, Set<Bytes> gone, Map<Bytes, Bytes> appeared) {
  public CrashReport {
    gone = Set.copyOf(gone);
    appeared = Map.copyOf(appeared);
  }
}
