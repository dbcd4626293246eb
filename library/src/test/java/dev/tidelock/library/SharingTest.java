package dev.tidelock.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.library.example.LoopbackHub;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.library.report.SyncResult;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database and its workspace while others use them.
class SharingTest {
  private static final long MILLI = 1_000_000;

  private TwoDevices devices;

  @BeforeEach
  void setUp(@TempDir Path directory) throws Exception {
    devices = new TwoDevices(directory);
    devices.laptop.run(TwoDevices.NOTES, "INSERT INTO notes VALUES ('a', 'one', 0)");
  }

  @AfterEach
  void tearDown() throws Exception {
    devices.close();
  }

  @Test
  void aWorkspaceThatAnotherProcessHoldsIsBusyAndTriedAgain() throws Exception {
    Recorder recorder = new Recorder();
    try (SyncedDatabase laptop =
        devices.open(
            "laptop",
            it ->
                it.retry(new RetryPolicy(9, Duration.ofMillis(50), Duration.ofMillis(100), 10)))) {
      laptop.addListener(recorder);
      DeviceAccess access = DeviceAccess.of(laptop.config());
      Place place = Place.at(Place.real(laptop.config().workspace()));
      try (OpenWorkspace _ =
          OpenWorkspace.open(place, Settings.DEFAULTS, access.home(), access.remotes())) {
        SyncResult busy = laptop.sync();
        assertThat(busy.errors().getFirst().kind()).isEqualTo(SyncProblem.Kind.BUSY);
      }

      assertThat(recorder.await(SyncResult::success).recordsUp()).isEqualTo(1);
    }
  }

  @Test
  void twoObjectsOnOneDatabaseTakeTurns() throws Exception {
    try (SyncedDatabase one = devices.open("laptop");
        SyncedDatabase other = devices.open("laptop")) {
      Thread thread = Thread.ofPlatform().start(one::sync);
      other.sync();
      thread.join();

      devices.laptop.run("INSERT INTO notes VALUES ('b', 'two', 0)");
      assertThat(other.sync().errors()).isEmpty();
      assertThat(one.sync().recordsUp()).isZero();
    }
  }

  @Test
  void aDatabaseThatItsApplicationLocksIsTriedAgainAndNotTorn() throws Exception {
    try (SyncedDatabase laptop = devices.open("laptop");
        SyncedDatabase phone = devices.open("phone")) {
      laptop.seed();
      phone.hydrate();
      devices.laptop.run("UPDATE notes SET body = 'uno'");
      laptop.sync();

      devices.phone.run("BEGIN IMMEDIATE", "INSERT INTO notes VALUES ('p', 'p', 0)");
      SyncResult busy = phone.sync();
      assertThat(busy.errors().getFirst().kind()).isEqualTo(SyncProblem.Kind.BUSY);
      assertThat(phone.queue().stats().pending()).isEqualTo(1);

      devices.phone.run("COMMIT");
      assertThat(phone.sync().errors()).isEmpty();
      assertThat(devices.phone.ask("SELECT * FROM notes ORDER BY id"))
          .containsExactly("a|uno|0", "p|p|0");
    }
  }

  @Test
  void whatWasTakenFromALockedDatabaseIsNotTakenBackBySyncingOtherTables() throws Exception {
    devices.laptop.run("CREATE TABLE tags (name TEXT PRIMARY KEY, color TEXT)");
    devices.laptop.run("INSERT INTO tags VALUES ('red', '#f00')");
    try (SyncedDatabase laptop = devices.open("laptop");
        SyncedDatabase phone =
            devices.open(
                "phone", it -> it.retry(new RetryPolicy(1, Duration.ZERO, Duration.ZERO, 10)))) {
      laptop.seed();
      phone.hydrate();
      devices.phone.run("UPDATE tags SET color = 'rot'", "BEGIN IMMEDIATE");
      assertThat(phone.sync().recordsUp()).isEqualTo(1);
      devices.phone.run("COMMIT", "UPDATE notes SET body = 'uno'");
      assertThat(phone.sync(SyncOptions.of("notes")).recordsUp()).isEqualTo(1);
      devices.phone.run("UPDATE tags SET color = 'rouge'");
      assertThat(phone.sync(SyncOptions.of("notes")).recordsUp()).isZero();

      assertThat(laptop.sync().errors()).isEmpty();
      assertThat(devices.laptop.ask("SELECT * FROM tags")).containsExactly("red|rot");
      assertThat(phone.sync().recordsUp()).isEqualTo(1);
      assertThat(laptop.sync().errors()).isEmpty();
      assertThat(devices.laptop.ask("SELECT * FROM tags"))
          .isEqualTo(devices.phone.ask("SELECT * FROM tags"))
          .containsExactly("red|rouge");
    }
  }

