package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.remote.Remote;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A push that nobody answered, and that arrives long after its sender gave it up.
class LateTest {
  @RegisterExtension final World world = new World();

  private final SlowLine line = new SlowLine();
  private Device a = null;
  private Device b = null;

  @BeforeEach
  void bothHaveAFileAndTheLineIsSlow() {
    a = world.device("A");
    b = world.device("B");
    a.write("f", "one\n");
    a.sync();
    b.sync();
    a.surround(line);
    a.write("f", "two\n");
    a.sync();
  }

  private Remote.Outcome arrive() {
    return line.arrive(world.main(), world.directory().resolve("arrivals.db"));
  }

  @Test
  void doesNotConflictWithWhatItsSenderWroteSince() {
    a.write("f", "three\n");
    a.sync();
    assertThat(arrive()).isInstanceOf(Remote.Outcome.Moved.class);
    a.surround(Around.NOTHING);

    a.sync();
    b.sync();

    assertThat(a).hasNoConflict();
    assertThat(b).shows("f", "three\n");
  }

  @Test
  void isLostWhereALaterOneArrivedFirst() {
    a.write("f", "three\n");
    a.surround(Around.NOTHING);
    a.sync();
    assertThat(arrive()).isInstanceOf(Remote.Outcome.Lost.class);

    b.sync();

    assertThat(b).shows("f", "three\n");
  }

  @Test
  void isLostWhereSomebodyElseWasFirst() {
    b.write("g", "b's\n");
    b.sync();
    a.surround(Around.NOTHING);
    a.write("f", "three\n");
    a.sync();
    assertThat(arrive()).isInstanceOf(Remote.Outcome.Lost.class);

    b.sync();

    assertThat(a).hasNoConflict();
    assertThat(a).shows("g", "b's\n");
    assertThat(b).shows("f", "three\n");
  }

  @Test
  void bringsAllThatStoodOnItIfTheLastOfSeveralArrives() {
    a.write("f", "three\n");
    a.sync();
    a.write("f", "four\n");
    a.sync();
    a.surround(Around.NOTHING);
    arrive();
    a.write("f", "five\n");
    a.sync();
    arrive();
    arrive();

    a.sync();
    b.sync();

    assertThat(a).hasNoConflict();
    assertThat(b).shows("f", "five\n");
  }

  @Test
  void staysBehindWhatAnotherPlaceHasTheSameOf() {
    Place second = world.place("second");
    arrive();
    a.surround(Around.NOTHING);
    a.sync();
    a.syncWith(second);
    b.syncWith(second);
    a.surround(line);
    a.write("f", "three\n");
    a.sync();
    a.write("f", "four\n");
    b.write("f", "four\n");
    b.syncWith(second);
    a.surround(Around.NOTHING);
    a.syncWith(second);
    arrive();

    a.sync();
    b.sync();

    assertThat(a).hasNoConflict();
    assertThat(b).shows("f", "four\n").hasNoConflict();
  }
}
