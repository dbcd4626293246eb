package dev.tidelock.cli.doctor;

/// What a look at one thing found.
///
/// @param level how bad it is
/// @param subject what was looked at
/// @param message what was found
/// @param advice what to do; empty if nothing is to be done
public record Finding(Level level, String subject, String message, String advice) {
  /// How bad something is.
  public enum Level {
    /// As it should be.
    OK,
    /// It works, with less safety or speed.
    WARN,
    /// It does not work.
    FAIL
  }

  static Finding ok(String subject, String message) {
    return new Finding(Level.OK, subject, message, "");
  }

  static Finding warn(String subject, String message, String advice) {
    return new Finding(Level.WARN, subject, message, advice);
  }

  static Finding fail(String subject, String message, String advice) {
    return new Finding(Level.FAIL, subject, message, advice);
  }
}
