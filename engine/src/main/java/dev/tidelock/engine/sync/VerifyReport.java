package dev.tidelock.engine.sync;

import java.util.List;

/// What a verification found.
///
/// @param objects how many objects were read
/// @param bytes how many bytes
/// @param damaged what is damaged or missing, in words
/// @param repaired what was damaged and is whole again
public record VerifyReport(long objects, long bytes, List<String> damaged, List<String> repaired) {
  public VerifyReport {
    damaged = List.copyOf(damaged);
    repaired = List.copyOf(repaired);
  }
}
