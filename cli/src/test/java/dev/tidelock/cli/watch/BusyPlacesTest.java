package dev.tidelock.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.name.TreePath;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusyPlacesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final TreePath HERE = TreePath.parse("here");
  private static final TreePath THERE = TreePath.parse("there");

  private final BusyPlaces busy = new BusyPlaces();

  @Test
  void nothingIsDueWhileAllStandsStill() {
    busy.found(List.of(), 5 * SECOND);

    assertThat(busy.due()).isEmpty();
  }

  @Test
  void roundsInBetweenPutNothingOff() {
    busy.found(List.of(HERE), 0);
    for (int second = 0; second < 10; second++) {
      busy.found(List.of(), second * SECOND);
    }
    busy.found(List.of(THERE), 10 * SECOND);

    assertThat(busy.due()).hasValue(2 * SECOND);
    assertThat(busy.take()).containsExactlyInAnyOrder(HERE, THERE);
    assertThat(busy.due()).isEmpty();
  }

  @Test
  void whatARoundCouldNotLookAtIsDueAgain() {
    busy.found(List.of(HERE), 0);
    busy.found(busy.take(), 3 * SECOND);

    assertThat(busy.due()).hasValue(5 * SECOND);
    assertThat(busy.take()).containsExactly(HERE);
  }
}
