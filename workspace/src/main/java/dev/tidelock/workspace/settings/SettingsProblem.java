package dev.tidelock.workspace.settings;

/// Something that is wrong in `sync.yaml`.
///
/// @param severity how wrong
/// @param line the line, from 1
/// @param message what is wrong, and what to write instead
public record SettingsProblem(Severity severity, int line, String message) {
  /// How wrong something is.
  public enum Severity {
    /// The file cannot be used.
    ERROR,
    /// The setting has no effect.
    WARNING
  }
}
