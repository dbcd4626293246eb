package dev.tidelock.core.merge;

import static dev.tidelock.core.merge.Forest.renames;
import static dev.tidelock.core.merge.MergeCase.base;

import org.junit.jupiter.api.Test;

/// Moves against moves, edits, deletes and each other.
class MovesTest {
  @Test
  void aMoveIsApplied() {
    base("f=1")
        .first(renames("f>g"), "g=1")
        .second("f=1")
        .givesBothWays("g=1")
        .noting()
        .fromFirst()
        .fromSecond("f>g");
  }

  @Test
  void aMoveAndAnEditBothApply() {
    base("f=1")
        .first(renames("f>g"), "g=1")
        .second("f=2")
        .givesBothWays("g=2")
        .noting()
        .fromSecond("f>g");
  }

  @Test
  void ofTwoNamesTheFirstSidesIsTaken() {
    base("f=1")
        .first(renames("f>g"), "g=1")
        .second(renames("f>h"), "h=1")
        .gives("g=1")
        .noting("RENAME_DECIDED g h")
        .fromFirst()
        .fromSecond("h>g");
  }

  @Test
  void equalMovesAreClean() {
    base("f=1")
        .first(renames("f>g"), "g=1")
        .second(renames("f>g"), "g=1")
        .givesBothWays("g=1")
        .noting()
        .fromFirst()
        .fromSecond();
  }

  @Test
  void aMoveOutlivesADelete() {
    base("f=1")
        .first(renames("f>g"), "g=1")
        .second()
        .givesBothWays("g=1")
        .noting("RENAME_SURVIVED g f");
  }

  @Test
  void aMovedDirectoryTakesAlongWhatIsAddedUnderItsOldName() {
    base("d/x=1")
        .first(renames("d>e"), "e/x=1")
        .second("d/x=1", "d/new=2")
        .givesBothWays("e/new=2", "e/x=1")
        .noting()
        .fromSecond("d>e");
  }

  @Test
  void aNewFileUnderAFreedNameIsAThingOfItsOwn() {
    base("f=1")
        .first(renames("f>g"), "g=1")
        .second(renames("f>g"), "f=2", "g=1")
        .givesBothWays("f=2", "g=1")
        .noting();
  }

  @Test
  void aSwapIsExact() {
    base("a=1", "b=2")
        .first(renames("a>b", "b>a"), "a=2", "b=1")
        .second("a=1 ", "b=2")
        .givesBothWays("a=2", "b=1 ")
        .fromFirst()
        .fromSecond("a>b", "b>a");
  }

  @Test
  void aSwapOfEqualDirectoriesIsExact() {
    base("a/f=1", "b/f=1")
        .first(renames("a>b", "b>a"), "a/f=1", "b/f=1")
        .second("a/f=2", "b/f=1")
        .givesBothWays("a/f=1", "b/f=2");
  }

  @Test
  void nestedMovesAreExact() {
    base("d/e/f=1", "d/g=1")
        .first(renames("d>x", "d/e>x/y", "d/e/f>h"), "x/y/", "x/g=1", "h=1")
        .second("d/e/f=2", "d/e/new=3", "d/g=1", "d/top=4")
        .givesBothWays("h=2", "x/g=1", "x/top=4", "x/y/new=3")
        .fromFirst()
        .fromSecond("d>x", "d/e>x/y", "d/e/f>h");
  }

  @Test
  void aMoveIntoADirectoryThatTheOtherSideMovedFollowsIt() {
    base("d/x=1", "f=1")
        .first(renames("d>e"), "e/x=1", "f=1")
        .second(renames("f>d/f"), "d/x=1", "d/f=1")
        .givesBothWays("e/f=1", "e/x=1")
        .fromFirst("f>e/f")
        .fromSecond("d>e");
  }

  @Test
  void aMoveOutOfADeletedDirectorySurvives() {
    base("d/x=1", "d/y=1")
        .first()
        .second(renames("d/x>x"), "d/y=1", "x=1")
        .givesBothWays("x=1")
        .noting("RENAME_SURVIVED x d/x");
  }

