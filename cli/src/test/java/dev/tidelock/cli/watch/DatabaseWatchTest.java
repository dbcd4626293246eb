package dev.tidelock.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.name.TreePath;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A round reads databases, and SQLite writes files beside a database that is read. If that were
/// news, each round would bring the next.
class DatabaseWatchTest {
  @TempDir private Path root = Path.of("");

  private final Inbox inbox = new Inbox();

  private DatabaseWatch following(String file) {
    DatabaseWatch watch = new DatabaseWatch(root, inbox);
    watch.follow(List.of(root.resolve(file)));
    return watch;
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.db", "app.db-wal", "app.db-shm", "app.db-journal"})
  void theFilesOfADatabaseAreNoNewsOfTheDirectory(String name) {
    try (DatabaseWatch watch = following("data/app.db")) {
      watch.changed(TreePath.parse("data"), name);
      watch.modified(TreePath.parse("data"), name);
      assertThat(inbox.take().directories()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.db.txt", "-wal", "other.db", "other.db-wal", "app.db-waldo"})
  void allOtherFilesAre(String name) {
    try (DatabaseWatch watch = following("data/app.db")) {
      watch.changed(TreePath.parse("data"), name);
      assertThat(inbox.take().directories()).containsExactly(TreePath.parse("data"));
      watch.modified(TreePath.ROOT, "app.db");
      assertThat(inbox.take().directories()).containsExactly(TreePath.ROOT);
    }
  }

  @Test
  void aDatabaseThatIsNotFollowedAnyMoreIsAFile() {
    try (DatabaseWatch watch = following("app.db")) {
      watch.follow(List.of());
      watch.changed(TreePath.ROOT, "app.db");
      assertThat(inbox.take().directories()).containsExactly(TreePath.ROOT);
    }
  }
}
