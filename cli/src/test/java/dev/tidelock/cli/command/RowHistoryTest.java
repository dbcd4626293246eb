package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What once stood in a row can be seen, by whoever looks for it.
class RowHistoryTest {
  @TempDir private Path base;
  private TwoDatabases both;

  @BeforeEach
  void bothEditOneFieldAndTheLaterOneStands() {
    both =
        TwoDatabases.create(
            base,
            "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT)",
            "INSERT INTO note VALUES ('a', 'one'), ('b', 'two')");
    both.theirs.run("UPDATE note SET title = 'bob lost' WHERE id = 'a'");
    both.theirs.run("DELETE FROM note WHERE id = 'b'");
    both.mine.run("UPDATE note SET title = 'alice won' WHERE id = 'a'");
    good(both.alice.run("sync"));
    good(both.bob.run("sync", "--strategy", "remote"));
    good(both.alice.run("sync"));
  }

  @Test
  void theLogOfARowTellsWhatEachCommitMadeOfIt() {
    Device.Result text = good(both.bob.run("log", "app.note/a"));
    List<Json.Members> commits =
        good(both.bob.run("log", "app.note/a", "--json")).json().objects("commits");
    Device.Result gone = good(both.bob.run("log", "app.note/b"));

    assertThat(text.out())
        .contains("title  'one' → 'alice won'", "title  'one' → 'bob lost'", "the row was added");
    assertThat(commits)
        .allSatisfy(
            commit -> assertThat(commit.objects("rows").getFirst().text("key")).contains("a"));
    assertThat(gone.out()).contains("the row was deleted", "the row was added");
  }

  @Test
  void whatADeviceDidNotFetchIsFetchedByWhoeverAsks() throws IOException {
    String lost = lost();
    Device.Result before = good(both.alice.run("log", "app.note/a"));
    Files.move(base.resolve("remote"), base.resolve("away"));
    Device.Result away = both.alice.run("diff", lost);
    Files.move(base.resolve("away"), base.resolve("remote"));
    Device.Result there = good(both.alice.run("diff", lost, "--", "app.note/a"));
    Device.Result names = good(both.alice.run("diff", lost, "--name-status"));
    Device.Result after = good(both.alice.run("log", "app.note/a"));

    assertThat(before.out()).doesNotContain("bob lost");
    assertThat(before.err()).contains("1 commit is left out").contains("tidelock diff " + lost);
    assertThat(away.exit()).isEqualTo(6);
    assertThat(away.err()).contains("is not kept here").doesNotContain("defect");
    assertThat(there.out()).contains("title  'bob lost' → 'alice won'");
    assertThat(names.out()).contains("app.note: 1 row changed");
    assertThat(after.out()).contains("bob lost");
    assertThat(after.err()).doesNotContain("left out");
  }

  @Test
  void aCellThatLostTwentyMergesIsStillThere() {
    for (int i = 0; i < 20; i++) {
      both.theirs.run("UPDATE note SET title = 'lost " + i + "' WHERE id = 'a'");
      both.mine.run("UPDATE note SET title = 'won " + i + "' WHERE id = 'a'");
      good(both.alice.run("sync"));
      good(both.bob.run("sync", "--strategy", "remote"));
    }
    good(both.alice.run("sync"));

    String log = good(both.bob.run("log", "app.note/a", "--limit", "1000")).out();

    assertThat(both.mine.ask("SELECT title FROM note")).containsExactly("won 19");
    assertThat(both.theirs.ask("SELECT title FROM note")).containsExactly("won 19");
    for (int i = 0; i < 20; i++) {
      assertThat(log).contains("→ 'lost " + i + "'", "→ 'won " + i + "'");
    }
    for (Json.Members commit : good(both.bob.run("log", "--json")).json().objects("commits")) {
      good(both.alice.run("diff", commit.text("id").orElseThrow()));
    }
    assertThat(good(both.alice.run("log", "app.note/a")).out()).contains("'lost 0'", "'lost 19'");
  }

  @Test
  void allVersionsOfAConflictAreToldOf() {
    both.theirs.run("UPDATE note SET title = 'his' WHERE id = 'a'");
    both.mine.run("UPDATE note SET title = 'hers' WHERE id = 'a'");
    good(both.alice.run("sync"));
    assertThat(both.bob.run("sync", "--strategy", "manual").exit()).isEqualTo(5);

    String log = both.bob.run("log", "app.note/a").out();
    Json.Members newest =
        both.bob.run("log", "app.note/a", "--json").json().objects("commits").getFirst();

    assertThat(log).contains("in conflict: 2 versions", "or title  'h");
    assertThat(newest.objects("rows").getFirst().objects("others")).hasSize(1);
  }

  @Test
  void whatNobodyHasIsNotFound() {
    String lost = lost();
    good(both.alice.run("remote", "remove", "origin"));

    Device.Result diff = both.alice.run("diff", lost);

    assertThat(diff.exit()).isEqualTo(3);
    assertThat(diff.err()).contains("is not kept here").contains("no remote");
  }

  /// The commit in which Bob keeps what he had.
  private String lost() {
    return good(both.bob.run("log", "--json")).json().objects("commits").stream()
        .filter(commit -> commit.text("device").orElseThrow().equals(bobs()))
        .filter(commit -> commit.text("kind").orElseThrow().equals("auto"))
        .findFirst()
        .flatMap(commit -> commit.text("id"))
        .orElseThrow()
        .substring(0, 8);
  }

  private String bobs() {
    return good(both.bob.run("log", "--json"))
        .json()
        .objects("commits")
        .getFirst()
        .text("device")
        .orElseThrow();
  }
}
