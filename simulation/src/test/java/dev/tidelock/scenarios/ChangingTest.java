package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Counts;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs write while a sync reads or writes.
class ChangingTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    a.write("f", "base");
    a.write("d/g", "base of g");
    a.sync();
    b.sync();
  }

  @Test
  void aFileThatNeverStandsStillIsBusyAndHoldsUpNothing() {
    a.write("log", "start\n");
    a.write("other", "new");
    a.surround(
        Meanwhile.each(call -> {
          if (call.equals("read")) {
            a.append("log", "more\n");
          }
        }));
    SyncOutcome outcome = a.sync();
    a.surround(Around.NOTHING);
    b.sync();

    assertThat(outcome.problems())
        .extracting(Problem::path, Problem::kind)
        .containsExactly(Tuple.tuple("log", Problem.Kind.BUSY));
    assertThat(b).lacks("log").shows("other", "new");
    a.sync();
    b.sync();
    assertThat(b).shows("log", a.text("log"));
  }

  @Test
  void aBusyFileKeepsItsLastVersionElsewhere() {
    a.surround(
        Meanwhile.each(call -> {
          if (call.equals("read")) {
            a.append("f", "+");
          }
        }));
    a.append("f", "+");
    a.sync();
    a.surround(Around.NOTHING);
    b.sync();

    assertThat(b).shows("f", "base");
  }

  /// Nobody can read a file in one step: what is read while it is written may be of no time at all.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileThatIsRewrittenWhileItIsReadIsNeverTorn(boolean coarse) {
    int[] generation = {0};
    List<Bytes> written = new ArrayList<>();
    for (int round = 1; round <= 12; round++) {
      int[] left = {round};
      a.write("table", generation(generation[0]++));
      Around rewriting =
          Meanwhile.each(call -> {
            if (call.equals("read") && --left[0] == 0) {
              a.write("table", generation(generation[0]++));
            }
          });
      a.surround(
          coarse
              ? new Around() {
                @Override
                public FileSystem files(FileSystem files) {
                  return CoarseTimes.of(rewriting.files(files));
                }
              }
              : rewriting);
      a.sync();
      a.surround(Around.NOTHING);
    }
    a.sync();
    b.sync();

    for (int i = 0; i < generation[0]; i++) {
      written.add(generation(i));
    }
    assertThat(b.past("table")).isSubsetOf(written).hasSizeGreaterThan(6);
    assertThat(b).shows("table", generation(generation[0] - 1));
  }

  /// A content of a megabyte that has nothing in common with those before and after it.
  private static Bytes generation(int number) {
    return Contents.binary(1_000 + number, 1 << 20);
  }

  /// The ways in which programs save: each leaves the file and nothing else.
  enum Saving {
    IN_PLACE,
    BESIDE_AND_OVER,
    BESIDE_AND_AFTER_A_DELETE,
    AFTER_A_BACKUP
  }

  private void save(Saving how, String text) throws IOException {
    switch (how) {
      case IN_PLACE -> a.write("f", text);
      case BESIDE_AND_OVER -> a.replace("f", text);
      case BESIDE_AND_AFTER_A_DELETE -> {
        a.write("f.tmp", text);
        a.delete("f");
        a.move("f.tmp", "f");
      }
      case AFTER_A_BACKUP -> {
        Files.move(a.path("f"), a.path("f~"));
        Files.writeString(a.path("f"), text);
        a.delete("f~");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHundredSavesAreAHundredEditsOfOneFile(Saving how) throws IOException {
    for (int i = 0; i < 100; i++) {
      save(how, "saved " + i);
      if (i % 5 != 4) {
        continue;
      }
      SyncOutcome outcome = a.sync();
      assertThat(outcome.filesUp()).isEqualTo(1);
      Counts counts = a.log().getFirst().commit().counts();
      assertThat(counts.deleted() + counts.added() + counts.renamed()).isZero();
      assertThat(counts.modified()).isEqualTo(1);
    }
    b.sync();

    assertThat(b.log("f")).hasSize(21);
    assertThat(b).showsOnly("f", "d", "d/g").shows("f", "saved 99").hasNoConflict();
  }

  @Test
  void savingWithABackupIsOneEditAndOneBackup() throws Exception {
    for (int i = 0; i < 5; i++) {
      Files.move(a.path("f"), a.path("f~"), StandardCopyOption.REPLACE_EXISTING);
      a.write("f", "saved " + i);
      a.sync();
      assertThat(a.log().getFirst().commit().renames().stream().flatMap(List::stream)).isEmpty();
    }
    b.write("d/g", "edited by B");
    b.sync();

    assertThat(b).shows("f", "saved 4").shows("f~", "saved 3").hasNoConflict();
  }

  @Test
  void aSaveWithABackupMeetsAnEdit() throws Exception {
    a.write("f.txt", "one\ntwo\nthree\nfour\nfive\n");
    a.sync();
    b.sync();

    Files.move(a.path("f.txt"), a.path("f.txt~"));
    a.write("f.txt", "ONE\ntwo\nthree\nfour\nfive\n");
    b.write("f.txt", "one\ntwo\nthree\nfour\nFIVE\n");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).shows("f.txt", "ONE\ntwo\nthree\nfour\nFIVE\n").hasNoConflict();
    assertThat(b).shows("f.txt~", "one\ntwo\nthree\nfour\nfive\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"barrier", "move", "exchange", "setAttributes"})
  void anEditRightBeforeAnUpdateArrivesIsKept(String moment) {
    a.write("f", "from A");
    a.write("d/g", "g from A");
    a.sync();
    b.surround(Meanwhile.before(moment, 1, () -> b.write("f", "saved by B meanwhile")));
    b.sync();
    b.surround(Around.NOTHING);
    a.sync();

    assertThat(b).shows("f", "saved by B meanwhile").shows("d/g", "g from A");
    assertThat(a).shows("f", "from A").hasConflict("f", "from A", "saved by B meanwhile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"barrier", "move", "exchange", "setAttributes"})
  void anEditByRenamingRightBeforeAnUpdateArrivesIsKept(String moment) {
    a.write("f", "from A");
    a.sync();
    b.surround(Meanwhile.before(moment, 1, () -> b.replace("f", "saved by B meanwhile")));
    b.sync();
    b.surround(Around.NOTHING);
    a.sync();

    assertThat(b).shows("f", "saved by B meanwhile");
    assertThat(a).hasConflict("f", "from A", "saved by B meanwhile");
  }

  @Test
  void anEditRightBeforeADeletionArrivesIsKept() {
    a.delete("f");
    a.sync();
    b.surround(Meanwhile.before("move", 1, () -> b.write("f", "saved by B meanwhile")));
    b.sync();
    b.surround(Around.NOTHING);
    a.sync();

    assertThat(a).shows("f", "saved by B meanwhile").hasNoConflict();
    assertThat(b).shows("f", "saved by B meanwhile");
  }

  @Test
  void aNewFileWhereOneArrivesIsKept() {
    a.write("new", "from A");
    a.sync();
    b.surround(Meanwhile.before("barrier", 1, () -> b.write("new", "from B meanwhile")));
    b.sync();
    b.surround(Around.NOTHING);
    a.sync();

    assertThat(b).shows("new", "from B meanwhile");
    assertThat(a).hasConflict("new", "from A", "from B meanwhile");
  }

  @Test
  void aFileInADirectoryThatIsBeingDeletedIsKept() {
    a.delete("d");
    a.sync();
    b.surround(Meanwhile.before("removeDirectory", 1, () -> b.write("d/new", "just now")));
    b.sync();
    b.surround(Around.NOTHING);
    b.sync();
    a.sync();

    assertThat(a).shows("d/new", "just now").lacks("d/g");
    assertThat(b).shows("d/new", "just now").lacks("d/g");
  }

  @Test
  void aDirectoryThatMovesMeanwhileIsKept() {
    a.write("d/g", "g from A");
    a.write("d/h", "h from A");
    a.sync();
    b.surround(Meanwhile.before("barrier", 1, () -> b.move("d", "e")));
    b.sync();
    b.surround(Around.NOTHING);
    a.sync();
    b.sync();

    assertThat(a.sees()).isEqualTo(b.sees());
    assertThat(a).lacks("d").shows("e/g", "g from A").shows("e/h", "h from A");
  }

  @Test
  void aLargeFileThatChangesWhileItIsSentIsSentAgain() {
    a.write("large", Contents.binary(1, 3 << 20));
    a.surround(Meanwhile.before("send", 2, () -> a.write("large", Contents.binary(2, 3 << 20))));
    a.sync();
    a.surround(Around.NOTHING);
    a.sync();
    b.sync();

    assertThat(b).shows("large", Contents.binary(2, 3 << 20));
  }

  @Test
  void aFileThatVanishesWhileItIsReadIsNotThere() {
    a.write("temporary", "x");
    a.surround(Meanwhile.before("open", 1, () -> a.delete("temporary")));
    a.sync();
    a.surround(Around.NOTHING);
    b.sync();

    assertThat(b).lacks("temporary");
  }
}
