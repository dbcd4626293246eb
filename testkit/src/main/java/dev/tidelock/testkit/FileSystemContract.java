package dev.tidelock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.FileSystem.Attributes;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.port.Stat.Kind;
import dev.tidelock.generators.Tape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every [FileSystem] must do, as tests. What needs a hand other than the port's (special
/// files, undecodable names, missing permission, a full disk, a crash) is tested where that hand
/// is.
public interface FileSystemContract {
  /// A file system whose root is an empty directory; a fresh one for each test.
  FileSystem freshFileSystem();

  @Test
  default void theRootIsADirectory() {
    FileSystem files = freshFileSystem();

    assertThat(files.stat(TreePath.ROOT).orElseThrow().kind()).isEqualTo(Kind.DIRECTORY);
    assertThat(files.list(TreePath.ROOT)).isEqualTo(new Listing(List.of(), List.of()));
  }

  @Test
  default void aCreatedFileHoldsWhatWasWritten() {
    FileSystem files = freshFileSystem();
    byte[] content = Tape.of(1).bytes(300_000);
    try (FileSystem.Sink sink = files.create(path("a"))) {
      sink.write(ByteBuffer.wrap(content, 0, 100));
      sink.write(ByteBuffer.allocate(0));
      ByteBuffer direct = ByteBuffer.allocateDirect(content.length);
      direct.put(content).flip().position(100).limit(200_000);
      sink.write(direct);
      assertThat(direct.hasRemaining()).isFalse();
      sink.write(ByteBuffer.wrap(content, 200_000, content.length - 200_000).asReadOnlyBuffer());
    }

    assertThat(FileContents.read(files, path("a"))).isEqualTo(Bytes.copyOf(content));
    Stat stat = files.stat(path("a")).orElseThrow();
    assertThat(stat.kind()).isEqualTo(Kind.FILE);
    assertThat(stat.size()).isEqualTo(content.length);
    assertThat(stat.executable()).isFalse();
    assertThat(stat.readable()).isTrue();
  }

  @Test
  default void readsAtAnyPosition() {
    FileSystem files = freshFileSystem();
    FileContents.create(files, "a", "0123456789");

    try (FileSystem.Source source = files.open(path("a"))) {
      ByteBuffer heap = ByteBuffer.allocate(6).position(2);
      assertThat(source.read(heap, 3)).isEqualTo(4);
      assertThat(heap.flip().position(2)).isEqualTo(ByteBuffer.wrap("3456".getBytes(UTF_8)));
      ByteBuffer direct = ByteBuffer.allocateDirect(6);
      assertThat(source.read(direct, 8)).isEqualTo(2);
      assertThat(direct.flip()).isEqualTo(ByteBuffer.wrap("89".getBytes(UTF_8)));
      assertThat(source.read(ByteBuffer.allocate(1), 10)).isEqualTo(-1);
      assertThat(source.read(ByteBuffer.allocate(1), 1000)).isEqualTo(-1);
      assertThat(source.read(ByteBuffer.allocate(0), 0)).isZero();
    }
  }

  @Test
  default void anOpenFileStaysItselfWhateverItsNameStandsFor() {
    FileSystem files = freshFileSystem();
    FileContents.create(files, "a", "old");
    FileContents.create(files, "b", "newer");

    try (FileSystem.Source source = files.open(path("a"))) {
      Stat opened = files.stat(path("a")).orElseThrow();
      files.replace(path("b"), path("a"));
      ByteBuffer buffer = ByteBuffer.allocate(10);
      assertThat(source.read(buffer, 0)).isEqualTo(3);
      assertThat(source.stat().inode()).isEqualTo(opened.inode());
      assertThat(source.stat().size()).isEqualTo(3);
    }
    assertThat(FileContents.text(files, "a")).isEqualTo("newer");
  }

