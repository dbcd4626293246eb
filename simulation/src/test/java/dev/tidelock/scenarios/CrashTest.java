package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.sync.SyncOutcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The process is killed before any change that it makes, and starts again.
class CrashTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    a.write("edited", "before");
    a.write("deleted", "to be deleted");
    a.write("renamed", "to be renamed");
    a.write("d/x", "x");
    a.write("d/y", "y");
    a.write("large", Contents.binary(1, 1_500_000));
    a.sync();
    b.sync();
  }

  /// Kills each sync of a device later than the one before, until one ends; returns how many were
  /// killed.
  ///
  /// @param moment after how many changes the n-th sync is killed
  private static int killEverywhere(Device device, IntUnaryOperator moment, Runnable afterEach) {
    int killed = 0;
    boolean ended = false;
    while (!ended) {
      int left = moment.applyAsInt(killed);
      int[] calls = {0};
      device.surround(
          Meanwhile.eachChange(() -> {
            calls[0]++;
            if (calls[0] > left) {
              throw new Killed();
            }
          }));
      try {
        device.sync();
        ended = true;
      } catch (Killed _) {
        killed++;
      }
      device.surround(Around.NOTHING);
      afterEach.run();
    }
    return killed;
  }

  @Test
  void aPushThatIsKilledAnywhereGoesOn() {
    a.write("edited", "after");
    a.delete("deleted");
    a.move("renamed", "new name");
    a.move("d", "e");
    a.write("new", Contents.binary(2, 1_200_000));

    int killed = killEverywhere(a, n -> n, () -> {});
    b.sync();

    assertThat(killed).isGreaterThan(20);
    assertThat(b)
        .showsOnly("edited", "new name", "e", "e/x", "e/y", "large", "new")
        .shows("edited", "after")
        .hasNoConflict();
    assertThat(a.log()).hasSize(2);
  }

  @Test
  void aPullThatIsKilledAnywhereLeavesEachPathOldOrNew() {
    SortedMap<String, Sight> before = new TreeMap<>(b.sees());
    a.write("edited", "after");
    a.delete("deleted");
    a.move("renamed", "new name");
    a.move("d", "e");
    a.write("e/x", "x edited");
    a.write("large", Contents.binary(2, 1_500_000));
    a.setExecutable("e/y", true);
    a.sync();
    SortedMap<String, Sight> after = new TreeMap<>(a.sees());

    int killed =
        killEverywhere(
            b,
            n -> n,
            () ->
                b.sees()
                    .forEach((path, sight) ->
                        assertThat(sight.equals(before.get(path)) || sight.equals(after.get(path)))
                            .as("%s is %s", path, sight)
                            .isTrue()));

    assertThat(killed).isGreaterThan(20);
    assertThat(b.sees()).isEqualTo(after);
    assertThat(b).hasNoConflict();
  }

  @Test
  void aMergeThatIsKilledAnywhereIsMadeOnce() {
    a.write("edited", "by A");
    a.write("from A", "a");
    a.move("d", "e");
    a.sync();
    b.write("edited", "by B");
    b.write("from B", "b");
    b.write("d/new", "new in d");

    int killed = killEverywhere(b, n -> n, () -> {});
    a.sync();

    assertThat(killed).isGreaterThan(20);
    for (Device device : world.devices()) {
      assertThat(device)
          .hasConflict("edited", "by A", "by B")
          .shows("edited", "by " + device.name())
          .shows("from A", "a")
          .shows("from B", "b")
          .shows("e/new", "new in d");
    }
    assertThat(a.log()).hasSize(4);
  }

  @Test
  void editsBetweenTheKillsAreKept() {
    a.write("edited", "by A");
    a.write("d/x", "x by A");
    a.delete("deleted");
    a.sync();
    int[] kills = {0};

    killEverywhere(
        b,
        n -> n * n,
        () -> {
          kills[0]++;
          b.write("log", "line " + kills[0]);
          b.write("many/" + kills[0] % 7, "many " + kills[0]);
        });
    b.sync();
    a.sync();

    assertThat(a).shows("log", "line " + kills[0]).shows("d/x", "x by A").hasNoConflict();
    assertThat(b).shows("edited", "by A").lacks("deleted");
  }

  @Test
  void aResolutionSettlesWhatAKilledPullLeft() {
    a.write("edited", "by A");
    b.write("edited", "by B");
    a.sync();
    b.sync();
    a.write("d/x", "x edited");
    a.delete("deleted");
    a.move("renamed", "new name");
    a.sync();
    Path before = world.directory().resolve("B before");
    Disks.copy(b.root(), before);
    Path place = world.main().backUp();
    int killed = 0;
    while (dies(b, 4 * killed)) {
      killed++;
      b.take("edited", "by B");
      b.sync();

      assertThat(b)
          .showsOnly("edited", "new name", "d", "d/x", "d/y", "large")
          .shows("edited", "by B")
          .shows("d/x", "x edited")
          .hasNoConflict();
      assertThat(b.log()).allMatch(each -> each.commit().notes().isEmpty());
      world.main().restore(place);
      Disks.delete(b.root());
      Disks.copy(before, b.root());
    }
    assertThat(killed).isGreaterThan(2);
  }

  /// Whether a sync dies if it makes more than so many changes.
  private static boolean dies(Device device, int changes) {
    int[] calls = {0};
    device.surround(
        Meanwhile.eachChange(() -> {
          calls[0]++;
          if (calls[0] > changes) {
            throw new Killed();
          }
        }));
    try {
      device.sync();
      return false;
    } catch (Killed _) {
      return true;
    } finally {
      device.surround(Around.NOTHING);
    }
  }

  @Test
  void aResolutionThatIsKilledAnywhereIsOldOrNew() {
    a.write("edited", "by A");
    b.write("edited", "by B");
    a.sync();
    b.sync();
    a.sync();

    boolean ended = false;
    for (int attempt = 0; !ended; attempt++) {
      int limit = attempt * attempt / 2;
      int[] calls = {0};
      b.surround(
          Meanwhile.eachChange(() -> {
            calls[0]++;
            if (calls[0] > limit) {
              throw new Killed();
            }
          }));
      try {
        if (b.conflicts().isEmpty()) {
          ended = true;
        } else {
          b.take("edited", "by A");
          ended = true;
        }
      } catch (Killed _) {
        b.surround(Around.NOTHING);
        assertThat(b.text("edited")).isIn("by A", "by B");
      }
    }
    b.surround(Around.NOTHING);
    SyncOutcome outcome = b.sync();
    a.sync();

    assertThat(outcome.conflictsOpen()).isZero();
    assertThat(a).shows("edited", "by A").hasNoConflict();
    assertThat(b).shows("edited", "by A");
  }

  @Test
  void aFirstSyncThatIsKilledAnywhereDeletesNothing() {
    Device c = world.device("C");
    c.write("own", "of C");
    c.write("edited", "C's version");
    c.write("d/x", "x");

    killEverywhere(
        c, n -> n, () -> assertThat(c).shows("own", "of C").shows("edited", "C's version"));
    a.sync();

    assertThat(a).shows("own", "of C").hasConflict("edited", "before", "C's version");
    assertThat(c).shows("large", Contents.binary(1, 1_500_000));
  }

  /// The process is no more.
  @Test
  void aKilledSyncGoesOnWhereItMayNotLook() {
    a.write("edited", "after");
    a.write("new", "new");
    a.sync();

    b.surround(
        Meanwhile.before(
            "exchange",
            1,
            () -> {
              throw new Killed();
            }));
    assertThatThrownBy(b::sync).isInstanceOf(Killed.class);
    b.surround(new Hiding("edited"));
    b.sync();
    b.surround(Around.NOTHING);
    b.sync();

    // Whether the file was replaced could not be seen, so both versions are asked about.
    assertThat(b).shows("new", "new").hasConflict("edited", "after", "before");
  }

  /// A path whose state may not be read.
  private record Hiding(String path) implements Around {
    @Override
    public FileSystem files(FileSystem files) {
      return (FileSystem)
          Proxy.newProxyInstance(
              FileSystem.class.getClassLoader(),
              new Class<?>[] {FileSystem.class},
              (_, method, arguments) -> {
                if (List.of("stat", "standing").contains(method.getName())
                    && arguments[0].toString().equals(path)) {
                  throw new FileFailure(FileFailure.Reason.DENIED, TreePath.parse(path), "hidden");
                }
                try {
                  return method.invoke(files, arguments);
                } catch (InvocationTargetException failure) {
                  throw failure.getCause();
                }
              });
    }
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}
