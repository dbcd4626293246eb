package dev.tidelock.library.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.library.Devices;
import dev.tidelock.library.Health;
import dev.tidelock.library.SyncConfig;
import dev.tidelock.library.SyncFailure;
import dev.tidelock.library.SyncedDatabase;
import dev.tidelock.library.report.SyncProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plays the examples, through a directory that both devices reach and through a real hub.
class ExamplesTest {
  private static final List<String> NOTIFICATIONS =
      List.of("A call was missed", "Ann asks for a review (read) *", "The build is green (read)");
  private static final Map<String, Long> CONVERSATIONS =
      Map.of("projects", 2L, "conversations", 3L, "messages", 9L);

  @TempDir private Path directory = Path.of("");

  private SyncConfig.Builder drive(SyncConfig.Builder builder) {
    return builder.remote("file://" + directory.resolve("drive"));
  }

  /// Registers the devices of an example at a hub, as a sign-in screen would.
  private UnaryOperator<SyncConfig.Builder> registered(LoopbackHub hub) {
    UnaryOperator<SyncConfig.Builder> remote = builder -> builder.remote(hub.url());
    for (String device : List.of("laptop", "phone")) {
      SyncConfig config =
          remote
              .apply(
                  SyncConfig.of("jdbc:sqlite:" + directory.resolve(device + "-sign-in.db"))
                      .home(directory.resolve(device).resolve("home")))
              .build();
      try (SyncedDatabase database = SyncedDatabase.open(config)) {
        assertThat(database.isSyncAvailable()).isFalse();
        database.devices().register(LoopbackHub.EMAIL, LoopbackHub.PASSWORD);
        assertThat(database.isSyncAvailable()).isTrue();
        assertThat(database.healthCheck().status()).isEqualTo(Health.Status.HEALTHY);
      }
    }
    return remote;
  }

  @Test
  void notificationsAreReadOnBothDevicesThroughADirectory() throws Exception {
    assertThat(new NotificationsExample(directory, this::drive, System.out::println).run())
        .isEqualTo(NOTIFICATIONS);
  }

  @Test
  void notificationsAreReadOnBothDevicesThroughAHub() throws Exception {
    try (LoopbackHub hub = new LoopbackHub(directory.resolve("hub"))) {
      assertThat(new NotificationsExample(directory, registered(hub), System.out::println).run())
          .isEqualTo(NOTIFICATIONS);
    }
  }

  @Test
  void conversationsAreDuplicatedAndWrittenApartThroughADirectory() throws Exception {
    assertThat(new ConversationsExample(directory, this::drive, System.out::println).run())
        .isEqualTo(CONVERSATIONS);
  }

  @Test
  void conversationsAreDuplicatedAndWrittenApartThroughAHub() throws Exception {
    try (LoopbackHub hub = new LoopbackHub(directory.resolve("hub"))) {
      assertThat(new ConversationsExample(directory, registered(hub), System.out::println).run())
          .isEqualTo(CONVERSATIONS);
    }
  }

  @Test
  void aDeviceThatIsDeregisteredIsTurnedAwayAndKeepsItsRows() throws Exception {
    try (LoopbackHub hub = new LoopbackHub(directory.resolve("hub"))) {
      UnaryOperator<SyncConfig.Builder> remote = registered(hub);
      Path file = directory.resolve("laptop.db");
      try (Notifications laptop = new Notifications(file);
          SyncedDatabase database =
              SyncedDatabase.open(
                  remote
                      .apply(
                          SyncConfig.of("jdbc:sqlite:" + file)
                              .home(directory.resolve("laptop/home")))
                      .build())) {
        laptop.add("one");
        assertThat(database.seed().errors()).isEmpty();
        Devices.Device here = database.devices().local();
        assertThat(database.devices().list()).extracting(Devices.Device::id).contains(here.id());
        assertThat(database.devices().list()).hasSize(2);

        database.devices().deregister(here.id());
        laptop.add("two");
        assertThat(database.sync().errors().getFirst().kind())
            .isEqualTo(SyncProblem.Kind.NOT_ALLOWED);
        assertThat(database.healthCheck().status()).isEqualTo(Health.Status.INVALID);
        assertThat(laptop.shown()).containsExactly("one", "two");
        Assertions.assertThatThrownBy(() -> database.devices().register(LoopbackHub.EMAIL, "wrong"))
            .isInstanceOfSatisfying(
                SyncFailure.class,
                failure -> assertThat(failure.reason()).isEqualTo(SyncFailure.Reason.NOT_ALLOWED));

        database.devices().register(LoopbackHub.EMAIL, LoopbackHub.PASSWORD);
        database.queue().retryAll();
        assertThat(database.sync().errors()).isEmpty();
        assertThat(database.stats().pendingRecords()).isZero();
      }
    }
  }
}
