package dev.tidelock.platform.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.platform.linux.LinuxFileSystem;
import dev.tidelock.platform.linux.Shell;
import dev.tidelock.testkit.BlobStoreContract;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest implements BlobStoreContract {
  @TempDir Path temporary;
  private final List<DirectoryBlobStore> opened = new ArrayList<>();

  private Path root() {
    return temporary.resolve("store");
  }

  @Override
  public DirectoryBlobStore freshStore() {
    DirectoryBlobStore.create(root());
    return open();
  }

  @Override
  public BlobStore another(BlobStore store) {
    return open();
  }

  private DirectoryBlobStore open() {
    synchronized (opened) {
      DirectoryBlobStore store =
          DirectoryBlobStore.open(root(), DirectoryWriter.randomness("client " + opened.size()));
      opened.add(store);
      return store;
    }
  }

  @AfterEach
  void close() {
    opened.forEach(DirectoryBlobStore::close);
  }

  @Test
  void aMissingStoreIsUnreachableAndNotMade() throws IOException {
    assertFails(Reason.UNREACHABLE, this::open);
    assertThat(root()).doesNotExist();
    Files.createDirectory(root());
    assertFails(Reason.UNREACHABLE, this::open);
    assertThat(root()).isEmptyDirectory();
  }

  @Test
  void aStoreIsNotMadeBelowWhatIsMissing() {
    assertFails(
        Reason.UNREACHABLE, () -> DirectoryBlobStore.create(temporary.resolve("mount/store")));
    assertThat(temporary.resolve("mount")).doesNotExist();
  }

  @Test
  void creatingAStoreAgainLosesNothing() {
    BlobStore store = freshStore();
    store.create("a", Bytes.utf8("a"));

    DirectoryBlobStore.create(root());

    assertThat(open().read("a")).contains(Bytes.utf8("a"));
  }

  @Test
  void absenceIsNotConcludedFromAStoreThatIsGone() throws IOException {
    BlobStore store = freshStore();
    Files.move(root(), temporary.resolve("elsewhere"));
    Shell.run(temporary, "mkdir store; rm -rf elsewhere");

    assertFails(Reason.UNREACHABLE, () -> store.read("log/1"));
    assertFails(Reason.UNREACHABLE, () -> store.list("log/"));
    assertFails(Reason.UNREACHABLE, () -> store.create("log/1", Bytes.empty()));
    assertThat(root()).isEmptyDirectory();
  }

  @Test
  void ofManyProcessesExactlyOneWins() throws IOException, InterruptedException {
    freshStore();
    int count = 60;
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(DirectoryWriter.start(root(), count, "writer " + i));
    }
    List<String> won = new ArrayList<>();
    for (int i = 0; i < writers.size(); i++) {
      for (String line :
          new String(writers.get(i).getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList()) {
        won.add(line);
        assertThat(open().read("log/" + line)).contains(Bytes.utf8("writer " + i));
      }
      assertThat(writers.get(i).waitFor()).isZero();
    }

    assertThat(won).hasSize(count).doesNotHaveDuplicates();
    assertThat(root().resolve("~tidelock/tmp")).isEmptyDirectory();
  }

  @Test
  void noLinkInTheStoreIsFollowed() throws IOException {
    BlobStore store = freshStore();
    store.create("log/1", Bytes.utf8("1"));
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("2"), "outside");
    Shell.run(root(), "mv log real; ln -s ../outside log; ln -s ../outside/2 blob");

    assertFails(Reason.CORRUPT, () -> store.read("log/2"));
    assertFails(Reason.CORRUPT, () -> store.read("blob"));
    assertFails(Reason.CORRUPT, () -> store.create("log/3", Bytes.utf8("3")));
    assertFails(Reason.CORRUPT, () -> store.delete("log/2"));
    assertFails(Reason.CORRUPT, () -> store.list("log/"));
    assertThat(store.list("")).containsExactly("real/1");
    assertThat(outside.toFile().list()).containsExactly("2");
  }

  @Test
  void theFilesAsideCannotBeLedElsewhere() throws IOException {
    BlobStore store = freshStore();
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Shell.run(root(), "rmdir '~tidelock/tmp'; ln -s ../../outside '~tidelock/tmp'");

    assertFails(Reason.CORRUPT, () -> store.create("a", Bytes.utf8("a")));
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void whatIsNoBlobIsNotListed() {
    BlobStore store = freshStore();
    store.create("log/1", Bytes.utf8("1"));
    Shell.run(root(), "touch .DS_Store 'log/1 (copy)' \"log/$(printf '\\377')\"; mkfifo log/fifo");

    assertThat(store.list("")).containsExactly("log/1");
    assertFails(Reason.UNREACHABLE, () -> store.read("log/fifo"));
  }

  @Test
  void whatCrashedWritersLeftIsRemovedAfterADay() {
    BlobStore store = freshStore();
    Path aside = root().resolve("~tidelock/tmp");
    Shell.run(aside, "touch -d '23 hours ago' recent; touch -d '25 hours ago' old");

    store.create("a", Bytes.utf8("a"));

    assertThat(aside.toFile().list()).containsExactly("recent");
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    freshStore();
    Files.writeString(root().resolve("~tidelock/format"), "tidelock directory 9\n");

    assertFails(Reason.CORRUPT, this::open);
  }

  @Test
  void aFullOrReadOnlyVolumeIsReported() {
    Shell.run(temporary, "mkdir store");
    assumeTrue(
        Shell.succeeds(temporary, "mount -t tmpfs -o size=128k none store"), "only root can mount");
    try {
      DirectoryBlobStore store = freshStore();
      store.create("a", Bytes.utf8("a"));

      assertFails(Reason.NO_SPACE, () -> store.create("big", Bytes.utf8("full".repeat(250_000))));
      assertThat(root().resolve("~tidelock/tmp")).isEmptyDirectory();
      assertThat(store.list("")).containsExactly("a");
      Shell.run(temporary, "mount -o remount,ro store");
      assertFails(Reason.DENIED, () -> store.create("b", Bytes.utf8("b")));
      assertThat(open().read("a")).contains(Bytes.utf8("a"));
    } finally {
      close();
      opened.clear();
      Shell.run(temporary, "umount -l store");
    }
  }

  @Test
  void worksWithoutHardLinksAndSaysSo() {
    freshStore();
    try (LinuxFileSystem files = LinuxFileSystem.open(root())) {
      DirectoryBlobStore store =
          DirectoryBlobStore.over(refusing(files, "hardLink"), DirectoryWriter.randomness(""));
      assertThat(store.takesManyWriters()).isTrue();

      assertThat(store.create("log/1", Bytes.utf8("1"))).isTrue();
      assertThat(store.create("log/1", Bytes.utf8("2"))).isFalse();

      assertThat(store.takesManyWriters()).isFalse();
      assertThat(store.read("log/1")).contains(Bytes.utf8("1"));
      assertThat(root().resolve("~tidelock/tmp")).isEmptyDirectory();
    }
  }

  @Test
  void refusesWhereNothingDecidesWhoComesFirst() {
    freshStore();
    try (LinuxFileSystem files = LinuxFileSystem.open(root())) {
      DirectoryBlobStore store =
          DirectoryBlobStore.over(
              refusing(files, "hardLink", "move"), DirectoryWriter.randomness(""));

      assertFails(Reason.DENIED, () -> store.create("log/1", Bytes.utf8("1")));
      assertThat(store.list("")).isEmpty();
    }
  }

  /// A file system like another one, on which some operations are not permitted.
  private static FileSystem refusing(FileSystem files, String... operations) {
    return (FileSystem)
        Proxy.newProxyInstance(
            FileSystem.class.getClassLoader(),
            new Class<?>[] {FileSystem.class},
            (_, method, arguments) -> {
              if (List.of(operations).contains(method.getName())) {
                throw new FileFailure(FileFailure.Reason.DENIED, TreePath.ROOT, method.getName());
              }
              try {
                return method.invoke(files, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatExceptionOfType(RemoteFailure.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
  }
}
