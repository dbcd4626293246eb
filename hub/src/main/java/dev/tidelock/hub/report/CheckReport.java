package dev.tidelock.hub.report;

import java.util.List;

/// What a check found.
///
/// @param projects how many projects were read
/// @param objects how many objects were read
/// @param bytes how many bytes they take
/// @param findings what is not as it should be, one line each
public record CheckReport(long projects, long objects, long bytes, List<String> findings) {
  public CheckReport {
    findings = List.copyOf(findings);
  }
}
