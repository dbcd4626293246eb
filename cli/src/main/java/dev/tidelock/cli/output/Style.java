package dev.tidelock.cli.output;

/// A look of text on a terminal that knows colours.
public enum Style {
  /// Stands out.
  BOLD("1"),
  /// Stands back.
  DIM("2"),
  /// Bad, or gone.
  RED("31"),
  /// Good, or new.
  GREEN("32"),
  /// Look here.
  YELLOW("33"),
  /// A place in a text.
  CYAN("36");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String on(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
