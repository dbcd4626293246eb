package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// What a line ends with.
public enum LineEnding {
  /// Nothing: the last line of a text without a final newline.
  NONE(""),
  LF("\n"),
  CRLF("\r\n"),
  CR("\r");

  private final String characters;

  LineEnding(String characters) {
    this.characters = characters;
  }

  /// The ending's bytes in a text of the given form.
  Bytes bytes(TextForm form) {
    Charset charset =
        switch (form) {
          case ASCII, UTF_8, EIGHT_BIT -> StandardCharsets.US_ASCII;
          case UTF_16LE -> StandardCharsets.UTF_16LE;
          case UTF_16BE -> StandardCharsets.UTF_16BE;
        };
    return Bytes.wrap(characters.getBytes(charset));
  }
}
