package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.TextRegions.Contested;
import dev.tidelock.core.content.TextRegions.Refused;
import dev.tidelock.core.content.TextRegions.Region;
import dev.tidelock.core.content.TextRegions.Settled;
import dev.tidelock.core.content.TextRegions.Split;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Merges text by lines. The outcome never holds conflict markers.
///
/// Works on bytes and keeps encoding, byte order mark and the ending of every line. Lines are
/// compared without their endings, which are merged by themselves: when one side converted the line
/// endings and the other one edited, the outcome has the edits with converted endings. What the
/// final newline and a byte order mark are is decided three-way too.
public final class TextMerger implements ContentMerger {
  /// The bytes that a side has at most; larger content conflicts.
  public static final int TEXT_MERGE_LIMIT = 1 << 20;

  @Override
  public MergeOutcome merge(Bytes base, Bytes first, Bytes second) {
    Optional<Bytes> plain = withoutMerging(base, first, second);
    if (plain.isPresent()) {
      return new MergeOutcome.Merged(plain.get());
    }
    return switch (regions(base, first, second)) {
      case Refused(String reason) -> new MergeOutcome.Conflicting(reason);
      case Split(List<Region> regions) -> joined(regions);
    };
  }

  /// The outcome that needs no look inside: equal sides, or one that changed nothing.
  public static Optional<Bytes> withoutMerging(Bytes base, Bytes first, Bytes second) {
    if (first.equals(second) || second.equals(base)) {
      return Optional.of(first);
    }
    return first.equals(base) ? Optional.of(second) : Optional.empty();
  }

  /// The merge as regions, for a resolver that shows them.
  public static TextRegions regions(Bytes base, Bytes first, Bytes second) {
    if (Stream.of(base, first, second).anyMatch(side -> side.size() > TEXT_MERGE_LIMIT)) {
      return new Refused("larger than " + TEXT_MERGE_LIMIT + " bytes");
    }
    Optional<TextForm> baseForm = TextForm.of(base);
    Optional<TextForm> firstForm = TextForm.of(first);
    Optional<TextForm> secondForm = TextForm.of(second);
    if (baseForm.isEmpty() || firstForm.isEmpty() || secondForm.isEmpty()) {
      return new Refused("not text");
    }
    TextForm form = wider(firstForm.get(), secondForm.get(), second);
    if (!fits(base, baseForm.get(), form)
        || !fits(first, firstForm.get(), form)
        || !fits(second, secondForm.get(), form)) {
      return new Refused("the encoding changed");
    }
    return new Split(regions(form, base, first, second));
  }

  private static List<Region> regions(TextForm form, Bytes base, Bytes first, Bytes second) {
    Bytes baseMark = form.mark(base);
    Bytes firstMark = form.mark(first);
    Bytes secondMark = form.mark(second);
    Bytes mark = firstMark.equals(baseMark) ? secondMark : firstMark;
    LineMerge merge =
        new LineMerge(
            Lines.of(base.slice(baseMark.size(), base.size()), form),
            Lines.of(first.slice(firstMark.size(), first.size()), form),
            Lines.of(second.slice(secondMark.size(), second.size()), form));
    return merge.regions(mark);
  }

  private static MergeOutcome joined(List<Region> regions) {
    BytesBuilder content = new BytesBuilder();
    int contested = 0;
    for (Region region : regions) {
      switch (region) {
        case Settled(Bytes piece) -> content.append(piece);
        case Contested _ -> contested++;
      }
    }
    return contested == 0
        ? new MergeOutcome.Merged(content.take())
        : new MergeOutcome.Conflicting(
            contested == 1 ? "1 overlapping change" : contested + " overlapping changes");
  }

  private static boolean fits(Bytes text, TextForm form, TextForm common) {
    return text.isEmpty() || form.fits(common);
  }

  private static TextForm wider(TextForm first, TextForm second, Bytes secondText) {
    return first != TextForm.ASCII || secondText.isEmpty() ? first : second;
  }
}
