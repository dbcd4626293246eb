package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.hub.Caller.Answer;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.testkit.SampleHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hub whose clock is wrong, and jumps.
class WrongClockTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String ANN = "ann@example.org";

  @TempDir private Path scratch = Path.of("");

  private final ShiftedClock clock = new ShiftedClock(Duration.ZERO);
  private final SampleHistory history = new SampleHistory();
  private TestHub hub;

  @BeforeEach
  void startHub() {
    hub = TestHub.start(scratch.resolve("data"), clock);
    hub.addAccount(ANN);
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  @Test
  void anHourEitherWayShutsNobodyOutAndLosesNothing() {
    Caller ann = Caller.signedIn(hub, ANN);
    String project = ann.makeProject("project-1");
    Optional<ObjectId> head = Optional.empty();
    int sequence = 0;
    for (Duration shift : List.of(HOUR, HOUR.negated(), Duration.ZERO, HOUR)) {
      clock.shift(shift);
      sequence++;
      ObjectId next = history.commit("at " + sequence, List.of("x" + sequence), list(head));
      ann.store(project, history, history.tree(next));
      for (Duration collecting : List.of(HOUR, HOUR.negated())) {
        assertThat(Collecting.of(hub, new ShiftedClock(collecting))).isEqualTo(Freed.NOTHING);
      }
      assertThat(ann.move(project, head, next, "a", sequence).json().get("outcome").asString())
          .isEqualTo("moved");
      head = Optional.of(next);
    }
    assertThat(ann.read(project, history.objects().keySet()).objects())
        .hasSize(history.objects().size());
    clock.shift(HOUR.negated());
    assertThat(ann.signIn(ANN, TestHub.PASSWORD, "another").status()).isEqualTo(200);
  }

  private static List<ObjectId> list(Optional<ObjectId> head) {
    return head.stream().toList();
  }

  @Test
  void aClockThatIsYearsAheadIsToldOfAndForgivenWhenItIsSetRight() {
    Caller ann = Caller.signedIn(hub, ANN);
    clock.shift(Duration.ofDays(800));
    Answer expired = ann.get("/v0/me");
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.code()).isEqualTo("expired");
    clock.shift(Duration.ZERO);
    assertThat(ann.get("/v0/me").status()).isEqualTo(200);
  }

  @Test
  void massDeletionStopsWhateverTheClockSays() {
    Caller ann = Caller.signedIn(hub, ANN);
    String project = ann.makeProject("project-1");
    List<String> files = IntStream.range(0, 400).mapToObj(i -> "f" + i).toList();
    ObjectId many = history.commit("many", files, List.of());
    ObjectId few = history.commit("few", files.subList(0, 10), List.of(many));
    ann.store(project, history, history.objects().keySet());
    ann.move(project, Optional.empty(), many, "a", 1);
    for (Duration shift : List.of(HOUR, HOUR.negated(), Duration.ofDays(800))) {
      clock.shift(shift);
      Caller again = shift.equals(Duration.ofDays(800)) ? Caller.signedIn(hub, ANN) : ann;
      assertThat(again.move(project, Optional.of(many), few, "a", 2).json().get("outcome"))
          .hasToString("\"stopped\"");
    }
  }
}
