package dev.tidelock.workspace.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// What a person may have meant by a word that is none of the known ones.
public final class Guess {
  private Guess() {}

  /// The nearest of the known words, if one is near: at most a third of it is typed differently.
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(each -> distance(word, each) <= Math.max(1, each.length() / 3))
        .min(Comparator.comparingInt(each -> distance(word, each)));
  }

  /// The rest of a message that offers the nearest word, or nothing.
  public static String didYouMean(String word, Collection<String> known) {
    return nearest(word, known).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  /// How many insertions, deletions and replacements of characters lie between two words
  /// (Levenshtein).
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    int[] current = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[other.length()];
  }
}
