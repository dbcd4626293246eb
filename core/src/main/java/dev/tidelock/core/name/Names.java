package dev.tidelock.core.name;

import java.text.Normalizer;
import java.util.Locale;

/// The rules for the name of one directory entry.
///
/// A name from outside may be hostile: it may try to leave the root, or to reach the workspace's
/// own state in `.tidelock` through a file system that takes different names for the same one. So
/// every name is checked when it is decoded, on every system alike: what is refused must not depend
/// on who reads it. Names that only some systems cannot hold (`CON`, `a:b`, two names that differ
/// in case) are accepted; holding them is the business of whoever writes them to a disk.
public final class Names {
  /// The name of the directory at a workspace's root that holds Tidelock's own state. It is never
  /// part of a tree.
  public static final String RESERVED = ".tidelock";

  /// The longest name in bytes of UTF-8, the limit of all common file systems.
  public static final int MAX_BYTES = 255;

  /// How NTFS shortens [#RESERVED] to eight characters, before the digit.
  private static final String RESERVED_SHORT_STEM = "tidelo~";

  private Names() {}

  /// Judges a name. Total: every string has a verdict, and the work is bounded by [#MAX_BYTES].
  public static NameVerdict check(String name) {
    if (name.isEmpty()) {
      return NameVerdict.EMPTY;
    }
    if (name.equals(".")) {
      return NameVerdict.DOT;
    }
    if (name.equals("..")) {
      return NameVerdict.DOT_DOT;
    }
    NameVerdict characters = checkCharacters(name);
    if (!characters.accepted()) {
      return characters;
    }
    return isReserved(name) ? NameVerdict.RESERVED : NameVerdict.ACCEPTED;
  }

  /// Whether a file system may take this name for [#RESERVED].
  public static boolean isReserved(String name) {
    String form = visibleForm(name);
    return form.equals(RESERVED) || isShortReserved(form);
  }

  /// The name as the most forgiving file system sees it; two names that any of them takes for the
  /// same one have the same form, at least where one of them is lower-case ASCII. Not for display.
  ///
  /// Covers what is known to have been used against version-control systems, and more rather than
  /// less: letter case (with the dotless and dotted letters and the Kelvin sign), all normalisation
  /// forms with compatibility variants, code points that HFS+ and case-folding ext4 ignore, and
  /// what NTFS drops from the end (dots, spaces, a stream name).
  public static String visibleForm(String name) {
    String form = isAscii(name) ? name.toLowerCase(Locale.ROOT) : visibleUnicodeForm(name);
    int stream = form.indexOf(':');
    int end = stream < 0 ? form.length() : stream;
    while (end > 0 && (form.charAt(end - 1) == '.' || form.charAt(end - 1) == ' ')) {
      end--;
    }
    return form.substring(0, end);
  }

  private static boolean isShortReserved(String form) {
    return form.length() == RESERVED_SHORT_STEM.length() + 1
        && form.startsWith(RESERVED_SHORT_STEM)
        && Character.digit(form.charAt(form.length() - 1), 10) > 0;
  }

  private static NameVerdict checkCharacters(String name) {
    int bytes = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/') {
        return NameVerdict.SLASH;
      }
      if (c == 0) {
        return NameVerdict.NUL;
      }
      if (Character.isSurrogate(c)) {
        if (!startsPair(name, i)) {
          return NameVerdict.UNPAIRED_SURROGATE;
        }
        i++;
        bytes += 4;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
      if (bytes > MAX_BYTES) {
        return NameVerdict.TOO_LONG;
      }
    }
    return NameVerdict.ACCEPTED;
  }

  private static boolean startsPair(String name, int index) {
    return index + 1 < name.length()
        && Character.isSurrogatePair(name.charAt(index), name.charAt(index + 1));
  }

  private static String visibleUnicodeForm(String name) {
    String folded = withoutIgnorable(foldCase(name));
    // Folded again because a compatibility form may be a capital letter.
    return foldCase(Normalizer.normalize(folded, Normalizer.Form.NFKC));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String foldCase(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    // Through upper case, so that letters with two lower-case forms meet.
    text.codePoints()
        .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  private static String withoutIgnorable(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(c -> !isIgnorable(c)).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /// Unicode's default ignorable code points (DerivedCoreProperties), which `java.lang.Character`
  /// does not tell; HFS+ ignores a subset. Format characters are all taken as ignorable.
  private static boolean isIgnorable(int codePoint) {
    return Character.getType(codePoint) == Character.FORMAT
        || codePoint == 0x034F
        || codePoint == 0x115F
        || codePoint == 0x1160
        || codePoint == 0x17B4
        || codePoint == 0x17B5
        || (codePoint >= 0x180B && codePoint <= 0x180F)
        || (codePoint >= 0x2060 && codePoint <= 0x206F)
        || codePoint == 0x3164
        || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
        || codePoint == 0xFFA0
        || (codePoint >= 0xFFF0 && codePoint <= 0xFFF8)
        || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
  }
}
