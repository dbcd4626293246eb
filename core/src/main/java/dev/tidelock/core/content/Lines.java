package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// The lines of a text: views of its bytes, each with an ending of its own (LF, CRLF, a lone CR, or
/// none at the end of the text).
public final class Lines {
  private final Bytes text;
  private final TextForm form;

  /// Where each line begins, and the end of the text as the last element.
  private final int[] starts;

  private Lines(Bytes text, TextForm form, int[] starts) {
    this.text = text;
    this.form = form;
    this.starts = starts;
  }

  /// Splits a text. A byte order mark is part of the first line.
  ///
  /// @throws IllegalArgumentException if the text ends inside a code unit
  public static Lines of(Bytes text, TextForm form) {
    int unit = form.unit();
    if (text.size() % unit != 0) {
      throw new IllegalArgumentException("half a code unit at the end: " + text.size() + " bytes");
    }
    int[] starts = new int[16];
    int count = 0;
    for (int at = 0; at < text.size(); ) {
      if (count + 1 == starts.length) {
        starts = Arrays.copyOf(starts, starts.length * 2);
      }
      starts[count++] = at;
      at = endOfLine(text, form, at);
    }
    starts[count] = text.size();
    return new Lines(text, form, Arrays.copyOf(starts, count + 1));
  }

  private static int endOfLine(Bytes text, TextForm form, int from) {
    int step = form.unit();
    for (int at = from; at < text.size(); at += step) {
      int unit = form.unitAt(text, at);
      if (unit == '\n') {
        return at + step;
      }
      if (unit == '\r') {
        int next = at + step;
        return next < text.size() && form.unitAt(text, next) == '\n' ? next + step : next;
      }
    }
    return text.size();
  }

  /// How many lines there are; an empty text has none.
  public int count() {
    return starts.length - 1;
  }

  /// The bytes of a line, its ending included.
  public Bytes line(int index) {
    return text.slice(starts[index], starts[index + 1]);
  }

  /// The bytes of a line without its ending.
  public Bytes content(int index) {
    return text.slice(starts[index], contentEnd(index));
  }

  /// What a line ends with.
  public LineEnding ending(int index) {
    int step = form.unit();
    int end = starts[index + 1];
    int last = form.unitAt(text, end - step);
    if (last == '\r') {
      return LineEnding.CR;
    }
    if (last != '\n') {
      return LineEnding.NONE;
    }
    int before = end - 2 * step;
    return before >= starts[index] && form.unitAt(text, before) == '\r'
        ? LineEnding.CRLF
        : LineEnding.LF;
  }

  /// The bytes of the lines from `from`, inclusive, to `to`, exclusive.
  public Bytes slice(int from, int to) {
    return text.slice(starts[from], starts[to]);
  }

  /// Whether the last line has an ending; false for an empty text.
  boolean hasFinalNewline() {
    return count() > 0 && ending(count() - 1) != LineEnding.NONE;
  }

  TextForm form() {
    return form;
  }

  /// The endings that occur, [LineEnding#NONE] left out.
  Set<LineEnding> endings() {
    Set<LineEnding> endings = EnumSet.noneOf(LineEnding.class);
    for (int i = 0; i < count(); i++) {
      endings.add(ending(i));
    }
    endings.remove(LineEnding.NONE);
    return endings;
  }

  private int contentEnd(int index) {
    int width =
        switch (ending(index)) {
          case NONE -> 0;
          case LF, CR -> 1;
          case CRLF -> 2;
        };
    return starts[index + 1] - width * form.unit();
  }
}
