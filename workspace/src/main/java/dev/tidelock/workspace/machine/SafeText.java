package dev.tidelock.workspace.machine;

/// Names and texts of others as they may stand on a terminal or in a message.
public final class SafeText {
  private SafeText() {}

  /// A text in which a control character, which could move a cursor or fake a line, is an escape.
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c) || turnsText(c)) {
            safe.append(c <= 0xFF ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
          } else {
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }

  /// Whether a character changes the direction of those that follow.
  private static boolean turnsText(int c) {
    return c == 0x200E || c == 0x200F || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
  }
}
