package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.engine.sync.SyncOutcome;
import java.text.Normalizer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is ignored stays where it is, on every device, and is deleted nowhere.
class IgnoringTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
  }

  private void ignore(Device device, String patterns) {
    device.write(IgnoreFile.NAME, patterns);
  }

  @Test
  void ignoredFilesStayAtHome() {
    ignore(a, "*.log\nbuild/\n");
    a.write("f", "x");
    a.write("debug.log", "log");
    a.write("build/out", "out");
    world.setApart("debug.log");
    world.setApart("build");

    a.sync();
    b.write("debug.log", "B's own log");
    b.sync();
    a.sync();

    assertThat(b).lacks("build").shows("f", "x").shows("debug.log", "B's own log");
    assertThat(a).shows("debug.log", "log").shows("build/out", "out");
  }

  @Test
  void aSyncedFileThatBecomesIgnoredIsDeletedNowhere() {
    a.write("notes.log", "precious notes");
    a.write("f", "x");
    a.sync();
    b.sync();

    ignore(a, "*.log\n");
    a.sync();
    b.sync();
    assertThat(a).shows("notes.log", "precious notes");
    assertThat(b).shows("notes.log", "precious notes");

    a.delete("notes.log");
    a.sync();
    b.sync();
    assertThat(b).shows("notes.log", "precious notes");
    assertThat(b.log("notes.log")).isNotEmpty();
    world.setApart("notes.log");
  }

  @Test
  void aFileThatIsIgnoredNoLongerIsAdded() {
    ignore(a, "data/\n");
    a.sync();
    b.sync();
    for (int i = 0; i < 100; i++) {
      a.write("data/f" + i, "equal " + i);
      b.write("data/f" + i, "equal " + i);
    }
    a.write("data/only A", "a");
    a.sync();
    b.sync();
    assertThat(b).lacks("data/only A");

    ignore(a, "");
    SyncOutcome added = a.sync();
    SyncOutcome adopted = b.sync();

    assertThat(added.filesUp()).isEqualTo(102);
    assertThat(adopted.conflictsOpen()).isZero();
    assertThat(adopted.stops()).isEmpty();
    assertThat(b).shows("data/only A", "a").shows("data/f7", "equal 7");
  }

  @Test
  void aDirectoryIsDeletedAroundWhatIsIgnoredInIt() {
    ignore(a, "*.o\n");
    a.write("src/main.c", "code");
    a.write("src/main.o", "object of A");
    a.sync();
    b.sync();
    b.write("src/main.o", "object of B");
    world.setApart("src");

    a.delete("src");
    a.sync();
    b.sync();

    assertThat(b).lacks("src/main.c").shows("src/main.o", "object of B");
    assertThat(b.sync().filesUp()).isZero();
    a.sync();
    assertThat(a).lacks("src");
  }

  @Test
  void aDirectoryThatStayedForSomethingIgnoredGoesWithIt() {
    ignore(a, "*.o\n");
    a.write("d/inner/x", "x");
    a.sync();
    b.sync();
    b.write("d/inner/x.o", "x");
    a.delete("d");
    a.sync();
    b.sync();
    assertThat(b).shows("d/inner/x.o", "x");

    b.delete("d/inner/x.o");
    b.sync();

    assertThat(b).lacks("d");
  }

  @Test
  void aDirectoryThatStayedIsTheProjectsAgainOnceSomethingNewIsInIt() {
    ignore(a, "*.o\n");
    a.write("d/x", "x");
    a.sync();
    b.sync();
    b.write("d/x.o", "x");
    a.delete("d");
    a.sync();
    b.sync();

    b.delete("d/x.o");
    b.write("d/new", "new");
    b.sync();
    a.sync();

    assertThat(a).shows("d/new", "new");
  }

  @Test
  void aDirectoryThatStayedIsTheProjectsAgainOnceSomethingIsMovedIntoIt() {
    ignore(a, "*.o\n");
    a.write("d/inner/x", "x");
    a.write("other", "other");
    a.sync();
    b.sync();
    b.write("d/inner/x.o", "x");
    a.delete("d");
    a.sync();
    b.sync();

    b.move("other", "d/inner/other");
    b.sync();
    b.delete("d/inner/x.o");
    a.sync();
    a.delete("d/inner");
    a.sync();
    b.sync();

    assertThat(a).lacks("d/inner");
    assertThat(a).showsDirectory("d");
    assertThat(b).lacks("d/inner");
    assertThat(b).showsDirectory("d");
  }

  @Test
  void whatIsLeftOverComesBackWhenTheDirectoryDoes() {
    ignore(a, "*.o\n");
    a.write("src/main.c", "code");
    a.sync();
    b.sync();
    b.write("src/main.o", "object of B");
    a.delete("src");
    a.sync();
    b.sync();
    assertThat(b).showsDirectory("src");
    world.setApart("src/main.o");

    a.write("src/other.c", "new code");
    a.sync();
    b.sync();
    assertThat(b).shows("src/other.c", "new code").shows("src/main.o", "object of B");
    b.write("src/own.c", "by B");
    b.sync();
    a.sync();
    assertThat(a).shows("src/own.c", "by B");
  }

  @Test
  void aDirectoryIsRenamedWithWhatIsIgnoredInIt() {
    ignore(a, "*.o\n");
    a.write("src/main.c", "code");
    a.sync();
    b.sync();
    b.write("src/main.o", "object of B");
    b.sync();

    a.move("src", "source");
    a.sync();
    b.sync();

    assertThat(b).shows("source/main.c", "code");
    assertThat(b.has("src/main.o") || b.has("source/main.o")).isTrue();
    world.setApart("src");
    world.setApart("source/main.o");
  }

  @Test
  void versionControlDirectoriesAreIgnored() {
    a.write(".git/HEAD", "ref: refs/heads/main");
    a.write("sub/.git/HEAD", "ref: refs/heads/main");
    a.write("sub/f", "x");
    b.write(".git/HEAD", "ref: refs/heads/other");
    world.setApart(".git");
    world.setApart("sub/.git");

    a.sync();
    b.sync();
    a.sync();

    assertThat(b).shows(".git/HEAD", "ref: refs/heads/other").lacks("sub/.git");
    assertThat(a).shows(".git/HEAD", "ref: refs/heads/main");
  }

  @Test
  void patternsCoverNamesInEveryNormalForm() {
    String composed = Normalizer.normalize("café", Normalizer.Form.NFC);
    String decomposed = Normalizer.normalize("café", Normalizer.Form.NFD);
    ignore(a, composed + "/\n");
    a.write(decomposed + "/f", "ignored");
    a.write("f", "x");
    world.setApart(decomposed);

    a.sync();
    b.sync();

    assertThat(b).lacks(decomposed).shows("f", "x");
  }

  @Test
  void ownPatternsHoldOnOneDeviceOnly() {
    a.override("private/\n");
    a.write("private/f", "of A alone");
    a.write("f", "x");
    a.sync();
    b.write("private/g", "of B, shared");
    b.sync();
    a.sync();

    assertThat(b).lacks("private/f");
    assertThat(a).lacks("private/g").shows("private/f", "of A alone");
    world.setApart("private");
    a.write("f", "edited");
    a.sync();
    b.sync();
    assertThat(b).shows("private/g", "of B, shared").shows("f", "edited");
  }

  @Test
  void aDirectoryThatADeviceDoesNotWantIsNeitherFetchedNorDeletedByIt() {
    b.override("assets/\n");
    a.write("assets/large", Contents.binary(7, 1 << 20));
    a.write("f", "x");
    a.sync();
    SyncOutcome fetched = b.sync();
    a.write("assets/large", Contents.binary(8, 1 << 20));
    a.sync();
    SyncOutcome again = b.sync();
    b.write("f", "edited");
    b.sync();
    a.sync();

    assertThat(fetched.bytesDown() + again.bytesDown()).isLessThan(20_000);
    assertThat(b).lacks("assets");
    assertThat(a).shows("assets/large", Contents.binary(8, 1 << 20)).shows("f", "edited");
    world.setApart("assets");
  }

  @Test
  void ignoreFilesHoldInTheirDirectory() {
    ignore(a, "*.tmp\n");
    a.write("d/" + IgnoreFile.NAME, "!keep.tmp\n*.bak\n");
    a.write("d/keep.tmp", "kept");
    a.write("d/x.tmp", "ignored");
    a.write("d/x.bak", "ignored");
    a.write("x.bak", "not ignored");
    world.setApart("d/x.tmp");
    world.setApart("d/x.bak");

    a.sync();
    b.sync();

    assertThat(b)
        .shows("d/keep.tmp", "kept")
        .shows("x.bak", "not ignored")
        .lacks("d/x.tmp")
        .lacks("d/x.bak");
  }

  @Test
  void anIgnoreFileArrivesTogetherWithWhatItIgnores() {
    a.write("build/out", "out of A");
    a.write("f", "x");
    a.sync();
    b.sync();

    b.write("build/out", "out of B, built again");
    b.write("build/new", "built by B");
    ignore(b, "build/\n");
    b.sync();
    a.sync();

    assertThat(a).shows("build/out", "out of A").lacks("build/new");
    assertThat(b).shows("build/out", "out of B, built again");
    world.setApart("build");
  }

  private void fillAndIgnore(String ignoreFile) {
    a.write("d/notes.log", "precious notes");
    a.write("d/deep/more.log", "more notes");
    a.write("d/main.c", "code");
    a.write("d/deep/other.c", "more code");
    a.sync();
    b.sync();
    a.write(ignoreFile, "*.log\n");
    a.sync();
    b.sync();
    world.setApart("d");
  }

  @Test
  void whatBecameIgnoredOutlivesItsDirectory() {
    fillAndIgnore(IgnoreFile.NAME);

    a.delete("d");
    a.sync();
    b.sync();

    assertThat(b)
        .shows("d/notes.log", "precious notes")
        .shows("d/deep/more.log", "more notes")
        .lacks("d/main.c")
        .lacks("d/deep/other.c");
    a.sync();
    assertThat(a).lacks("d");
    assertThat(a.sync().filesUp()).isZero();
    assertThat(a).lacks("d");
    ignore(a, "");
    a.sync();
    assertThat(a).shows("d/notes.log", "precious notes").lacks("d/main.c");
  }

  @Test
  void whatBecameIgnoredOutlivesWhatTakesThePlaceOfItsDirectory() {
    for (Consumer<Device> replace :
        List.<Consumer<Device>>of(
            device -> device.write("d", "a file"),
            device -> device.link("d", "elsewhere"),
            device -> device.move("other file", "d"),
            device -> device.move("other", "d"))) {
      a.write("other file", "another file");
      a.write("other/f", "in another directory");
      fillAndIgnore(IgnoreFile.NAME);

      a.delete("d");
      replace.accept(a);
      a.sync();
      b.sync();

      assertThat(b)
          .shows("d/notes.log", "precious notes")
          .shows("d/deep/more.log", "more notes")
          .lacks("d/main.c");
      ignore(a, "");
      a.sync();
      b.sync();
      assertThat(a).shows("d/notes.log", "precious notes").lacks("d/main.c");
      assertThat(b).shows("d/notes.log", "precious notes");
      a.sees().keySet().stream().filter(path -> !path.contains("/")).forEach(a::delete);
      a.sync();
      b.sync();
    }
  }

  @Test
  void whatBecameIgnoredOutlivesTheFileThatSaidSo() {
    fillAndIgnore("d/" + IgnoreFile.NAME);

    a.delete("d");
    a.sync();
    b.sync();

    assertThat(b).shows("d/notes.log", "precious notes").lacks("d/main.c");
  }

  @Test
  void whatBecameIgnoredOutlivesTheRule() {
    fillAndIgnore(IgnoreFile.NAME);

    a.delete("d/notes.log");
    ignore(a, "");
    a.sync();
    b.sync();

    assertThat(b).shows("d/notes.log", "precious notes");
  }

  @Test
  void everyVersionOfADisputedIgnoreFileHolds() {
    Device c = world.device("C");
    a.write("p.log", "log");
    a.write("build/out", "out");
    a.write("f", "x");
    a.sync();
    b.sync();
    c.sync();
    ignore(a, "*.log\n");
    ignore(b, "build/\n");
    a.sync();
    b.sync();
    c.delete("p.log");
    c.delete("build");
    c.write("f", "edited");
    world.setApart("p.log");
    world.setApart("build");
    c.sync();
    a.sync();
    b.sync();

    for (Device device : List.of(a, b)) {
      assertThat(device)
          .shows("p.log", "log")
          .shows("build/out", "out")
          .shows("f", "edited")
          .hasConflict(IgnoreFile.NAME, "*.log\n", "build/\n");
    }
  }
}