  @Test
  void aMovedDirectoryOutlivesItsDeleteWhole() {
    base("d/x=1", "d/y=1", "d/s/z=1", "k=1")
        .first("k=1")
        .second(renames("d>e"), "e/x=2", "e/s/z=1", "e/n=3", "k=1")
        .givesBothWays("e/n=3", "e/s/z=1", "e/x=2", "k=1")
        .noting("RENAME_SURVIVED e d");
  }

  @Test
  void whatTheDeletingSideMovedOutStaysOut() {
    base("d/x=1", "d/y=1")
        .first(renames("d/x>x"), "x=1")
        .second(renames("d>e"), "e/x=1", "e/y=1")
        .givesBothWays("e/y=1", "x=1");
  }

  @Test
  void aMoveIntoADirectoryThatTheOtherSideDeletedKeepsIt() {
    base("d/x=1", "f=1")
        .first("f=1")
        .second(renames("f>d/f"), "d/x=1", "d/f=1")
        .givesBothWays("d/f=1");
  }

  @Test
  void aMoveThatClosesACycleIsDropped() {
    base("a/x=1", "b/y=1")
        .first(renames("a>b/a"), "b/a/x=1", "b/y=1")
        .second(renames("b>a/b"), "a/b/y=1", "a/x=1")
        .gives("b/a/x=1", "b/y=1")
        .noting("CYCLE_DROPPED b a/b")
        .fromFirst()
        .fromSecond("a>b/a", "a/b>b");
  }

  @Test
  void aLongerCycleIsDroppedToo() {
    base("a/x=1", "b/y=1", "c/z=1")
        .first(renames("a>c/b/a", "b>c/b"), "c/b/a/x=1", "c/b/y=1", "c/z=1")
        .second(renames("c>a/c"), "a/x=1", "a/c/z=1", "b/y=1")
        .gives("c/b/a/x=1", "c/b/y=1", "c/z=1")
        .noting("CYCLE_DROPPED c a/c");
  }

  @Test
  void twoFilesMovedToOnePlaceAreAConflict() {
    base("a=1", "b=2")
        .first(renames("a>c"), "b=2", "c=1")
        .second(renames("b>c"), "a=1", "c=2")
        .givesBothWays("c!:1|2")
        .fromFirst("b>c")
        .fromSecond("a>c");
  }

  @Test
  void aFileMovedToWhereAnotherWasAddedIsAConflict() {
    base("a=1")
        .first(renames("a>c"), "c=1")
        .second("a=1", "c=2")
        .givesBothWays("c!:1|2")
        .fromSecond("a>c");
  }

  @Test
  void aDirectoryMovedToWhereAnotherWasAddedIsMergedWithIt() {
    base("a/f=1", "a/g=1")
        .first(renames("a>c"), "c/f=1", "c/g=1")
        .second("a/f=1", "a/g=1", "c/f=2", "c/h=3")
        .givesBothWays("c/f!:1|2", "c/g=1", "c/h=3");
  }

  @Test
  void bothMoveIntoADirectoryThatBothAdded() {
    base("f=1")
        .first(renames("f>d/f"), "d/f=1", "d/a=1")
        .second(renames("f>d/f"), "d/f=1", "d/b=1")
        .givesBothWays("d/a=1", "d/b=1", "d/f=1")
        .noting()
        .fromFirst()
        .fromSecond();
  }

  @Test
  void aDirectoryMovedIntoANewOneWithItsOldName() {
    base("a/f=1")
        .first(renames("a>a/b"), "a/b/f=1")
        .second("a/f=2", "a/new=3")
        .givesBothWays("a/b/f=2", "a/b/new=3");
  }

  @Test
  void aDirectoryAndItsChildCanChangePlaces() {
    base("a/b/f=1", "a/g=1")
        .first(renames("a>a/b", "a/b>a"), "a/b/g=1", "a/f=1")
        .second("a/b/f=2", "a/g=2")
        .givesBothWays("a/b/g=2", "a/f=2");
  }

  @Test
  void aMoveThatDoesNotFitTheTreesIsPassedOver() {
    base("f=1", "d/x=1")
        .first(renames("f>d", "gone>f", "d>nowhere", "f>g"), "f=1", "d/x=1")
        .second("f=2", "d/x=1")
        .givesBothWays("d/x=1", "f=2");
  }
}
