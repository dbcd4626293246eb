package dev.tidelock.simulation.disk;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/// How a [Disk] treats names. All show the case of letters as it was written.
public enum DiskNames {
  /// Every name is itself, as on the usual disks of Linux.
  EXACT(Letters.DISTINCT, Forms.DISTINCT, Characters.ALL),
  /// Case is folded, as by some servers of files.
  FOLDED(Letters.FOLDED, Forms.DISTINCT, Characters.ALL),
  /// Case is folded, and some names are refused.
  WINDOWS(Letters.FOLDED, Forms.DISTINCT, Characters.PORTABLE),
  /// Case and normal forms are folded.
  APFS(Letters.FOLDED, Forms.MEET, Characters.ALL),
  /// Normal forms are folded.
  APFS_BY_CASE(Letters.DISTINCT, Forms.MEET, Characters.ALL),
  /// Case is folded, and all is shown decomposed.
  HFS(Letters.FOLDED, Forms.DECOMPOSED, Characters.ALL),
  /// All is shown decomposed.
  HFS_BY_CASE(Letters.DISTINCT, Forms.DECOMPOSED, Characters.ALL),
  /// All of it at once.
  WORST(Letters.FOLDED, Forms.DECOMPOSED, Characters.PORTABLE);

  private static final String REFUSED = "\\:*?\"<>|";

  private final Letters letters;
  private final Forms forms;
  private final Characters characters;

  DiskNames(Letters letters, Forms forms, Characters characters) {
    this.letters = letters;
    this.forms = forms;
    this.characters = characters;
  }

  /// What a disk makes of the case of letters.
  public enum Letters {
    /// Two cases are different names.
    DISTINCT,
    /// They are the same.
    FOLDED
  }

  /// What a disk takes.
  public enum Characters {
    /// Everything.
    ALL,
    /// What Windows takes, too.
    PORTABLE
  }

  /// What a disk makes of Unicode's normal forms.
  public enum Forms {
    /// They are different names.
    DISTINCT,
    /// They are the same, and shown as written (APFS).
    MEET,
    /// They are the same, and shown decomposed (HFS+).
    DECOMPOSED
  }

  /// What it makes of the case of letters.
  public Letters letters() {
    return letters;
  }

  /// What it makes of normal forms.
  public Forms forms() {
    return forms;
  }

  /// What it takes.
  public Characters characters() {
    return characters;
  }

  /// A name as the disk keeps it.
  String kept(String name) {
    return forms == Forms.DECOMPOSED ? Normalizer.normalize(name, Normalizer.Form.NFD) : name;
  }

  /// The name in a directory that the disk takes for `name`, if there is one.
  Optional<String> standing(NavigableMap<String, Node> entries, String name) {
    String kept = kept(name);
    if (entries.containsKey(kept) || this == EXACT) {
      return Optional.of(kept).filter(entries::containsKey);
    }
    String key = key(name);
    return entries.keySet().stream().filter(each -> key(each).equals(key)).findFirst();
  }

  /// What stands under the name that the disk takes for `name`, if there is one.
  Optional<Node> find(NavigableMap<String, Node> entries, String name) {
    return standing(entries, name).map(((Map<String, Node>) entries)::get);
  }

  private String key(String name) {
    String form = forms == Forms.DISTINCT ? name : Normalizer.normalize(name, Normalizer.Form.NFD);
    return letters == Letters.FOLDED ? form.toLowerCase(Locale.ROOT) : form;
  }

  boolean takes(String name) {
    return characters == Characters.ALL
        || name.chars().noneMatch(c -> c < 0x20 || REFUSED.indexOf(c) >= 0)
            && !name.endsWith(".")
            && !name.endsWith(" ")
            && !name.toUpperCase(Locale.ROOT).matches("(CON|AUX|NUL|PRN|COM1|LPT1)(\\..*)?");
  }
}
