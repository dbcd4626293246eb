package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.sync.SyncOutcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a fetch asks of a place: few questions, also when it goes on after a cut.
class FetchingTest {
  @RegisterExtension final World world = new World();

  /// A place whose answers are cut after so many objects, once; it writes down how many objects are
  /// asked for.
  private static final class Cut implements Around {
    private final List<Integer> asked = new ArrayList<>();
    private int left;

    private Cut(int after) {
      this.left = after;
    }

    @Override
    public Remote remote(Remote remote) {
      return (Remote)
          Proxy.newProxyInstance(
              Remote.class.getClassLoader(),
              new Class<?>[] {Remote.class},
              (_, method, arguments) -> {
                if (method.getName().equals("fetch")) {
                  asked.add(((Collection<?>) arguments[0]).size());
                  arguments[3] = cut((Remote.Receiver) arguments[3]);
                } else if (method.getName().equals("objects")) {
                  asked.add(((Collection<?>) arguments[0]).size());
                }
                try {
                  return method.invoke(remote, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private Remote.Receiver cut(Remote.Receiver receiver) {
      return (id, object) -> {
        if (left == 0) {
          left = -1;
          throw new RemoteFailure(RemoteFailure.Reason.UNREACHABLE, "the line is cut");
        }
        left--;
        receiver.accept(id, object);
      };
    }
  }

  private Device filled() {
    Device a = world.device("A");
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 3; j++) {
        a.write("d" + i + "/e" + j + "/f", "file " + i + " " + j + " " + "x".repeat(50));
      }
    }
    a.sync();
    return a;
  }

  private void assertGoesOnAfter(int objects, Consumer<SyncOutcome> afterwards) {
    Device b = world.device("B");
    Cut cut = new Cut(objects);
    b.surround(cut);
    assertThat(b.sync().unreachable()).isPresent();
    cut.asked.clear();
    afterwards.accept(b.sync());
    assertThat(b).shows("d99/e2/f", "file 99 2 " + "x".repeat(50));
    assertThat(cut.asked).as("questions").hasSizeLessThan(8);
  }

  @Test
  void aFetchThatWasCutInTheTreeGoesOnInFewQuestions() {
    filled();
    assertGoesOnAfter(50, outcome -> assertThat(outcome.unreachable()).isEmpty());
  }

  @Test
  void aFetchThatWasCutInTheHistoryGoesOnInFewQuestions() {
    Device a = filled();
    for (int i = 0; i < 20; i++) {
      a.write("edited", "version " + i);
      a.sync();
    }
    assertGoesOnAfter(10, outcome -> assertThat(outcome.unreachable()).isEmpty());
  }
}