  @Test
  void aDatabaseThatWasDamagedSendsNothingAndIsNotTriedAgain() throws Exception {
    try (SyncedDatabase laptop = devices.open("laptop");
        SyncedDatabase phone = devices.open("phone")) {
      laptop.seed();
      phone.hydrate();
      devices.phone.close();
      Path file = devices.database("phone");
      Files.deleteIfExists(file.resolveSibling("app.db-wal"));
      Files.deleteIfExists(file.resolveSibling("app.db-shm"));
      Files.writeString(file, "This was a database once, before the disk went bad. ".repeat(400));

      SyncResult damaged = phone.sync();
      assertThat(damaged.errors().getFirst().kind()).isEqualTo(SyncProblem.Kind.DATABASE);
      assertThat(phone.queue().stats().pending()).isZero();
      assertThat(phone.queue().stats().failed()).isEqualTo(1);
      assertThat(laptop.sync().recordsDown()).isZero();

      Files.delete(file);
      assertThat(phone.hydrate().errors()).isEmpty();
    }
    try (App phone = App.at(devices.database("phone"))) {
      assertThat(phone.ask("SELECT * FROM notes")).containsExactly("a|one|0");
    }
  }

  @Test
  void automaticSyncCarriesChangesBothWays() throws Exception {
    Recorder laptopTold = new Recorder();
    Recorder phoneTold = new Recorder();
    try (SyncedDatabase laptop =
            devices.open(
                "laptop",
                it -> it.debounce(Duration.ofMillis(20)).interval(Duration.ofMillis(300)));
        SyncedDatabase phone =
            devices.open(
                "phone",
                it -> it.debounce(Duration.ofMillis(20)).interval(Duration.ofMillis(300)))) {
      laptop.seed();
      phone.hydrate();
      laptop.addListener(laptopTold);
      phone.addListener(phoneTold);
      laptop.startAutoSync();
      phone.startAutoSync();
      assertThat(laptop.isAutoSyncing()).isTrue();

      devices.laptop.run("INSERT INTO notes VALUES ('l', 'of the laptop', 0)");
      phoneTold.await(result -> result.recordsDown() == 1);
      devices.phone.run("INSERT INTO notes VALUES ('p', 'of the phone', 0)");
      laptopTold.await(result -> result.recordsDown() == 1);

      laptop.stopAutoSync();
      phone.stopAutoSync();
      assertThat(laptop.isAutoSyncing()).isFalse();
    }
    assertThat(devices.phone.ask("SELECT * FROM notes ORDER BY id"))
        .isEqualTo(devices.laptop.ask("SELECT * FROM notes ORDER BY id"))
        .hasSize(3);
  }

  @Test
  void whatAHubAnnouncesIsFetchedAtOnce() throws Exception {
    Recorder told = new Recorder();
    try (LoopbackHub hub = new LoopbackHub(devices.directory.resolve("hub"));
        SyncedDatabase laptop = devices.open("laptop", it -> it.remote(hub.url()));
        SyncedDatabase phone =
            devices.open("phone", it -> it.remote(hub.url()).interval(Duration.ofHours(1)))) {
      laptop.devices().register(LoopbackHub.EMAIL, LoopbackHub.PASSWORD);
      phone.devices().register(LoopbackHub.EMAIL, LoopbackHub.PASSWORD);
      laptop.seed();
      phone.hydrate();
      phone.addListener(told);
      phone.startAutoSync();
      told.await(SyncResult::success);

      for (int i = 0; i < 3; i++) {
        devices.laptop.run("INSERT INTO notes VALUES ('l%d', 'of the laptop', 0)".formatted(i));
        assertThat(laptop.sync().recordsUp()).isEqualTo(1);
        told.await(result -> result.recordsDown() == 1);
      }
    }
  }

