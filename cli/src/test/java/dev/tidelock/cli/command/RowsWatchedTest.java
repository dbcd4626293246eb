package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices that watch, and applications that write into databases beside them.
class RowsWatchedTest {
  @TempDir private Path base;

  @Test
  void rowsTravelAsTheyAreWritten() {
    TwoDatabases both =
        TwoDatabases.create(base, "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT)");
    try (WatchProcess mine = WatchProcess.of(both.alice, "--interval", "3600");
        WatchProcess theirs = WatchProcess.of(both.bob, "--interval", "3600")) {
      both.mine.run("INSERT INTO note VALUES ('a', 'one')");
      theirs.await(
          () -> both.theirs.ask("SELECT title FROM note").contains("one"), "the row at the other");

      both.theirs.run("UPDATE note SET title = 'two'");
      mine.await(() -> both.mine.ask("SELECT title FROM note").contains("two"), "the edit here");

      int rounds = mine.rounds().size();
      both.alice.write("file.txt", "x");
      theirs.await(() -> both.bob.path("file.txt").toFile().exists(), "a file after the rows");
      assertThat(mine.rounds().size() - rounds).isLessThan(5);
      assertThat(mine.signal("TERM")).isZero();
      assertThat(theirs.signal("TERM")).isZero();
    }
  }
}
