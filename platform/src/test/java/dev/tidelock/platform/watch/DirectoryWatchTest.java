package dev.tidelock.platform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.name.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatchTest {
  private static final TreePath D = TreePath.parse("d");
  private static final TreePath E = TreePath.parse("d/e");

  @TempDir private Path root;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private DirectoryWatch watch;

  @BeforeEach
  void begin() throws IOException {
    Files.createDirectories(root.resolve("d/e"));
    watch =
        DirectoryWatch.open(
            root,
            new Hints() {
              @Override
              public void changed(TreePath directory, String name) {
                heard.add("'" + directory + "' " + name);
              }

              @Override
              public void overflowed(TreePath directory) {
                heard.add("'" + directory + "' overflowed");
              }
            });
    watch.entering(TreePath.ROOT);
    watch.entering(D);
    watch.entering(E);
  }

  @AfterEach
  void end() {
    watch.close();
  }

  /// Waits for a hint; others may come before.
  private void awaitHint(String wanted) throws InterruptedException {
    String hint;
    do {
      hint = heard.poll(20, TimeUnit.SECONDS);
      assertThat(hint).as("waiting for %s", wanted).isNotNull();
    } while (!hint.equals(wanted));
  }

  @Test
  void aChangeIsHeardInTheDirectoryWhereItHappened() throws Exception {
    Files.writeString(root.resolve("d/e/f"), "f");

    awaitHint("'d/e' f");
    Files.delete(root.resolve("d/e/f"));
    awaitHint("'d/e' f");
    assertThat(watch.refused()).isEmpty();
  }

  @Test
  void aDirectoryThatNoScanEnteredIsNotWatched() throws Exception {
    Files.createDirectory(root.resolve("d/new"));

    awaitHint("'d' new");
    assertThat(watch.watches(TreePath.parse("d/new"))).isFalse();
  }

  @Test
  void aDirectoryThatMovedIsWatchedAtItsNewPlaceOnceItWasEnteredThere() throws Exception {
    Files.move(root.resolve("d"), root.resolve("moved"));

    awaitHint("'' moved");
    assertThat(watch.watches(D)).isFalse();
    assertThat(watch.watches(E)).isFalse();
    watch.entering(TreePath.parse("moved"));
    watch.entering(TreePath.parse("moved/e"));
    Files.writeString(root.resolve("moved/e/f"), "f");
    awaitHint("'moved/e' f");
  }

  @Test
  void aDirectoryThatWasEnteredAtItsNewPlaceBeforeTheMoveWasHeardIsWatchedThere() throws Exception {
    Files.move(root.resolve("d"), root.resolve("moved"));
    watch.entering(TreePath.parse("moved"));
    watch.entering(TreePath.parse("moved/e"));

    awaitHint("'' moved");
    Files.writeString(root.resolve("moved/e/f"), "f");

    awaitHint("'moved/e' f");
  }

  @Test
  void aDirectoryThatWasReplacedIsWatchedNoMore() throws Exception {
    Files.delete(root.resolve("d/e"));
    Files.writeString(root.resolve("d/between"), "");
    Files.createDirectory(root.resolve("d/e"));
    Files.writeString(root.resolve("d/last"), "");

    awaitHint("'d' last");
    assertThat(watch.watches(E)).isFalse();
    watch.entering(E);
    Files.writeString(root.resolve("d/e/f"), "f");
    awaitHint("'d/e' f");
  }

  @Test
  void lostEventsAreAChangeOfTheDirectory() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      Files.writeString(root.resolve("d/f" + i), "");
    }
    Files.writeString(root.resolve("last"), "");

    awaitHint("'' last");
    assertThat(watch.watches(D)).isTrue();
  }

  @Test
  void whatIsRefusedIsTold() throws Exception {
    watch.close();
    watch.entering(TreePath.parse("missing"));

    assertThat(watch.refused()).isEmpty();
    assertThat(watch.watches(TreePath.parse("missing"))).isFalse();
  }

  @Test
  void aLogTellsOfNewFiles() throws Exception {
    LogWatch log = new LogWatch(root.resolve("d"), "main");
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (var _ = log.listen(new Told(told))) {
      Files.writeString(root.resolve("d/0001"), "");

      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("main");
    }
  }

  private record Told(BlockingQueue<String> branches)
      implements dev.tidelock.engine.remote.Announcements.Listener {
    @Override
    public void announced(
        String branch, java.util.Optional<dev.tidelock.core.object.ObjectId> head) {
      branches.add(branch);
    }

    @Override
    public void ended(dev.tidelock.engine.remote.RemoteFailure reason) {
      branches.add("ended");
    }
  }
}
