package dev.tidelock.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.record.Value;
import dev.tidelock.library.report.Conflict;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.library.report.SyncProgress;
import dev.tidelock.library.report.SyncResult;
import dev.tidelock.library.rule.TableRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncedDatabaseTest {
  private static final String ALL = "SELECT * FROM notes ORDER BY id";

  private TwoDevices devices;

  @BeforeEach
  void setUp(@TempDir Path directory) throws Exception {
    devices = new TwoDevices(directory);
    devices.laptop.run(
        TwoDevices.NOTES, "INSERT INTO notes VALUES ('a', 'one', 0), ('b', 'two', 0)");
  }

  @AfterEach
  void tearDown() throws Exception {
    devices.close();
  }

  @Test
  void whatOneDeviceSeedsAnotherHydratesAndBothSync() throws Exception {
    try (SyncedDatabase laptop = devices.open("laptop");
        SyncedDatabase phone = devices.open("phone")) {
      SyncResult seeded = laptop.seed();
      assertThat(seeded.problems()).isEmpty();
      assertThat(seeded.recordsProcessed()).isEqualTo(2);

      SyncResult hydrated = phone.hydrate();
      assertThat(hydrated.errors()).isEmpty();
      assertThat(hydrated.recordsDown()).isEqualTo(2);
      assertThat(seeded.tables()).isEqualTo(Map.of("app.notes", new SyncResult.Moved(2, 0)));
      assertThat(hydrated.tables()).isEqualTo(Map.of("app.notes", new SyncResult.Moved(0, 2)));
      assertThat(devices.phone.ask(ALL)).containsExactly("a|one|0", "b|two|0");

      devices.laptop.run("UPDATE notes SET body = 'uno' WHERE id = 'a'");
      devices.phone.run("UPDATE notes SET done = 1 WHERE id = 'a'");
      assertThat(phone.sync().errors()).isEmpty();
      assertThat(laptop.sync().errors()).isEmpty();
      assertThat(phone.sync().errors()).isEmpty();
      assertThat(devices.phone.ask(ALL))
          .isEqualTo(devices.laptop.ask(ALL))
          .containsExactly("a|uno|1", "b|two|0");
    }
  }

  @Test
  void aSeedIsRefusedWhereTheRemoteHasOtherRows() throws Exception {
    devices.phone.run(TwoDevices.NOTES, "INSERT INTO notes VALUES ('p', 'of the phone', 0)");
    try (SyncedDatabase laptop = devices.open("laptop");
        SyncedDatabase phone = devices.open("phone")) {
      assertThat(laptop.seed().errors()).isEmpty();

      SyncResult refused = phone.seed();
      assertThat(refused.errors())
          .singleElement()
          .satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(SyncProblem.Kind.REFUSED);
            assertThat(problem.message()).contains("2 rows");
            assertThat(problem.hint()).contains("merging");
          });
      assertThat(phone.queue().stats().failed()).isEqualTo(1);

      assertThat(phone.seed(SyncOptions.USUAL.merging()).errors()).isEmpty();
      assertThat(devices.phone.ask(ALL)).containsExactly("p|of the phone|0");
      assertThat(laptop.sync().recordsDown()).isEqualTo(1);
    }
  }

  @Test
  void aHydrateIsRefusedWhereRowsWereNeverSynced() throws Exception {
    devices.phone.run(TwoDevices.NOTES, "INSERT INTO notes VALUES ('p', 'of the phone', 0)");
    try (SyncedDatabase laptop = devices.open("laptop");
        SyncedDatabase phone = devices.open("phone")) {
      assertThat(laptop.seed().errors()).isEmpty();

      SyncResult refused = phone.hydrate();
      assertThat(refused.errors())
          .singleElement()
          .satisfies(problem -> assertThat(problem.kind()).isEqualTo(SyncProblem.Kind.REFUSED));
      assertThat(devices.phone.ask(ALL)).containsExactly("p|of the phone|0");

      assertThat(phone.hydrate(SyncOptions.USUAL.merging()).errors()).isEmpty();
      assertThat(devices.phone.ask(ALL)).containsExactly("a|one|0", "b|two|0", "p|of the phone|0");
      assertThat(laptop.sync().recordsDown()).isZero();
    }
  }

  /// The phone without a remote.
  private SyncConfig phoneAlone() throws Exception {
    return SyncConfig.of("jdbc:sqlite:" + devices.database("phone"))
        .home(devices.directory.resolve("phone/home"))
        .build();
  }

  @Test
  void whoWorkedWithoutARemoteJoinsTheProjectThatIsThere() throws Exception {
    devices.phone.run(TwoDevices.NOTES, "INSERT INTO notes VALUES ('a', 'one', 0), ('p', 'p', 0)");
    SyncConfig alone = phoneAlone();
    try (SyncedDatabase laptop = devices.open("laptop");
        SyncedDatabase phone = SyncedDatabase.open(alone)) {
      SyncResult kept = phone.sync();
      assertThat(kept.success()).isTrue();
      assertThat(kept.problems())
          .singleElement()
          .satisfies(it -> assertThat(it.kind()).isEqualTo(SyncProblem.Kind.LOCAL_ONLY));
      assertThat(kept.commit()).isPresent();
      assertThat(phone.seed().errors().getFirst().kind()).isEqualTo(SyncProblem.Kind.NO_REMOTE);
      assertThat(phone.healthCheck().status()).isEqualTo(Health.Status.NO_PROVIDER);
      assertThat(phone.isSyncAvailable()).isFalse();
      assertThat(laptop.seed().errors()).isEmpty();

      phone.updateConfig(alone.edit().remote("file://" + devices.remote).build());
      assertThat(phone.sync().errors()).isEmpty();
      assertThat(laptop.sync().errors()).isEmpty();

      assertThat(devices.laptop.ask(ALL))
          .isEqualTo(devices.phone.ask(ALL))
          .containsExactly("a|one|0", "b|two|0", "p|p|0");
      assertThat(phone.sync().conflicts().open()).isZero();
      assertThat(phone.sync().recordsProcessed()).isZero();
      try (var beside = Files.list(devices.directory.resolve("phone"))) {
        assertThat(beside.map(each -> each.getFileName().toString()))
            .anyMatch(name -> name.startsWith("app.db-tidelock.before-"));
      }
    }
  }

  @Test
  void aSeedThatIsRefusedLeavesTheDatabaseOfWhoWorkedWithoutARemoteAsItIs() throws Exception {
    devices.phone.run(TwoDevices.NOTES, "INSERT INTO notes VALUES ('p', 'p', 0)");
    SyncConfig alone = phoneAlone();
    try (SyncedDatabase laptop = devices.open("laptop");
        SyncedDatabase phone = SyncedDatabase.open(alone)) {
      assertThat(phone.sync().errors()).isEmpty();
      Path settings = alone.workspace().resolve(".tidelock/sync.yaml");
      Files.writeString(settings, "# The person's own.\n");
      assertThat(laptop.seed().errors()).isEmpty();
      phone.updateConfig(alone.edit().remote("file://" + devices.remote).build());

      SyncResult refused = phone.seed();
      assertThat(refused.errors())
          .singleElement()
          .satisfies(problem -> assertThat(problem.message()).contains("2 rows"));
      assertThat(devices.phone.ask(ALL)).containsExactly("p|p|0");
      assertThat(settings).hasContent("# The person's own.");

      assertThat(phone.sync().errors()).isEmpty();
      assertThat(laptop.sync().errors()).isEmpty();
      assertThat(devices.phone.ask(ALL))
          .isEqualTo(devices.laptop.ask(ALL))
          .containsExactly("a|one|0", "b|two|0", "p|p|0");
    }
  }

  @Test
  void aRemoteThatIsAwayIsTriedAgainAlsoByTheNextProcess() throws Exception {
    Path drive = devices.directory.resolve("not mounted");
    SyncConfig config =
        devices.config(
            "laptop",
            builder ->
                builder
                    .remote("file://" + drive.resolve("apps").toString().replace(" ", "%20"))
                    .retry(new RetryPolicy(5, Duration.ofMinutes(5), Duration.ofMinutes(5), 10)));
    try (SyncedDatabase laptop = SyncedDatabase.open(config)) {
      SyncResult away = laptop.sync();
      assertThat(away.errors().getFirst().kind()).isEqualTo(SyncProblem.Kind.UNREACHABLE);
      assertThat(away.commit()).isPresent();
      assertThat(laptop.healthCheck().status()).isEqualTo(Health.Status.DISCONNECTED);
      assertThat(laptop.isSyncAvailable()).isTrue();
      assertThat(laptop.queue().stats().pending()).isEqualTo(1);
      assertThat(laptop.stats().pendingOperations()).isEqualTo(1);
    }

    Files.createDirectories(drive);
    Recorder recorder = new Recorder();
    try (SyncedDatabase laptop = SyncedDatabase.open(config)) {
      assertThat(laptop.queue().list().getFirst().operation()).isEqualTo(Operation.SYNC);
      laptop.addListener(recorder);
      laptop.queue().retryAll();
      assertThat(recorder.await(SyncResult::success).recordsUp()).isEqualTo(2);
      assertThat(laptop.history(1).getFirst().success()).isTrue();
      assertThat(laptop.queue().stats().pending()).isZero();
      assertThat(laptop.queue().clearCompletedOlderThan(Duration.ZERO.minusSeconds(1)))
          .isEqualTo(1);
      assertThat(laptop.healthCheck().status()).isEqualTo(Health.Status.HEALTHY);
    }
  }

  @Test
  void progressGrowsAndEndsWithEverything() throws Exception {
    List<SyncProgress> told = new ArrayList<>();
    try (SyncedDatabase laptop = devices.open("laptop", it -> it.batchSize(2))) {
      assertThat(laptop.seed(SyncOptions.USUAL.onProgress(told::add)).errors()).isEmpty();
    }

    assertThat(told).extracting(SyncProgress::percentage).isSorted();
    assertThat(told)
        .anyMatch(each ->
            each.phase() == SyncProgress.Phase.CAPTURE
                && each.rows() == 2
                && each.message().contains("app.notes"));
    assertThat(told).allMatch(each -> !each.message().isEmpty());
    assertThat(told.getLast().percentage()).isEqualTo(100);
    assertThat(told.getLast().phase()).isEqualTo(SyncProgress.Phase.DONE);
    assertThat(told.getLast().rows()).isEqualTo(2);
    assertThat(told.getLast().bytes()).isPositive();
  }

  @Test
  void listenersAreToldInOrderAndThoseThatThrowBreakNothing() throws Exception {
    Recorder recorder = new Recorder();
    List<Throwable> thrown = new ArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, each) -> thrown.add(each));
    try (SyncedDatabase laptop = devices.open("laptop")) {
      laptop.addListener(
          new dev.tidelock.library.report.SyncListener() {
            @Override
            public void started(Operation operation) {
              throw new IllegalStateException("no");
            }

            @Override
            public void completed(SyncResult result) {
              laptop.sync();
            }
          });
      laptop.addListener(recorder);
      assertThat(laptop.sync().errors()).isEmpty();
      laptop.removeListener(recorder);
      assertThat(laptop.sync().errors()).isEmpty();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }

    assertThat(recorder.events().getFirst()).isEqualTo("started sync");
    assertThat(recorder.events().getLast()).isEqualTo("completed sync");
    assertThat(recorder.events().subList(1, recorder.events().size() - 1))
        .isNotEmpty()
        .containsOnly("progress");
    assertThat(thrown).hasSize(4).allMatch(IllegalStateException.class::isInstance);
  }

  @Test
  void statsAndHistorySayWhatHappened() throws Exception {
    try (SyncedDatabase laptop = devices.open("laptop")) {
      assertThat(laptop.stats().lastSync()).isEmpty();
      laptop.seed();
      devices.laptop.run("INSERT INTO notes VALUES ('c', 'three', 0)");

      SyncStats stats = laptop.stats();
      assertThat(stats.recordsByTable()).isEqualTo(Map.of("notes", 2L));
      assertThat(stats.totalRecords()).isEqualTo(2);
      assertThat(stats.pendingRecords()).isEqualTo(1);
      assertThat(stats.lastSync()).isPresent();

      laptop.sync();
      assertThat(laptop.history(10))
          .extracting(HistoryEntry::operation)
          .containsExactly(Operation.SYNC, Operation.SEED);
      assertThat(laptop.history(10).getFirst().recordsProcessed()).isEqualTo(1);
    }
  }

  @Test
  void aRuleOfTheConfigurationDecidesWhatTwoDevicesChanged() throws Exception {
    TableRule longest =
        TableRule.custom(dispute -> {
          int here = dispute.local().text("body").orElse("").length();
          int there = dispute.remote().text("body").orElse("").length();
          return Optional.of(here > there ? dispute.local() : dispute.remote());
        });
    try (SyncedDatabase laptop = devices.open("laptop", it -> it.rule("NOTES", longest));
        SyncedDatabase phone = devices.open("phone", it -> it.rule("notes", longest))) {
      laptop.seed();
      phone.hydrate();
      devices.laptop.run("UPDATE notes SET body = 'longer than that' WHERE id = 'a'");
      devices.phone.run("UPDATE notes SET body = 'short' WHERE id = 'a'");
      laptop.sync();
      SyncResult merged = phone.sync();
      assertThat(merged.conflicts().detected()).isEqualTo(1);
      assertThat(merged.conflicts().resolved()).isEqualTo(1);
      assertThat(merged.conflicts().open()).isZero();
      laptop.sync();

      assertThat(devices.phone.ask(ALL))
          .isEqualTo(devices.laptop.ask(ALL))
          .contains("a|longer than that|0");
      assertThat(phone.stats().conflictsResolved()).isEqualTo(1);
    }
  }

  @Test
  void aManualConflictIsToldListedAndDecidedForAll() throws Exception {
    Recorder recorder = new Recorder();
    try (SyncedDatabase laptop =
            devices.open("laptop", it -> it.rule("notes", TableRule.manual()));
        SyncedDatabase phone = devices.open("phone", it -> it.rule("notes", TableRule.manual()))) {
      laptop.seed();
      phone.hydrate();
      devices.laptop.run(
          "UPDATE notes SET body = 'of the laptop'", "UPDATE notes SET done = 1 WHERE id = 'b'");
      devices.phone.run("UPDATE notes SET body = 'of the phone'");
      phone.addListener(recorder);
      laptop.sync();
      SyncResult result = phone.sync();
      assertThat(result.success()).isTrue();
      assertThat(result.conflicts().open()).isEqualTo(2);
      assertThat(recorder.conflicts()).hasSize(2);
      phone.sync();
      assertThat(recorder.conflicts()).hasSize(2);
      assertThat(devices.phone.ask(ALL)).contains("a|of the phone|0");
      laptop.sync();
      assertThat(devices.laptop.ask(ALL)).contains("a|of the laptop|0");

      List<Conflict> conflicts = phone.conflicts();
      Conflict first = conflicts.getFirst();
      Conflict second = conflicts.getLast();
      assertThat(first.table()).isEqualTo("notes");
      assertThat(first.place()).isEqualTo("app.notes/a");
      assertThat(first.kind()).isEqualTo(Conflict.Kind.MODIFICATION);
      assertThat(first.base().orElseThrow()).containsEntry("body", Value.of("one"));
      assertThat(first.local().orElseThrow().row().orElseThrow())
          .containsEntry("body", Value.of("of the phone"));
      phone.resolve(first, first.remote().orElseThrow());
      phone.resolve(second, second.local().orElseThrow(), Map.of("body", Value.of("of both")));
      assertThat(phone.conflicts()).isEmpty();
      assertThatThrownBy(() -> phone.resolve(first, first.local().orElseThrow()))
          .isInstanceOf(SyncFailure.class);

      assertThat(phone.sync().conflicts().open()).isZero();
      assertThat(laptop.sync().errors()).isEmpty();
      assertThat(devices.laptop.ask(ALL)).isEqualTo(devices.phone.ask(ALL));
      assertThat(devices.laptop.ask("SELECT body FROM notes ORDER BY id"))
          .containsExactly("of the laptop", "of both");
    }
  }

  @Test
  void onlyTheConfiguredTablesAreSyncedAndMoreCanBeAdded() throws Exception {
    devices.laptop.run(
        "CREATE TABLE secret (id INTEGER PRIMARY KEY, x)", "INSERT INTO secret VALUES (1, 2)");
    SyncConfig notes = devices.config("laptop", it -> it.tables("notes"));
    try (SyncedDatabase laptop = SyncedDatabase.open(notes);
        SyncedDatabase phone = devices.open("phone")) {
      assertThat(laptop.seed().recordsUp()).isEqualTo(2);
      assertThat(phone.hydrate().recordsDown()).isEqualTo(2);
      assertThat(devices.phone.ask("SELECT count(*) FROM sqlite_schema WHERE name = 'secret'"))
          .containsExactly("0");

      laptop.updateConfig(notes.edit().tables("notes", "SECRET").build());
      assertThat(laptop.sync().recordsUp()).isEqualTo(1);
      assertThat(phone.sync().errors()).isEmpty();
      assertThat(devices.phone.ask("SELECT * FROM secret")).containsExactly("1|2");

      laptop.updateConfig(notes);
      devices.laptop.run("UPDATE secret SET x = 3");
      assertThat(laptop.sync().recordsUp()).isZero();
    }
  }

  @Test
  void namedTablesAreSyncedAloneAndTheOthersLoseNothing() throws Exception {
    String tags = "CREATE TABLE tags (name TEXT PRIMARY KEY, color TEXT)";
    devices.laptop.run(tags, "INSERT INTO tags VALUES ('red', '#f00'), ('blue', '#00f')");
    try (SyncedDatabase laptop = devices.open("laptop");
        SyncedDatabase phone = devices.open("phone")) {
      assertThat(laptop.seed(SyncOptions.of("NOTES")).recordsUp()).isEqualTo(2);
      assertThat(phone.hydrate().recordsDown()).isEqualTo(2);
      assertThat(laptop.sync().recordsUp()).isEqualTo(2);
      assertThat(phone.sync().errors()).isEmpty();
      assertThat(devices.phone.ask("SELECT count(*) FROM tags")).containsExactly("2");

      devices.laptop.run(
          "UPDATE notes SET body = 'uno' WHERE id = 'a'",
          "UPDATE tags SET color = 'red' WHERE name = 'red'",
          "DELETE FROM tags WHERE name = 'blue'");
      devices.phone.run("INSERT INTO tags VALUES ('green', '#0f0')");
      assertThat(laptop.sync(SyncOptions.of("notes")).recordsUp()).isEqualTo(1);
      assertThat(phone.sync(SyncOptions.of("notes")).recordsDown()).isEqualTo(1);
      assertThat(devices.phone.ask(ALL)).contains("a|uno|0");
      assertThat(devices.phone.ask("SELECT * FROM tags ORDER BY name"))
          .containsExactly("blue|#00f", "green|#0f0", "red|#f00");
      assertThat(laptop.stats().pendingRecords()).isEqualTo(2);

      assertThat(laptop.sync(SyncOptions.of("tags")).recordsUp()).isEqualTo(2);
      assertThat(phone.sync().errors()).isEmpty();
      assertThat(laptop.sync().errors()).isEmpty();
      assertThat(devices.laptop.ask("SELECT * FROM tags ORDER BY name"))
          .isEqualTo(devices.phone.ask("SELECT * FROM tags ORDER BY name"))
          .containsExactly("green|#0f0", "red|red");
      assertThat(laptop.sync().recordsProcessed()).isZero();

      SyncResult unknown = laptop.sync(SyncOptions.of("other"));
      assertThat(unknown.errors().getFirst().kind()).isEqualTo(SyncProblem.Kind.DATABASE);
    }
  }

  @Test
  void aTableThatNobodyHasIsTheCallersFault() throws Exception {
    try (SyncedDatabase laptop = devices.open("laptop", it -> it.tables("notes", "nots"))) {
      SyncResult result = laptop.seed();

      assertThat(result.errors())
          .singleElement()
          .satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(SyncProblem.Kind.DATABASE);
            assertThat(problem.message()).contains("nots");
          });
      assertThat(laptop.queue().stats().pending()).isZero();
    }
  }

  @Test
  void aTableThatCannotBeSyncedIsNamedWithTheReason() throws Exception {
    devices.laptop.run("CREATE TABLE loose (x)");
    try (SyncedDatabase named = devices.open("laptop", it -> it.tables("loose"))) {
      assertThat(named.seed().errors().getFirst().message()).contains("loose");
    }
    try (SyncedDatabase all = devices.open("laptop")) {
      assertThat(all.seed().errors()).isEmpty();
    }
  }

  @Test
  void whatCannotBeAskedIsAFailureOfTheCall() throws Exception {
    SyncedDatabase laptop = devices.open("laptop");
    SyncConfig other = devices.config("phone", it -> it);
    assertThatThrownBy(() -> laptop.updateConfig(other)).isInstanceOf(SyncFailure.class);
    laptop.close();
    laptop.close();

    assertThatThrownBy(laptop::sync)
        .isInstanceOfSatisfying(
            SyncFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(SyncFailure.Reason.CLOSED));
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAtOnce() throws Exception {
    Path file = devices.directory.resolve("laptop/letter.txt");
    Files.writeString(file, "Dear reader, this is no database, however long it may be.".repeat(20));
    SyncConfig config =
        SyncConfig.of("jdbc:sqlite:" + file).home(devices.directory.resolve("laptop/home")).build();

    assertThatThrownBy(() -> SyncedDatabase.open(config))
        .isInstanceOfSatisfying(
            SyncFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(SyncFailure.Reason.DATABASE));
    assertThat(Files.exists(config.workspace())).isFalse();
  }

  @Test
  void aHubWithoutASignInIsNotAvailable() throws Exception {
    try (SyncedDatabase laptop = devices.open("laptop", it -> it.remote("http://127.0.0.1:9/"))) {
      assertThat(laptop.isSyncAvailable()).isFalse();
      assertThat(laptop.healthCheck().status()).isEqualTo(Health.Status.INVALID);
      assertThat(laptop.sync().errors().getFirst().kind()).isEqualTo(SyncProblem.Kind.NOT_ALLOWED);
      assertThat(laptop.queue().stats().failed()).isEqualTo(1);
      assertThat(laptop.devices().local().id()).isNotEmpty();
    }
  }
}
