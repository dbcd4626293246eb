package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of rows that a sync could not move, and of those that moved without a sync.
class RowsLeftTest {
  @TempDir private Path base;

  @Test
  void aSeedAloneLeavesNothingWaiting() {
    String url = base.resolve("remote").toUri().toString();
    Device alice = Device.create(base, "alice");
    good(alice.run("init", "--name", "app", "--remote", url));
    assertThat(good(alice.run("status")).out()).contains("nothing was synced yet");
    Sqlite mine =
        Sqlite.at(base.resolve("mine.db"))
            .run("CREATE TABLE note(id TEXT PRIMARY KEY)", "INSERT INTO note VALUES ('a')");
    good(alice.run("record", "track", mine.file().toString(), "note", "--as", "app"));
    good(alice.run("seed"));

    Device.Result status = good(alice.run("status"));
    Json.Members document = good(alice.run("status", "--json")).json();

    assertThat(status.out())
        .contains("app: in sync", "last synced never", "rows last sent by 'seed' just now");
    assertThat(status.err()).doesNotContain("Next");
    assertThat(document.text("state")).contains("synced");
    assertThat(document.text("lastSynced")).isEmpty();
    assertThat(document.text("lastSeeded")).isPresent();
    assertThat(good(alice.run("sync", "history")).out()).contains("seed ");
    alice.write("file.txt", "x");
    assertThat(good(alice.run("status")).out())
        .contains("changes are waiting to be synced", "A file.txt");
  }

  @Test
  void aDatabaseThatWasBusyIsNamed() throws Exception {
    TwoDatabases both =
        TwoDatabases.create(base, "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT)");
    both.theirs.run("INSERT INTO note VALUES ('a', 'one')");
    good(both.bob.run("sync"));
    try (Connection application = DriverManager.getConnection("jdbc:sqlite:" + both.mine.file());
        Statement statement = application.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("INSERT INTO note VALUES ('mine', 'two')");

      Device.Result sync = good(both.alice.run("sync"));
      Device.Result status = good(both.alice.run("status"));
      Json.Members document = good(both.alice.run("status", "--json")).json();
      statement.execute("COMMIT");

      assertThat(sync.out()).contains("In sync but for app, which was busy: ");
      assertThat(status.out())
          .contains("all that could be looked at is in sync")
          .contains("app was busy at the last sync; 'tidelock sync' takes");
      assertThat(status.err()).contains("queue: 1 pending, 0 failed");
      assertThat(document.text("state")).contains("pending");
      assertThat(document.get("busy")).contains(Json.array(List.of("app"), Json::of));
    }
    assertThat(good(both.alice.run("sync")).out()).startsWith("In sync: ");
    Device.Result after = good(both.alice.run("status"));
    assertThat(after.out()).contains("in sync").doesNotContain("busy");
    assertThat(after.err()).doesNotContain("queue");
    assertThat(both.mine.ask("SELECT count(*) FROM note")).containsExactly("2");
  }

  @Test
  void rowsThatWaitAreNamed() {
    TwoDatabases both =
        TwoDatabases.create(base, "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT)");
    both.mine.run("CREATE TABLE strict(id TEXT PRIMARY KEY, title TEXT CHECK (length(title) < 4))");
    both.theirs.run("CREATE TABLE strict(id TEXT PRIMARY KEY, title TEXT)");
    good(both.alice.run("record", "track", both.mine.file().toString(), "strict"));
    good(both.alice.run("sync"));
    good(both.bob.run("sync"));
    good(both.bob.run("record", "track", both.theirs.file().toString(), "strict"));
    both.theirs.run("INSERT INTO strict VALUES ('a', 'too long'), ('b', 'ok')");
    good(both.bob.run("sync"));

    Device.Result sync = good(both.alice.run("sync"));
    Json.Members again = good(both.alice.run("sync", "--json")).json();
    Device.Result status = good(both.alice.run("status"));
    Json.Members document = good(both.alice.run("status", "--json")).json();

    assertThat(sync.out()).contains("In sync but for what waits of app.strict: ");
    assertThat(again.get("waiting")).contains(Json.array(List.of("app.strict"), Json::of));
    assertThat(status.out()).contains("waits: app.strict: row a: ");
    assertThat(status.err()).contains("tried with each sync");
    assertThat(document.text("state")).contains("pending");
    both.theirs.run("UPDATE strict SET title = 'no'");
    good(both.bob.run("sync"));
    assertThat(good(both.alice.run("sync")).out()).startsWith("In sync: ");
    assertThat(good(both.alice.run("status", "--json")).json().text("state")).contains("synced");
  }
}
