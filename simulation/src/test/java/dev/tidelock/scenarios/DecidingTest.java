package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.merge.Strategy;
import dev.tidelock.engine.sync.Decision;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.SyncOutcome;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Conflicts of several devices and of other kinds, and the other ways to decide them.
class DecidingTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
  }

  /// A and B know that both edited `d/f`.
  private void disagree() {
    a.write("d/f", "base\n");
    a.write("other", "x");
    a.sync();
    b.sync();
    a.write("d/f", "from A\n");
    b.write("d/f", "from B\n");
    a.sync();
    b.sync();
    a.sync();
    assertThat(a).hasConflict("d/f", "from A\n", "from B\n");
  }

  @Test
  void threeDevicesDisagree() {
    Device c = world.device("C");
    a.write("f", "base\n");
    a.sync();
    b.sync();
    c.sync();

    a.write("f", "from A\n");
    b.write("f", "from B\n");
    c.write("f", "from C\n");
    a.sync();
    b.sync();
    c.sync();
    a.sync();
    b.sync();

    for (Device device : world.devices()) {
      assertThat(device)
          .hasConflict("f", "from A\n", "from B\n", "from C\n")
          .shows("f", "from " + device.name() + "\n");
    }
    b.take("f", "from C\n");
    b.sync();
    c.sync();
    a.sync();
    assertThat(a).hasNoConflict().shows("f", "from C\n");
  }

  @Test
  void aNewcomerWithBytesOfItsOwnIsATermMore() {
    disagree();
    Device c = world.device("C");
    c.write("d/f", "from C\n");

    c.sync();
    a.sync();
    b.sync();

    assertThat(c).hasConflict("d/f", "from A\n", "from B\n", "from C\n").shows("d/f", "from C\n");
    assertThat(a).shows("d/f", "from A\n");
    assertThat(b).shows("d/f", "from B\n");
  }

  @Test
  void aConflictAboutALinkAndAFileIsOne() {
    a.write("f", "text");
    b.link("f", "somewhere");

    a.sync();
    b.sync();
    a.sync();

    assertThat(a.conflict("f").kind()).isEqualTo(OpenConflict.Kind.TYPE);
    assertThat(a).shows("f", "text");
    assertThat(b).showsLink("f", "somewhere");
    a.take("f", "text");
    a.sync();
    b.sync();
    assertThat(b).shows("f", "text").hasNoConflict();
  }

  @Test
  void aLargeConflictIsResolvedByTheOtherVersion() {
    a.write("f", Contents.binary(1, 2 << 20));
    a.sync();
    b.sync();
    a.write("f", Contents.binary(2, 2 << 20));
    b.write("f", Contents.binary(3, 2 << 20));
    a.sync();
    b.sync();
    a.sync();

    OpenConflict open = a.conflict("f");
    a.resolve(
        "f",
        new Decision.TakeTerm(
            open.terms().stream()
                .map(term -> term.key())
                .filter(key -> !open.mine().equals(Optional.of(key)))
                .findFirst()
                .orElseThrow()));
    a.sync();
    b.sync();

    assertThat(a).shows("f", Contents.binary(3, 2 << 20)).hasNoConflict();
    assertThat(b).shows("f", Contents.binary(3, 2 << 20)).hasNoConflict();
  }

  @Test
  void resolvingOfflineWaitsForTheNextSync() {
    disagree();
    b.take("d/f", "from A\n");
    b.write("other", "edited after");
    a.write("third", "new");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).hasNoConflict().shows("d/f", "from A\n").shows("other", "edited after");
    assertThat(b).hasNoConflict().shows("third", "new");
  }

  @Test
  void aStrategyDecidesWithoutAsking() {
    a.write("f", "base");
    a.sync();
    b.sync();
    a.write("f", "from A");
    b.write("f", "from B");
    a.sync();

    SyncOutcome outcome = b.sync(Strategy.LOCAL);
    a.sync();

    assertThat(outcome.conflictsDetected()).isEqualTo(1);
    assertThat(outcome.conflictsResolved()).isEqualTo(1);
    assertThat(a).shows("f", "from B").hasNoConflict();
    assertThat(b).shows("f", "from B").hasNoConflict();
  }

  @Test
  void theStrategyRemoteTakesWhatIsThere() {
    a.write("f", "base");
    a.sync();
    b.sync();
    a.write("f", "from A");
    b.write("f", "from B");
    a.sync();

    b.sync(Strategy.REMOTE);

    assertThat(b).shows("f", "from A").hasNoConflict();
  }

  @Test
  void theMergeOfTheTermsIsOffered() {
    a.write("f", "one\ntwo\nthree\n");
    a.sync();
    b.sync();
    a.write("f", "ONE\ntwo\nthree\n");
    b.write("f", "one\ntwo\nTHREE\n");
    a.sync();
    b.sync(Strategy.MANUAL);

    OpenConflict open = b.conflict("f");
    MergeOutcome outcome = b.open((workspace, remote) -> workspace.mergeTerms(open, remote));
    assertThat(outcome).isEqualTo(new MergeOutcome.Merged(Bytes.utf8("ONE\ntwo\nTHREE\n")));
    b.resolve("f", new Decision.UseBytes(Bytes.utf8("ONE\ntwo\nTHREE\n")));
    b.sync();
    a.sync();

    assertThat(a).shows("f", "ONE\ntwo\nTHREE\n").hasNoConflict();
  }
}
