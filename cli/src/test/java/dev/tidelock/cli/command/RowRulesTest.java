package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows that both sides changed, decided by settings and by the command line.
class RowRulesTest {
  @TempDir private Path base;
  private TwoDatabases both;

  @BeforeEach
  void bothEdit() {
    both =
        TwoDatabases.create(
            base,
            "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT, views INTEGER)",
            "INSERT INTO note VALUES ('a', 'one', 10)");
    both.mine.run("UPDATE note SET title = 'alice', views = 15");
    good(both.alice.run("sync"));
    both.theirs.run("UPDATE note SET title = 'bob', views = 12");
  }

  private String after(Device.Result result) {
    assertThat(result.exit()).as(result.toString()).isIn(0, 5);
    return both.theirs.ask("SELECT title, views FROM note").getFirst();
  }

  @Test
  void aStrategyOfTheCommandLineDecidesRows() {
    assertThat(after(both.bob.run("sync", "--strategy", "remote"))).isEqualTo("alice|15");
    assertThat(both.bob.run("conflicts").exit()).isZero();
  }

  @Test
  void manualLeavesAConflictThatIsDecidedByHand() {
    assertThat(both.bob.run("sync", "--mode", "manual").exit()).isEqualTo(5);
    Device.Result merge = both.bob.run("resolve", "app.note/a", "--strategy", "merge");

    assertThat(both.theirs.ask("SELECT title FROM note")).containsExactly("bob");
    assertThat(merge.exit()).isEqualTo(5);
    assertThat(merge.err()).contains("both sides changed title, views");
  }

  @Test
  void theSettingsHaveRulesForTablesAndColumns() {
    both.bob.write(
        ".tidelock/sync.yaml",
        """
        sync:
          records:
            tables:
              app.note:
                rule: local
                columns: {views: sum}
        """);

    assertThat(after(both.bob.run("sync"))).isEqualTo("bob|12");
    both.bob.write(
        ".tidelock/sync.yaml",
        """
        sync:
          records:
            tables:
              app.note: {columns: {views: max, title: min}}
        """);
    good(both.alice.run("sync"));
    both.mine.run("UPDATE note SET title = 'x', views = 100");
    good(both.alice.run("sync"));
    both.theirs.run("UPDATE note SET title = 'y', views = 50");
    assertThat(after(both.bob.run("sync"))).isEqualTo("x|100");
    assertThat(good(both.bob.run("config", "validate")).exit()).isZero();
  }

  @Test
  void resolvingByMergeAsksTheRulesOfColumns() {
    assertThat(both.bob.run("sync", "--mode", "manual").exit()).isEqualTo(5);
    rules("app.note: {columns: {views: sum, title: max}}");

    assertThat(both.bob.run("conflicts").out()).contains("suggested: merge");
    assertThat(after(both.bob.run("resolve", "app.note/a", "--strategy", "merge")))
        .isEqualTo("bob|17");
  }

  @Test
  void resolvingByMergeTakesColumnsOfAGroupFromOneSide() {
    both.theirs.run("UPDATE note SET title = 'bob', views = 10");
    good(both.alice.run("sync"));
    both.mine.run("UPDATE note SET title = 'one', views = 15");
    good(both.alice.run("sync"));
    rules("app.note: {rule: manual, groups: [[title, views]]}");
    assertThat(both.bob.run("sync").exit()).isEqualTo(5);

    Device.Result merge = both.bob.run("resolve", "app.note/a", "--strategy", "merge");

    assertThat(merge.exit()).isEqualTo(5);
    assertThat(merge.err()).contains("both sides changed title, views");
  }

  @Test
  void whatLooksAndWhatResolvesFollowsTheSettings() {
    both.theirs.run("UPDATE note SET title = 'alice', views = 15");
    good(both.bob.run("sync"));
    both.mine.run("INSERT INTO note VALUES ('b', 'x', 0)");
    both.theirs.run("INSERT INTO note VALUES ('b', 'y', 0)");
    good(both.alice.run("sync"));
    assertThat(both.bob.run("sync", "--mode", "manual").exit()).isEqualTo(5);
    both.alice.run("sync");
    rules("app.note: {columns: {views: sum}}");
    both.mine.run("UPDATE note SET views = 20 WHERE id = 'a'");
    both.alice.run("sync");
    both.theirs.run("UPDATE note SET views = 16 WHERE id = 'a'");
    assertThat(both.bob.run("seed", "--force").exit()).isIn(0, 5);
    both.theirs.run("UPDATE note SET views = 17 WHERE id = 'a'");

    Device.Result diff = good(both.bob.run("diff", "--", "app.note/a"));
    good(both.bob.run("resolve", "app.note/b", "--strategy", "local"));

    assertThat(diff.out()).contains("views  21 → 22");
    assertThat(both.theirs.ask("SELECT views FROM note WHERE id = 'a'")).containsExactly("22");
  }

  @Test
  void theRulesThatHoldAreExplainedWithWhatSaysThem() {
    rules("app.note: {preset: projects, deletes: manual, columns: {views: sum}}");

    String all = good(both.bob.run("config", "explain")).out();
    String rows = good(both.bob.run("config", "explain", "sync.records")).out();
    Json.Members list = good(both.bob.run("config", "list", "--json")).json();

    assertThat(all).contains("sync.records.tables  names", "app.note, by sync.records.tables");
    assertThat(rows)
        .contains(
            "rule: as the preset 'projects' has it",
            "deletes: manual",
            "column views: sum",
            "all other tables: fields, each the later one, by sync.conflict.default_strategy");
    assertThat(good(both.bob.run("config", "list")).out())
        .contains("app.note → {preset: projects, deletes: manual, columns: {views: sum}}");
    assertThat(list.objects("tables").getFirst().text("preset")).contains("projects");
    assertThat(both.bob.run("config", "get", "records.tables").err()).contains("config explain");
  }

  private void rules(String table) {
    both.bob.write(".tidelock/sync.yaml", "sync:\n  records:\n    tables:\n      " + table + "\n");
  }
}
