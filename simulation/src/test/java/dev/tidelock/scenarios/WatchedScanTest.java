package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.scan.Look;
import dev.tidelock.engine.scan.Lookout;
import dev.tidelock.engine.scan.Scope;
import dev.tidelock.engine.scan.TwoSightings;
import dev.tidelock.engine.sync.SyncOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A watch looks only where hints say, and must see twice that something is gone.
class WatchedScanTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;
  private TwoSightings sightings;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    a.write("top", "top");
    a.write("d/x", "x");
    a.write("d/y", "y");
    a.write("d/deep/z", "z");
    a.write("e/v", "v");
    a.sync();
    b.sync();
    sightings = new TwoSightings(a.clock());
  }

  /// A round of the watch on A that looks into these directories; the root is "".
  private SyncOutcome look(String... directories) {
    List<TreePath> paths = Arrays.stream(directories).map(TreePath::parse).toList();
    return a.sync(new Look(Scope.of(paths), Lookout.NONE, sightings));
  }

  private SyncOutcome lookAtEverything() {
    return a.sync(new Look(Scope.EVERYTHING, Lookout.NONE, sightings));
  }

  private void later() {
    a.clock().passSeconds(2);
  }

  @Test
  void onlyWhatIsInScopeIsFoundAndTheRestIsUnknown() {
    a.write("d/x", "changed");
    a.write("e/v", "changed, too");
    a.delete("d/deep/z");
    a.write("new", "new");

    look("d");
    b.sync();

    assertThat(b).shows("d/x", "changed").shows("e/v", "v").shows("d/deep/z", "z").lacks("new");
    look("", "d/deep", "e");
    later();
    look("d/deep");
    b.sync();
    assertThat(b).shows("e/v", "changed, too").shows("new", "new").lacks("d/deep/z");
  }

  @Test
  void aRoundThatFindsNothingWritesNothing() {
    look("d", "e");

    SyncOutcome outcome = look("d", "e");

    assertThat(outcome.filesUp() + outcome.filesDown() + outcome.bytesUp()).isZero();
    assertThat(a.log()).hasSize(1);
  }

  @Test
  void aNewTreeIsFoundWholeByItsTop() {
    a.write("n/o/p/q", "q");
    a.write("n/r", "r");

    look("");
    b.sync();

    assertThat(b).shows("n/o/p/q", "q").shows("n/r", "r");
  }

  @Test
  void aHintBelowWhatIsNotKnownYetStandsForTheWholeOfIt() {
    a.write("n/o/p/q", "q");
    a.write("n/r", "r");

    look("n/o/p");
    b.sync();

    assertThat(b).shows("n/o/p/q", "q").shows("n/r", "r");
  }

  @Test
  void aFileIsDeletedOnlyWhenItWasSeenToBeGoneTwice() {
    a.delete("d/x");

    look("d");
    look("d");
    b.sync();

    assertThat(b).shows("d/x", "x");
    assertThat(sightings.places()).containsExactly(TreePath.parse("d"));
    later();
    look("d");
    b.sync();
    assertThat(b).lacks("d/x").shows("d/y", "y");
    assertThat(sightings.places()).isEmpty();
  }

  @Test
  void aSaveByDeletingAndWritingAnewIsAnEditWhereverItIsInterrupted() {
    a.delete("d/x");
    look("d");
    later();
    a.write("d/x", "saved");

    look("d");
    b.sync();

    assertThat(b).shows("d/x", "saved");
    a.delete("d/x");
    look("d");
    look("d");
    b.sync();
    assertThat(b).as("the first sighting is long forgotten").shows("d/x", "saved");
    later();
    look("d");
  }

  @Test
  void aMoveIsFoundFromItsTargetAlone() {
    a.move("d/x", "e/x");
    a.move("d/deep", "e/deep");

    look("e");
    b.sync();

    assertThat(b).shows("e/x", "x").shows("e/deep/z", "z").lacks("d/x").lacks("d/deep");
    assertThat(a.log().getFirst().commit().counts().renamed()).isEqualTo(2);
    later();
    assertThat(look("d").filesUp()).isZero();
  }

  @Test
  void aMoveSeenFromItsSourceAloneDeletesNothing() {
    a.move("d/deep", "e/deep");

    look("d");
    b.sync();

    assertThat(b).shows("d/deep/z", "z");
    look("e");
    b.sync();
    assertThat(b).shows("e/deep/z", "z").lacks("d/deep");
    assertThat(a.log().getFirst().commit().counts().renamed()).isEqualTo(1);
  }

  @Test
  void whatIsInAMovedDirectoryIsLookedAtToo() {
    a.move("d", "moved");
    a.write("moved/deep/z", "edited");
    a.write("moved/deep/more", "more");

    look("");
    b.sync();

    assertThat(b).shows("moved/deep/z", "edited").shows("moved/deep/more", "more").lacks("d");
  }

  @Test
  void aDirectoryWhoseTwinTookItsPlaceLosesNothingAtOnce() {
    a.move("d", "aside");
    a.write("d/x", "other x");

    look("");
    b.sync();

    assertThat(b).shows("d/x", "other x").shows("aside/x", "x").shows("aside/deep/z", "z");
  }

  @Test
  void aDirectoryThatBecameAFileIsGoneOnlyWhenThatIsSure() {
    a.delete("d");
    a.write("d", "a file now");

    look("");
    b.sync();

    assertThat(b).shows("d/x", "x");
    later();
    look("");
    b.sync();
    assertThat(b).shows("d", "a file now");
  }

  @Test
  void aDirectoryThatLeftItsPlaceToANewFileKeepsItUntilThatIsSure() {
    a.move("d", "moved");
    a.write("d", "a file now");

    look("");
    b.sync();

    assertThat(b).showsDirectory("d").shows("moved/x", "x").shows("moved/deep/z", "z");
    later();
    look("");
    b.sync();
    assertThat(b).shows("d", "a file now").shows("moved/x", "x").shows("moved/deep/z", "z");
  }

  @Test
  void aDirectoryThatLeftItsPlaceToAFileThatIsKnownIsMovedAtOnce() {
    a.move("d", "moved");
    a.move("top", "d");

    look("");
    b.sync();

    assertThat(b).shows("d", "top").shows("moved/x", "x").shows("moved/deep/z", "z").lacks("top");
  }

  @Test
  void aFileAndADirectoryThatChangedPlacesDoSoOnceThatIsSure() {
    a.move("d", "aside");
    a.move("top", "d");
    a.move("aside", "top");

    look("");
    b.sync();

    assertThat(b).shows("top", "top").shows("d/x", "x");
    later();
    look("");
    b.sync();
    assertThat(b).shows("d", "top").shows("top/x", "x").shows("top/deep/z", "z");
  }

  @Test
  void aFileThatBecameADirectoryIsGoneOnlyWhenThatIsSure() {
    a.delete("top");
    a.write("top/inner", "inner");

    look("");
    b.sync();

    assertThat(b).shows("top", "top");
    later();
    look("");
    b.sync();
    assertThat(b).shows("top/inner", "inner");
  }

  @Test
  void aDirectoryThatNobodyWatchesYetIsLookedAtOnTheWay() {
    a.write("d/deep/z", "edited");
    Set<TreePath> watched = new HashSet<>(Set.of(TreePath.ROOT, TreePath.parse("d")));
    List<TreePath> entered = new ArrayList<>();
    Lookout lookout =
        new Lookout() {
          @Override
          public boolean watches(TreePath directory) {
            return watched.contains(directory);
          }

          @Override
          public void entering(TreePath directory) {
            watched.add(directory);
            entered.add(directory);
          }
        };

    a.sync(new Look(Scope.of(Set.of(TreePath.parse("d"))), lookout, sightings));
    b.sync();

    assertThat(b).shows("d/deep/z", "edited");
    assertThat(entered).containsExactly(TreePath.parse("d"), TreePath.parse("d/deep"));
  }

  @Test
  void whatIsIgnoredIsNeitherEnteredNorTaken() {
    world.setApart("build");
    world.setApart("d/build");
    a.write(".tidelockignore", "build/\n");
    a.write("build/out", "out");
    a.write("d/build/out", "out");
    lookAtEverything();
    a.write("d/build/more", "more");

    look("build", "d/build", "d");
    b.sync();

    assertThat(b).lacks("build").lacks("d/build").shows("d/x", "x");
  }

  @Test
  void anEditElsewhereMeetsOneThatNoHintToldOf() {
    b.write("e/v", "theirs");
    b.sync();
    a.write("e/v", "mine");

    look();

    assertThat(a.conflicts()).hasSize(1);
    assertThat(a).shows("e/v", "mine");
    b.sync();
    assertThat(b).shows("e/v", "theirs");
  }

  @Test
  void aStateThatWasLostIsLookedAtWhole() {
    a.write("e/v", "changed");
    for (String suffix : List.of("", "-wal", "-shm")) {
      a.delete(".tidelock/state.db" + suffix);
    }

    look("d");

    assertThat(a.conflicts()).hasSize(1);
    assertThat(a).shows("e/v", "changed");
  }
}
