package dev.tidelock.core.ignore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A pattern for one name: literal code points, `?`, bracket expressions, and `*` for any run of
/// code points.
///
/// It is kept as the runs between its stars. The first run must begin the name and the last must
/// end it; those between are each sought leftmost, which never has to be taken back, because an
/// earlier end leaves all the more room for the rest. So the work for one name is bounded by its
/// length times the pattern's, whatever the pattern.
final class Glob implements Segment {
  /// The element of a run that stands for any one code point. Elements from 0 up are literal code
  /// points, those below this one are `FIRST_CLASS - index` into the classes.
  private static final int ANY_ONE = -1;

  private static final int FIRST_CLASS = -2;

  private final int[][] runs;
  private final CharacterClass[] classes;
  private final int minimumLength;

  private Glob(int[][] runs, CharacterClass[] classes) {
    this.runs = runs;
    this.classes = classes;
    this.minimumLength = Arrays.stream(runs).mapToInt(run -> run.length).sum();
  }

  /// The one name that this pattern stands for, if it has no wildcard.
  Optional<String> literal() {
    if (runs.length > 1 || Arrays.stream(runs[0]).anyMatch(element -> element < 0)) {
      return Optional.empty();
    }
    return Optional.of(new String(runs[0], 0, runs[0].length));
  }

  /// Whether nothing, not even the empty text, is left to match.
  boolean isEmpty() {
    return runs.length == 1 && runs[0].length == 0;
  }

  /// Whether this pattern stands for the whole of `name`.
  boolean matches(String name) {
    if (name.length() < minimumLength) {
      return false;
    }
    int position = matchForward(runs[0], name, 0);
    if (runs.length == 1) {
      return position == name.length();
    }
    if (position < 0) {
      return false;
    }
    int end = matchBackward(runs[runs.length - 1], name);
    for (int i = 1; i < runs.length - 1 && position <= end; i++) {
      position = find(runs[i], name, position);
      if (position < 0) {
        return false;
      }
    }
    return position <= end;
  }

  /// Where the first place from `start` on that the run fits ends, or -1.
  private int find(int[] run, String name, int start) {
    int at = start;
    while (at + run.length <= name.length()) {
      int end = matchForward(run, name, at);
      if (end >= 0) {
        return end;
      }
      at += Character.charCount(name.codePointAt(at));
    }
    return -1;
  }

  /// Where the run ends that begins at `start`, or -1 if it does not fit there.
  private int matchForward(int[] run, String name, int start) {
    int position = start;
    for (int element : run) {
      if (position >= name.length()) {
        return -1;
      }
      int codePoint = name.codePointAt(position);
      if (!fits(element, codePoint)) {
        return -1;
      }
      position += Character.charCount(codePoint);
    }
    return position;
  }

  /// Where the run begins that ends with the name, or -1 if it does not fit there.
  private int matchBackward(int[] run, String name) {
    int position = name.length();
    for (int i = run.length - 1; i >= 0; i--) {
      if (position <= 0) {
        return -1;
      }
      int codePoint = name.codePointBefore(position);
      if (!fits(run[i], codePoint)) {
        return -1;
      }
      position -= Character.charCount(codePoint);
    }
    return position;
  }

  private boolean fits(int element, int codePoint) {
    return element >= 0
        ? element == codePoint
        : element == ANY_ONE || classes[FIRST_CLASS - element].contains(codePoint);
  }

  /// Collects the elements of a pattern from left to right.
  static final class Builder {
    private final List<int[]> runs = new ArrayList<>();
    private final List<CharacterClass> classes = new ArrayList<>();
    private int[] run = new int[16];
    private int length;

    void literal(int codePoint) {
      add(codePoint);
    }

    void anyOne() {
      add(ANY_ONE);
    }

    void oneOf(CharacterClass members) {
      add(FIRST_CLASS - classes.size());
      classes.add(members);
    }

    /// A star; several in a row are one.
    void star() {
      if (runs.isEmpty() || length > 0) {
        endRun();
      }
    }

    /// The pattern so far; the builder is then ready for another.
    Glob build() {
      endRun();
      Glob glob = new Glob(runs.toArray(int[][]::new), classes.toArray(CharacterClass[]::new));
      runs.clear();
      classes.clear();
      return glob;
    }

    private void add(int element) {
      if (length == run.length) {
        run = Arrays.copyOf(run, 2 * length);
      }
      run[length++] = element;
    }

    private void endRun() {
      runs.add(Arrays.copyOf(run, length));
      length = 0;
    }
  }
}
