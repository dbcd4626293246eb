package dev.tidelock.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TapeTest {
  @Test
  void yieldsTheReferenceStreamOfSplitMix64() {
    Tape tape = Tape.of(1234567);

    assertThat(List.of(tape.nextLong(), tape.nextLong(), tape.nextLong()))
        .containsExactly(6457827717110365317L, 3203168211198807973L, -8629252141511181193L);
  }

  @Test
  void drawsStayInsideTheirBounds() {
    ForAll.cases(
        1000,
        tape -> {
          int bound = tape.nextInt(1, 100);
          assertThat(tape.nextInt(bound)).isBetween(0, bound - 1);
          assertThat(tape.nextSize(bound)).isBetween(0, bound - 1);
          assertThat(tape.nextInt(-bound, bound)).isBetween(-bound, bound);
          assertThat(tape.bytes(bound)).hasSize(bound);
          assertThat(tape.text("abc", bound)).hasSize(bound).matches("[abc]*");
        });
  }

  @Test
  void wholeIntRangeIsDrawable() {
    Tape tape = Tape.of(1);

    assertThat(IntStream.range(0, 100).map(_ -> tape.nextInt(Integer.MIN_VALUE, Integer.MAX_VALUE)))
        .anyMatch(value -> value < 0)
        .anyMatch(value -> value > 0);
  }

  @Test
  void everyChoiceIsPickedSometimes() {
    Tape tape = Tape.of(1);

    assertThat(IntStream.range(0, 100).mapToObj(_ -> tape.pick("a", "b", "c")))
        .contains("a", "b", "c");
    assertThat(IntStream.range(0, 5000).mapToObj(_ -> tape.nextSize(64))).contains(0, 1, 63);
  }

  @Test
  void certainAndImpossibleChancesAreExact() {
    ForAll.cases(
        100,
        tape -> {
          assertThat(tape.chance(1)).isTrue();
          assertThat(tape.chance(0)).isFalse();
        });
  }

  @Test
  void shuffleKeepsTheElements() {
    ForAll.cases(
        100,
        tape -> {
          List<Integer> elements = IntStream.range(0, tape.nextInt(20)).boxed().toList();
          assertThat(tape.shuffle(elements)).containsExactlyInAnyOrderElementsOf(elements);
        });
  }

  @Test
  void forkLeavesLaterDrawsUnchanged() {
    Tape left = Tape.of(9);
    Tape right = Tape.of(9);

    left.fork().bytes(100);
    right.fork();

    assertThat(left.nextLong()).isEqualTo(right.nextLong());
  }

  @Test
  void emptyRangesAreRefused() {
    Tape tape = Tape.of(1);

    assertThatIllegalArgumentException().isThrownBy(() -> tape.nextInt(0));
    assertThatIllegalArgumentException().isThrownBy(() -> tape.nextInt(2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> tape.nextSize(0));
  }
}
