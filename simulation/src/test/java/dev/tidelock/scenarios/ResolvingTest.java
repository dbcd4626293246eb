package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.sync.Decision;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.SyncOutcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A conflict is open, and somebody ends it, works on, moves it, or deletes his side of it.
class ResolvingTest {
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
  void takingTheOwnVersionEndsItEverywhere() {
    disagree();

    a.take("d/f", "from A\n");
    assertThat(a).hasNoConflict().shows("d/f", "from A\n");
    a.sync();
    b.sync();

    assertThat(b).hasNoConflict().shows("d/f", "from A\n");
  }

  @Test
  void takingTheOtherVersionEndsItEverywhere() {
    disagree();

    a.take("d/f", "from B\n");
    assertThat(a).hasNoConflict().shows("d/f", "from B\n");
    a.sync();
    b.sync();

    assertThat(b).hasNoConflict().shows("d/f", "from B\n");
    assertThat(a).shows("d/f", "from B\n");
  }

  @Test
  void newBytesEndItEverywhere() {
    disagree();

    b.resolve("d/f", new Decision.UseBytes(Bytes.utf8("both\n")));
    assertThat(b).hasNoConflict().shows("d/f", "both\n");
    b.sync();
    a.sync();

    assertThat(a).hasNoConflict().shows("d/f", "both\n");
  }

  @Test
  void removingEndsItEverywhere() {
    disagree();

    b.resolve("d/f", new Decision.Remove());
    assertThat(b).hasNoConflict().lacks("d/f");
    b.sync();
    a.sync();

    assertThat(a).hasNoConflict().lacks("d/f");
  }

  @Test
  void aDeviceWithoutAStakeCanEndIt() {
    disagree();
    Device c = world.device("C");
    c.sync();
    assertThat(c).hasConflict("d/f", "from A\n", "from B\n");

    c.take("d/f", "from B\n");
    assertThat(c).shows("d/f", "from B\n");
    c.sync();
    a.sync();
    b.sync();

    assertThat(a).hasNoConflict().shows("d/f", "from B\n");
    assertThat(b).hasNoConflict().shows("d/f", "from B\n");
  }

  @Test
  void aDeviceThatJoinsShowsTheFirstTermAndIsNoParty() {
    disagree();
    Device c = world.device("C");
    c.sync();

    assertThat(c).shows("d/f", a.content(a.conflict("d/f").terms().getFirst().entry()));
    assertThat(c.sync().filesUp()).isZero();
    assertThat(c.conflict("d/f").mine())
        .isEqualTo(Optional.of(c.conflict("d/f").terms().getFirst().key()));
  }

  @Test
  void aDeviceThatJoinsAndEditsEditsTheTermThatItShows() {
    disagree();
    Device c = world.device("C");
    c.sync();
    String shown = c.text("d/f");

    c.write("d/f", "edited by C\n");
    c.sync();
    a.sync();
    b.sync();

    String left = shown.equals("from A\n") ? "from B\n" : "from A\n";
    assertThat(a).hasConflict("d/f", "edited by C\n", left);
    assertThat(b).hasConflict("d/f", "edited by C\n", left);
  }

