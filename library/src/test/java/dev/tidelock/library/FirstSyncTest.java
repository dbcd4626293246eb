package dev.tidelock.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.library.example.LoopbackHub;
import dev.tidelock.library.report.SyncResult;
import dev.tidelock.workspace.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two devices that sync for the first time, at one moment.
class FirstSyncTest {
  private static final int ROUNDS = 4;

  @TempDir private Path directory;

  @Test
  void devicesThatMakeOneProjectInADirectoryAtOnceMeetInIt() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Path here = Files.createDirectory(directory.resolve("round" + i));
      Path drive = here.resolve("drive");
      meet(here, it -> it.remote("file://" + drive), _ -> {});
      try (Stream<Path> projects = Files.list(drive.resolve("projects"))) {
        assertThat(projects).hasSize(1);
      }
    }
  }

  @Test
  void devicesThatMakeOneProjectAtAHubAtOnceMeetInIt() throws Exception {
    try (LoopbackHub hub = new LoopbackHub(directory.resolve("hub"))) {
      meet(
          directory,
          it -> it.remote(hub.url()),
          each -> each.devices().register(LoopbackHub.EMAIL, LoopbackHub.PASSWORD));
    }
  }

  @Test
  void whatWasKeptHereBeforeThereWasARemoteStaysInTheHistory() throws Exception {
    try (TwoDevices devices = new TwoDevices(directory);
        SyncedDatabase laptop =
            SyncedDatabase.open(
                SyncConfig.of("jdbc:sqlite:" + devices.database("laptop"))
                    .home(directory.resolve("home"))
                    .build())) {
      devices.laptop.run(TwoDevices.NOTES, "INSERT INTO notes VALUES ('l', 'laptop', 0)");
      laptop.sync();
      devices.laptop.run("UPDATE notes SET body = 'offline'");
      laptop.sync();
      laptop.updateConfig(laptop.config().edit().remote("file://" + devices.remote).build());

      assertThat(laptop.sync().errors()).isEmpty();

      assertThat(laptop.history(10)).hasSize(3);
      assertThat(laptop.stats().pendingRecords()).isZero();
      Path beside = Place.real(laptop.config().workspace()).getParent();
      try (Stream<Path> files = Files.list(beside)) {
        assertThat(files.map(Path::toString)).noneMatch(name -> name.contains(".before-"));
      }
    }
  }

  private static void meet(
      Path here, UnaryOperator<SyncConfig.Builder> remote, Consumer<SyncedDatabase> prepare)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    try (TwoDevices devices = new TwoDevices(here);
        SyncedDatabase laptop = devices.open("laptop", remote);
        SyncedDatabase phone = devices.open("phone", remote);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      devices.laptop.run(TwoDevices.NOTES, "INSERT INTO notes VALUES ('l', 'laptop', 0)");
      devices.phone.run(TwoDevices.NOTES, "INSERT INTO notes VALUES ('p', 'phone', 0)");
      Stream.of(laptop, phone).forEach(prepare);
      List<Future<SyncResult>> first =
          Stream.of(laptop, phone)
              .map(each ->
                  threads.submit(() -> {
                    start.await();
                    return each.sync();
                  }))
              .toList();
      for (Future<SyncResult> each : first) {
        assertThat(each.get().errors()).isEmpty();
      }
      laptop.sync();
      phone.sync();
      laptop.sync();

      String all = "SELECT * FROM notes ORDER BY id";
      assertThat(devices.laptop.ask(all)).containsExactly("l|laptop|0", "p|phone|0");
      assertThat(devices.phone.ask(all)).isEqualTo(devices.laptop.ask(all));
    }
  }
}
