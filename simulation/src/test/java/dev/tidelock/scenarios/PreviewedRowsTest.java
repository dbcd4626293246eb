package dev.tidelock.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.sync.Progress;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.Workspace;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
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

  @Test
  void aLargePreviewInANewWorkspaceLeavesNothingToBeFetchedAgain() {
    a.open((workspace, remote) -> {
      sync(workspace, remote, SyncRequest.Effect.PREVIEW, Progress.NONE);
      // As a large preview does by itself, this makes durable what was found.
      assertThat(workspace.shares()).isNotEmpty();
      return sync(workspace, remote, SyncRequest.Effect.REAL, Progress.NONE);
    });
    Device b = attached();
    try (Application there = Application.at(elsewhere.resolve("B.db"))) {
      there.run("UPDATE note SET title = 'theirs' WHERE id = 'n7'");
    }
    b.sync();

    List<Remote.Known> known = new ArrayList<>();
    SyncOutcome outcome =
        a.open((workspace, remote) ->
            sync(
                workspace,
                remote.map(place -> noting(place, known)),
                SyncRequest.Effect.REAL,
                Progress.NONE));

    assertThat(outcome.recordsDown()).isEqualTo(1);
    assertThat(known).isNotEmpty().noneMatch(each -> each.whole().isEmpty());
  }

  /// The same remote, noting what it is told to be known already.
  private static RemotePlace noting(RemotePlace place, List<Remote.Known> known) {
    Object noting =
        Proxy.newProxyInstance(
            Remote.class.getClassLoader(),
            new Class<?>[] {Remote.class},
            (_, method, arguments) -> {
              if (method.getName().equals("fetch")) {
                known.add((Remote.Known) arguments[2]);
              }
              try {
                return method.invoke(place.remote(), arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getTargetException();
              }
            });
    return new RemotePlace(place.name(), (Remote) noting);
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

  /// Another device, with a database that has what the project has.
  private Device attached() {
    Device b = world.device("B");
    b.sync();
    b.open(workspace -> {
      workspace.attach("app", elsewhere.resolve("B.db").toString());
      return true;
    });
    b.sync();
    return b;
  }

  private List<String> rowsAtAnother() {
    attached();
    try (Application there = Application.at(elsewhere.resolve("B.db"))) {
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
