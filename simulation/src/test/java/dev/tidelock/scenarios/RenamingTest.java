package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.sync.SyncOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Files and directories are renamed and moved on two devices, together and apart.
class RenamingTest {
  @RegisterExtension final World world = new World();

  @Test
  void aRenamedFileIsRenamedInPlaceAndItsHistoryGoesOn() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", Contents.binary(1, 100_000));
    a.sync();
    b.sync();
    long inode = b.inode("f");

    a.move("f", "g");
    SyncOutcome sent = a.sync();
    SyncOutcome received = b.sync();

    assertThat(b).showsOnly("g").shows("g", Contents.binary(1, 100_000));
    assertThat(b.inode("g")).isEqualTo(inode);
    assertThat(sent.bytesUp()).isLessThan(10_000);
    assertThat(received.bytesDown()).isLessThan(10_000);
    assertThat(b.log("g")).hasSize(2);
    assertThat(b.past("f")).containsExactly(Contents.binary(1, 100_000));
  }

  @Test
  void aRenameHereMeetsAnEditThere() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "before");
    a.sync();
    b.sync();

    a.move("f", "g");
    b.write("f", "edited");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).showsOnly("g").shows("g", "edited").hasNoConflict();
    assertThat(b).showsOnly("g").shows("g", "edited");
  }

  @Test
  void anEditThereMeetsARenameHere() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "before");
    a.sync();
    b.sync();

    a.move("f", "g");
    b.write("f", "edited");
    b.sync();
    a.sync();
    b.sync();

    assertThat(a).showsOnly("g").shows("g", "edited").hasNoConflict();
    assertThat(b).showsOnly("g").shows("g", "edited");
  }

  @Test
  void aRenamedAndEditedFileIsStillTheSameFile() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f.txt", "one\ntwo\nthree\nfour\nfive\n");
    a.sync();
    b.sync();

    a.move("f.txt", "g.txt");
    a.write("g.txt", "ONE\ntwo\nthree\nfour\nfive\n");
    b.write("f.txt", "one\ntwo\nthree\nfour\nFIVE\n");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).showsOnly("g.txt").shows("g.txt", "ONE\ntwo\nthree\nfour\nFIVE\n");
    assertThat(b).showsOnly("g.txt").hasNoConflict();
  }

  @Test
  void twoNamesForOneFileBecomeTheOneOfTheFirstParent() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "the same");
    a.sync();
    b.sync();

    a.move("f", "g");
    b.move("f", "h");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).showsOnly("g").hasNoConflict();
    assertThat(b).showsOnly("g");
    assertThat(a.log().getFirst().commit().notes()).hasSize(1);
  }

  @Test
  void theSameRenameTwiceIsOne() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "the same");
    a.sync();
    b.sync();

    a.move("f", "g");
    b.move("f", "g");
    a.sync();
    b.sync();

    assertThat(a).showsOnly("g").hasNoConflict();
    assertThat(b).showsOnly("g").hasNoConflict();
  }

  @Test
  void aRenameOutlivesADelete() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "precious");
    a.write("other", "x");
    a.sync();
    b.sync();

    a.move("f", "g");
    b.delete("f");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).showsOnly("g", "other").shows("g", "precious");
    assertThat(b).showsOnly("g", "other");
    assertThat(a.log().getFirst().commit().notes()).isNotEmpty();
  }

  @Test
  void aRenameOutlivesADeleteThatCameFirst() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "precious");
    a.write("other", "x");
    a.sync();
    b.sync();

    a.move("f", "g");
    b.delete("f");
    b.sync();
    a.sync();
    b.sync();

    assertThat(a).showsOnly("g", "other").shows("g", "precious");
    assertThat(b).showsOnly("g", "other");
  }

  @Test
  void whatIsAddedUnderARenamedDirectoryGoesWithIt() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("d/x", "x");
    a.sync();
    b.sync();

    a.move("d", "e");
    b.write("d/new", "new");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).showsOnly("e", "e/x", "e/new").shows("e/new", "new");
    assertThat(b).showsOnly("e", "e/x", "e/new");
  }

  @Test
  void aDeletedDirectoryKeepsWhatWasEditedOrAddedInIt() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("d/x", "x");
    a.write("d/z", "z");
    a.write("other", "o");
    a.sync();
    b.sync();

    a.delete("d");
    b.write("d/x", "x edited");
    b.write("d/y", "y new");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a)
        .showsOnly("d", "d/x", "d/y", "other")
        .shows("d/x", "x edited")
        .shows("d/y", "y new");
    assertThat(b).showsOnly("d", "d/x", "d/y", "other").hasNoConflict();
  }

  @Test
  void aNewFileUnderTheOldNameIsAnotherFile() {
    Device a = world.device("A");
    Device b = world.device("B");
    Device c = world.device("C");
    a.write("f", "first");
    a.sync();
    b.sync();
    c.sync();

    a.move("f", "g");
    a.sync();
    c.sync();
    c.write("f", "another");
    b.write("f", "first, edited");
    c.sync();
    b.sync();
    a.sync();

    assertThat(b).shows("f", "another").shows("g", "first, edited").hasNoConflict();
    assertThat(a).shows("f", "another").shows("g", "first, edited");
  }

  @Test
  void twoFilesSwapTheirNames() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "was f");
    a.write("g", "was g");
    a.sync();
    b.sync();

    a.move("f", "t");
    a.move("g", "f");
    a.move("t", "g");
    b.write("f", "was f, edited");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).showsOnly("f", "g").shows("f", "was g").shows("g", "was f, edited");
    assertThat(b).showsOnly("f", "g").shows("f", "was g").shows("g", "was f, edited");
    assertThat(a).hasNoConflict();
  }

  @Test
  void twoDirectoriesSwapTheirNames() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("d/x", "of d");
    a.write("e/x", "of e");
    a.sync();
    b.sync();

    a.move("d", "t");
    a.move("e", "d");
    a.move("t", "e");
    b.write("d/new", "new in d");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).shows("d/x", "of e").shows("e/x", "of d").shows("e/new", "new in d");
    assertThat(b).shows("d/x", "of e").shows("e/x", "of d").shows("e/new", "new in d");
  }

  @Test
  void aDirectoryMovesIntoAnother() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("d/x", "x");
    a.write("e/y", "y");
    a.sync();
    b.sync();

    a.move("d", "e/d");
    b.write("d/x", "x edited");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).showsOnly("e", "e/d", "e/d/x", "e/y").shows("e/d/x", "x edited");
    assertThat(b).showsOnly("e", "e/d", "e/d/x", "e/y");
  }

  @Test
  void movesThatWouldCloseACycleLoseNothing() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("d/x", "x");
    a.write("e/y", "y");
    a.sync();
    b.sync();

    a.move("d", "e/d");
    b.move("e", "d/e");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a.sees()).isEqualTo(b.sees());
    assertThat(a).showsOnly("e", "e/d", "e/d/x", "e/y");
    assertThat(a.log().getFirst().commit().notes()).isNotEmpty();
  }

  @Test
  void aRenamedDirectoryWithAnEditInItIsStillMoved() {
    Device a = world.device("A");
    Device b = world.device("B");
    for (int i = 0; i < 30; i++) {
      a.write("d/f" + i, "content " + i);
    }
    a.sync();
    b.sync();

    a.move("d", "e");
    a.write("e/f3", "edited while moved");
    a.sync();
    b.sync();

    assertThat(b).lacks("d").shows("e/f3", "edited while moved").shows("e/f4", "content 4");
    assertThat(a.log().getFirst().commit().renames().getFirst())
        .contains(new Rename(TreePath.parse("d"), TreePath.parse("e")));
  }

  @Test
  void whatIsRenamedTwiceBeforeASyncIsRenamedOnce() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "the file");
    a.sync();
    b.sync();

    a.move("f", "g");
    a.keep();
    a.move("g", "h");
    a.keep();
    b.write("f", "the file, edited");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).showsOnly("h").shows("h", "the file, edited");
    assertThat(b).showsOnly("h");
  }

  @Test
  void renamesOfSeveralCommitsCompose() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("d/f", "the file");
    a.sync();
    b.sync();

    a.move("d/f", "d/g");
    a.sync();
    a.move("d", "e");
    a.sync();
    b.write("d/f", "the file, edited");
    b.write("d/new", "new");
    b.sync();
    a.sync();

    assertThat(a).showsOnly("e", "e/g", "e/new").shows("e/g", "the file, edited");
    assertThat(b).showsOnly("e", "e/g", "e/new");
  }

  @Test
  void aFileRenamedOntoAnotherReplacesIt() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "new draft");
    a.write("g", "old version");
    a.sync();
    b.sync();

    a.delete("g");
    a.move("f", "g");
    a.sync();
    b.sync();

    assertThat(b).showsOnly("g").shows("g", "new draft");
  }

  @Test
  void twoDifferentFilesRenamedToOneNameAreAConflict() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "was f");
    a.write("g", "was g");
    a.sync();
    b.sync();

    a.move("f", "h");
    b.move("g", "h");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).hasConflict("h", "was f", "was g").shows("h", "was f");
    assertThat(b).hasConflict("h", "was f", "was g").shows("h", "was g");
    assertThat(a.sees().keySet()).containsExactly("h");
  }

  @Test
  void twoDirectoriesRenamedToOneNameBecomeOne() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("d/x", "x");
    a.write("e/y", "y");
    a.sync();
    b.sync();

    a.move("d", "all");
    b.move("e", "all");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).showsOnly("all", "all/x", "all/y").hasNoConflict();
    assertThat(b).showsOnly("all", "all/x", "all/y");
  }

  @Test
  void movedFilesWithEqualContentsLoseNothing() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "the same");
    a.write("g", "the same");
    a.sync();
    b.sync();

    a.move("f", "d/f");
    a.move("g", "d/g");
    a.sync();
    b.sync();

    assertThat(b).showsOnly("d", "d/f", "d/g").shows("d/f", "the same").shows("d/g", "the same");
  }

  @Test
  void theCaseOfANameChanges() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("File.txt", "the file");
    a.sync();
    b.sync();
    long inode = b.inode("File.txt");

    a.move("File.txt", "file.txt");
    a.sync();
    b.sync();
    b.write("file.txt", "later edit");
    b.sync();
    a.sync();

    assertThat(a).showsOnly("file.txt").shows("file.txt", "later edit");
    assertThat(b.inode("file.txt")).isEqualTo(inode);
  }
}
