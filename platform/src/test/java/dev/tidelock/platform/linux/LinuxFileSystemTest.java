package dev.tidelock.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.FileSystem.Attributes;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.testkit.FileContents;
import dev.tidelock.testkit.FileSystemContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxFileSystemTest implements FileSystemContract {
  @TempDir Path temporary;
  private Path root;
  private LinuxFileSystem files;

  @BeforeEach
  void openRoot() throws IOException {
    root = Files.createDirectory(temporary.resolve("root"));
    files = LinuxFileSystem.open(root);
  }

  @AfterEach
  void closeRoot() {
    files.close();
    // The JDK cannot remove what lies deeper than a path may be long.
    Shell.run(temporary, "rm -rf root");
  }

  @Override
  public FileSystem freshFileSystem() {
    return files;
  }

  @Test
  void theRootMustBeADirectoryThatExists() throws IOException {
    Files.createFile(temporary.resolve("file"));

    assertFails(Reason.MISSING, () -> LinuxFileSystem.open(temporary.resolve("none")));
    assertFails(Reason.NOT_DIRECTORY, () -> LinuxFileSystem.open(temporary.resolve("file")));
  }

  @Test
  void theRootMayBeReachedThroughLinksAndHaveAnyName() throws IOException {
    Path named = Files.createDirectory(temporary.resolve("100% é ?#"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), named);
    Files.createFile(named.resolve("here"));

    try (LinuxFileSystem linked = LinuxFileSystem.open(link)) {
      assertThat(linked.stat(path("here"))).isPresent();
    }
  }

  @Test
  void aRemovedRootIsMissingAndNotEmpty() throws IOException {
    Files.delete(root);

    assertFails(Reason.MISSING, () -> files.list(TreePath.ROOT));
    assertFails(Reason.MISSING, () -> files.create(path("a")).close());
  }

  @Test
  void statesAgreeWithWhatTheSystemSays() throws IOException {
    Path file = Files.writeString(root.resolve("a"), "12345");
    Instant time = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
    Files.setLastModifiedTime(file, FileTime.from(time));

    Stat stat = files.stat(path("a")).orElseThrow();

    assertThat(stat.mtime()).isEqualTo(1_700_000_000_123_456_789L);
    assertThat(stat.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    assertThat(stat.size()).isEqualTo(5);
    FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
    assertThat(stat.ctime()).isEqualTo(nanos(changed.toInstant()));
    stat.birth().ifPresent(birth -> assertThat(birth).isBetween(1L, stat.ctime()));
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
  }

  @Test
  void executableFollowsTheReadBits() throws IOException {
    Path file = Files.createFile(root.resolve("a"));
    String[][] cases = {
      {"rw-r--r--", "rwxr-xr-x"},
      {"rw-------", "rwx------"},
      {"rw-r-----", "rwxr-x---"},
      {"rwxr--r--", "rwxr--r--"},
    };
    for (String[] each : cases) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(each[0]));
      files.setAttributes(path("a"), new Attributes(true, 0));
      assertThat(permissions(file)).isEqualTo(each[1]);
      files.setAttributes(path("a"), new Attributes(false, 0));
      assertThat(permissions(file)).isEqualTo(each[1].replace('x', '-'));
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void readableIsWhatTheOwnerMayDo() throws IOException {
    Path file = Files.createFile(root.resolve("a"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-r-xr-x"));

    Stat stat = files.stat(path("a")).orElseThrow();

    assertThat(stat.readable()).isFalse();
    assertThat(stat.executable()).isFalse();
  }

  @Test
  void namesThatAreNotUtf8AreUnreadableAndHideNothing() {
    Shell.run(root, ": > \"$(printf 'a\\377b')\"; : > \"$(printf '\\355\\240\\200')\"; : > fine");

    Listing listing = files.list(TreePath.ROOT);

    assertThat(listing.items()).extracting(Listing.Item::name).containsExactly("fine");
    assertThat(listing.unreadable())
        .containsExactlyInAnyOrder(
            new Listing.Unreadable("a\\xffb", Reason.UNDECODABLE),
            new Listing.Unreadable("\\xed\\xa0\\x80", Reason.UNDECODABLE));
  }

  @Test
  void aLinkWhoseTextIsNotUtf8IsUndecodable() {
    Shell.run(root, "ln -s \"$(printf 'a\\377b')\" link");

    assertFails(Reason.UNDECODABLE, () -> files.readLink(path("link")));
  }

  @Test
  void specialFilesAreSeenAndNeverOpened() {
    Shell.run(root, "mkfifo fifo");

    assertThat(files.stat(path("fifo")).orElseThrow().kind()).isEqualTo(Stat.Kind.SPECIAL);
    assertThat(files.list(TreePath.ROOT).items()).hasSize(1);
    assertFails(Reason.BROKEN, () -> files.open(path("fifo")).close());
    assertFails(Reason.BROKEN, () -> files.setAttributes(path("fifo"), new Attributes(true, 0)));
    files.barrier(List.of(path("fifo")));
  }

  @Test
  void whoeverSwapsADirectoryForALinkGainsNothing() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("file"), "outside");
    Files.writeString(outside.resolve("secret"), "outside");
    Files.createDirectory(root.resolve("d"));
    Files.createSymbolicLink(root.resolve("evil"), outside);
    Thread attacker = Thread.ofPlatform().start(() -> swapUntilInterrupted("d", "evil"));
    try {
      for (int i = 0; i < 3000; i++) {
        FileContents.create(files, "temp", "inside");
        attempt(() -> files.replace(path("temp"), path("d/file")));
        attempt(() -> FileContents.create(files, "d/new", "x"));
        attempt(() -> files.delete(path("d/new")));
        attempt(() -> files.delete(path("d/file")));
        attempt(() -> files.delete(path("temp")));
        attempt(() ->
            assertThat(files.list(path("d")).items())
                .extracting(Listing.Item::name)
                .doesNotContain("secret"));
      }
    } finally {
      attacker.interrupt();
      join(attacker);
    }
    assertThat(outside.toFile().list()).containsExactlyInAnyOrder("file", "secret");
    assertThat(outside.resolve("file")).hasContent("outside");
  }

  /// Lets two names change places as fast as possible, with a file system of its own.
  private void swapUntilInterrupted(String a, String b) {
    try (LinuxFileSystem own = LinuxFileSystem.open(root)) {
      while (!Thread.currentThread().isInterrupted()) {
        own.move(path(a), path("aside"));
        own.move(path(b), path(a));
        own.move(path("aside"), path(b));
      }
    }
  }

  private static void attempt(Runnable action) {
    try {
      action.run();
    } catch (FileFailure failure) {
      assertThat(failure.reason())
          .isIn(Reason.LINK_ON_THE_WAY, Reason.MISSING, Reason.EXISTS, Reason.NOT_DIRECTORY);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void aDirectoryMovedAwayReceivesNothingMeantForItsPath() throws IOException {
    files.makeDirectory(path("d"));
    FileContents.create(files, "d/a", "");
    Files.move(root.resolve("d"), root.resolve("elsewhere"));

    assertFails(Reason.MISSING, () -> files.create(path("d/b")).close());
    assertThat(root.resolve("elsewhere/b")).doesNotExist();
  }

  @Test
  void missingPermissionIsDenied() throws IOException {
    Files.createDirectory(root.resolve("closed"));
    Files.writeString(root.resolve("closed/file"), "");
    Files.writeString(root.resolve("secret"), "");
    Files.createDirectory(root.resolve("unlistable"));
    Files.writeString(root.resolve("unlistable/known"), "known");
    Shell.run(root, "chmod 755 .. .; chmod 700 closed; chmod 600 secret; chmod 711 unlistable");

    OtherUser.run(() -> {
      assertFails(Reason.DENIED, () -> files.list(path("closed")));
      assertFails(Reason.DENIED, () -> files.stat(path("closed/file")));
      assertFails(Reason.DENIED, () -> files.open(path("secret")).close());
      assertFails(Reason.DENIED, () -> files.create(path("new")).close());
      assertFails(Reason.DENIED, () -> files.delete(path("secret")));
      assertFails(Reason.DENIED, () -> files.list(path("unlistable")));
      assertThat(FileContents.text(files, "unlistable/known")).isEqualTo("known");
      assertThat(files.stat(path("secret"))).isPresent();
    });
  }

  @Test
  void itemsThatMayNotBeAskedAboutAreUnreadable() throws IOException {
    Files.createDirectory(root.resolve("readable"));
    Files.writeString(root.resolve("readable/file"), "");
    Shell.run(root, "chmod 755 .. .; chmod 744 readable");

    OtherUser.run(() ->
        assertThat(files.list(path("readable")))
            .isEqualTo(
                new Listing(List.of(), List.of(new Listing.Unreadable("file", Reason.DENIED)))));
  }

  @Test
  void barriersCoverWhatMayNotBeRead() throws IOException {
    Files.createDirectory(root.resolve("d"));
    Files.writeString(root.resolve("d/file"), "");
    Shell.run(root, "chmod 755 .. .; chown 65534 d d/file; chmod 0 d/file; chmod 300 d");

    OtherUser.run(() -> files.barrier(List.of(path("d/file"), path("d"))));
  }

  @Test
  void anExclusiveMoveNeedsNoHelpOfTheFileSystem() {
    try (LinuxFileSystem plain = LinuxFileSystem.open(root, new PlainRenames())) {
      FileContents.create(plain, "a", "a");
      FileContents.create(plain, "taken", "taken");
      plain.makeDirectory(path("d"));
      FileContents.create(plain, "d/file", "x");
      plain.makeDirectory(path("empty"));

      plain.move(path("a"), path("b"));
      plain.move(path("d"), path("e"));

      assertThat(FileContents.text(plain, "b")).isEqualTo("a");
      assertThat(FileContents.text(plain, "e/file")).isEqualTo("x");
      assertThat(plain.stat(path("a"))).isEmpty();
      assertThat(plain.stat(path("d"))).isEmpty();
      assertFails(Reason.EXISTS, () -> plain.move(path("b"), path("taken")));
      assertFails(Reason.EXISTS, () -> plain.move(path("e"), path("empty")));
      assertFails(Reason.BROKEN, () -> plain.move(path("e"), path("e/below")));
      assertThat(FileContents.text(plain, "taken")).isEqualTo("taken");
      assertThat(plain.list(path("e")).items()).hasSize(1);
    }
  }

  @Test
  void movesAFileWhereItCannotHaveASecondNameEither() {
    try (LinuxFileSystem plain = LinuxFileSystem.open(root, new PlainNames())) {
      FileContents.create(plain, "a", "a");
      FileContents.create(plain, "taken", "taken");

      plain.move(path("a"), path("b"));

      assertThat(FileContents.text(plain, "b")).isEqualTo("a");
      assertThat(plain.stat(path("a"))).isEmpty();
      assertFails(Reason.EXISTS, () -> plain.move(path("b"), path("taken")));
      assertThat(FileContents.text(plain, "taken")).isEqualTo("taken");
    }
  }

  /// A kernel whose file systems know no exclusive rename and no second name.
  private static final class PlainNames extends PlainRenames {
    @Override
    long call(Call call, long a, long b, long c, long d, long e) {
      return call == Call.LINKAT ? -Errno.EPERM : super.call(call, a, b, c, d, e);
    }
  }

  /// A kernel whose file systems know no exclusive rename.
  private static class PlainRenames extends Kernel {
    @Override
    long call(Call call, long a, long b, long c, long d, long e) {
      return call == Call.RENAMEAT2 && e != 0 ? -Errno.EINVAL : super.call(call, a, b, c, d, e);
    }
  }

  @Test
  void aFailingDiskIsReportedByReadsWritesAndBarriers() {
    Failing kernel = new Failing();
    try (LinuxFileSystem failing = LinuxFileSystem.open(root, kernel)) {
      FileContents.create(failing, "a", "a");
      for (Call call : List.of(Call.PREAD64, Call.FSYNC, Call.SYNCFS)) {
        kernel.failing = call;
        assertFails(
            Reason.BROKEN,
            () -> {
              FileContents.read(failing, path("a"));
              failing.barrier(List.of(path("a")));
              failing.barrier(Collections.nCopies(Barrier.FEW + 1, path("a")));
            });
      }
      kernel.failing = Call.WRITE;
      assertFails(Reason.BROKEN, () -> FileContents.create(failing, "b", "b"));
    }
  }

  private static final class Failing extends Kernel {
    Call failing = Call.FTRUNCATE;

    @Override
    long call(Call call, long a, long b, long c, long d, long e) {
      return call == failing ? -Errno.EIO : super.call(call, a, b, c, d, e);
    }
  }

  @Test
  void shortReadsAndWritesAreCompleted() throws IOException {
    Kernel meagre =
        new Kernel() {
          @Override
          long call(Call call, long a, long b, long c, long d, long e) {
            return super.call(call, a, b, call == Call.WRITE ? Math.min(c, 3) : c, d, e);
          }
        };
    try (LinuxFileSystem slow = LinuxFileSystem.open(root, meagre)) {
      FileContents.create(slow, "a", "0123456789");
    }
    assertThat(root.resolve("a")).hasContent("0123456789");
  }

  @Test
  void aClosedFileIsNotUsed() {
    FileContents.create(files, "a", "x");
    FileSystem.Source source = files.open(path("a"));
    source.close();
    source.close();

    assertThatIllegalStateException().isThrownBy(() -> source.read(ByteBuffer.allocate(1), 0));
  }

  @Test
  void noDescriptorIsLeftOpen() throws IOException {
    files.makeDirectory(path("d"));
    FileContents.create(files, "d/a", "");
    long before = openDescriptors();
    for (int i = 0; i < 20; i++) {
      files.list(path("d"));
      files.barrier(List.of(path("d/a"), path("gone/x")));
      attempt(() -> files.open(path("d/a/x")).close());
      attempt(() -> files.hardLink(path("d/a"), path("gone/x")));
    }
    assertThat(openDescriptors()).isLessThan(before + 10);
  }

  private static long openDescriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static TreePath path(String text) {
    return TreePath.parse(text);
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatExceptionOfType(FileFailure.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
  }

  @Test
  void longRunsOfZerosTakeNoRoom() throws IOException {
    byte[] content = new byte[8 << 20];
    content[0] = 1;
    content[(4 << 20) + 5] = 2;
    for (int piece : new int[] {content.length, 1 << 20, 100_003, 65_536}) {
      TreePath sparse = path("sparse" + piece);
      write(sparse, content, piece);

      assertThat(Files.readAllBytes(root.resolve(sparse.toString()))).isEqualTo(content);
      assertThat(room(sparse)).isLessThan(1 << 20);
    }
  }

  @Test
  void shortRunsOfZerosAreKept() throws IOException {
    byte[] content = new byte[200_000];
    for (int i = 0; i < content.length; i += 5000) {
      content[i] = 1;
    }
    write(path("full"), content, 70_000);
    write(path("zeros"), new byte[100_000], 100_000);

    assertThat(Files.readAllBytes(root.resolve("full"))).isEqualTo(content);
    assertThat(Files.readAllBytes(root.resolve("zeros"))).isEqualTo(new byte[100_000]);
  }

  private void write(TreePath file, byte[] content, int piece) {
    try (FileSystem.Sink sink = files.create(file)) {
      for (int at = 0; at < content.length; at += piece) {
        sink.write(ByteBuffer.wrap(content, at, Math.min(piece, content.length - at)));
      }
    }
  }

  private long room(TreePath file) {
    return 512 * Long.parseLong(Shell.run(root, "stat -c %b " + file).strip());
  }
}
