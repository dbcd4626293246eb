package dev.tidelock.core.ignore;

import java.text.Normalizer;

/// An entry of a directory that the rules decide about.
///
/// @param name the name in normalisation form C
/// @param directory whether it is a directory
/// @param guarded whether only a pattern that spells the name may take it back
record Candidate(String name, boolean directory, boolean guarded) {
  /// A name in the form in which names and patterns are compared.
  static String normalised(String name) {
    return isLatin(name) ? name : Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /// Whether no character is in reach of normalisation: below U+0300 all are their own form C.
  private static boolean isLatin(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x300) {
        return false;
      }
    }
    return true;
  }
}
