package dev.tidelock.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.MergeOutcome.Merged;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextMergerLawsTest {
  private static final TextMerger MERGER = new TextMerger();

  @Test
  void oneSidedChangeIsTheOutcome() {
    ForAll.cases(
        500,
        tape -> {
          Bytes base = text(tape);
          Bytes side = edited(tape, base);
          assertThat(MERGER.merge(base, side, base)).isEqualTo(new Merged(side));
          assertThat(MERGER.merge(base, base, side)).isEqualTo(new Merged(side));
          assertThat(MERGER.merge(base, side, side)).isEqualTo(new Merged(side));
        });
  }

  @Test
  void oneSidedChangeIsTheOutcomeWithoutTheShortcutToo() {
    ForAll.cases(
        2_000,
        tape -> {
          Bytes base = text(tape);
          Bytes side = edited(tape, base);
          assertThat(joined(TextMerger.regions(base, side, base))).isEqualTo(side);
          assertThat(joined(TextMerger.regions(base, base, side))).isEqualTo(side);
          if (!base.isEmpty()) {
            assertThat(joined(TextMerger.regions(base, side, side))).isEqualTo(side);
          }
        });
  }

  @Test
  void sidesMayBeSwapped() {
    ForAll.cases(
        2_000,
        tape -> {
          Bytes base = text(tape);
          Bytes first = edited(tape, base);
          Bytes second = edited(tape, base);
          assertThat(MERGER.merge(base, first, second))
              .isEqualTo(MERGER.merge(base, second, first));
        });
  }

  @Test
  void changesApartAlwaysMergeAndBothAreInTheOutcome() {
    ForAll.cases(
        1_000,
        tape -> {
          List<String> base = new ArrayList<>();
          List<String> first = new ArrayList<>();
          List<String> second = new ArrayList<>();
          List<String> both = new ArrayList<>();
          for (int i = 0; i < tape.nextInt(2, 30); i++) {
            String line = "base " + i;
            String other = tape.nextBoolean() ? "changed " + i : "changed " + i + "\nmore " + i;
            boolean byFirst = tape.nextBoolean();
            String inserted = tape.pick(other, other + "\n" + line, "");
            base.add(line);
            first.add(byFirst ? inserted : line);
            second.add(byFirst ? line : inserted);
            both.add(inserted);
            List.of(base, first, second, both).forEach(text -> text.add("apart " + text.size()));
          }
          assertThat(MERGER.merge(bytes(base), bytes(first), bytes(second)))
              .isEqualTo(new Merged(bytes(both)));
        });
  }

  @Test
  void anyBytesHaveAnOutcome() {
    ForAll.cases(
        2_000,
        tape -> {
          Bytes base = Bytes.wrap(tape.bytes(tape.nextSize(64)));
          Bytes first = Bytes.wrap(tape.bytes(tape.nextSize(64)));
          Bytes second = mutated(tape, first);
          assertThat(MERGER.merge(base, first, second)).isNotNull();
          assertThat(MERGER.merge(second, first, base)).isNotNull();
        });
  }

  @Test
  void worstTextsOfTheLimitAreMergedOrRefusedInBoundedWork() {
    int limit = TextMerger.TEXT_MERGE_LIMIT;
    Tape tape = Tape.of(3);
    Bytes newlines = Bytes.utf8("\n".repeat(limit));
    Bytes returns = Bytes.utf8("\r".repeat(limit));
    Bytes pairs = Bytes.utf8("\r\n".repeat(limit / 2));
    Bytes noise = Bytes.utf8(tape.text("a\n", limit));
    Bytes otherNoise = Bytes.utf8(tape.text("a\n", limit));
    List<Bytes> texts = List.of(newlines, returns, pairs, noise, otherNoise);
    for (int i = 0; i < texts.size(); i++) {
      Bytes base = texts.get(i);
      Bytes first = texts.get((i + 1) % texts.size());
      Bytes second = texts.get((i + 2) % texts.size());
      assertThat(TextMerger.regions(base, first, second)).isInstanceOf(TextRegions.Split.class);
    }
  }

  private static Bytes joined(TextRegions regions) {
    assertThat(regions).isInstanceOf(TextRegions.Split.class);
    Bytes all = Bytes.empty();
    for (TextRegions.Region region : ((TextRegions.Split) regions).regions()) {
      assertThat(region).isInstanceOf(TextRegions.Settled.class);
      all = all.concat(((TextRegions.Settled) region).content());
    }
    return all;
  }

  private static Bytes bytes(List<String> lines) {
    return Bytes.utf8(
        lines.stream()
            .filter(line -> !line.isEmpty())
            .map(line -> line + "\n")
            .reduce("", String::concat));
  }

  /// A short text of few different lines, so that lines repeat, with endings of every kind.
  private static Bytes text(Tape tape) {
    StringBuilder text = new StringBuilder();
    List<String> endings = tape.pick(List.of("\n"), List.of("\r\n"), List.of("\n", "\r\n", "\r"));
    IntStream.range(0, tape.nextSize(16))
        .forEach(_ -> text.append(tape.text("ab", tape.nextInt(3))).append(tape.pick(endings)));
    return Bytes.utf8(text + tape.pick("", "", "end"));
  }

  private static Bytes edited(Tape tape, Bytes base) {
    StringBuilder text = new StringBuilder();
    String source = base.toUtf8();
    String converted =
        switch (tape.nextInt(6)) {
          case 0 -> source.replace("\r\n", "\n").replace("\r", "\n");
          case 1 -> source.replaceAll("\r\n|\r|\n", "\r\n");
          default -> source;
        };
    for (String line : converted.split("(?<=\n)", -1)) {
      switch (tape.nextInt(8)) {
        case 0 -> text.append("x").append(line);
        case 1 -> {}
        case 2 -> text.append("new").append(tape.pick("\n", "\r\n")).append(line);
        default -> text.append(line);
      }
    }
    return Bytes.utf8(text.toString());
  }

  private static Bytes mutated(Tape tape, Bytes bytes) {
    byte[] copy = bytes.toByteArray();
    for (int i = 0; i < copy.length; i++) {
      if (tape.chance(0.1)) {
        copy[i] = (byte) tape.nextInt(256);
      }
    }
    return Bytes.wrap(copy);
  }
}
