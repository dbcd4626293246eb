package dev.tidelock.platform.sqlite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.DatabaseImages.Image;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.platform.SecureRandomness;
import dev.tidelock.platform.linux.LinuxFileSystem;
import dev.tidelock.platform.linux.Shell;
import dev.tidelock.testkit.FileContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteImagesTest {
  private static final TreePath DATABASE = path("app.db");

  @TempDir Path root;
  @TempDir Path outside;
  private LinuxFileSystem files;
  private SqliteImages images;

  @BeforeEach
  void open() {
    files = LinuxFileSystem.open(root);
    files.makeDirectory(path("aside"));
    images = new SqliteImages(files, root, path("aside"), new SecureRandomness());
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void whatIsNoDatabaseHasNoImage() throws IOException {
    Files.writeString(root.resolve("text"), "SQLite format 4\0 and so on");
    Files.writeString(root.resolve("short"), "SQLite");
    Files.createFile(root.resolve("empty"));

    for (String each : new String[] {"text", "short", "empty"}) {
      assertThat(images.capture(path(each))).isEmpty();
      assertThat(images.replaceable(path(each))).isTrue();
    }
    assertThat(images.replaceable(path("missing"))).isTrue();
  }

  @Test
  void aDatabaseAtRestIsReadWhereItStands() throws IOException {
    for (String mode : new String[] {"DELETE", "TRUNCATE", "PERSIST", "WAL"}) {
      try (Application application = new Application(root)) {
        application.prepare(mode).run("INSERT INTO a(v) VALUES ('kept')");
      }
      Map<String, Stat> before = states();
      try (Image image = capture()) {
        assertThat(image.file()).isEqualTo(DATABASE);
        assertThat(image.intact()).isTrue();
        assertThat(query(image, "SELECT v FROM a")).isEqualTo("kept\n");
      }
      assertThat(states()).isEqualTo(before);
      assertThat(images.replaceable(DATABASE)).isTrue();
      Shell.run(root, "rm app.db*");
    }
  }

  @Test
  void framesInTheLogAreInTheImage() throws IOException {
    try (Application application = new Application(root)) {
      application.prepare("WAL").run("INSERT INTO a(v) VALUES ('in the log')");
      assertThat(images.replaceable(DATABASE)).isFalse();
      Map<String, Stat> before = states();
      try (Image image = capture()) {
        assertThat(image.file()).isNotEqualTo(DATABASE);
        assertThat(image.intact()).isTrue();
        assertThat(query(image, "SELECT v FROM a")).isEqualTo("in the log\n");
        Bytes content = FileContents.read(files, image.file());
        assertThat(states()).isEqualTo(before);
        application.run("PRAGMA wal_checkpoint(TRUNCATE)");
        assertThat(FileContents.read(files, DATABASE)).isEqualTo(content);
      }
    }
    assertThat(files.list(path("aside")).items()).isEmpty();
  }

  @Test
  void aLogThatWasCutWithinItsHeaderIsNone() throws IOException {
    try (Application application = new Application(root)) {
      application.prepare("WAL").run("INSERT INTO a(v) VALUES ('kept')");
    }
    Files.writeString(root.resolve("app.db-wal"), "cut in the header");
    Map<String, Stat> before = states();

    try (Image image = capture()) {
      assertThat(image.file()).isEqualTo(DATABASE);
      assertThat(image.intact()).isTrue();
    }

    assertThat(states()).isEqualTo(before);
    assertThat(images.replaceable(DATABASE)).isFalse();
  }

  @Test
  void aKilledApplicationsLogIsReplayedInACopyOnly() throws IOException {
    Application application = new Application(root);
    application.prepare("WAL").run("INSERT INTO a(v) VALUES ('committed')", "BEGIN IMMEDIATE");
    application.run("INSERT INTO a(v) VALUES ('not committed')");
    application.kill();
    Shell.run(root, "rm app.db-shm");
    Map<String, Stat> before = states();

    try (Image image = capture()) {
      assertThat(query(image, "SELECT v FROM a")).isEqualTo("committed\n");
    }

    assertThat(states()).isEqualTo(before);
    assertThat(images.replaceable(DATABASE)).isFalse();
  }

  @Test
  void aKilledApplicationsTransactionIsRolledBackInACopyOnly() throws IOException {
    Application application = new Application(root);
    application.prepare("DELETE").run("PRAGMA synchronous = OFF");
    application.startWork(500);
    application.finishWork();
    application.run("PRAGMA cache_size = 5", "BEGIN IMMEDIATE", "UPDATE a SET v = 'torn' || v");
    application.kill();
    assertThat(root.resolve("app.db-journal")).exists();
    assertThat(Files.readString(root.resolve("app.db"), ISO_8859_1)).contains("torn");
    Map<String, Stat> before = states();

    try (Image image = capture()) {
      assertThat(image.file()).isNotEqualTo(DATABASE);
      assertThat(query(image, "SELECT count(*) FROM a WHERE v LIKE 'torn%'")).isEqualTo("0\n");
      assertThat(query(image, "SELECT count(*) FROM a JOIN b USING (id, v)")).isEqualTo("500\n");
      assertThat(states()).isEqualTo(before);
      Bytes content = FileContents.read(files, image.file());
      try (Application next = new Application(root)) {
        next.run("SELECT * FROM a");
      }
      assertThat(FileContents.read(files, DATABASE)).isEqualTo(content);
    }
    assertThat(files.list(path("aside")).items()).isEmpty();
  }

  @Test
  void anOpenTransactionIsNotInTheImage() throws IOException {
    try (Application application = new Application(root)) {
      application.prepare("DELETE").run("BEGIN IMMEDIATE", "INSERT INTO a(v) VALUES ('open')");
      assertThat(root.resolve("app.db-journal")).exists();
      assertThat(images.replaceable(DATABASE)).isFalse();
      try (Image image = capture()) {
        assertThat(image.file()).isEqualTo(DATABASE);
        Shell.run(outside, "cp \"$1\" copy.db", root.resolve("app.db").toString());
        assertThat(Shell.run(outside, "sqlite3 copy.db 'SELECT count(*) FROM a'")).isEqualTo("0\n");
        assertThat(image.intact()).isTrue();
      }
      application.run("COMMIT");
      assertThat(images.replaceable(DATABASE)).isTrue();
    }
  }

  @Test
  void whoIsWritingTheFileMakesItBusy() throws IOException {
    try (Application application = new Application(root)) {
      application.prepare("DELETE").run("BEGIN EXCLUSIVE");

      assertThatExceptionOfType(FileFailure.class)
          .isThrownBy(() -> images.capture(DATABASE))
          .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.BUSY));
      assertThat(images.replaceable(DATABASE)).isFalse();
      application.run("ROLLBACK");
      capture().close();
    }
  }

  @Test
  void aCheckpointWhileReadingIsNoticed() throws IOException {
    try (Application application = new Application(root)) {
      application.prepare("WAL").run("PRAGMA wal_checkpoint(TRUNCATE)");
      try (Image image = capture()) {
        assertThat(image.file()).isEqualTo(DATABASE);
        assertThat(image.intact()).isTrue();
        application.run("INSERT INTO a(v) VALUES ('new')");
        assertThat(image.intact()).isFalse();
        application.run("PRAGMA wal_checkpoint(TRUNCATE)");
        assertThat(image.intact()).isFalse();
      }
    }
  }

  @Test
  void everyImageOfABusyDatabaseIsWhole() throws IOException {
    for (String mode : new String[] {"WAL", "DELETE"}) {
      try (Application application = new Application(root)) {
        application.prepare(mode).run("PRAGMA wal_autocheckpoint = 7", "PRAGMA synchronous = OFF");
        application.startWork(600);
        int whole = 0;
        while (application.isWorking()) {
          Optional<String> state = readBusy();
          state.ifPresent(found -> assertThat(found).as(mode).isEqualTo("ok\n0\n0\n"));
          whole += state.isPresent() ? 1 : 0;
        }
        application.finishWork();
        assertThat(whole).as(mode).isPositive();
      }
      Shell.run(root, "rm app.db*");
    }
  }

  /// What an image says of itself, if one could be read whole: soundness, and rows without a twin.
  private Optional<String> readBusy() throws IOException {
    try (Image image = capture()) {
      Bytes content = FileContents.read(files, image.file());
      if (!image.intact()) {
        return Optional.empty();
      }
      Files.write(outside.resolve("image.db"), content.toByteArray());
    } catch (FileFailure failure) {
      assertThat(failure.reason()).isEqualTo(Reason.BUSY);
      return Optional.empty();
    }
    return Optional.of(
        Shell.run(
            outside,
            """
            sqlite3 image.db 'PRAGMA integrity_check;
              SELECT count(*) FROM a LEFT JOIN b USING (id, v) WHERE b.id IS NULL;
              SELECT (SELECT count(*) FROM a) - (SELECT count(*) FROM b);'
            """));
  }

  @Test
  void whatSqliteCannotReadIsBroken() throws IOException {
    Application application = new Application(root);
    application.prepare("WAL").run("INSERT INTO a(v) VALUES ('x')");
    application.kill();
    Shell.run(
        root,
        "printf 'SQLite format 3\\000 and nothing more' > app.db; head -c 40 app.db-wal > w;"
            + " mv w app.db-wal");

    assertThatExceptionOfType(FileFailure.class)
        .isThrownBy(() -> images.capture(DATABASE))
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.BROKEN));
    assertThat(files.list(path("aside")).items()).isEmpty();
  }

  @Test
  void sideFilesBelongToADatabase() throws IOException {
    try (Application application = new Application(root)) {
      application.prepare("WAL");
      assertThat(images.isSideFile(path("app.db-wal"))).isTrue();
      assertThat(images.isSideFile(path("app.db-shm"))).isTrue();
      assertThat(images.isSideFile(path("app.db-journal"))).isTrue();
      assertThat(images.isSideFile(DATABASE)).isFalse();
    }
    Files.writeString(root.resolve("notes"), "my notes");
    Files.createFile(root.resolve("list"));
    Files.writeString(root.resolve("list-journal"), "what I did today");
    assertThat(images.isSideFile(path("notes-journal"))).isFalse();
    assertThat(images.isSideFile(path("list-journal"))).isFalse();
    assertThat(images.isSideFile(path("none-wal"))).isFalse();
    assertThat(images.isSideFile(path("-wal"))).isFalse();
    assertThat(images.isSideFile(TreePath.ROOT)).isFalse();
  }

  @Test
  void aLogOutlivesItsDatabaseAsASideFileBesideWhichNoneIsPut() throws IOException {
    try (Application application = new Application(root)) {
      application.prepare("WAL").run("INSERT INTO a(v) VALUES ('in the log')");
      application.kill();
    }
    assertThat(images.placeable(path("app.db-journal"))).isFalse();
    assertThat(images.placeable(path("other.db"))).isTrue();
    assertThat(images.placeable(path("other.db-journal"))).isTrue();
    assertThat(images.placeable(path("a".repeat(255)))).isTrue();

    Files.delete(root.resolve("app.db"));

    assertThat(images.isSideFile(path("app.db-wal"))).isTrue();
    assertThat(images.isSideFile(path("app.db-shm"))).isTrue();
    assertThat(images.placeable(DATABASE)).isFalse();
    Files.delete(root.resolve("app.db-wal"));
    assertThat(images.placeable(DATABASE)).isTrue();
  }

  @Test
  void theJournalOfADatabaseBeingMadeIsASideFile() throws IOException {
    try (Application application = new Application(root)) {
      application.run("BEGIN EXCLUSIVE", "CREATE TABLE a(v)");
      assertThat(Files.size(root.resolve("app.db"))).isZero();

      assertThat(images.isSideFile(path("app.db-journal"))).isTrue();
      application.run("ROLLBACK");
    }
  }

  private Image capture() {
    return images.capture(DATABASE).orElseThrow();
  }

  private String query(Image image, String query) {
    return Shell.run(
        outside,
        "cp \"$1\" image.db && sqlite3 image.db \"$2\"; rm -f image.db*",
        root.resolve(image.file().toString()).toString(),
        query);
  }

  /// The states of the database and all that is next to it.
  private Map<String, Stat> states() {
    Map<String, Stat> states = new TreeMap<>();
    files
        .list(TreePath.ROOT)
        .items()
        .forEach(item -> {
          if (!item.name().equals("aside")) {
            states.put(item.name(), item.stat());
          }
        });
    return states;
  }

  private static TreePath path(String text) {
    return TreePath.parse(text);
  }
}
