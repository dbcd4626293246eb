package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.TextRegions.Contested;
import dev.tidelock.core.content.TextRegions.Region;
import dev.tidelock.core.content.TextRegions.Settled;
import java.util.ArrayList;
import java.util.List;

/// Collects lines and contested pieces into regions. Neighbours of a kind become one region, and
/// the ending of a line is written only when it is known whether it is the last one.
final class RegionWriter {
  private final TextForm form;
  private final List<Region> regions = new ArrayList<>();
  private final BytesBuilder settled = new BytesBuilder();
  private final BytesBuilder base = new BytesBuilder();
  private final BytesBuilder first = new BytesBuilder();
  private final BytesBuilder second = new BytesBuilder();

  /// What the line written last ends with, if its ending is still to be written.
  private LineEnding pending = LineEnding.NONE;

  private boolean lineIsOpen;

  RegionWriter(TextForm form, Bytes mark) {
    this.form = form;
    settled.append(mark);
  }

  void line(Bytes content, LineEnding ending) {
    flushContested();
    closeLine(pending);
    settled.append(content);
    pending = ending;
    lineIsOpen = true;
  }

  void contested(Bytes inBase, Bytes inFirst, Bytes inSecond) {
    closeLine(pending);
    flushSettled();
    base.append(inBase);
    first.append(inFirst);
    second.append(inSecond);
  }

  /// All regions. If a line ends the text and `finalEnding` says that it has none, or it has none
  /// of its own, then it gets that one.
  List<Region> finish(LineEnding finalEnding) {
    boolean keepsOwn = pending != LineEnding.NONE && finalEnding != LineEnding.NONE;
    closeLine(keepsOwn ? pending : finalEnding);
    flushContested();
    flushSettled();
    return List.copyOf(regions);
  }

  private void closeLine(LineEnding ending) {
    if (lineIsOpen) {
      settled.append(ending.bytes(form));
      lineIsOpen = false;
    }
  }

  private void flushSettled() {
    if (!settled.isEmpty()) {
      regions.add(new Settled(settled.take()));
    }
  }

  private void flushContested() {
    if (!base.isEmpty() || !first.isEmpty() || !second.isEmpty()) {
      regions.add(new Contested(base.take(), first.take(), second.take()));
    }
  }
}
