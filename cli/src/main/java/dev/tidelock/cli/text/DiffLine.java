package dev.tidelock.cli.text;

/// A line of a difference.
///
/// @param kind what it stands for
/// @param text the line, its sign included
public record DiffLine(Kind kind, String text) {
  /// What a line stands for.
  public enum Kind {
    /// Where in both texts the following lines are.
    PLACE(""),
    /// A line of both texts.
    SAME(" "),
    /// A line of the first text only.
    GONE("-"),
    /// A line of the second text only.
    NEW("+");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }
}
