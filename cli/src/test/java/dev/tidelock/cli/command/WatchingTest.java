package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices that watch, as processes on real directories, with a directory between them.
class WatchingTest {
  @TempDir private Path base;
  private Path remote;
  private Device alice;
  private Device bob;

  @BeforeEach
  void twoDevices() throws IOException {
    remote = base.resolve("remote");
    alice = Device.create(base, "alice").write("a.txt", "a\n").write("d/x", "x\n");
    alice.write("d/deep/y", "y\n");
    alice.run("init", "--remote", remote.toUri().toString());
    alice.run("sync");
    bob = Device.create(base, "bob-parent");
    bob.run("clone", remote.toUri().toString(), "bob");
    bob = bob.in(bob.path("bob"));
  }

  /// What a device shows: the text of each file, "/" for a directory.
  static SortedMap<String, String> shown(Device device) {
    SortedMap<String, String> shown = new TreeMap<>();
    Path root = device.directory();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              if (dir.endsWith(".tidelock")) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              shown.put(root.relativize(dir) + "/", "");
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              shown.put(root.relativize(file).toString(), Files.readString(file));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw failure;
            }
          });
    } catch (NoSuchFileException _) {
      shown.put("changing", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shown;
  }

  private void awaitEqual(WatchProcess watch) {
    SortedMap<String, String> wanted = shown(alice);
    watch.await(() -> shown(bob).equals(wanted) && shown(alice).equals(wanted), "equal trees");
  }

  private static void delete(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static boolean isSynced(Device device) {
    return device.run("sync").exit() == 0;
  }

  private static long commits(Device device) {
    return device.run("log", "--json").json().objects("commits").size();
  }

  @Test
  void whatHappensOnEitherDeviceArrivesOnTheOther() throws Exception {
    try (WatchProcess a = WatchProcess.of(alice);
        WatchProcess b = WatchProcess.of(bob)) {
      alice.write("a.txt", "edited by alice\n").write("n/e/w", "new\n");
      b.await(() -> shown(bob).equals(shown(alice)), "alice's edits");
      bob.write("d/x", "edited by bob\n").write("m/o/r/e", "more\n");
      a.await(() -> shown(bob).equals(shown(alice)), "bob's edits");
      Files.move(alice.path("d/deep"), alice.path("n/deep"));
      b.await(() -> shown(bob).equals(shown(alice)), "alice's move");
      delete(bob.path("m"));
      a.await(() -> shown(bob).equals(shown(alice)), "bob's deletion");

      assertThat(shown(alice))
          .containsEntry("a.txt", "edited by alice\n")
          .containsEntry("d/x", "edited by bob\n")
          .containsEntry("n/deep/y", "y\n")
          .doesNotContainKeys("m/", "d/deep/");
      assertThat(a.signal("TERM")).as(a.errors()).isZero();
      assertThat(b.signal("INT")).as(b.errors()).isEqualTo(130);
      assertThat(b.errors()).contains("interrupted");
      assertThat(a.rounds()).allMatch(round -> round.text("root").isPresent());
    }
  }

  @Test
  void aBurstOfFilesAndATreeMadeAtOnceArriveWhole() {
    try (WatchProcess _ = WatchProcess.of(alice);
        WatchProcess b = WatchProcess.of(bob)) {
      for (int i = 0; i < 3_000; i++) {
        alice.write("burst/f" + i, "file " + i + "\n");
      }
      for (int i = 0; i < 300; i++) {
        alice.write("tree/" + i % 7 + "/" + i % 11 + "/" + i, "leaf " + i + "\n");
      }

      awaitEqual(b);
    }
  }

  @Test
  void treesMoveInAndOutAndDirectoriesAreReplaced() throws Exception {
    Path outside = Files.createDirectories(base.resolve("outside/in/ner"));
    Files.writeString(outside.resolve("f"), "from outside\n");
    try (WatchProcess _ = WatchProcess.of(alice);
        WatchProcess b = WatchProcess.of(bob)) {
      Files.move(base.resolve("outside"), alice.path("inside"));
      b.await(() -> shown(bob).containsKey("inside/in/ner/f"), "what moved in");
      alice.write("inside/in/ner/f", "edited inside\n");
      b.await(() -> shown(bob).containsValue("edited inside\n"), "an edit in it");
      Files.move(alice.path("inside"), base.resolve("outside"));
      Files.move(alice.path("d"), base.resolve("old d"));
      alice.write("d/x", "another x\n").write("d/other/z", "z\n");
      b.await(() -> shown(bob).equals(shown(alice)), "what moved out, and the other d");
      alice.write("d/other/z", "edited z\n");
      b.await(() -> shown(bob).containsValue("edited z\n"), "an edit in the other d");
    }
  }

  @Test
  void steadyChangeMakesOneCommitInTwoSecondsAtMost() throws Exception {
    try (WatchProcess _ = WatchProcess.of(alice);
        WatchProcess b = WatchProcess.of(bob)) {
      long before = commits(alice);
      long start = System.nanoTime();
      int lines = 0;
      while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10)) {
        Files.writeString(alice.path("log"), "line " + lines + "\n", APPENDING);
        lines++;
        TimeUnit.MILLISECONDS.sleep(20);
      }

      awaitEqual(b);

      assertThat(commits(alice) - before).isBetween(3L, 7L);
      assertThat(alice.read("log").lines()).hasSize(lines);
    }
  }

  private static final StandardOpenOption[] APPENDING = {
    StandardOpenOption.CREATE, StandardOpenOption.APPEND
  };

  @Test
  void aWatchThatWasKilledGoesOnWhereItWas() {
    try (WatchProcess b = WatchProcess.of(bob)) {
      for (int i = 0; i < 3; i++) {
        try (WatchProcess a = WatchProcess.of(alice)) {
          alice.write("a.txt", "edit " + i + "\n").write("k" + i + "/f", "file " + i + "\n");
          a.signal("KILL");
        }
      }
      bob.write("d/x", "meanwhile\n");
      try (WatchProcess _ = WatchProcess.of(alice)) {
        b.await(
            () ->
                shown(bob).equals(shown(alice))
                    && shown(bob).containsValue("file 2\n")
                    && shown(alice).containsValue("meanwhile\n"),
            "equal trees");
      }
    }
  }

  /// A command of alice's, as soon as her watch lets go of the workspace: on a busy machine one of
  /// its rounds takes longer than a command waits, and then that says so.
  private Device.Result atItsTurn(WatchProcess watch, String... arguments) {
    AtomicReference<Device.Result> result = new AtomicReference<>(alice.run(arguments));
    watch.await(
        () ->
            result.get().exit() != 10
                || result.updateAndGet(_ -> alice.run(arguments)).exit() != 10,
        "a turn for " + String.join(" ", arguments));
    return result.get();
  }

  @Test
  void otherCommandsWorkBesideAWatch() throws Exception {
    try (WatchProcess a = WatchProcess.of(alice);
        WatchProcess b = WatchProcess.of(bob)) {
      b.signal("TERM");
      bob.write("a.txt", "bob's words\n");
      bob.run("sync");
      bob.run("sync");
      alice.write("a.txt", "alice's words\n");
      assertThat(atItsTurn(a, "sync").exit()).isIn(0, 5);
      Files.writeString(bob.path("a.txt"), "bob's other words\n");
      bob.run("sync");
      a.await(
          // A resolution that does not know bob's latest words would be open again.
          () -> alice.run("conflicts", "--json").out().contains("\"size\":18"),
          "a conflict with bob's latest words");
      Json.Members status = atItsTurn(a, "status", "--json").json();
      assertThat(((Json.Members) status.get("watch").orElseThrow()).text("state"))
          .contains("watching");

      assertThat(atItsTurn(a, "resolve", "--all", "--strategy", "local").exit()).isZero();

      a.await(() -> isSynced(bob) && shown(bob).equals(shown(alice)), "the resolution");
      alice.write("last", "last\n");
      a.await(() -> isSynced(bob) && shown(bob).containsKey("last"), "what came after");
    }
  }

  @Test
  void aRemoteThatGoesAwayIsToldAndWhatHappensMeanwhileArrivesLater() throws Exception {
    try (WatchProcess a = WatchProcess.of(alice);
        WatchProcess b = WatchProcess.of(bob)) {
      Path away = base.resolve("away");
      Files.move(remote, away);
      a.awaitState("offline");
      b.awaitState("offline");
      alice.write("a.txt", "offline\n");
      bob.write("b.txt", "offline, too\n");
      a.await(() -> commits(alice) > 1, "a commit of what is kept");
      Files.move(away, remote);

      a.awaitState("watching");
      b.awaitState("watching");
      b.await(
          () -> shown(bob).equals(shown(alice)) && shown(bob).containsKey("b.txt"), "equal trees");
    }
  }

  @Test
  void whereNotEverythingCanBeWatchedItIsToldAndLookedAtOnATimer() throws Exception {
    List<String> limited =
        List.of(
            "unshare",
            "-r",
            "sh",
            "-c",
            "echo 3 > /proc/sys/user/max_inotify_watches && exec \"$@\"",
            "sh");
    ProcessBuilder probe =
        new ProcessBuilder(Stream.concat(limited.stream(), Stream.of("true")).toList());
    assumeTrue(probe.start().waitFor() == 0, "limits of its own need user namespaces");
    for (int i = 0; i < 20; i++) {
      alice.write("many/" + i + "/f", "f\n");
    }
    alice.run("sync");
    bob.run("sync");
    try (WatchProcess a = WatchProcess.begin(limited, alice, "--interval", "2");
        WatchProcess b = WatchProcess.of(bob)) {
      a.awaitState("degraded");
      assertThat(a.told().toString()).contains("directories are not watched");

      alice.write("many/19/f", "edited\n");

      b.await(() -> shown(bob).containsValue("edited\n"), "an edit where nobody watches");
      assertThat(alice.run("status").err()).contains("degraded");
    }
  }
}
