package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.TextRegions.Region;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One three-way merge of lines.
///
/// Three things are merged side by side: the contents of the lines (by [Alignment]), the ending of
/// every line that all three have, and whether the last line has an ending. A side *converted* the
/// endings when all of its lines end alike and some unchanged line of the base ended otherwise;
/// then lines that the other side wrote with an ending of the base get the new one.
final class LineMerge {
  private final Lines base;
  private final Lines first;
  private final Lines second;
  private final int[] baseNumbers;
  private final int[] firstNumbers;
  private final int[] secondNumbers;
  private final Set<LineEnding> baseEndings;

  LineMerge(Lines base, Lines first, Lines second) {
    this.base = base;
    this.first = first;
    this.second = second;
    LineNumbers numbers = new LineNumbers();
    this.baseNumbers = numbers.of(base.count(), base::content);
    this.firstNumbers = numbers.of(first.count(), first::content);
    this.secondNumbers = numbers.of(second.count(), second::content);
    this.baseEndings = base.endings();
  }

  /// The regions, the first of which begins with `mark`.
  List<Region> regions(Bytes mark) {
    List<Hunk> byFirst = SequenceDiff.hunks(baseNumbers, firstNumbers);
    List<Hunk> bySecond = SequenceDiff.hunks(baseNumbers, secondNumbers);
    Side firstSide = new Side(first, conversion(second, bySecond));
    Side secondSide = new Side(second, conversion(first, byFirst));
    RegionWriter writer = new RegionWriter(base.form(), mark);
    for (Chunk chunk : Alignment.of(base.count(), byFirst, bySecond)) {
      switch (chunk.change()) {
        case NONE -> unchanged(chunk, writer);
        case FIRST -> firstSide.write(chunk.first(), writer);
        case SECOND -> secondSide.write(chunk.second(), writer);
        case BOTH -> changedByBoth(chunk, firstSide, secondSide, writer);
      }
    }
    return writer.finish(finalEnding(firstSide, secondSide));
  }

  private void unchanged(Chunk chunk, RegionWriter writer) {
    for (int i = 0; i < chunk.base().size(); i++) {
      int inBase = chunk.base().start() + i;
      int inFirst = chunk.first().start() + i;
      int inSecond = chunk.second().start() + i;
      Optional<LineEnding> ending =
          merged(base.ending(inBase), first.ending(inFirst), second.ending(inSecond));
      if (ending.isPresent()) {
        writer.line(base.content(inBase), ending.get());
      } else {
        writer.contested(base.line(inBase), first.line(inFirst), second.line(inSecond));
      }
    }
  }

  /// The ending that three-way merge gives; a missing one says nothing, since what stands at the
  /// end of the text is decided apart.
  private static Optional<LineEnding> merged(LineEnding base, LineEnding first, LineEnding second) {
    LineEnding byFirst = first == LineEnding.NONE ? base : first;
    LineEnding bySecond = second == LineEnding.NONE ? base : second;
    if (byFirst == bySecond || bySecond == base) {
      return Optional.of(byFirst);
    }
    return byFirst == base ? Optional.of(bySecond) : Optional.empty();
  }

  private void changedByBoth(Chunk chunk, Side firstSide, Side secondSide, RegionWriter writer) {
    if (isSame(chunk, firstSide, secondSide)) {
      boolean firstLacksEnding =
          !chunk.first().isEmpty() && first.ending(chunk.first().end() - 1) == LineEnding.NONE;
      if (firstLacksEnding) {
        secondSide.write(chunk.second(), writer);
      } else {
        firstSide.write(chunk.first(), writer);
      }
    } else {
      writer.contested(
          base.slice(chunk.base().start(), chunk.base().end()),
          firstSide.bytes(chunk.first()),
          secondSide.bytes(chunk.second()));
    }
  }

  private boolean isSame(Chunk chunk, Side firstSide, Side secondSide) {
    if (chunk.first().size() != chunk.second().size()) {
      return false;
    }
    for (int i = 0; i < chunk.first().size(); i++) {
      int inFirst = chunk.first().start() + i;
      int inSecond = chunk.second().start() + i;
      if (firstNumbers[inFirst] != secondNumbers[inSecond]
          || !agree(firstSide.ending(inFirst), secondSide.ending(inSecond))) {
        return false;
      }
    }
    return true;
  }

  private boolean agree(LineEnding one, LineEnding other) {
    boolean missing = one == LineEnding.NONE || other == LineEnding.NONE;
    // Without a base nothing says whose final newline is the change.
    return one == other || missing && base.count() > 0;
  }

  /// What a side converted the base's endings to, if it did.
  private Optional<LineEnding> conversion(Lines side, List<Hunk> hunks) {
    Set<LineEnding> endings = side.endings();
    if (endings.size() != 1) {
      return Optional.empty();
    }
    LineEnding only = endings.iterator().next();
    EnumSet<LineEnding> others = EnumSet.complementOf(EnumSet.of(only, LineEnding.NONE));
    int at = 0;
    for (Hunk hunk : hunks) {
      if (anyEnding(at, hunk.from().start(), others)) {
        return Optional.of(only);
      }
      at = hunk.from().end();
    }
    return anyEnding(at, base.count(), others) ? Optional.of(only) : Optional.empty();
  }

  private boolean anyEnding(int from, int to, Set<LineEnding> wanted) {
    for (int i = from; i < to; i++) {
      if (wanted.contains(base.ending(i))) {
        return true;
      }
    }
    return false;
  }

  /// The ending of the text's last line, by three-way merge of whether there is one.
  private LineEnding finalEnding(Side firstSide, Side secondSide) {
    boolean inBase = base.hasFinalNewline();
    boolean inFirst = first.count() == 0 ? inBase : first.hasFinalNewline();
    boolean inSecond = second.count() == 0 ? inBase : second.hasFinalNewline();
    boolean wanted = inFirst == inBase ? inSecond : inFirst;
    if (!wanted) {
      return LineEnding.NONE;
    }
    return inFirst && first.count() > 0 ? firstSide.lastEnding() : secondSide.lastEnding();
  }

  /// One side's lines as they go into the merged text: with the other side's endings, if that
  /// converted them.
  private final class Side {
    private final Lines lines;
    private final Optional<LineEnding> conversion;

    Side(Lines lines, Optional<LineEnding> conversion) {
      this.lines = lines;
      this.conversion = conversion;
    }

    LineEnding ending(int index) {
      LineEnding own = lines.ending(index);
      return baseEndings.contains(own) ? conversion.orElse(own) : own;
    }

    LineEnding lastEnding() {
      return lines.count() == 0 ? LineEnding.NONE : ending(lines.count() - 1);
    }

    void write(Range range, RegionWriter writer) {
      for (int i = range.start(); i < range.end(); i++) {
        writer.line(lines.content(i), ending(i));
      }
    }

    Bytes bytes(Range range) {
      BytesBuilder bytes = new BytesBuilder();
      for (int i = range.start(); i < range.end(); i++) {
        bytes.append(lines.content(i));
        bytes.append(ending(i).bytes(lines.form()));
      }
      return bytes.take();
    }
  }
}
