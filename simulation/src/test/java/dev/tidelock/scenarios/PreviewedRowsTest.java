package dev.tidelock.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.sync.Progress;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A sync that comes right after a preview of it.
class PreviewedRowsTest {
  private static final long ROWS = 500;

  @RegisterExtension final World world = new World();
  @TempDir Path elsewhere;

  private Device a;
  private Path file;
  private Application app;

  @BeforeEach
  void begin() {
    a = world.device("A");
    file = elsewhere.resolve("A.db");
    app = filled(file);
    a.open(workspace -> {
      workspace.track("app", file.toString(), List.of("note"));
      return true;
    });
  }

  @AfterEach
  void close() {
    app.close();
  }

  private static Application filled(Path file) {
    return Application.at(file)
        .run(
            "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + ROWS
                + ") INSERT INTO note SELECT 'n' || i, 'title ' || i FROM n");
  }

  @Test
  void rowsAreNotReadAgainThatNobodyHasWrittenToSince() {
    Reads reads = new Reads();
    SyncOutcome outcome = previewAndSync(reads, () -> {});

    assertThat(reads.rows).isEqualTo(ROWS);
    assertThat(outcome.recordsUp()).isEqualTo(ROWS);
    assertThat(outcome.problems()).isEmpty();
  }

  @Test
  void whatItsApplicationWritesBetweenTheTwoIsSentWithTheRest() {
    SyncOutcome outcome =
        previewAndSync(
            new Reads(),
            () ->
                app.run(
                    "INSERT INTO note VALUES ('late', 'x')", "DELETE FROM note WHERE id = 'n1'"));

    assertThat(outcome.recordsUp()).isEqualTo(ROWS);
    assertThat(rowsAtAnother())
        .contains("late|x")
        .doesNotContain("n1|title 1")
        .isEqualTo(app.ask("SELECT * FROM note ORDER BY id"));
  }

  @Test
  void aDatabaseThatIsAnotherFileByThenIsLookedAtAnew() throws IOException {
    Path other = elsewhere.resolve("other.db");
    filled(other).run("UPDATE note SET title = 'other'", "PRAGMA journal_mode = DELETE").close();
    previewAndSync(
        new Reads(),
        () -> {
          app.close();
          move(other);
          app = Application.at(file);
        });
    a.sync();

    assertThat(rowsAtAnother()).hasSize((int) ROWS).allMatch(row -> row.endsWith("|other"));
    assertThat(app.ask("SELECT count(*) FROM note WHERE title = 'other'")).containsExactly("500");
  }

  private void move(Path other) {
    try {
      Files.deleteIfExists(Path.of(file + "-wal"));
      Files.deleteIfExists(Path.of(file + "-shm"));
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private SyncOutcome previewAndSync(Progress progress, Runnable between) {
    return a.open((workspace, remote) -> {
      SyncOutcome preview = sync(workspace, remote, SyncRequest.Effect.PREVIEW, progress);
      assertThat(preview.recordsUp()).isEqualTo(ROWS);
      between.run();
      return sync(workspace, remote, SyncRequest.Effect.REAL, progress);
    });
  }

  private static SyncOutcome sync(
      Workspace workspace,
      Optional<RemotePlace> remote,
      SyncRequest.Effect effect,
      Progress progress) {
    return workspace.sync(SyncRequest.usual().acting(effect), remote, progress);
  }

  private List<String> rowsAtAnother() {
    Device b = world.device("B");
    Path theirs = elsewhere.resolve("B.db");
    b.sync();
    b.open(workspace -> {
      workspace.attach("app", theirs.toString());
      return true;
    });
    b.sync();
    try (Application there = Application.at(theirs)) {
      return there.ask("SELECT * FROM note ORDER BY id");
    }
  }

  /// Counts the rows that are read.
  private static final class Reads implements Progress {
    private long rows;

    @Override
    public void phase(Phase phase, long files, long bytes) {}

    @Override
    public void advanced(long files, long bytes, String item) {}

    @Override
    public void rows(Phase phase, String table, long more) {
      rows += phase == Phase.SCAN ? more : 0;
    }
  }
}