  @Test
  default void listsEverythingOnceWithItsState() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("d"));
    files.makeDirectory(path("d/inner"));
    FileContents.create(files, "d/file", "x");
    FileContents.create(files, "d/inner/deep", "x");
    files.makeLink(path("d/link"), "nowhere");

    Listing listing = files.list(path("d"));

    assertThat(listing.items())
        .containsExactlyInAnyOrder(item(files, "inner"), item(files, "file"), item(files, "link"));
    assertThat(listing.items())
        .extracting(item -> item.stat().kind())
        .containsExactlyInAnyOrder(Kind.DIRECTORY, Kind.FILE, Kind.LINK);
    assertThat(listing.unreadable()).isEmpty();
  }

  private static Listing.Item item(FileSystem files, String name) {
    return new Listing.Item(name, files.stat(path("d").child(name)).orElseThrow());
  }

  @Test
  default void listsLargeDirectoriesToTheEnd() {
    FileSystem files = freshFileSystem();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      names.add("file with a rather long name, number " + i);
      FileContents.create(files, names.getLast(), "");
    }

    assertThat(files.list(TreePath.ROOT).items())
        .extracting(Listing.Item::name)
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  default void carriesNamesOfAllScriptsAndLengths() {
    FileSystem files = freshFileSystem();
    List<String> names =
        List.of(
            " ", "a\nb", "\\", "*?", "é", "日本語", "\uD83D\uDE00", "x".repeat(255), "é".repeat(127));
    for (String name : names) {
      FileContents.create(files, TreePath.ROOT.child(name), Bytes.utf8(name));
    }

    assertThat(files.list(TreePath.ROOT).items())
        .extracting(Listing.Item::name)
        .containsExactlyInAnyOrderElementsOf(names);
    for (String name : names) {
      assertThat(FileContents.read(files, TreePath.ROOT.child(name))).isEqualTo(Bytes.utf8(name));
    }
  }

  @Test
  default void refusesNamesThatAreTooLong() {
    FileSystem files = freshFileSystem();

    assertFails(Reason.TOO_LONG, () -> files.create(path("x".repeat(256))).close());
    assertFails(Reason.TOO_LONG, () -> files.create(path("x".repeat(5000))).close());
    assertFails(Reason.TOO_LONG, () -> files.makeDirectory(path("é".repeat(128))));
  }

  @Test
  default void refusesNamesThatUtf8CannotHold() {
    FileSystem files = freshFileSystem();

    assertFails(Reason.UNDECODABLE, () -> files.create(path("a\uD800")).close());
    assertFails(Reason.UNDECODABLE, () -> files.stat(path("\uDC00/b")));
    assertThat(files.list(TreePath.ROOT).items()).isEmpty();
  }

  @Test
  default void reachesPathsLongerThanAnyLimitOfTheSystem() {
    FileSystem files = freshFileSystem();
    TreePath deep = TreePath.ROOT;
    for (int i = 0; i < 30; i++) {
      deep = deep.child("n".repeat(200));
      files.makeDirectory(deep);
    }
    TreePath file = deep.child("file");
    FileContents.create(files, file, Bytes.utf8("deep"));
    files.barrier(List.of(file));
    files.move(file, deep.child("moved"));

    assertThat(FileContents.read(files, deep.child("moved"))).isEqualTo(Bytes.utf8("deep"));
    assertThat(files.list(deep).items()).extracting(Listing.Item::name).containsExactly("moved");
  }

  @Test
  default void absenceIsAnAnswerAndEverythingElseAFailure() {
    FileSystem files = freshFileSystem();
    FileContents.create(files, "file", "");
    files.makeLink(path("link"), ".");

    assertThat(files.stat(path("missing"))).isEmpty();
    assertThat(files.stat(path("missing/below"))).isEmpty();
    assertFails(Reason.NOT_DIRECTORY, () -> files.stat(path("file/below")));
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.stat(path("link/file")));
    assertFails(Reason.MISSING, () -> files.list(path("missing")));
    assertFails(Reason.MISSING, () -> files.open(path("missing")).close());
    assertFails(Reason.MISSING, () -> files.readLink(path("missing")));
    assertFails(Reason.MISSING, () -> files.create(path("missing/file")).close());
    assertFails(Reason.MISSING, () -> files.delete(path("missing")));
    assertFails(Reason.MISSING, () -> files.removeDirectory(path("missing")));
    assertFails(Reason.MISSING, () -> files.replace(path("missing"), path("b")));
    assertFails(Reason.MISSING, () -> files.move(path("missing"), path("b")));
    assertFails(Reason.MISSING, () -> files.hardLink(path("missing"), path("b")));
    assertFails(
        Reason.MISSING, () -> files.setAttributes(path("missing"), new Attributes(true, 0)));
  }

  @Test
  default void everyKindIsUsedAsWhatItIs() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("directory"));
    FileContents.create(files, "file", "");
    files.makeLink(path("link"), "file");

    assertFails(Reason.NOT_DIRECTORY, () -> files.list(path("file")));
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.list(path("link")));
    assertFails(Reason.IS_DIRECTORY, () -> files.open(path("directory")).close());
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.open(path("link")).close());
    assertFails(Reason.NOT_DIRECTORY, () -> files.create(path("file/below")).close());
    assertFails(Reason.IS_DIRECTORY, () -> files.delete(path("directory")));
    assertFails(Reason.NOT_DIRECTORY, () -> files.removeDirectory(path("file")));
    assertFails(Reason.NOT_DIRECTORY, () -> files.removeDirectory(path("link")));
    assertFails(Reason.IS_DIRECTORY, () -> files.hardLink(path("directory"), path("second")));
  }

  @Test
  default void noLinkOnTheWayIsFollowed() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("real"));
    FileContents.create(files, "real/file", "kept");
    FileContents.create(files, "mine", "mine");
    files.makeLink(path("link"), "real");

    assertFails(Reason.LINK_ON_THE_WAY, () -> files.stat(path("link/file")));
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.open(path("link/file")).close());
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.create(path("link/new")).close());
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.makeDirectory(path("link/new")));
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.makeLink(path("link/new"), "x"));
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.delete(path("link/file")));
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.replace(path("mine"), path("link/file")));
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.move(path("mine"), path("link/new")));
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.move(path("link/file"), path("new")));
    assertFails(Reason.LINK_ON_THE_WAY, () -> files.hardLink(path("mine"), path("link/new")));
    assertFails(
        Reason.LINK_ON_THE_WAY,
        () -> files.setAttributes(path("link/file"), new Attributes(true, 0)));
    assertThat(files.list(path("real")).items()).hasSize(1);
    assertThat(FileContents.text(files, "real/file")).isEqualTo("kept");
  }

  @Test
  default void nothingIsCreatedWhereSomethingStands() {
    FileSystem files = freshFileSystem();
    FileContents.create(files, "source", "source");
    files.makeDirectory(path("directory"));
    FileContents.create(files, "file", "file");
    files.makeLink(path("link"), "nowhere");
    for (String taken : List.of("directory", "file", "link")) {
      Stat before = files.stat(path(taken)).orElseThrow();
      assertFails(Reason.EXISTS, () -> files.create(path(taken)).close());
      assertFails(Reason.EXISTS, () -> files.makeDirectory(path(taken)));
      assertFails(Reason.EXISTS, () -> files.makeLink(path(taken), "x"));
      assertFails(Reason.EXISTS, () -> files.hardLink(path("source"), path(taken)));
      assertFails(Reason.EXISTS, () -> files.move(path("source"), path(taken)));
      assertThat(files.stat(path(taken)).orElseThrow().inode()).isEqualTo(before.inode());
    }
    assertThat(files.stat(path("nowhere"))).isEmpty();
    assertThat(FileContents.text(files, "source")).isEqualTo("source");
  }

  @Test
  default void replaceTakesThePlaceOfAFileOrALink() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("d"));
    FileContents.create(files, "a", "first");
    FileContents.create(files, "b", "second");
    Stat a = files.stat(path("a")).orElseThrow();
    files.makeLink(path("d/link"), "../b");

    files.replace(path("a"), path("d/link"));
    assertThat(files.stat(path("d/link")).orElseThrow().inode()).isEqualTo(a.inode());
    assertThat(FileContents.text(files, "b")).isEqualTo("second");
    files.replace(path("b"), path("d/link"));
    assertThat(FileContents.text(files, "d/link")).isEqualTo("second");
    files.replace(path("d/link"), path("free"));
    assertThat(FileContents.text(files, "free")).isEqualTo("second");
    files.makeLink(path("link"), "text");
    files.replace(path("link"), path("free"));
    assertThat(files.readLink(path("free"))).isEqualTo("text");
    assertThat(files.list(TreePath.ROOT).items())
        .extracting(Listing.Item::name)
        .containsExactlyInAnyOrder("d", "free");
  }

  @Test
  default void replaceNeverTakesThePlaceOfADirectory() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("empty"));
    files.makeDirectory(path("other"));
    FileContents.create(files, "file", "");

    assertFails(Reason.IS_DIRECTORY, () -> files.replace(path("file"), path("empty")));
    assertFails(Reason.IS_DIRECTORY, () -> files.replace(path("other"), path("empty")));
    assertFails(Reason.NOT_DIRECTORY, () -> files.replace(path("other"), path("file")));
    assertThat(files.list(TreePath.ROOT).items()).hasSize(3);
  }

  @Test
  default void filesAndLinksChangePlacesInOneStep() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("d"));
    FileContents.create(files, "a", "first");
    FileContents.create(files, "d/b", "second");
    files.makeLink(path("link"), "text");
    Stat a = files.stat(path("a")).orElseThrow();

    if (files.exchange(path("a"), path("d/b"))) {
      assertThat(FileContents.text(files, "a")).isEqualTo("second");
      assertThat(FileContents.text(files, "d/b")).isEqualTo("first");
      assertThat(files.stat(path("d/b")).orElseThrow().inode()).isEqualTo(a.inode());
      assertThat(files.exchange(path("link"), path("a"))).isTrue();
      assertThat(files.readLink(path("a"))).isEqualTo("text");
      assertThat(FileContents.text(files, "link")).isEqualTo("second");
      assertFails(Reason.MISSING, () -> files.exchange(path("a"), path("missing")));
      assertFails(Reason.MISSING, () -> files.exchange(path("missing"), path("a")));
    } else {
      assertThat(FileContents.text(files, "a")).isEqualTo("first");
      assertThat(FileContents.text(files, "d/b")).isEqualTo("second");
    }
  }

  @Test
  default void aDirectoryMovesWithAllThatIsInIt() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("a"));
    files.makeDirectory(path("target"));
    FileContents.create(files, "a/file", "x");
    long inode = files.stat(path("a")).orElseThrow().inode();

    files.move(path("a"), path("target/b"));

    assertThat(files.stat(path("a"))).isEmpty();
    assertThat(files.stat(path("target/b")).orElseThrow().inode()).isEqualTo(inode);
    assertThat(FileContents.text(files, "target/b/file")).isEqualTo("x");
  }

  @Test
  default void aDirectoryDoesNotMoveIntoItself() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("a"));
    files.makeDirectory(path("a/b"));

    assertFails(Reason.BROKEN, () -> files.move(path("a"), path("a/b/c")));
    assertThat(files.list(path("a/b")).items()).isEmpty();
  }

  @Test
  default void aHardLinkIsTheSameFile() {
    FileSystem files = freshFileSystem();
    FileContents.create(files, "a", "same");
    files.makeLink(path("link"), "text");

    files.hardLink(path("a"), path("b"));
    files.hardLink(path("link"), path("second"));

    assertThat(files.stat(path("b"))).isEqualTo(files.stat(path("a")));
    assertThat(files.readLink(path("second"))).isEqualTo("text");
    files.delete(path("a"));
    assertThat(FileContents.text(files, "b")).isEqualTo("same");
  }

  @Test
  default void aLinkKeepsItsText() {
    FileSystem files = freshFileSystem();
    List<String> texts = List.of("a", "../../etc/passwd", "/", "no such/\n/é", "x".repeat(4000));
    for (int i = 0; i < texts.size(); i++) {
      files.makeLink(path("link" + i), texts.get(i));
      assertThat(files.readLink(path("link" + i))).isEqualTo(texts.get(i));
      assertThat(files.stat(path("link" + i)).orElseThrow().kind()).isEqualTo(Kind.LINK);
      assertThat(files.stat(path("link" + i)).orElseThrow().size()).isZero();
    }
    assertFails(Reason.UNDECODABLE, () -> files.makeLink(path("no"), "\uD800"));
    assertFails(Reason.UNDECODABLE, () -> files.makeLink(path("no"), "a\0b"));
    assertFails(Reason.UNDECODABLE, () -> files.makeLink(path("no"), ""));
    assertThat(files.stat(path("no"))).isEmpty();
  }

  @Test
  default void deletesFilesLinksAndEmptyDirectories() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("d"));
    FileContents.create(files, "d/file", "");
    files.makeLink(path("d/link"), "file");

    assertFails(Reason.NOT_EMPTY, () -> files.removeDirectory(path("d")));
    files.delete(path("d/link"));
    assertThat(files.stat(path("d/file"))).isPresent();
    files.delete(path("d/file"));
    files.removeDirectory(path("d"));
    assertThat(files.list(TreePath.ROOT).items()).isEmpty();
  }

  @Test
  default void setsExecutableAndTime() {
    FileSystem files = freshFileSystem();
    FileContents.create(files, "a", "x");
    long mtime = 1_234_567_890_123_456_789L;

    files.setAttributes(path("a"), new Attributes(true, mtime));
    Stat set = files.stat(path("a")).orElseThrow();
    assertThat(set.executable()).isTrue();
    assertThat(set.mtime()).isBetween(mtime - 2_000_000_000, mtime);
    files.setAttributes(path("a"), new Attributes(false, -1_000_000_001));
    Stat again = files.stat(path("a")).orElseThrow();
    assertThat(again.executable()).isFalse();
    assertThat(again.readable()).isTrue();
    assertThat(FileContents.text(files, "a")).isEqualTo("x");
  }

  @Test
  default void statesDifferOnceAFileChanged() {
    FileSystem files = freshFileSystem();
    FileContents.create(files, "a", "one");
    Stat before = files.stat(path("a")).orElseThrow();
    assertThat(before.unchangedSince(files.stat(path("a")).orElseThrow())).isTrue();

    FileContents.create(files, "b", "two");
    files.replace(path("b"), path("a"));

    assertThat(files.stat(path("a")).orElseThrow().unchangedSince(before)).isFalse();
  }

  @Test
  default void barriersCoverFilesDirectoriesLinksAndWhatIsGone() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("d"));
    FileContents.create(files, "d/file", "");
    files.makeLink(path("d/link"), "file");
    List<TreePath> touched = new ArrayList<>();
    for (String each : List.of("", "d", "d/file", "d/link", "gone", "gone/below", "d/link/x")) {
      touched.add(path(each));
    }

    files.barrier(List.of());
    files.barrier(touched);
    for (int i = 0; i < 200; i++) {
      FileContents.create(files, "d/" + i, "");
      touched.add(path("d/" + i));
    }
    files.barrier(touched);
  }

  @Test
  default void theRootItselfIsNeitherMovedNorRemoved() {
    FileSystem files = freshFileSystem();
    files.makeDirectory(path("a"));

    for (ThrowingCallable each :
        List.<ThrowingCallable>of(
            () -> files.delete(TreePath.ROOT),
            () -> files.removeDirectory(TreePath.ROOT),
            () -> files.move(TreePath.ROOT, path("b")),
            () -> files.replace(TreePath.ROOT, path("b")),
            () -> files.move(path("a"), TreePath.ROOT),
            () -> files.open(TreePath.ROOT).close(),
            () -> files.create(TreePath.ROOT).close(),
            () -> files.makeDirectory(TreePath.ROOT))) {
      assertThatExceptionOfType(FileFailure.class).isThrownBy(each);
    }
    assertThat(files.stat(path("a"))).isPresent();
  }

  @Test
  default void failuresNameThePath() {
    FileSystem files = freshFileSystem();

    assertThatExceptionOfType(FileFailure.class)
        .isThrownBy(() -> files.open(path("d/missing")).close())
        .withMessageContaining("d/missing")
        .satisfies(failure -> assertThat(failure.path()).isEqualTo(path("d/missing")));
  }

  @Test
  default void tellsTheFreeSpace() {
    assertThat(freshFileSystem().freeBytes()).isPositive();
  }

  private static TreePath path(String text) {
    return TreePath.parse(text);
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatExceptionOfType(FileFailure.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
  }
}
