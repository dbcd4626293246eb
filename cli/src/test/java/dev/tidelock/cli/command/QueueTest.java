package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Operations that could not be done, and are tried again.
class QueueTest {
  @TempDir private Path base;
  private TwoDatabases both;
  private Device alice;

  @BeforeEach
  void twoDevices() {
    both =
        TwoDatabases.create(
            base,
            "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT)",
            "CREATE TABLE tag(id TEXT PRIMARY KEY)",
            "INSERT INTO note VALUES ('a', 'one'), ('b', 'two')");
    alice = both.alice;
  }

  private void away() throws IOException {
    Files.move(base.resolve("remote"), base.resolve("elsewhere"));
  }

  private void back() throws IOException {
    Files.move(base.resolve("elsewhere"), base.resolve("remote"));
  }

  private List<Json.Members> queue() {
    return good(alice.run("queue", "list", "--json")).json().objects("operations");
  }

  private Json.Members stats() {
    return good(alice.run("queue", "stats", "--json")).json();
  }

  @Test
  void aSyncThatDoesNotReachItsRemoteWaitsOnceAndIsDoneByTheNextThatDoes() throws IOException {
    assertThat(good(alice.run("queue", "list")).out()).contains("Nothing waits");
    away();
    assertThat(alice.run("sync").exit()).isEqualTo(6);
    assertThat(alice.run("sync").exit()).isEqualTo(6);

    Json.Members waiting = queue().getFirst();
    assertThat(queue()).hasSize(1);
    assertThat(waiting.text("operation")).contains("sync");
    assertThat(waiting.text("state")).contains("pending");
    assertThat(waiting.whole("attempts")).contains(2L);
    assertThat(waiting.text("nextAttempt")).isPresent();
    assertThat(((Json.Members) waiting.get("error").orElseThrow()).text("code"))
        .contains("unreachable");
    assertThat(stats().whole("pending")).contains(1L);
    assertThat(stats().text("nextAttempt")).isEqualTo(waiting.text("nextAttempt"));
    assertThat(good(alice.run("queue", "stats")).out())
        .contains("1 pending, 0 failed, 0 completed", "next attempt ");

    back();
    good(alice.run("sync"));
    assertThat(stats().whole("pending")).contains(0L);
    assertThat(stats().whole("completed")).contains(1L);
    assertThat(good(alice.run("queue", "list")).out()).contains("1  completed  sync");
  }

  @Test
  void aRetryDoesWhatWaitsAndEndsAsItDoes() throws IOException {
    both.mine.run("INSERT INTO note VALUES ('c', 'three')");
    away();
    assertThat(alice.run("seed", "note").exit()).isEqualTo(6);
    assertThat(alice.run("seed", "app.note").exit()).isEqualTo(6);
    assertThat(alice.run("hydrate").exit()).isIn(1, 6);
    assertThat(queue().getFirst().get("tables"))
        .contains(Json.array(List.of("app.note"), Json::of));

    Device.Result still = alice.run("queue", "retry", "1");
    assertThat(still.exit()).isEqualTo(6);
    assertThat(still.out()).contains("seed app.note: pending");
    assertThat(queue().stream().filter(each -> each.whole("id").equals(java.util.Optional.of(1L))))
        .first()
        .satisfies(each -> assertThat(each.whole("attempts")).contains(1L));

    back();
    Json.Members retried = good(alice.run("queue", "retry", "1", "--json")).json();
    good(both.bob.run("sync"));
    assertThat(retried.whole("retried")).contains(1L);
    assertThat(retried.whole("completed")).contains(1L);
    assertThat(both.theirs.ask("SELECT count(*) FROM note")).containsExactly("3");
    assertThat(alice.run("queue", "retry", "77").exit()).isEqualTo(3);
    assertThat(alice.run("queue", "retry", "1", "--all").exit()).isEqualTo(2);
  }

  @Test
  void aSyncOfEverythingIsTriedFirstAndIsAllOthersDone() throws IOException {
    away();
    alice.run("seed", "note");
    alice.run("seed", "tag");
    alice.run("sync");
    back();
    both.theirs.run("INSERT INTO tag VALUES ('x')");
    good(both.bob.run("sync"));

    Device.Result retried = good(alice.run("queue", "retry"));

    assertThat(retried.out()).contains("seed app.note: done", "seed app.tag: done", "sync: done");
    assertThat(both.mine.ask("SELECT id FROM tag")).containsExactly("x");
    assertThat(good(alice.run("queue", "retry", "--all")).out()).contains("Nothing waits");
  }

