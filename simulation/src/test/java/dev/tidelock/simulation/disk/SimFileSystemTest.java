package dev.tidelock.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskProfile.Loss;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.SimClock;
import dev.tidelock.testkit.FileSystemContract;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimFileSystemTest implements FileSystemContract {
  private final SimClock clock = new SimClock("test", 0);
  private final Gate gate = new Gate("test", Trace.quiet(), () -> clock.advance(1000));

  @Override
  public FileSystem freshFileSystem() {
    return on(disk(Tape.of(1), DiskProfile.modern()));
  }

  private Disk disk(Tape tape, DiskProfile profile) {
    return new Disk(profile, clock::wallNanos, tape);
  }

  private FileSystem on(Disk disk) {
    return new SimFileSystem(disk, gate);
  }

  @Test
  void whatABarrierCoversSurvives() {
    for (Loss loss : Loss.values()) {
      ForAll.cases(
          200,
          tape -> {
            Disk disk = disk(tape, new DiskProfile(1, true, loss, DiskProfile.UNLIMITED));
            FileSystem files = on(disk);
            files.makeDirectory(path("d"));
            write(files, "d/a", "content");
            files.barrier(List.of(path("d/a"), path("d")));
            disk.crash();

            assertThat(disk.hands().read(path("d/a"))).contains(Bytes.utf8("content"));
          });
    }
  }

  @Test
  void whatNoBarrierCoversIsLostKeptOrTorn() {
    Set<Optional<Bytes>> outcomes = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      Disk disk = disk(Tape.of(seed), DiskProfile.modern());
      FileSystem files = on(disk);
      write(files, "a", "old!");
      files.barrier(List.of(path("a")));
      write(files, "temp", "brand new");
      files.replace(path("temp"), path("a"));
      disk.crash();
      outcomes.add(disk.hands().read(path("a")));
    }

    assertThat(outcomes)
        .contains(
            Optional.of(Bytes.utf8("old!")),
            Optional.of(Bytes.utf8("brand new")),
            Optional.of(Bytes.utf8("")),
            Optional.of(Bytes.utf8("bra")),
            Optional.of(Bytes.utf8("br\0\0\0\0\0\0\0")))
        .doesNotContain(Optional.empty());
  }

  @Test
  void aFileMovedOutOfADirectoryIsNeverLostWithIt() {
    ForAll.cases(
        300,
        tape -> {
          Disk disk = disk(tape, new DiskProfile(1, true, Loss.SUBSET, DiskProfile.UNLIMITED));
          FileSystem files = on(disk);
          files.makeDirectory(path("d"));
          files.makeDirectory(path("e"));
          write(files, "d/a", "content");
          disk.flushAll();
          files.move(path("d/a"), path("e/a"));
          files.removeDirectory(path("d"));
          disk.crash();

          assertThat(disk.hands().look().keySet()).containsAnyOf(path("d/a"), path("e/a"));
        });
  }

  @Test
  void namesInDifferentDirectoriesSurviveInAnyOrder() {
    Set<Boolean> laterAlone = new HashSet<>();
    for (int seed = 0; seed < 300; seed++) {
      Disk disk = disk(Tape.of(seed), new DiskProfile(1, true, Loss.SUBSET, DiskProfile.UNLIMITED));
      FileSystem files = on(disk);
      files.makeDirectory(path("d"));
      files.makeDirectory(path("e"));
      disk.flushAll();
      files.makeLink(path("d/first"), "x");
      files.makeLink(path("e/second"), "x");
      disk.crash();
      Set<TreePath> left = disk.hands().look().keySet();
      laterAlone.add(left.contains(path("e/second")) && !left.contains(path("d/first")));
    }

    assertThat(laterAlone).contains(true);
  }

  @Test
  void aCrashReportsWhatTheUserLost() {
    Disk disk = disk(Tape.of(5), DiskProfile.modern());
    Hands hands = disk.hands();
    hands.write(path("a"), Bytes.utf8("kept"));
    hands.sync();
    assertThat(disk.crash().userLost()).isFalse();
    assertThat(hands.read(path("a"))).contains(Bytes.utf8("kept"));

    boolean lost = false;
    for (int i = 0; i < 20 && !lost; i++) {
      hands.write(path("a"), Bytes.utf8("fresh " + i));
      CrashReport report = disk.crash();
      lost = report.gone().contains(Digests.of(Bytes.utf8("fresh " + i)));
      assertThat(report.userLost()).isTrue();
    }
    assertThat(lost).isTrue();
  }

  @Test
  void inodesAreReusedAtOnce() {
    FileSystem files = freshFileSystem();
    write(files, "a", "x");
    long inode = files.stat(path("a")).orElseThrow().inode();
    files.delete(path("a"));
    write(files, "b", "y");

    assertThat(files.stat(path("b")).orElseThrow().inode()).isEqualTo(inode);
  }

  @Test
  void timesHaveTheGrainOfTheDisk() {
    Disk disk = disk(Tape.of(1), new DiskProfile(2_000_000_000, false, Loss.PREFIX, 1000));
    FileSystem files = on(disk);
    clock.advance(3_000_000_000L);
    write(files, "a", "x");

    assertThat(files.stat(path("a")).orElseThrow().mtime()).isEqualTo(2_000_000_000L);
    assertThat(files.stat(path("a")).orElseThrow().birth()).isEmpty();
  }

  @Test
  void aFullDiskTakesWhatFits() {
    Disk disk = disk(Tape.of(1), DiskProfile.modern());
    FileSystem files = on(disk);
    disk.limitFree(5);

    assertFails(Reason.NO_SPACE, () -> write(files, "a", "too much"));
    assertThat(disk.hands().read(path("a"))).contains(Bytes.utf8("too m"));
    assertThat(files.freeBytes()).isZero();
    files.delete(path("a"));
    assertThat(files.freeBytes()).isEqualTo(5);
  }

  @Test
  void whatCannotBeReadIsUnknownAndNotAbsent() {
    Disk disk = disk(Tape.of(1), DiskProfile.modern());
    FileSystem files = on(disk);
    Hands hands = disk.hands();
    hands.makeDirectories(path("closed"));
    hands.write(path("secret"), Bytes.utf8("x"));
    hands.write(path("opaque"), Bytes.utf8("x"));
    hands.write(TreePath.ROOT.child("odd\udc80"), Bytes.utf8("x"));
    hands.makeSpecial(path("fifo"));
    hands.setReadable(path("closed"), false);
    hands.setReadable(path("secret"), false);
    hands.setOpaque(path("opaque"), true);

    Listing listing = files.list(TreePath.ROOT);
    assertThat(listing.items()).hasSize(3);
    assertThat(listing.unreadable())
        .containsExactlyInAnyOrder(
            new Listing.Unreadable("opaque", Reason.DENIED),
            new Listing.Unreadable("odd\\x80", Reason.UNDECODABLE));
    assertFails(Reason.DENIED, () -> files.list(path("closed")));
    assertFails(Reason.DENIED, () -> files.stat(path("closed/x")));
    assertFails(Reason.DENIED, () -> files.open(path("secret")).close());
    assertFails(Reason.DENIED, () -> files.stat(path("opaque")));
    assertFails(Reason.BROKEN, () -> files.open(path("fifo")).close());
    disk.heal();
    assertThat(files.list(TreePath.ROOT).items()).hasSize(3);
    assertThat(files.list(TreePath.ROOT).unreadable()).isEmpty();
  }

  @Test
  void aBackupComesBackWhole() {
    Disk disk = disk(Tape.of(1), DiskProfile.modern());
    Hands hands = disk.hands();
    hands.makeDirectories(path("d"));
    hands.write(path("d/a"), Bytes.utf8("then"));
    DiskImage image = disk.image();
    hands.write(path("d/a"), Bytes.utf8("later"));
    hands.link(path("b"), "x");
    disk.restore(image);

    assertThat(disk.hands().look().keySet()).containsExactly(path("d"), path("d/a"));
    assertThat(disk.hands().read(path("d/a"))).contains(Bytes.utf8("then"));
  }

  @Test
  void aFaultAtTheGateIsAFailure() {
    FileSystem files = freshFileSystem();
    gate.intercept(call -> call.number() == 1 ? Fault.BROKEN : Fault.NONE);
    files.makeDirectory(path("a"));

    assertFails(Reason.BROKEN, () -> files.makeDirectory(path("b")));
    assertThat(files.list(TreePath.ROOT).items()).hasSize(1);
  }

  private static void write(FileSystem files, String path, String content) {
    try (FileSystem.Sink sink = files.create(path(path))) {
      sink.write(Bytes.utf8(content).asByteBuffer());
    }
  }

  private static TreePath path(String text) {
    return TreePath.parse(text);
  }

  private static void assertFails(Reason reason, Runnable call) {
    assertThatExceptionOfType(FileFailure.class)
        .isThrownBy(call::run)
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
  }
}
