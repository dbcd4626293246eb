package dev.tidelock.cli.text;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.Lines;
import dev.tidelock.core.content.TextForm;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A text that is compared, by lines.
///
/// @param lines its lines
/// @param charset what they are written in
record TextSide(Lines lines, Charset charset) {
  /// The text that bytes hold, or nothing if they are no text.
  static Optional<TextSide> of(Bytes content) {
    return TextForm.of(content).map(form -> new TextSide(Lines.of(content, form), charset(form)));
  }

  private static Charset charset(TextForm form) {
    return switch (form) {
      case ASCII, UTF_8 -> StandardCharsets.UTF_8;
      case EIGHT_BIT -> StandardCharsets.ISO_8859_1;
      case UTF_16LE -> StandardCharsets.UTF_16LE;
      case UTF_16BE -> StandardCharsets.UTF_16BE;
    };
  }

  /// A line without its ending.
  String line(int index) {
    return new String(lines.content(index).toByteArray(), charset);
  }

  /// Whether a line is the last and has no ending.
  boolean openEnded(int index) {
    return index == lines.count() - 1 && lines.content(index).equals(lines.line(index));
  }
}
