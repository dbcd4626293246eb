package dev.tidelock.core.merge;

import static dev.tidelock.core.merge.MergeCase.base;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The reconcile table, row by row: what two sides made of a thing, and what comes of it. Moves
/// have a table of their own.
class ReconcileTest {
  @Nested
  class WithoutMoves {
    @Test
    void anAdditionIsTaken() {
      base().first("f=1").second().givesBothWays("f=1").noting();
    }

    @Test
    void anEditIsTaken() {
      base("f=1").first("f=2").second("f=1").givesBothWays("f=2").noting();
    }

    @Test
    void aDeleteOfAnUnchangedFileIsTaken() {
      base("f=1", "g=1").first("g=1").second("f=1", "g=1").givesBothWays("g=1").noting();
    }

    @Test
    void editsOfDifferentHunksAreMerged() {
      base("f.txt=a b c")
          .first("f.txt=A b c")
          .second("f.txt=a b C")
          .givesBothWays("f.txt=A b C")
          .noting("CONTENT_MERGED f.txt")
          .opening();
    }

    @Test
    void editsOfTheSameLineAreAConflictWithItsBase() {
      base("f.txt=a")
          .first("f.txt=b")
          .second("f.txt=c")
          .givesBothWays("f.txt!a:b|c")
          .noting()
          .opening("f.txt");
    }

    @Test
    void editsOfABinaryFileAreAConflict() {
      base("f=a b").first("f=A b").second("f=a B").givesBothWays("f!a b:A b|a B").opening("f");
    }

    @Test
    void equalEditsConverge() {
      base("f=1").first("f=2@5").second("f=2@7").givesBothWays("f=2@7").noting().opening();
    }

    @Test
    void equalAdditionsAreOne() {
      base().first("f=1").second("f=1").givesBothWays("f=1").noting();
    }

    @Test
    void differentAdditionsAreAConflictWithoutBase() {
      base().first("f.txt=1").second("f.txt=2").givesBothWays("f.txt!:1|2").opening("f.txt");
    }

    @Test
    void additionsThatDifferInModeOnlyAreExecutable() {
      base().first("f*=1").second("f=1").givesBothWays("f*=1");
    }

    @Test
    void anEditOutlivesADelete() {
      base("f=1").first("f=2").second().givesBothWays("f=2").noting("EDIT_SURVIVED f f");
    }

    @Test
    void metadataDoesNotOutliveADelete() {
      base("f=1").first("f*=1@9").second().givesBothWays().noting();
    }

    @Test
    void bothDeleteConverges() {
      base("f=1").first().second().givesBothWays().noting();
    }

    @Test
    void theModeIsMergedByItself() {
      base("f=1@1").first("f*=1@2").second("f=2@3").givesBothWays("f*=2@3").noting();
    }

    @Test
    void aRemovedModeStaysRemoved() {
      base("f*=1").first("f=1").second("f*=2").givesBothWays("f=2");
    }

    @Test
    void aTimeAloneIsNoChange() {
      base("f=1@1").first("f=1@5").second("f=2@3").givesBothWays("f=2@3");
    }

    @Test
    void theLaterOfTwoTimesForEqualBytesCounts() {
      base("f=1@1").first("f=1@5").second("f=1@3").givesBothWays("f=1@5");
    }

    @Test
    void mergedContentHasTheLaterTime() {
      base("f.txt=a b@1").first("f.txt=A b@9").second("f.txt=a B@4").givesBothWays("f.txt=A B@9");
    }

    @Test
    void aFileDeletedHereAndMadeAnewThereIsTheNewOne() {
      base("f=1").first().second("f=2").givesBothWays("f=2");
    }

    @Test
    void linksThatPointToDifferentPlacesAreAConflict() {
      base("l->a").first("l->b").second("l->c").givesBothWays("l!>a:->b|->c").opening("l");
    }

    @Test
    void aLinkAndAFileAreAConflict() {
      base("l->a").first("l->b").second("l=1").givesBothWays("l!>a:->b|1").opening("l");
    }
  }

  @Nested
  class Directories {
    @Test
    void anEmptyDirectoryIsAnEntryLikeAnyOther() {
      base().first("d/").second().givesBothWays("d/");
      base("d/").first("d/").second().givesBothWays();
    }

    @Test
    void aDirectoryStaysEmptyWhenItsLastFileGoes() {
      base("d/f=1").first("d/").second("d/f=1").givesBothWays("d/");
    }

    @Test
    void deletingADirectoryDeletesWhatWasKnownAndUnchanged() {
      base("d/x=1", "d/y=1", "d/e/z=1").first().second("d/x=1", "d/y=1", "d/e/z=1").gives();
    }

