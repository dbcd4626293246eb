package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.engine.sync.LogEntry;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Files are made, edited and deleted on two devices, together and apart.
class EditingTest {
  @RegisterExtension final World world = new World();

  @Test
  void aNewFileArrivesWithItsBytesTimeAndExecutableBit() throws IOException {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("tool.sh", "#!/bin/sh\n");
    a.setExecutable("tool.sh", true);
    FileTime time = FileTime.fromMillis(1_700_000_000_123L);
    Files.setLastModifiedTime(a.path("tool.sh"), time);

    a.sync();
    b.sync();

    assertThat(b).shows("tool.sh", "#!/bin/sh\n");
    assertThat(b.sees().get("tool.sh"))
        .isEqualTo(new Sight.OfFile(Bytes.utf8("#!/bin/sh\n"), true));
    assertThat(Files.getLastModifiedTime(b.path("tool.sh"))).isEqualTo(time);
  }

  @Test
  void anEditArrivesAndTheHistoryHasBothVersions() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "first");
    a.sync();
    b.sync();

    a.write("f", "second");
    a.sync();
    b.sync();

    assertThat(b).shows("f", "second");
    assertThat(b.log("f")).hasSize(2);
    assertThat(b.past("f")).containsExactly(Bytes.utf8("second"), Bytes.utf8("first"));
  }

  @Test
  void aDeletedFileGoesAndStaysInTheHistoryAndTheTrash() throws IOException {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "precious");
    a.write("g", "other");
    a.sync();
    b.sync();

    a.delete("f");
    a.sync();
    b.sync();

    assertThat(b).showsOnly("g");
    assertThat(Sight.of(b.path(".tidelock/trash")).values())
        .contains(new Sight.OfFile(Bytes.utf8("precious"), false));
    assertThat(b.log("f")).hasSize(2);
    assertThat(b.past("f")).containsExactly(Bytes.utf8("precious"));
    assertThat(a.past("f")).containsExactly(Bytes.utf8("precious"));
  }

  @Test
  void editsOfDifferentLinesAreMergedInOneMergeCommit() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f.txt", "one\ntwo\nthree\nfour\nfive\n");
    a.sync();
    b.sync();

    a.write("f.txt", "ONE\ntwo\nthree\nfour\nfive\n");
    b.write("f.txt", "one\ntwo\nthree\nfour\nFIVE\n");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).shows("f.txt", "ONE\ntwo\nthree\nfour\nFIVE\n").hasNoConflict();
    assertThat(b).shows("f.txt", "ONE\ntwo\nthree\nfour\nFIVE\n");
    assertThat(a.log().stream().map(entry -> entry.commit().kind()))
        .containsOnlyOnce(Commit.Kind.MERGE);
  }

  @Test
  void editsOfOneLineAreAConflictThatChangesNoDisk() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f.txt", "base\n");
    a.sync();
    b.sync();

    a.write("f.txt", "from A\n");
    b.write("f.txt", "from B\n");
    a.sync();
    SyncOutcome outcome = b.sync();
    SyncOutcome seen = a.sync();

    assertThat(outcome.conflictsOpen()).isEqualTo(1);
    assertThat(seen.conflictsOpen()).isEqualTo(1);
    assertThat(a).shows("f.txt", "from A\n").hasConflict("f.txt", "from A\n", "from B\n");
    assertThat(b).shows("f.txt", "from B\n").hasConflict("f.txt", "from A\n", "from B\n");
    assertThat(a.conflict("f.txt").base().map(a::content)).contains("base\n");
    assertThat(a.status().conflicts()).isEqualTo(1);
    assertThat(b.status().conflicts()).isEqualTo(1);
  }

  @Test
  void binaryEditsAreAConflictWithoutMarkers() {
    Device a = world.device("A");
    Device b = world.device("B");
    Bytes base = Contents.binary(1, 5000);
    a.write("f.bin", base);
    a.sync();
    b.sync();

    a.write("f.bin", Contents.binary(2, 5000));
    b.write("f.bin", Contents.binary(3, 5000));
    a.sync();
    b.sync();
    a.sync();

    for (Device device : List.of(a, b)) {
      OpenConflict conflict = device.conflict("f.bin");
      assertThat(conflict.base().map(device::bytes)).contains(base);
      assertThat(conflict.terms().stream().map(term -> device.bytes(term.entry())))
          .containsExactlyInAnyOrder(Contents.binary(2, 5000), Contents.binary(3, 5000));
      assertThat(
              device.<MergeOutcome>open(
                  (workspace, remote) -> workspace.mergeTerms(conflict, remote)))
          .isNotInstanceOf(MergeOutcome.Merged.class);
    }
    assertThat(a).shows("f.bin", Contents.binary(2, 5000));
    assertThat(b).shows("f.bin", Contents.binary(3, 5000));
  }

  @Test
  void largeBinaryEditsAreAConflictAndBothCanBeTaken() {
    Device a = world.device("A");
    Device b = world.device("B");
    Bytes fromA = Contents.binary(2, 3 << 20);
    Bytes fromB = Contents.binary(3, 3 << 20);
    a.write("f.bin", Contents.binary(1, 3 << 20));
    a.sync();
    b.sync();

    a.write("f.bin", fromA);
    b.write("f.bin", fromB);
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).shows("f.bin", fromA);
    assertThat(b).shows("f.bin", fromB);
    assertThat(a.conflict("f.bin").terms()).hasSize(2);
  }

  @Test
  void identicalEditsAreNoConflict() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "before");
    a.sync();
    b.sync();

    a.write("f", "after");
    b.write("f", "after");
    a.sync();
    b.sync();

    assertThat(b).shows("f", "after").hasNoConflict();
    assertThat(a.log()).hasSize(2);
    a.write("f", "from here on");
    a.sync();
    b.sync();
    assertThat(b).shows("f", "from here on").hasNoConflict();
  }

  @Test
  void equalNewFilesBecomeOne() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "the same");
    b.write("f", "the same");
    long inode = b.inode("f");

    a.sync();
    SyncOutcome adopted = b.sync();
    a.sync();

    assertThat(a).showsOnly("f").hasNoConflict();
    assertThat(b).showsOnly("f");
    assertThat(b.inode("f")).isEqualTo(inode);
    assertThat(adopted.filesUp() + adopted.filesDown()).isZero();
  }

  @Test
  void differentNewFilesAtOnePathAreAConflict() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "from A");
    b.write("f", "from B");

    a.sync();
    b.sync();
    a.sync();

    assertThat(a).shows("f", "from A").hasConflict("f", "from A", "from B");
    assertThat(b).shows("f", "from B").hasConflict("f", "from A", "from B");
    assertThat(a.conflict("f").base()).isEmpty();
  }

  @Test
  void anEditOutlivesADelete() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "before");
    a.sync();
    b.sync();

    a.write("f", "edited");
    b.delete("f");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).shows("f", "edited").hasNoConflict();
    assertThat(b).shows("f", "edited");
    assertThat(notes(a)).isNotZero();
  }

  @Test
  void anEditOutlivesADeleteThatCameFirst() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "before");
    a.write("g", "other");
    a.sync();
    b.sync();

    a.delete("f");
    b.write("f", "edited");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).shows("f", "edited").hasNoConflict();
    assertThat(b).shows("f", "edited");
    assertThat(notes(a)).isNotZero();
  }

  @Test
  void metadataAloneDoesNotOutliveADelete() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "before");
    a.write("g", "other");
    a.sync();
    b.sync();

    a.delete("f");
    b.setExecutable("f", true);
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).showsOnly("g");
    assertThat(b).showsOnly("g");
  }

  @Test
  void twoDeletesAreOne() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "before");
    a.write("g", "other");
    a.sync();
    b.sync();

    a.delete("f");
    b.delete("f");
    a.sync();
    b.sync();

    assertThat(a).showsOnly("g").hasNoConflict();
    assertThat(b).showsOnly("g");
  }

  @Test
  void aFileThatIsMadeAgainAfterItsDeleteWins() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "old");
    a.write("g", "other");
    a.sync();
    b.sync();

    a.delete("f");
    a.sync();
    b.delete("f");
    b.write("f", "new");
    b.sync();
    a.sync();

    assertThat(a).shows("f", "new").hasNoConflict();
    assertThat(b).shows("f", "new");
    assertThat(a.past("f")).containsExactly(Bytes.utf8("new"), Bytes.utf8("old"));
  }

  @Test
  void manyEditsWhileTheOtherIsAwayBecomeFewCommits() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "start");
    a.sync();
    b.sync();

    IntStream.range(0, 100)
        .forEach(i -> {
          a.write("f", "edit " + i);
          a.keep();
        });
    a.sync();
    b.sync();

    assertThat(b).shows("f", "edit 99");
    assertThat(a.log()).hasSize(2);
  }

  @Test
  void aDeviceThatWasAwayGetsTheFinalState() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "start");
    a.sync();
    b.sync();

    for (int i = 0; i < 20; i++) {
      a.write("f", "edit " + i);
      a.write("g" + i, "new " + i);
      a.sync();
    }
    b.sync();

    assertThat(b).shows("f", "edit 19").shows("g0", "new 0").shows("g19", "new 19");
  }

  @Test
  void truncationToNothingIsAnEditLikeAnyOther() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "something");
    for (int i = 0; i < 30; i++) {
      a.write("empty/" + i, "");
    }
    a.sync();
    b.sync();

    a.write("f", "");
    a.delete("empty/3");
    a.write("moved", "");
    a.sync();
    b.sync();

    assertThat(b).shows("f", "").shows("moved", "").lacks("empty/3");
    assertThat(last(a).renames().stream().flatMap(List::stream)).isEmpty();
  }

  @Test
  void manyEditsThatWaitForAPlaceAreSentAsOneStateInFewCommits() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "first");
    a.sync();
    b.sync();
    int before = a.log().size();
    for (int i = 0; i < 100; i++) {
      a.write("f", "edit " + i);
      a.keep();
    }

    a.sync();
    b.sync();

    assertThat(b).shows("f", "edit 99");
    assertThat(b.log().size() - before).isBetween(1, 2);
  }

  @Test
  void hardLinkedFilesKeepTheirContents() throws IOException {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "one inode");
    Files.createLink(a.path("g"), a.path("f"));
    a.sync();
    b.sync();
    assertThat(b).shows("f", "one inode").shows("g", "one inode");

    a.write("f", "both names changed");
    a.sync();
    b.sync();
    assertThat(b).shows("f", "both names changed").shows("g", "both names changed");

    b.write("g", "and back");
    b.sync();
    a.sync();
    assertThat(a).shows("g", "and back");
  }

  @Test
  void anEmptyDirectoryIsAnEntryLikeAnyOther() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.makeDirectory("d/e");
    a.write("f", "x");
    a.sync();
    b.sync();
    assertThat(b).showsDirectory("d/e");

    b.delete("d/e");
    b.sync();
    a.sync();
    assertThat(a).showsOnly("d", "f");
  }

  @Test
  void anUnchangedFileWhoseTimeChangedIsNoChange() throws IOException {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "the same");
    a.sync();
    b.sync();

    Files.setLastModifiedTime(a.path("f"), FileTime.fromMillis(1_000_000_000_000L));
    SyncOutcome outcome = a.sync();

    assertThat(outcome.filesUp()).isZero();
    assertThat(a.log()).hasSize(1);
  }

  private static Commit last(Device device) {
    return device.log().getFirst().commit();
  }

  private static long notes(Device device) {
    return device.log().stream()
        .map(LogEntry::commit)
        .mapToLong(commit -> commit.notes().size())
        .sum();
  }
}