  @Test
  void automaticSyncGoesOnWhileAHydrateWaits() throws Exception {
    Recorder recorder = new Recorder();
    try (SyncedDatabase laptop = SyncedDatabase.open(away())) {
      assertThat(laptop.hydrate().errors().getFirst().mayPass()).isTrue();
      assertThat(laptop.queue().stats().pending()).isEqualTo(1);
      laptop.addListener(recorder);
      laptop.startAutoSync();
      recorder.await(result -> result.operation() == Operation.SYNC);
    }
  }

  @Test
  void aQueueThatCannotBeWrittenIsLeftAloneForAWhile() throws Exception {
    SyncConfig config = away();
    Path state = config.workspace().resolve(".tidelock");
    try (SyncedDatabase laptop = SyncedDatabase.open(config)) {
      assertThat(laptop.sync().success()).isFalse();
      Files.delete(state.resolve("queue.lock"));
      Files.createDirectory(state.resolve("queue.lock"));

      assertThat(laptop.sync().errors().getFirst().kind()).isEqualTo(SyncProblem.Kind.UNREACHABLE);
      assertThatThrownBy(laptop.queue()::retryAll).isInstanceOf(SyncFailure.class);
    }
    Recorder recorder = new Recorder();
    Listeners listeners = new Listeners();
    listeners.add(recorder);
    try (Operations operations =
        new Operations(
            new AtomicReference<>(config),
            listeners,
            state,
            InstantSource.offset(InstantSource.system(), Duration.ofHours(1)),
            () -> {})) {
      operations.run();
      assertThat(recorder.events()).contains("started sync");
      assertThat(operations.untilDue(0)).isGreaterThan(Duration.ofSeconds(30).toNanos());
    }
  }

  private SyncConfig away() throws Exception {
    return devices.config(
        "laptop",
        it ->
            it.remote("file://" + devices.directory.resolve("unmounted/apps"))
                .retry(new RetryPolicy(5, Duration.ofMinutes(5), Duration.ofMinutes(5), 10)));
  }

  @Test
  void automaticSyncFollowsOtherTimes() throws Exception {
    Recorder recorder = new Recorder();
    try (SyncedDatabase laptop = devices.open("laptop", it -> it.interval(Duration.ofDays(1)))) {
      laptop.addListener(recorder);
      laptop.startAutoSync();
      recorder.await(result -> result.recordsUp() == 1);
      laptop.updateConfig(laptop.config().edit().interval(Duration.ofMillis(1)).build());
      recorder.await(result -> result.recordsUp() == 0);
      recorder.await(result -> result.recordsUp() == 0);
    }
  }

  @Test
  void aDatabaseThatStandsStillIsNotSyncedAgainAndAgain() throws Exception {
    SyncConfig config = devices.config("laptop", it -> it.interval(Duration.ofDays(1)));
    try (SyncedDatabase laptop = SyncedDatabase.open(config);
        AutoSync auto = new AutoSync(config, 0, () -> {})) {
      long now = 300 * MILLI;
      assertThat(auto.look(now, Optional.empty())).isTrue();
      int syncs = 0;
      for (int i = 0; i < 40; i++) {
        if (auto.look(now, Optional.empty())) {
          auto.began(now);
          laptop.sync();
          syncs++;
        }
        now += 300 * MILLI;
      }
      assertThat(syncs).isBetween(1, 3);

      devices.laptop.run("INSERT INTO notes VALUES ('b', 'two', 0)");
      assertThat(auto.look(now, Optional.empty())).isFalse();
      now += config.debounce().toNanos();
      assertThat(auto.look(now, Optional.empty())).isTrue();
    }
  }
}
