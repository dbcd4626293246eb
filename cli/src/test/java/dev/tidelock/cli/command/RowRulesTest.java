package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

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
}