  @Test
  void whatWasAskedForThisOneTimeIsNotTriedAgain() throws IOException {
    away();
    alice.run("sync", "--strategy", "remote");
    alice.run("sync", "--direction", "up");
    alice.run("sync", "--dry-run");
    alice.run("hydrate", "--replace");

    assertThat(queue()).isEmpty();
  }

  @Test
  void whatIsTheCallersFaultIsSaidAndNotPutIn() throws IOException {
    both.theirs.run("INSERT INTO note VALUES ('bob', 'x')");
    good(both.bob.run("sync"));
    assertThat(alice.run("seed").exit()).isEqualTo(1);
    assertThat(queue()).isEmpty();

    away();
    assertThat(alice.run("seed").exit()).isEqualTo(6);
    back();
    assertThat(alice.run("queue", "retry").exit()).isEqualTo(1);
    assertThat(queue().getFirst().text("state")).contains("failed");
    assertThat(stats().text("nextAttempt")).isEmpty();
    assertThat(good(alice.run("queue", "clear", "--failed")).out()).contains("1 operation");
    assertThat(queue()).isEmpty();
  }

  @Test
  void whatWaitsIsForgottenOnlyByForce() throws IOException {
    away();
    alice.run("sync");
    assertThat(good(alice.run("queue", "clear", "--failed")).out()).contains("0 operations");
    Device.Result refused = alice.run("queue", "clear", "--all");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("1 operation waits", "--force");
    assertThat(alice.run("queue", "clear").exit()).isEqualTo(2);
    assertThat(alice.run("queue", "clear", "--completed-older-than", "soon").exit()).isEqualTo(2);

    Json.Members cleared = good(alice.run("queue", "clear", "--all", "--force", "--json")).json();
    assertThat(cleared.whole("cleared")).contains(1L);
    assertThat(queue()).isEmpty();
  }

  @Test
  void whatIsDoneIsForgottenByAge() throws IOException {
    away();
    alice.run("sync");
    back();
    good(alice.run("sync"));

    good(alice.run("queue", "clear", "--completed-older-than", "1h"));
    assertThat(queue()).hasSize(1);
    good(alice.run("queue", "clear", "--completed-older-than", "0s"));
    assertThat(queue()).isEmpty();
  }

  @Test
  void aDatabaseThatItsApplicationHoldsWaits() throws Exception {
    Path journal = base.resolve("journal.db");
    try (Connection application = DriverManager.getConnection("jdbc:sqlite:" + journal);
        Statement statement = application.createStatement()) {
      statement.execute("CREATE TABLE item(id TEXT PRIMARY KEY)");
      good(alice.run("record", "track", journal.toString(), "item"));
      good(alice.run("sync"));
      statement.execute("INSERT INTO item VALUES ('x')");
      statement.execute("BEGIN EXCLUSIVE");

      Device.Result seed = alice.run("seed", "item");
      Json.Members sync = good(alice.run("sync", "--json")).json();
      assertThat(seed.exit()).isEqualTo(1);
      assertThat(seed.out()).contains("Not done");
      assertThat(sync.get("busy")).contains(Json.array(List.of("journal"), Json::of));
      assertThat(queue().stream().map(each -> each.text("operation").orElseThrow()))
          .containsExactly("seed", "sync");
      assertThat(good(alice.run("status", "--json")).json().text("lastSeeded")).isEmpty();
      statement.execute("COMMIT");
    }
    good(alice.run("queue", "retry"));
    assertThat(stats().whole("completed")).contains(2L);
  }

  @Test
  void aWatchThatIsOfflineWaitsInTheQueueUntilItsRemoteIsBack() throws Exception {
    try (WatchProcess watch = WatchProcess.of(alice, "--interval", "3600")) {
      away();
      both.mine.run("INSERT INTO note VALUES ('c', 'three')");
      watch.await(
          () -> stats().whole("pending").equals(java.util.Optional.of(1L)), "the sync to wait");
      back();
      watch.await(
          () -> stats().whole("completed").equals(java.util.Optional.of(1L)), "it to be done");
      assertThat(watch.signal("TERM")).isZero();
    }
    assertThat(queue()).hasSize(1);
  }
}
