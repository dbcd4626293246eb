package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows beside files in what the commands tell.
class RowsShownTest {
  @TempDir private Path base;
  private TwoDatabases both;
  private Device alice;

  @BeforeEach
  void twoDevices() {
    both =
        TwoDatabases.create(
            base,
            "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT, done INTEGER)",
            "INSERT INTO note VALUES ('a', 'one', 0), ('b', 'two', 0), ('c', 'three', 0)");
    alice = both.alice;
  }

  private void edit() {
    both.mine.run(
        "CREATE TABLE later(id TEXT PRIMARY KEY)",
        "UPDATE note SET title = 'ONE', done = 1 WHERE id = 'a'",
        "DELETE FROM note WHERE id = 'b'",
        "INSERT INTO note VALUES ('d', 'four', 0)");
  }

  @Test
  void whatWaitsIsCountedAndNamed() {
    assertThat(good(alice.run("status")).out()).contains("in sync");
    edit();

    Device.Result status = good(alice.run("status"));
    Json.Members document = good(alice.run("status", "--json")).json();
    Device.Result pending = good(alice.run("sync", "pending"));
    Device.Result dry = good(alice.run("sync", "--dry-run"));
    Json.Members planned = good(alice.run("sync", "--dry-run", "--json")).json();

    assertThat(status.out())
        .contains("waiting")
        .contains("app.note: 1 row added, 1 changed, 1 deleted");
    assertThat(status.err()).contains("not synced of app: later");
    assertThat(document.text("state")).contains("pending");
    assertThat(document.whole("pendingChanges")).contains(3L);
    assertThat(document.objects("tables").getFirst().whole("deleted")).contains(1L);
    assertThat(pending.out()).contains("app.note: 1 row added");
    assertThat(dry.out()).contains("there rows     app.note: 1 row added, 1 changed, 1 deleted");
    assertThat(planned.objects("rows").getFirst().text("table")).contains("app.note");
    assertThat(good(alice.run("sync")).out()).contains("3 rows up");
    assertThat(good(both.bob.run("sync")).out()).contains("3 rows down");
    assertThat(good(alice.run("sync", "history")).out()).contains("and 3 rows up");
  }

  @Test
  void rowsThatAreHeldBackWait() {
    both.mine.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
            + " INSERT INTO note SELECT 'k' || i, 'title', 0 FROM n");
    good(alice.run("sync"));
    both.mine.run("DELETE FROM note WHERE id LIKE 'k%'");
    assertThat(alice.run("sync").exit()).isEqualTo(8);

    Device.Result diff = good(alice.run("diff"));
    assertThat(diff.out()).contains("app.note", "D k1", "D k100").doesNotContain("D a");
    assertThat(good(alice.run("diff", "--name-status")).out())
        .contains("app.note: 100 rows deleted");
    assertThat(good(alice.run("diff", "--", "app.note/k7")).out()).contains("D k7");
    Device.Result status = good(alice.run("status"));
    assertThat(status.out()).contains("mass change").contains("app.note: 100 rows deleted");
    assertThat(good(alice.run("status", "--json")).json().whole("pendingChanges")).contains(100L);
  }

  @Test
  void theLogCountsRowsAndFollowsTablesAndRows() {
    edit();
    good(alice.run("sync"));
    alice.write("other.txt", "x");
    good(alice.run("sync"));

    List<Json.Members> commits = good(alice.run("log", "--json")).json().objects("commits");
    List<Json.Members> table =
        good(alice.run("log", "app.note", "--json")).json().objects("commits");
    List<Json.Members> row =
        good(alice.run("log", "app.note/c", "--json")).json().objects("commits");

    assertThat(commits).hasSize(3);
    assertThat(commits.get(1).get("records"))
        .contains(Json.object().put("added", 1).put("modified", 1).put("deleted", 1).build());
    assertThat(commits.get(0).get("records"))
        .contains(Json.object().put("added", 0).put("modified", 0).put("deleted", 0).build());
    assertThat(table).hasSize(2);
    assertThat(row).hasSize(1);
    assertThat(good(alice.run("log")).out()).contains("1 row added, 1 changed, 1 deleted");
    assertThat(alice.run("log", "app.nothing").exit()).isEqualTo(3);
  }

  @Test
  void differencesOfRowsAreShownByField() {
    edit();

    Device.Result all = good(alice.run("diff"));
    Device.Result one = good(alice.run("diff", "--", "app.note/a"));
    List<Json.Members> rows =
        good(alice.run("diff", "--json", "--", "app.note")).json().objects("rows");
    good(alice.run("sync"));
    String before =
        good(alice.run("log", "--json")).json().objects("commits").get(1).text("id").orElseThrow();
    Device.Result past = good(alice.run("diff", before, "HEAD", "--name-status"));

    assertThat(all.out())
        .contains("app.note")
        .contains("M a")
        .contains("title  'one' → 'ONE'")
        .contains("done  0 → 1")
        .contains("A d")
        .contains("D b");
    assertThat(one.out()).contains("M a").doesNotContain("A d");
    assertThat(rows).hasSize(3);
    assertThat(rows.getFirst().text("what")).contains("modified");
    assertThat(rows.getFirst().get("fields").orElseThrow())
        .isEqualTo(
            Json.object()
                .put("title", Json.object().put("before", "one").put("after", "ONE"))
                .put("done", Json.object().put("before", 0).put("after", 1))
                .build());
    assertThat(past.out()).contains("app.note: 1 row added, 1 changed, 1 deleted");
  }
}
