package dev.tidelock.engine.naming;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/// How a file system treats names: which it takes for one, and which it cannot show as they are.
///
/// @param letters whether upper and lower case are told apart
/// @param forms whether Unicode's normal forms are told apart
/// @param characters which characters it takes
public record NameTraits(Letters letters, Forms forms, Characters characters) {
  /// Every name is itself and nothing else, as on the usual file systems of Linux.
  public static final NameTraits EXACT =
      new NameTraits(Letters.DISTINCT, Forms.DISTINCT, Characters.ALL);

  /// What a file system makes of the case of letters. All that are known show a name as it was
  /// written.
  public enum Letters {
    /// `README` and `readme` are two names.
    DISTINCT,
    /// They are one.
    FOLDED
  }

  /// What a file system makes of Unicode's normal forms.
  public enum Forms {
    /// The two spellings of `é` are two names.
    DISTINCT,
    /// They are one, which is shown as it was written.
    MEET,
    /// They are one, which is always shown in the same form: a tree calls it by the composed one.
    ONE
  }

  /// What a file system takes as a name.
  public enum Characters {
    /// Everything that a tree may hold.
    ALL,
    /// What Windows takes, too.
    PORTABLE,
    /// Of that only ASCII.
    ASCII
  }

  /// What Windows refuses anywhere in a name.
  private static final String REFUSED = "\\:*?\"<>|";

  /// Whether every name is itself and nothing else.
  public boolean exact() {
    return equals(EXACT);
  }

  /// What the names that this file system takes for one have in common. Folds rather more than less
  /// than any file system does: who escapes a name without need loses nothing.
  String key(String name) {
    String key = name;
    if (forms != Forms.DISTINCT) {
      key = Normalizer.normalize(key, Normalizer.Form.NFD);
    }
    if (letters == Letters.FOLDED) {
      key = key.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
    if (letters == Letters.FOLDED && forms != Forms.DISTINCT) {
      key = Normalizer.normalize(key, Normalizer.Form.NFD);
    }
    return key;
  }

  /// What a tree calls a name that the file system shows.
  String told(String shown) {
    return forms == Forms.ONE ? Normalizer.normalize(shown, Normalizer.Form.NFC) : shown;
  }

  /// Whether the file system can show a name of a tree so that it is told from it again.
  boolean holds(String name) {
    return (forms != Forms.ONE || Normalizer.isNormalized(name, Normalizer.Form.NFC))
        && switch (characters) {
          case ALL -> true;
          case PORTABLE -> isPortable(name);
          case ASCII -> isPortable(name) && name.chars().allMatch(c -> c < 0x7F);
        };
  }

  private static boolean isPortable(String name) {
    return name.chars().noneMatch(c -> c < 0x20 || REFUSED.indexOf(c) >= 0)
        && !name.endsWith(".")
        && !name.endsWith(" ")
        && !isDevice(name);
  }

  /// Whether Windows takes a name for a device, whatever comes after the first dot.
  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String stem =
        (dot < 0 ? name : name.substring(0, dot)).stripTrailing().toUpperCase(Locale.ROOT);
    return switch (stem) {
      case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" -> true;
      default ->
          stem.length() == 4
              && (stem.startsWith("COM") || stem.startsWith("LPT"))
              && "0123456789\u00b9\u00b2\u00b3".indexOf(stem.charAt(3)) >= 0;
    };
  }

  /// Writes these traits as an array of three words.
  public void write(CborWriter out) {
    out.array(3).text(letters.name()).text(forms.name()).text(characters.name());
  }

  /// Reads traits.
  ///
  /// @throws MalformedException if these are none
  public static NameTraits read(CborReader in) {
    in.array(3);
    return new NameTraits(
        value(Letters.values(), in.text()),
        value(Forms.values(), in.text()),
        value(Characters.values(), in.text()));
  }

  private static <T extends Enum<T>> T value(T[] values, String word) {
    return Arrays.stream(values)
        .filter(each -> each.name().equals(word))
        .findFirst()
        .orElseThrow(() -> new MalformedException("no such trait: " + word));
  }
}