    @Test
    void aDeletedDirectoryStaysForWhatLivesInIt() {
      base("d/x=1", "d/k=1", "d/e/k=1")
          .first()
          .second("d/x=2", "d/y=3", "d/k=1", "d/e/k=1")
          .givesBothWays("d/x=2", "d/y=3")
          .noting("EDIT_SURVIVED d d", "EDIT_SURVIVED d/x d/x");
    }

    @Test
    void anEditDeepInADeletedDirectoryKeepsTheWayToIt() {
      base("a/b/c/x=1", "a/b/k=1", "a/k=1")
          .first()
          .second("a/b/c/x=2", "a/b/k=1", "a/k=1")
          .givesBothWays("a/b/c/x=2");
    }

    @Test
    void twoAddedDirectoriesAreOne() {
      base()
          .first("d/a=1", "d/s/x=1", "d/same=1")
          .second("d/b=2", "d/s/y=2", "d/same=1")
          .givesBothWays("d/a=1", "d/b=2", "d/s/x=1", "d/s/y=2", "d/same=1")
          .noting();
    }

    @Test
    void twoAddedDirectoriesClashOnlyWhereTheyDiffer() {
      base().first("d/f=1").second("d/f=2", "d/g=1").givesBothWays("d/f!:1|2", "d/g=1");
    }

    @Test
    void aFirstSyncAdoptsCopiesAndKeepsBoth() {
      base()
          .first("same=1", "there=1", "both=1", "d/same=1", "d/there=1")
          .second("same=1", "here=1", "both=2", "d/same=1", "d/here=1")
          .givesBothWays(
              "both!:1|2", "d/here=1", "d/same=1", "d/there=1", "here=1", "same=1", "there=1");
    }
  }

  @Nested
  class TypeChanges {
    @Test
    void aFileReplacedByADirectoryIsReplaced() {
      base("f=1").first("f/x=2").second("f=1").givesBothWays("f/x=2").noting();
    }

    @Test
    void aDirectoryReplacedByAFileIsReplaced() {
      base("d/x=1").first("d=2").second("d/x=1").givesBothWays("d=2").noting();
    }

    @Test
    void aDirectoryKeepsItsPathAndAFileGetsAnotherName() {
      base()
          .first("f.txt/x=1")
          .second("f.txt=2")
          .givesBothWays("f (d473).txt=2", "f.txt/x=1")
          .noting("NAME_GIVEN f (d473).txt f.txt")
          .fromFirst()
          .fromSecond("f.txt>f (d473).txt");
    }

    @Test
    void anEditOfAFileThatBecameADirectoryIsKeptBesideIt() {
      base("f=1")
          .first("f/x=1")
          .second("f=2")
          .givesBothWays("f (d473)=2", "f/x=1")
          .noting("EDIT_SURVIVED f (d473) f", "NAME_GIVEN f (d473) f");
    }

    @Test
    void aFileInPlaceOfADirectoryGivesWayToWhatWasAddedInIt() {
      base("d/x=1").first("d=2").second("d/x=1", "d/y=3").givesBothWays("d (d473)=2", "d/y=3");
    }

    @Test
    void aNameGivenThatIsTakenGetsMoreDigits() {
      base("f (d473)=9")
          .first("f (d473)=9", "f/x=1")
          .second("f (d473)=9", "f=2")
          .givesBothWays("f (d473)=9", "f (d4735e3a)=2", "f/x=1");
    }

    @Test
    void aNameGivenThatIsTakenByTheSameIsTheSame() {
      base().first("f (d473)=2", "f/x=1").second("f=2").givesBothWays("f (d473)=2", "f/x=1");
    }

    @Test
    void aWholeConflictGivesWayToADirectory() {
      MergeCase merge = base().first("c/x=1").second("c!:1|2");
      merge.gives("c (3b18)!:1|2", "c/x=1");
    }
  }

  @Nested
  class Strategies {
    @Test
    void localTakesThisDevicesSide() {
      base("f.txt=a b")
          .first("f.txt=A b")
          .second("f.txt=a B")
          .with(Strategy.LOCAL)
          .gives("f.txt=a B")
          .noting("STRATEGY_APPLIED f.txt local");
    }

    @Test
    void remoteTakesTheOtherSide() {
      base().first("f=1").second("f=2").with(Strategy.REMOTE).gives("f=1");
    }

    @Test
    void newestTakesTheLaterSide() {
      base("f=0").first("f=1").second("f=2").with(Strategy.NEWEST).gives("f=2");
    }

    @Test
    void manualNeverMerges() {
      base("f.txt=a b")
          .first("f.txt=A b")
          .second("f.txt=a B")
          .with(Strategy.MANUAL)
          .gives("f.txt!a b:A b|a B");
    }

    @Test
    void noStrategyLetsADeleteBeatAnEdit() {
      base("f=1").first("f=2").second().with(Strategy.LOCAL).gives("f=2");
    }
  }
}
