package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.shown.ShownIndex;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.platform.sqlite.SqliteStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Users who edit at the worst moment, and machines that die there.
class UnluckyTest {
  @RegisterExtension final World world = new World();

  @Test
  void anEditOfEqualSizeRightAfterAFileWasPutIsSeen() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "one");
    a.sync();

    boolean[] edited = {false};
    b.surround(
        Meanwhile.each(call -> {
          if (!edited[0] && call.equals("barrier") && b.has("f")) {
            edited[0] = true;
            b.write("f", "two");
            letTheDisksClockMoveOn(b);
          }
        }));
    b.sync();
    b.surround(Around.NOTHING);
    b.sync();
    a.sync();

    assertThat(edited[0]).isTrue();
    assertThat(a).shows("f", "two");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void whatNobodyHasYetIsSentWholeByWhomeverADeathMadeForgetPartOfIt(int writes) {
    Device a = world.device("A");
    a.write("f", "one");
    a.sync();
    a.surround(Unreachable.INSTANCE);
    a.write("d/inner/file", Contents.binary(3, 5_000));
    a.sync();

    Meanwhile death =
        Meanwhile.before(
            "write",
            writes,
            () -> {
              throw new Killed();
            });
    a.surround(
        new Around() {
          @Override
          public StateStore state(StateStore state) {
            return death.state(state);
          }
        });
    a.write("d/other", "other");
    try {
      a.sync();
    } catch (Killed died) {
      assertThat(died).isNotNull();
    }
    a.surround(Around.NOTHING);

    assertThat(a.sync().unreachable()).isEmpty();
  }

  @Test
  void whatARecoveryRecordsIsDurableFirst() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "one");
    a.sync();
    b.surround(
        Meanwhile.each(call -> {
          if (call.equals("barrier") && b.has("f")) {
            throw new Killed();
          }
        }));
    assertThatThrownBy(b::sync).isInstanceOf(Killed.class);

    List<String> calls = new ArrayList<>();
    b.surround(Meanwhile.each(calls::add));
    b.sync();
    b.surround(Around.NOTHING);

    assertThat(calls.subList(0, calls.indexOf("write"))).contains("barrier");
    assertThat(b).shows("f", "one");
  }

  @Test
  void aCopyThatDiesWhenItFindsOutDeletesNothing() {
    Device a = world.device("A");
    a.write("f", "f");
    a.write("g", "g");
    a.sync();
    Device copy = world.copyOf(a, "copy");
    a.write("h", "h");
    a.sync();

    copy.delete("g");
    boolean[] refreshed = {false};
    copy.surround(
        Meanwhile.each(call -> {
          refreshed[0] |= call.equals("refresh");
          if (refreshed[0] && call.equals("list")) {
            throw new Killed();
          }
        }));
    assertThatThrownBy(copy::sync).isInstanceOf(Killed.class);
    copy.surround(Around.NOTHING);
    copy.sync();
    a.sync();

    assertThat(copy).showsOnly("f", "g", "h");
    assertThat(a).showsOnly("f", "g", "h");
  }

  @Test
  void whatIsMissingInAMovedDirectoryComesBackAfterARollBack() throws IOException {
    Device a = world.device("A");
    a.write("d/x", "x");
    a.write("d/y", "y");
    a.sync();
    byte[] earlier = Files.readAllBytes(state(a));
    a.write("h", "h");
    a.sync();
    Files.write(state(a), earlier);

    a.move("d", "e");
    a.delete("e/x");
    a.sync();

    assertThat(a).showsOnly("e", "e/x", "e/y", "h");
  }

  @Test
  void whatGoesWhileItIsIgnoredIsNotDeletedWhenTheRuleGoes() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("p.log", "kept");
    a.sync();
    a.write(IgnoreFile.NAME, "*.log\n");
    a.sync();
    b.sync();
    a.delete("p.log");
    a.sync();

    a.delete(IgnoreFile.NAME);
    a.sync();
    b.sync();
    a.sync();

    assertThat(a).shows("p.log", "kept");
    assertThat(b).shows("p.log", "kept");
  }

  @Test
  void aLargeFileThatChangesBeforeItsMergeIsSentHoldsNothingUp() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("note", "base\n");
    a.sync();
    b.sync();
    b.write("note", "from B\n");
    b.sync();
    a.write("note", "from A\n");
    a.write("large", Contents.binary(1, 3 << 20));
    a.surround(
        Meanwhile.before(
            "push",
            1,
            () -> {
              throw new RemoteFailure(RemoteFailure.Reason.UNREACHABLE, "gone");
            }));
    a.sync();

    a.surround(Around.NOTHING);
    a.write("large", Contents.binary(2, 3 << 20));
    assertThat(a.sync().problems()).isEmpty();
    b.sync();

    assertThat(b.sees().get("large")).isEqualTo(a.sees().get("large"));
  }

  @Test
  void aTermThatWasPutBeforeACrashIsKnownAfterIt() {
    Device a = world.device("A");
    Device c = world.device("C");
    a.write("f", "base");
    a.sync();
    c.sync();
    a.write("f", "from A");
    c.write("f", "from C");
    a.sync();
    c.sync();
    Device b = world.device("B");
    b.surround(
        Meanwhile.each(call -> {
          if (call.equals("barrier") && b.has("f")) {
            throw new Killed();
          }
        }));
    assertThatThrownBy(b::sync).isInstanceOf(Killed.class);
    b.surround(Around.NOTHING);
    b.sync(Direction.UP);

    try (SqliteStateStore store = SqliteStateStore.open(state(b))) {
      Optional<Shown> shown = new ShownIndex(store).get(TreePath.parse("f"));
      assertThat(shown.flatMap(it -> ((Shown.Leaf) it).term()))
          .contains(c.conflict("f").terms().getFirst().key());
    }
  }

  @Test
  void aFileThatCannotBeReplacedAfterItWasDisplacedIsPutBack() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("f", "old");
    a.sync();
    b.sync();
    a.write("f", "new");
    a.sync();

    b.surround(new PlainDisk(TreePath.parse("f")));
    b.sync();
    assertThat(b).shows("f", "old");
    b.sync();
    a.sync();
    assertThat(a).shows("f", "new");
    b.surround(Around.NOTHING);
    b.sync();
    assertThat(b).shows("f", "new");
  }

  @Test
  void aLargeFileThatGoesAfterAResolutionHoldsNothingUp() {
    Device a = world.device("A");
    Device b = world.device("B");
    a.write("note", "from A");
    b.write("note", "from B");
    a.sync();
    b.sync();
    b.write("large", Contents.binary(1, 3 << 20));
    b.take("note", "from A");

    b.delete("large");
    assertThat(b.sync().problems()).isEmpty();
    a.sync();

    assertThat(a).lacks("large").shows("note", "from A").hasNoConflict();
  }

  private static Path state(Device device) {
    return device.path(".tidelock/state.db");
  }

  /// Until a change made now would count as old.
  private static void letTheDisksClockMoveOn(Device device) {
    try {
      Path probe = device.path(".tidelock/clock");
      long start = Files.getLastModifiedTime(Files.write(probe, new byte[1])).toMillis();
      while (Files.getLastModifiedTime(Files.write(probe, new byte[1])).toMillis() < start + 60) {
        Thread.onSpinWait();
      }
      Files.delete(probe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
