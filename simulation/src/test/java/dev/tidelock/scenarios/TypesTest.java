package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Files become directories and links, and the other way round; and what is none of these.
class TypesTest {
  @RegisterExtension final World world = new World();

  @Test
  void aFileBecomesADirectory() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "old bytes");
    a.sync();
    b.sync();

    a.delete("f");
    a.write("f/child", "child");
    a.sync();
    b.sync();

    assertThat(b).showsOnly("f", "f/child").shows("f/child", "child").hasNoConflict();
    assertThat(b.past("f")).containsExactly(Bytes.utf8("old bytes"));
  }

  @Test
  void aDirectoryBecomesAFile() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("d/x", "x");
    a.write("d/e/y", "y");
    a.sync();
    b.sync();

    a.delete("d");
    a.write("d", "now a file");
    a.sync();
    b.sync();

    assertThat(b).showsOnly("d").shows("d", "now a file").hasNoConflict();
    assertThat(Sight.of(b.path(".tidelock/trash")).values())
        .contains(
            new Sight.OfFile(Bytes.utf8("x"), false), new Sight.OfFile(Bytes.utf8("y"), false));
  }

  @Test
  void aFileThatBecameADirectoryMeetsAnEdit() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f.txt", "old bytes");
    a.sync();
    b.sync();

    a.delete("f.txt");
    a.write("f.txt/child", "child");
    b.write("f.txt", "edited");
    a.sync();
    b.sync();
    a.sync();

    assertThat(a.sees()).isEqualTo(b.sees());
    assertThat(a).showsDirectory("f.txt").shows("f.txt/child", "child").hasNoConflict();
    assertThat(a.sees().keySet()).anyMatch(name -> name.matches("f \\([0-9a-f]{4}\\)\\.txt"));
  }

  @Test
  void aNewFileMeetsANewDirectoryOfItsName() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("same.txt", "a file");
    b.write("same.txt/child", "child");

    a.sync();
    b.sync();
    a.sync();

    assertThat(a.sees()).isEqualTo(b.sees());
    assertThat(a).showsDirectory("same.txt").shows("same.txt/child", "child");
    assertThat(a.sees().keySet()).anyMatch(name -> name.matches("same \\([0-9a-f]{4}\\)\\.txt"));
  }

  @Test
  void aNewDirectoryMeetsANewFileOfItsName() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("same.txt", "a file");
    b.write("same.txt/child", "child");

    b.sync();
    a.sync();
    b.sync();

    assertThat(a.sees()).isEqualTo(b.sees());
    assertThat(b).showsDirectory("same.txt").shows("same.txt/child", "child");
  }

  @Test
  void aConflictMeetsADirectoryOfItsName() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f.txt", "base");
    a.sync();
    b.sync();
    Device c = world.device("C");
    c.sync();
    a.write("f.txt", "from A");
    b.write("f.txt", "from B");
    c.delete("f.txt");
    c.write("f.txt/child", "child");

    a.sync();
    b.sync();
    c.sync();
    a.sync();
    b.sync();

    assertThat(a).showsDirectory("f.txt").shows("f.txt/child", "child");
    assertThat(a.conflicts()).hasSize(1);
    String moved = a.conflicts().getFirst().path().toString();
    assertThat(a).hasConflict(moved, "from A", "from B").shows(moved, "from A");
    assertThat(b).hasConflict(moved, "from A", "from B").shows(moved, "from B");
  }

  @Test
  void linksAreTextsThatNobodyFollows() throws IOException {
    Device a = world.device("A");
    Device b = world.device("B");
    Path outside = Files.writeString(world.directory().resolve("outside"), "secret");
    a.write("target", "inside");
    a.link("good", "target");
    a.link("dangling", "nowhere/at/all");
    a.link("absolute", outside.toString());
    a.link("up", "../outside");
    a.makeDirectory("d");
    a.link("loop", "loop");
    a.link("toDirectory", "d");
    a.link("d/inside", "../target");
    a.link("d/outside", "../../outside");

    SyncOutcome sent = a.sync();
    SyncOutcome again = a.sync();
    b.sync();
    assertThat(sent.problems())
        .extracting(Problem::path, Problem::kind)
        .containsExactly(
            Tuple.tuple("absolute", Problem.Kind.LEADS_OUT),
            Tuple.tuple("d/outside", Problem.Kind.LEADS_OUT),
            Tuple.tuple("up", Problem.Kind.LEADS_OUT));
    assertThat(again.problems()).isEmpty();
    assertThat(b)
        .showsLink("good", "target")
        .showsLink("dangling", "nowhere/at/all")
        .showsLink("absolute", outside.toString())
        .showsLink("up", "../outside")
        .showsLink("loop", "loop")
        .showsLink("toDirectory", "d");

    a.link("good", "d");
    a.delete("dangling");
    a.sync();
    b.sync();

    assertThat(b).showsLink("good", "d").lacks("dangling").shows("target", "inside");
    assertThat(Files.readString(outside)).isEqualTo("secret");
  }

  @Test
  void aLinkThatIsReplacedByAFileLeavesItsTargetAlone() throws IOException {
    Device a = world.device("A");
    Device b = world.device("B");
    Path outside = Files.writeString(world.directory().resolve("outside"), "secret");
    a.link("l", outside.toString());
    a.sync();
    b.sync();

    a.delete("l");
    a.write("l", "a file now");
    a.sync();
    b.sync();

    assertThat(b).shows("l", "a file now");
    assertThat(Files.readString(outside)).isEqualTo("secret");
  }

  @Test
  void aDirectoryThatIsSwappedForALinkAtAnyMomentIsNotWrittenThrough() throws IOException {
    Device a = world.device("A");
    Device b = world.device("B");
    Path outside = Files.createDirectory(world.directory().resolve("outside"));
    Path aside = world.directory().resolve("moved away");
    boolean reached = true;
    for (int moment = 1; reached; moment += 2) {
      Files.writeString(outside.resolve("f"), "first");
      a.write("d/f", "first");
      a.write("d/gone", "will go " + moment);
      a.sync();
      b.sync();
      a.write("d/f", "second " + moment);
      a.write("d/new" + moment, "new");
      a.delete("d/gone");
      a.sync();

      AtomicInteger left = new AtomicInteger(moment);
      b.surround(
          Meanwhile.eachChange(() -> {
            if (left.decrementAndGet() == 0) {
              b.move("d", "../moved away");
              b.link("d", outside.toString());
            }
          }));
      b.syncUnwitnessed();
      b.surround(Around.NOTHING);
      reached = left.get() <= 0;

      assertThat(Files.readString(outside.resolve("f"))).as("moment " + moment).isEqualTo("first");
      try (var children = Files.list(outside)) {
        assertThat(children.toList()).containsExactly(outside.resolve("f"));
      }
      if (Files.isSymbolicLink(b.path("d"))) {
        Files.delete(b.path("d"));
        Files.move(aside, b.path("d"));
      }
      Disks.delete(aside);
    }
  }

  @Test
  @Timeout(60)
  void specialFilesAreSkippedWithOneWarningAndNeverOpened() throws Exception {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "x");
    int exit =
        new ProcessBuilder("mkfifo", a.path("pipe").toString()).inheritIO().start().waitFor();
    assertThat(exit).isZero();
    List<String> special = new ArrayList<>(List.of("pipe", "socket"));
    if (new ProcessBuilder("mknod", a.path("null").toString(), "c", "1", "3").start().waitFor()
        == 0) {
      special.add("null");
    }
    special.forEach(world::setApart);

    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(a.path("socket")));
      SyncOutcome outcome = a.sync();
      b.sync();

      assertThat(outcome.problems())
          .extracting(Problem::path)
          .containsExactlyInAnyOrderElementsOf(special);
      assertThat(outcome.problems()).extracting(Problem::kind).containsOnly(Problem.Kind.SPECIAL);
      assertThat(b).showsOnly("f");
    }
  }

  @Test
  @Timeout(60)
  void aFileThatBecomesAPipeIsNotDeletedElsewhere() throws Exception {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "x");
    a.write("g", "y");
    a.sync();
    b.sync();
    world.setApart("f");

    a.delete("f");
    new ProcessBuilder("mkfifo", a.path("f").toString()).inheritIO().start().waitFor();
    a.sync();
    b.sync();

    assertThat(b).shows("f", "x");
  }

  @Test
  void aDirectoryBecomesALinkAndItsChildrenGo() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("d/x", "x");
    a.write("e/x", "other x");
    a.sync();
    b.sync();

    a.delete("d");
    a.link("d", "e");
    a.sync();
    b.sync();

    assertThat(b).showsLink("d", "e").shows("e/x", "other x").hasNoConflict();
  }
}
