package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.scan.Problem;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A name is taken by something that itself must go elsewhere.
class RearrangingTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
  }

  /// A did its work; B follows.
  private void follow() {
    a.sync();
    b.sync();
    assertThat(b.sees()).isEqualTo(a.sees());
    assertThat(b).hasNoConflict();
  }

  @Test
  void aChainOfFilesMovesOn() {
    for (int i = 0; i < 5; i++) {
      a.write("f" + i, "file " + i);
    }
    follow();

    for (int i = 4; i >= 0; i--) {
      a.move("f" + i, "f" + (i + 1));
    }
    follow();
    assertThat(b).lacks("f0").shows("f1", "file 0").shows("f5", "file 4");
  }

  @Test
  void aCycleOfFilesTurns() {
    for (int i = 0; i < 3; i++) {
      a.write("f" + i, "file " + i);
    }
    follow();

    a.move("f2", "t");
    a.move("f1", "f2");
    a.move("f0", "f1");
    a.move("t", "f0");
    follow();
    assertThat(b).shows("f0", "file 2").shows("f1", "file 0").shows("f2", "file 1");
  }

  @Test
  void aChainOfDirectoriesMovesOn() {
    for (int i = 0; i < 4; i++) {
      a.write("d" + i + "/f", "file of " + i);
      a.write("d" + i + "/sub/g", "deep file of " + i);
    }
    follow();

    for (int i = 3; i >= 0; i--) {
      a.move("d" + i, "d" + (i + 1));
    }
    follow();
    assertThat(b).lacks("d0").shows("d1/f", "file of 0").shows("d4/sub/g", "deep file of 3");
  }

  @Test
  void twoLargeFilesSwap() {
    a.write("f", Contents.binary(1, 2 << 20));
    a.write("g", Contents.binary(2, 2 << 20));
    follow();

    a.move("f", "t");
    a.move("g", "f");
    a.move("t", "g");
    follow();
    assertThat(b.sync().bytesDown()).isZero();
  }

  @Test
  void aDirectoryAndAFileSwap() {
    a.write("x", "was a file");
    a.write("y/f", "in the directory");
    follow();

    a.move("x", "t");
    a.move("y", "x");
    a.move("t", "y");
    follow();
    assertThat(b).shows("y", "was a file").shows("x/f", "in the directory");
  }

  @Test
  void aDirectoryMovesOutOfItsParentAndTakesItsPlace() {
    a.write("d/inner/f", "inner");
    a.write("d/g", "outer");
    follow();

    a.move("d/inner", "t");
    a.delete("d");
    a.move("t", "d");
    follow();
    assertThat(b).showsOnly("d", "d/f");
  }

  @Test
  void aDirectoryMovesIntoItsOwnPlace() {
    a.write("d/f", "f");
    follow();

    a.move("d", "t");
    a.move("t", "d/d");
    follow();
    assertThat(b).showsOnly("d", "d/d", "d/d/f");
  }

  @Test
  void aFileMovesUpOverItsDirectory() {
    a.write("d/f", "the file");
    a.write("d/g", "another");
    follow();

    a.move("d/f", "t");
    a.delete("d");
    a.move("t", "d");
    follow();
    assertThat(b).showsOnly("d").shows("d", "the file");
  }

  @Test
  void aFileMovesDownIntoADirectoryOfItsName() {
    a.write("f", "the file");
    follow();

    a.move("f", "t");
    a.move("t", "f/f");
    follow();
    assertThat(b).showsOnly("f", "f/f").shows("f/f", "the file");
  }

  @Test
  void parentAndChildSwap() {
    a.write("p/c/f", "f");
    a.write("p/g", "g");
    follow();

    a.move("p/c", "t");
    a.move("p", "t/c");
    a.move("t", "p");
    follow();
    assertThat(b).showsOnly("p", "p/c", "p/c/g", "p/f");
  }

  @Test
  void aDirectoryIsDeletedAndAnotherTakesItsName() {
    a.write("d/f", "old");
    a.write("e/f", "other");
    a.write("e/g", "g");
    follow();

    a.delete("d");
    a.move("e", "d");
    follow();
    assertThat(b).showsOnly("d", "d/f", "d/g").shows("d/f", "other");
  }

  @Test
  void aFileIsDeletedAndADirectoryMovesThere() {
    a.write("x", "old file");
    a.write("d/f", "f");
    follow();

    a.delete("x");
    a.move("d", "x");
    follow();
    assertThat(b).showsOnly("x", "x/f");
  }

  @Test
  void aLinkAndAFileSwap() {
    a.write("f", "file");
    a.link("l", "f");
    follow();

    a.move("f", "t");
    a.move("l", "f");
    a.move("t", "l");
    follow();
    assertThat(b).showsLink("f", "f").shows("l", "file");
  }

  @Test
  void everythingMovesOneLevelDown() {
    a.write("f", "f");
    a.write("d/g", "g");
    a.write("d/e/h", "h");
    follow();

    a.move("f", "all/f");
    a.move("d", "all/d");
    follow();
    assertThat(b).showsOnly("all", "all/f", "all/d", "all/d/g", "all/d/e", "all/d/e/h");

    a.move("all/f", "f");
    a.move("all/d", "d");
    a.delete("all");
    follow();
    assertThat(b).showsOnly("f", "d", "d/g", "d/e", "d/e/h");
  }

  @Test
  void aMovedFileIsEditedAndItsOldNameIsTaken() {
    a.write("f", "first");
    a.write("g", "second");
    follow();

    a.move("f", "h");
    a.write("h", "first, edited");
    a.move("g", "f");
    follow();
    assertThat(b).showsOnly("f", "h").shows("f", "second").shows("h", "first, edited");
  }

  @Test
  void bothSidesRearrange() {
    a.write("d/f", "f");
    a.write("d/g", "g");
    a.write("e/h", "h");
    follow();

    a.move("d", "t");
    a.move("e", "d");
    a.move("t", "e");
    b.write("d/f", "f, edited");
    b.move("d/g", "e/g");
    b.write("e/new", "new");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a.sees()).isEqualTo(b.sees());
    assertThat(a)
        .showsOnly("d", "d/h", "d/g", "d/new", "e", "e/f")
        .shows("e/f", "f, edited")
        .hasNoConflict();
  }

  @Test
  void anIgnoredFileIsInTheWayOfADirectory() {
    a.write(".tidelockignore", "*.log\n");
    a.write("f", "x");
    follow();
    b.write("d.log", "own log of B");
    world.setApart("d.log");

    a.write("g", "y");
    a.sync();
    b.sync();
    assertThat(b).shows("d.log", "own log of B").shows("g", "y");
  }

  @Test
  void aDirectoryThatHoldsIgnoredFilesBecomesAFile() {
    a.write(".tidelockignore", "*.log\n");
    a.write("d/f", "x");
    follow();
    b.write("d/own.log", "own log of B");
    world.setApart("d/own.log");

    a.delete("d");
    a.write("d", "now a file");
    a.sync();
    assertThat(b.sync().problems())
        .extracting(Problem::path, Problem::kind)
        .containsExactly(Tuple.tuple("d", Problem.Kind.NOT_APPLIED));
    assertThat(b).shows("d/own.log", "own log of B");
    assertThat(a.sync().filesDown()).isZero();
    assertThat(a).shows("d", "now a file");

    b.delete("d/own.log");
    b.sync();
    b.sync();
    a.sync();
    assertThat(b).shows("d", "now a file");
    assertThat(a).shows("d", "now a file");
  }
}
