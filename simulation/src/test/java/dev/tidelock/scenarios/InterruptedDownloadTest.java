package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A large file is on its way when the line breaks or the machine dies.
class InterruptedDownloadTest {
  private static final int SIZE = 40 << 20;
  private static final Bytes LARGE = Contents.binary(3, SIZE);

  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    a.write("large", LARGE);
    a.sync();
  }

  private void dieAtWrite(int n) {
    int[] written = {0};
    b.surround(
        Meanwhile.each(call -> {
          if (call.equals("write") && building()) {
            written[0]++;
            if (written[0] == n) {
              throw new Killed();
            }
          }
        }));
    assertThatThrownBy(b::sync).isInstanceOf(Killed.class);
    b.surround(Around.NOTHING);
  }

  private boolean building() {
    return staged().stream().anyMatch(path -> path.getFileName().toString().length() > 64);
  }

  private List<Path> staged() {
    try (Stream<Path> all = Files.list(b.path(".tidelock/tmp"))) {
      return all.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void itGoesOnWhereItWas() {
    dieAtWrite(500);
    long there = staged().stream().mapToLong(this::size).sum();
    assertThat(there).isGreaterThan(SIZE / 2);

    SyncOutcome outcome = b.sync();

    assertThat(b).shows("large", LARGE);
    assertThat(outcome.bytesDown()).isLessThan(SIZE - there + (1 << 20));
    assertThat(staged()).isEmpty();
  }

  @Test
  void itGoesOnAfterManyInterruptions() {
    for (int n = 500; n >= 100; n -= 200) {
      dieAtWrite(n);
    }

    SyncOutcome outcome = b.sync();

    assertThat(b).shows("large", LARGE);
    assertThat(outcome.bytesDown()).isLessThan(SIZE / 2);
    assertThat(staged()).isEmpty();
  }

  @Test
  void whatWasDamagedMeanwhileIsFetchedAgain() throws IOException {
    dieAtWrite(500);
    for (Path path : staged()) {
      byte[] bytes = Files.readAllBytes(path);
      for (int i = 1000; i < bytes.length; i += 1_000_000) {
        bytes[i] ^= 1;
      }
      Files.write(path, bytes);
    }

    b.sync();

    assertThat(b).shows("large", LARGE);
  }

  @Test
  void whatNobodyWantsAnyMoreIsDropped() {
    dieAtWrite(500);
    a.write("large", "small now");
    a.sync();
    b.sync();
    assertThat(b).shows("large", "small now");

    assertThat(staged()).isEmpty();
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
