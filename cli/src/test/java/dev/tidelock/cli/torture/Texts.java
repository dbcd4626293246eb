package dev.tidelock.cli.torture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Contents as lines.
public final class Texts {
  private static final int LIMIT = 256 << 10;

  private Texts() {}

  /// Whether a content is small and has no byte that texts do not have.
  public static boolean isText(byte[] content) {
    if (content.length > LIMIT) {
      return false;
    }
    for (byte b : content) {
      if (b == 0) {
        return false;
      }
    }
    return true;
  }

  /// The lines of a content, with their ends, one char for each byte.
  public static List<String> lines(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /// The bytes of lines.
  static byte[] bytes(List<String> lines) {
    return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// A number for a line, whatever its end: a merge may end the last line.
  static long mark(String line) {
    long mark = 0xcbf29ce484222325L;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\n' && c != '\r') {
        mark = (mark ^ c) * 0x100000001b3L;
      }
    }
    return mark;
  }
}
