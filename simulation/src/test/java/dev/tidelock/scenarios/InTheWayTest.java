package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.SyncOutcome;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is to arrive finds something in its place that the project does not know, or that has to go
/// elsewhere first. Seeds of the simulator found each of these.
class InTheWayTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
  }

  @Test
  void whatMovesOutOfAnIgnoredDirectoryThatGoesArrives() {
    a.write("build/x", "x");
    a.write("build/y", "y");
    a.sync();
    b.sync();
    a.write(IgnoreFile.NAME, "build/\n");
    a.sync();
    b.sync();
    world.setApart("build");

    a.move("build/x", "x");
    a.delete("build");
    a.sync();
    b.sync();

    assertThat(a).shows("x", "x").lacks("build");
    assertThat(b).shows("x", "x").shows("build/y", "y");
    assertThat(b.log("build/y")).isNotEmpty();
  }

  @Test
  void anIgnoreFileThatMovesToWhatItIgnoredIgnoresItNoLonger() {
    a.write(IgnoreFile.NAME, "/a\n");
    a.sync();
    b.sync();
    b.write("a", "B's own");

    a.move(IgnoreFile.NAME, "a");
    a.sync();
    b.sync();
    a.sync();

    assertThat(b).lacks(IgnoreFile.NAME).shows("a", "B's own");
    assertThat(b).hasConflict("a", "/a\n", "B's own");
  }

  @Test
  void aFileThatMeetsAnIgnoredDirectoryIsReportedAndArrivesOnceThatIsMoved() {
    a.write(IgnoreFile.NAME, "build/\n");
    a.sync();
    b.sync();
    b.write("build/own", "B's own");
    world.setApart("build/own");

    a.write("build", "a file");
    a.write("other", "goes on");
    a.sync();
    SyncOutcome stopped = b.sync();

    assertThat(stopped.problems())
        .extracting(Problem::path, Problem::kind)
        .containsExactly(Tuple.tuple("build", Problem.Kind.NOT_APPLIED));
    assertThat(b).shows("build/own", "B's own").shows("other", "goes on");

    b.move("build", "mine");
    SyncOutcome gone = b.sync();

    assertThat(gone.problems()).isEmpty();
    assertThat(b).shows("build", "a file").shows("mine/own", "B's own");
  }

  @Test
  void aDirectoryThatWasLeftForWhatIsGoneNowMakesRoom() {
    a.write(IgnoreFile.NAME, "*.o\n");
    a.write("e/d/f", "f");
    a.write("e/g", "g");
    a.sync();
    b.sync();
    b.write("e/d/k.o", "B's own");
    world.setApart("e/d/k.o");
    a.delete("e/d");
    a.sync();
    b.sync();
    b.delete("e/d/k.o");

    a.delete("e");
    a.write("e", "a file");
    a.sync();
    SyncOutcome outcome = b.sync();

    assertThat(outcome.problems()).isEmpty();
    assertThat(b).shows("e", "a file");
  }

  @Test
  void aLargeFileThatGivesWayToADirectoryArrivesElsewhere() {
    Bytes large = Contents.binary(3, 1_500_000);
    a.write("d", "small");
    a.write("build/k", "k");
    a.sync();
    b.sync();

    a.move("d", "aside");
    a.move("build", "d");
    a.move("aside", "build");
    b.write("d", large);
    a.sync();
    SyncOutcome outcome = b.sync();
    a.sync();

    assertThat(outcome.problems()).isEmpty();
    assertThat(a).shows("build", large).shows("d/k", "k");
    assertThat(b).shows("build", large).shows("d/k", "k");
  }
}
