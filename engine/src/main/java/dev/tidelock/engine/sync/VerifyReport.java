package dev.tidelock.engine.sync;

import java.util.List;

/// What a verification found.
///
/// @param objects how many objects were read
/// @param bytes how many bytes
/// @param findings what is damaged or missing, and was not mended
/// @param repaired what was damaged and is whole again
/// @param aside where the damaged bytes of what was mended were put, in words
public record VerifyReport(
    long objects, long bytes, List<Damage> findings, List<String> repaired, List<String> aside) {
  public VerifyReport {
    findings = List.copyOf(findings);
    repaired = List.copyOf(repaired);
    aside = List.copyOf(aside);
  }

  /// What is damaged or missing, in words.
  public List<String> damaged() {
    return findings.stream().map(Damage::text).toList();
  }
}
