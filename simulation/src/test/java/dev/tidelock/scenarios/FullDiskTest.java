package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// There is no more room, at any write; then there is again.
class FullDiskTest {
  private static final Set<String> FILE_CALLS =
      Set.of("create", "write", "makeDirectory", "makeLink", "hardLink", "move", "exchange");

  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    a.write("edited", "before");
    a.write("deleted", "to be deleted");
    a.write("d/x", "x");
    a.write("large", Contents.binary(1, 1_500_000));
    a.sync();
    b.sync();
  }

  @Test
  void aPullOntoAFullDiskLeavesTheOriginalsAndGoesOnLater() {
    SortedMap<String, Sight> before = new TreeMap<>(b.sees());
    a.write("edited", "after");
    a.delete("deleted");
    a.move("d", "e");
    a.write("large", Contents.binary(2, 1_500_000));
    a.write("new", Contents.binary(3, 200_000));
    a.sync();
    SortedMap<String, Sight> after = new TreeMap<>(a.sees());

    boolean ended = false;
    int failed = 0;
    for (int room = 0; !ended; room++) {
      b.surround(full(room));
      ended = tries(b);
      b.surround(Around.NOTHING);
      failed += ended ? 0 : 1;
      b.sees()
          .forEach((path, sight) ->
              assertThat(sight.equals(before.get(path)) || sight.equals(after.get(path)))
                  .as("%s is %s", path, sight)
                  .isTrue());
    }
    b.sync();

    assertThat(failed).isGreaterThan(5);
    assertThat(b.sees()).isEqualTo(after);
    assertThat(a.sync().filesDown()).isZero();
  }

  @Test
  void aPushFromAFullDiskGoesOnLater() {
    a.write("edited", "after");
    a.write("new", Contents.binary(3, 200_000));
    a.delete("deleted");
    boolean ended = false;
    for (int room = 0; !ended; room++) {
      a.surround(full(room));
      ended = tries(a);
      a.surround(Around.NOTHING);
    }
    a.sync();
    b.sync();

    assertThat(b.sees()).isEqualTo(a.sees());
    assertThat(b).hasNoConflict();
  }

  @Test
  void aFullPlaceRefusesAndIsTriedAgain() {
    a.write("edited", "after");
    boolean ended = false;
    for (int room = 0; !ended; room++) {
      int limit = room;
      int[] sent = {0};
      a.surround(
          new Around() {
            @Override
            public Remote remote(Remote remote) {
              return Meanwhile.each(
                      call -> {
                        if (Set.of("send", "move").contains(call)) {
                          sent[0]++;
                          if (sent[0] > limit) {
                            throw new RemoteFailure(RemoteFailure.Reason.NO_SPACE, "it is full");
                          }
                        }
                      })
                  .remote(remote);
            }
          });
      ended = tries(a);
      a.surround(Around.NOTHING);
    }
    b.sync();

    assertThat(b).shows("edited", "after");
    assertThat(a.log()).hasSize(2);
  }

  /// Whether a sync ended; it may say that there is no room.
  private static boolean tries(Device device) {
    try {
      return device.sync().problems().isEmpty();
    } catch (FileFailure failure) {
      assertThat(failure.reason()).isEqualTo(FileFailure.Reason.NO_SPACE);
    } catch (StateFailure failure) {
      assertThat(failure.reason()).isEqualTo(StateFailure.Reason.NO_SPACE);
    } catch (RemoteFailure failure) {
      assertThat(failure.reason()).isEqualTo(RemoteFailure.Reason.NO_SPACE);
    }
    return false;
  }

  /// A disk with room for so many writes, in its files and in the state together.
  private static Around full(int room) {
    int[] writes = {0};
    return Meanwhile.each(call -> {
      if (FILE_CALLS.contains(call)) {
        writes[0]++;
        if (writes[0] > room) {
          throw new FileFailure(FileFailure.Reason.NO_SPACE, TreePath.ROOT, "no space left");
        }
      }
    });
  }
}