  @Test
  void resolvedTheSameWayOnBothIsResolved() {
    disagree();

    a.take("d/f", "from A\n");
    b.take("d/f", "from A\n");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).hasNoConflict().shows("d/f", "from A\n");
    assertThat(b).hasNoConflict().shows("d/f", "from A\n");
  }

  @Test
  void resolvedDifferentlyOnBothIsOpenAgain() {
    disagree();

    a.take("d/f", "from A\n");
    b.take("d/f", "from B\n");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).hasConflict("d/f", "from A\n", "from B\n");
    assertThat(b).hasConflict("d/f", "from A\n", "from B\n");

    a.resolve("d/f", new Decision.UseBytes(Bytes.utf8("at last\n")));
    a.sync();
    b.sync();
    assertThat(b).hasNoConflict().shows("d/f", "at last\n");
  }

  @Test
  void resolvedWithDifferentBytesOnBothIsOpenAgain() {
    disagree();

    a.resolve("d/f", new Decision.UseBytes(Bytes.utf8("A's idea\n")));
    b.resolve("d/f", new Decision.UseBytes(Bytes.utf8("B's idea\n")));
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).hasConflict("d/f", "A's idea\n", "B's idea\n");
    assertThat(b).hasConflict("d/f", "A's idea\n", "B's idea\n");
  }

  @Test
  void takenHereAndRemovedThereLosesNothing() {
    disagree();

    a.take("d/f", "from A\n");
    b.resolve("d/f", new Decision.Remove());
    a.sync();
    b.sync();
    a.sync();

    assertThat(a.sees()).isEqualTo(b.sees());
  }

  @Test
  void anEditAfterAConflictChangesTheOwnTerm() {
    disagree();

    b.write("d/f", "from B, again\n");
    b.sync();
    a.sync();

    assertThat(a).hasConflict("d/f", "from A\n", "from B, again\n").shows("d/f", "from A\n");
    assertThat(b).hasConflict("d/f", "from A\n", "from B, again\n").shows("d/f", "from B, again\n");
  }

  @Test
  void editsOfBothAfterAConflictChangeBothTerms() {
    disagree();

    a.write("d/f", "from A, again\n");
    b.write("d/f", "from B, again\n");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).hasConflict("d/f", "from A, again\n", "from B, again\n");
    assertThat(b).hasConflict("d/f", "from A, again\n", "from B, again\n");
    assertThat(a).shows("d/f", "from A, again\n");
    assertThat(b).shows("d/f", "from B, again\n");
  }

  @Test
  void anEditToTheOthersValueEndsIt() {
    disagree();

    a.write("d/f", "from B\n");
    a.sync();
    b.sync();

    assertThat(a).hasNoConflict().shows("d/f", "from B\n");
    assertThat(b).hasNoConflict().shows("d/f", "from B\n");
  }

  @Test
  void aResolutionMeetsANewEdit() {
    disagree();

    a.take("d/f", "from A\n");
    b.write("d/f", "from B, again\n");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).hasConflict("d/f", "from A\n", "from B, again\n").shows("d/f", "from A\n");
    assertThat(b).hasConflict("d/f", "from A\n", "from B, again\n");
    assertThat(b).shows("d/f", "from B, again\n");
  }

  @Test
  void deletingAConflictedFileWithdrawsTheOwnTermOnly() {
    disagree();

    b.delete("d/f");
    b.sync();
    a.sync();

    assertThat(a).hasNoConflict().shows("d/f", "from A\n");
    assertThat(b).hasNoConflict().shows("d/f", "from A\n");
  }

  @Test
  void deletingTheDirectoryOfAConflictRemovesNoTermOfAnother() {
    disagree();

    b.delete("d");
    b.sync();
    a.sync();

    assertThat(a).hasNoConflict().shows("d/f", "from A\n");
    assertThat(b).hasNoConflict().shows("d/f", "from A\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B"})
  void theDirectoryOfAConflictIsRenamed(String who) {
    disagree();
    Device mover = who.equals("A") ? a : b;
    Device other = who.equals("A") ? b : a;

    mover.move("d", "e");
    mover.sync();
    other.sync();

    for (Device device : List.of(a, b)) {
      assertThat(device)
          .lacks("d")
          .hasConflict("e/f", "from A\n", "from B\n")
          .shows("e/f", "from " + device.name() + "\n");
      assertThat(device.conflict("e/f").mine()).isNotEmpty();
    }
    other.take("e/f", "from B\n");
    other.sync();
    mover.sync();
    assertThat(mover).hasNoConflict().shows("e/f", "from B\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B"})
  void theFileOfAConflictIsRenamed(String who) {
    disagree();
    Device mover = who.equals("A") ? a : b;
    Device other = who.equals("A") ? b : a;

    mover.move("d/f", "d/g");
    mover.sync();
    other.sync();

    for (Device device : List.of(a, b)) {
      assertThat(device)
          .lacks("d/f")
          .hasConflict("d/g", "from A\n", "from B\n")
          .shows("d/g", "from " + device.name() + "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B"})
  void aLargeConflictMovesOffline(String who) {
    a.write("d/f", Contents.binary(1, 2 << 20));
    a.sync();
    b.sync();
    a.write("d/f", Contents.binary(2, 2 << 20));
    b.write("d/f", Contents.binary(3, 2 << 20));
    a.sync();
    b.sync();
    a.sync();

    Device mover = who.equals("A") ? a : b;
    Device other = who.equals("A") ? b : a;
    mover.move("d", "e");
    mover.sync();
    SyncOutcome outcome = other.sync();

    assertThat(outcome.bytesDown()).isLessThan(1 << 20);
    assertThat(a).lacks("d").shows("e/f", Contents.binary(2, 2 << 20));
    assertThat(b).lacks("d").shows("e/f", Contents.binary(3, 2 << 20));
  }

  @Test
  void aNewFileUnderAnOldNameIsNewWhileAConflictIsOpen() {
    disagree();
    a.move("other", "moved");
    a.sync();
    b.sync();

    b.write("other", "new under the old name");
    b.sync();
    b.write("other", "new under the old name, edited");
    b.sync();
    a.sync();

    assertThat(a).shows("moved", "x").shows("other", "new under the old name, edited");
    assertThat(b).shows("moved", "x").shows("other", "new under the old name, edited");
    assertThat(b.conflicts()).hasSize(1);
  }

  @Test
  void workGoesOnWhileAConflictIsOpen() {
    disagree();

    b.move("other", "moved");
    b.write("moved", "x edited by B");
    a.write("other", "x");
    a.write("new", "from A");
    b.sync();
    a.sync();
    b.sync();

    assertThat(a).shows("moved", "x edited by B").shows("new", "from A").lacks("other");
    assertThat(b).shows("moved", "x edited by B").shows("new", "from A").lacks("other");
    assertThat(b.conflicts()).hasSize(1);
  }

  @Test
  void theFileOfAConflictIsRenamedAndThenEditedElsewhere() {
    disagree();

    a.move("d/f", "g");
    b.write("d/f", "from B, again\n");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).lacks("d/f").hasConflict("g", "from A\n", "from B, again\n");
    assertThat(b).lacks("d/f").hasConflict("g", "from A\n", "from B, again\n");
    assertThat(b).shows("g", "from B, again\n");
  }

  @Test
  void aLargeVersionThatGivesWayIsInTheHistory() {
    a.write("large", Contents.binary(1, 2 << 20));
    a.sync();
    b.sync();
    a.write("large", Contents.binary(2, 2 << 20));
    b.write("large", Contents.binary(3, 2 << 20));
    a.sync();
    b.sync();
    a.sync();
    Bytes edited = Contents.binary(4, 2 << 20);
    a.write("large", edited);

    OpenConflict conflict = a.conflict("large");
    TermKey other =
        conflict.terms().stream()
            .map(Term::key)
            .filter(key -> !Optional.of(key).equals(conflict.mine()))
            .findFirst()
            .orElseThrow();
    a.resolve("large", new Decision.TakeTerm(other));
    SyncOutcome outcome = a.sync();
    b.sync();

    assertThat(outcome.problems()).isEmpty();
    assertThat(b).shows("large", Contents.binary(3, 2 << 20));
  }

  private static void take(Device device, OpenConflict seen, TermKey term) {
    device.open(
        (workspace, remote) -> workspace.resolve(seen, new Decision.TakeTerm(term), remote));
  }

  @Test
  void theOwnVersionIsTakenAsItIsNow() {
    disagree();
    OpenConflict seen = a.conflict("d/f");
    a.write("d/f", "merged by hand\n");

    take(a, seen, seen.mine().orElseThrow());

    assertThat(a).shows("d/f", "merged by hand\n").hasNoConflict();
    a.sync();
    b.sync();
    assertThat(b).shows("d/f", "merged by hand\n").hasNoConflict();
  }

  @Test
  void aVersionThatCameSinceIsStillOpen() {
    Device c = world.device("C");
    a.write("d/f", "base\n");
    a.sync();
    c.sync();
    disagree();
    OpenConflict seen = a.conflict("d/f");
    c.write("d/f", "from C\n");
    c.sync();
    a.sync();

    take(a, seen, seen.mine().orElseThrow());

    assertThat(a).hasConflict("d/f", "from A\n", "from C\n").shows("d/f", "from A\n");
    a.sync();
    b.sync();
    c.sync();
    assertThat(c).hasConflict("d/f", "from A\n", "from C\n").shows("d/f", "from C\n");
  }
}
