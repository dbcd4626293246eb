package dev.tidelock.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ForAllTest {
  private static final Seeds PLAIN = new Seeds(1, Optional.empty(), OptionalInt.empty());

  @Test
  void runsEachCaseWithItsOwnSeed() {
    List<Long> seeds = new ArrayList<>();

    ForAll.with(PLAIN).run(100, tape -> seeds.add(tape.seed()));

    assertThat(seeds).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void sameRootGivesTheSameCases() {
    List<Long> first = new ArrayList<>();
    List<Long> second = new ArrayList<>();

    ForAll.with(PLAIN).run(20, tape -> first.add(tape.nextLong()));
    ForAll.with(PLAIN).run(20, tape -> second.add(tape.nextLong()));

    assertThat(first).isEqualTo(second);
  }

  @Test
  void failureNamesTheSeedThatReplaysIt() {
    List<Integer> failing = new ArrayList<>();
    ForAll.Property property =
        tape -> {
          int drawn = tape.nextInt(1000);
          if (drawn > 900) {
            failing.add(drawn);
            throw new IllegalStateException("drew " + drawn);
          }
        };

    assertThatThrownBy(() -> ForAll.with(PLAIN).run(1000, property))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dtidelock.seed=")
        .hasMessageContaining("drew " + failing.getFirst())
        .hasCauseInstanceOf(IllegalStateException.class)
        .satisfies(failure -> {
          String seed = String.valueOf(failure.getMessage()).split("seed=")[1].substring(0, 16);
          Properties properties = new Properties();
          properties.setProperty("tidelock.seed", seed);
          assertThatThrownBy(() -> ForAll.with(Seeds.parse(properties, 5)).run(1000, property))
              .hasMessageContaining("replayed")
              .hasMessageContaining(seed);
        });
    assertThat(failing).hasSize(2);
    assertThat(failing.get(0)).isEqualTo(failing.get(1));
  }

  @Test
  void systemPropertyChangesTheNumberOfCases() {
    Properties properties = new Properties();
    properties.setProperty("tidelock.cases", "7");
    List<Long> seeds = new ArrayList<>();

    ForAll.with(Seeds.parse(properties, 1)).run(100, tape -> seeds.add(tape.seed()));

    assertThat(seeds).hasSize(7);
  }

  @Test
  void refusesToRunNothing() {
    Properties properties = new Properties();
    properties.setProperty("tidelock.cases", "0");

    assertThatIllegalArgumentException().isThrownBy(() -> Seeds.parse(properties, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> ForAll.cases(0, Tape::nextLong));
  }
}
