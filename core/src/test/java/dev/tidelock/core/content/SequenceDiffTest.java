package dev.tidelock.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequenceDiffTest {
  @Test
  void equalSequencesHaveNoHunk() {
    assertThat(SequenceDiff.hunks(new int[] {1, 0, 1}, new int[] {1, 0, 1})).isEmpty();
    assertThat(SequenceDiff.hunks(new int[0], new int[0])).isEmpty();
  }

  @Test
  void ambiguousInsertionStandsAsLateAsPossible() {
    assertThat(SequenceDiff.hunks(new int[] {0, 1, 2}, new int[] {0, 1, 0, 1, 2}))
        .containsExactly(Hunk.of(2, 2, 2, 4));
  }

  @Test
  void hunksTurnOneSequenceIntoTheOther() {
    ForAll.cases(
        2_000,
        tape -> {
          int[] from = sequence(tape, tape.nextSize(40), tape.nextInt(1, 12));
          int[] to = tape.nextBoolean() ? edited(tape, from) : sequence(tape, 20, 5);
          List<Hunk> hunks = SequenceDiff.hunks(from, to);
          assertThat(applied(from, to, hunks)).containsExactly(to);
          assertNoHunkTouchesTheNext(hunks);
        });
  }

  @Test
  void scriptIsAsShortAsTheLongestCommonSubsequenceAllows() {
    ForAll.cases(
        1_000,
        tape -> {
          int[] from = sequence(tape, tape.nextSize(30), tape.nextInt(1, 6));
          int[] to = sequence(tape, tape.nextSize(30), tape.nextInt(1, 6));
          int changed =
              SequenceDiff.hunks(from, to).stream()
                  .mapToInt(hunk -> hunk.from().size() + hunk.to().size())
                  .sum();
          assertThat(changed)
              .isEqualTo(from.length + to.length - 2 * longestCommonSubsequence(from, to));
        });
  }

  @Test
  void tinyBudgetStillGivesATrueDifference() {
    ForAll.cases(
        500,
        tape -> {
          int[] from = sequence(tape, 300, tape.nextInt(2, 400));
          int[] to = tape.nextBoolean() ? edited(tape, from) : sequence(tape, 300, 200);
          MyersDiff myers = new MyersDiff(from, to, tape.nextInt(2_000));
          myers.run();
          int[] kept =
              IntStream.range(0, from.length).filter(i -> !myers.deleted().get(i)).toArray();
          int[] same =
              IntStream.range(0, to.length).filter(i -> !myers.inserted().get(i)).toArray();
          assertThat(Arrays.stream(kept).map(i -> from[i]).toArray())
              .containsExactly(Arrays.stream(same).map(i -> to[i]).toArray());
        });
  }

  @Test
  void anchorsSaveWhatTheBudgetCannotAfford() {
    int size = 200_000;
    Tape tape = Tape.of(7);
    int[] from = new int[size];
    int[] to = new int[size];
    for (int i = 0; i < size; i++) {
      boolean anchor = i % 100 == 0;
      from[i] = anchor ? 1_000 + i : tape.nextInt(1_000);
      to[i] = anchor ? 1_000 + i : tape.nextInt(1_000);
    }
    assertThat(SequenceDiff.hunks(from, to)).hasSizeGreaterThan(size / 100 - 2);
  }

  @Test
  void workStaysBoundedOnTheWorstInputsOfTheMergeLimit() {
    int size = TextMerger.TEXT_MERGE_LIMIT / 2;
    Tape tape = Tape.of(11);
    int[] noise = sequence(tape, size, 2);
    assertBounded(noise, sequence(tape, size, 2));
    assertBounded(sequence(tape, size, 100), sequence(tape, size, 100));
    assertBounded(sequence(tape, size, size), sequence(tape, size, size));
    assertBounded(IntStream.range(0, size).toArray(), reversed(size));
    assertBounded(new int[size], IntStream.range(0, size).map(i -> i % 2).toArray());
    assertBounded(
        IntStream.range(0, size).map(i -> i % 3).toArray(),
        IntStream.range(0, size).map(i -> i % 7 % 3).toArray());
  }

  private static void assertBounded(int[] from, int[] to) {
    SequenceDiff diff = new SequenceDiff(from, to, SequenceDiff.BUDGET);
    List<Hunk> hunks = diff.hunks();
    assertThat(applied(from, to, hunks)).isEqualTo(to);
    assertThat(diff.work()).isLessThan(SequenceDiff.BUDGET + 400L * (from.length + to.length));
  }

  private static void assertNoHunkTouchesTheNext(List<Hunk> hunks) {
    for (int i = 1; i < hunks.size(); i++) {
      assertThat(hunks.get(i).from().start()).isGreaterThan(hunks.get(i - 1).from().end());
      assertThat(hunks.get(i).to().start()).isGreaterThan(hunks.get(i - 1).to().end());
    }
  }

  private static int[] applied(int[] from, int[] to, List<Hunk> hunks) {
    IntStream.Builder result = IntStream.builder();
    int at = 0;
    for (Hunk hunk : hunks) {
      for (; at < hunk.from().start(); at++) {
        result.add(from[at]);
      }
      for (int i = hunk.to().start(); i < hunk.to().end(); i++) {
        result.add(to[i]);
      }
      at = hunk.from().end();
    }
    for (; at < from.length; at++) {
      result.add(from[at]);
    }
    return result.build().toArray();
  }

  private static int[] sequence(Tape tape, int length, int alphabet) {
    return IntStream.range(0, length).map(_ -> tape.nextInt(alphabet)).toArray();
  }

  private static int[] reversed(int size) {
    return IntStream.range(0, size).map(i -> size - 1 - i).toArray();
  }

  private static int[] edited(Tape tape, int[] sequence) {
    IntStream.Builder result = IntStream.builder();
    for (int element : sequence) {
      switch (tape.nextInt(10)) {
        case 0 -> result.add(tape.nextInt(12));
        case 1 -> {}
        case 2 -> result.add(element).add(tape.nextInt(12));
        default -> result.add(element);
      }
    }
    return result.build().toArray();
  }

  private static int longestCommonSubsequence(int[] left, int[] right) {
    int[][] length = new int[left.length + 1][right.length + 1];
    for (int i = left.length - 1; i >= 0; i--) {
      for (int j = right.length - 1; j >= 0; j--) {
        length[i][j] =
            left[i] == right[j]
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    return length[0][0];
  }
}
