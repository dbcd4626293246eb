package dev.tidelock.core.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundaryTest {
  @Test
  void nodesAreNearlyAllBetweenAQuarterAndTwiceTheScale() {
    List<Integer> weights = nodeWeights(0, 200, 500_000);
    double mean = weights.stream().mapToInt(w -> w).average().orElseThrow();
    double deviation =
        Math.sqrt(
            weights.stream().mapToDouble(w -> (w - mean) * (w - mean)).sum() / weights.size());
    assertThat(mean).isBetween(3600.0, 3900.0);
    assertThat(deviation / mean).isBetween(0.30, 0.40);
    assertThat(weights).allMatch(weight -> weight >= Boundary.MIN && weight < 3 * Boundary.SCALE);
  }

  @Test
  void anInnerNodeHasTwoItemsEvenIfOneIsHeavyEnough() {
    Boundary boundary = TextMaps.FORMAT.boundary(1);
    Tape tape = Tape.of(1);
    boolean ended = true;
    for (int i = 0; i < 10_000; i++) {
      boolean ends = boundary.endsAfter(Bytes.copyOf(tape.bytes(1024)), 5000);
      assertThat(ends && ended).isFalse();
      ended = ends;
    }
  }

  @Test
  void aHeavyItemIsAlone() {
    Boundary boundary = TextMaps.FORMAT.boundary(0);
    int heavy = Boundary.MAX + 1;
    assertThat(boundary.endsBefore(heavy)).isFalse();
    assertThat(boundary.endsAfter(Bytes.utf8("a"), heavy)).isTrue();
    assertThat(boundary.endsAfter(Bytes.utf8("b"), 10)).isFalse();
    assertThat(boundary.endsBefore(Boundary.MAX)).isFalse();
    assertThat(boundary.endsBefore(heavy)).isTrue();
  }

  private static List<Integer> nodeWeights(int level, int itemWeight, int items) {
    Boundary boundary = TextMaps.FORMAT.boundary(level);
    Tape tape = Tape.of(3);
    List<Integer> weights = new ArrayList<>();
    int weight = 0;
    for (int i = 0; i < items; i++) {
      weight += itemWeight;
      if (boundary.endsAfter(Bytes.copyOf(tape.bytes(16)), itemWeight)) {
        weights.add(weight);
        weight = 0;
      }
    }
    return weights;
  }
}
