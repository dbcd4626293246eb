package dev.tidelock.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFileTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:sqlite:/data/app.db, /data/app.db",
    "jdbc:sqlite:/data/app.db?journal_mode=WAL, /data/app.db",
    "jdbc:sqlite:/data/../app.db, /app.db",
    "jdbc:sqlite:/data/a b+c.db, /data/a b+c.db",
    "jdbc:sqlite:file:/data/app.db?cache=shared, /data/app.db",
    "jdbc:sqlite:file:///data/a%20b+c.db, /data/a b+c.db",
    "jdbc:sqlite:file://localhost/data/app.db, /data/app.db"
  })
  void urlsOfFilesNameThem(String url, String file) {
    assertThat(DatabaseFile.of(url)).isEqualTo(Path.of(file));
  }

  @Test
  void relativeUrlsAreBelowTheDirectoryOfTheProcess() {
    assertThat(DatabaseFile.of("jdbc:sqlite:app.db")).isEqualTo(Path.of("app.db").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:file::memory:?cache=shared",
        "jdbc:sqlite:file:shared?mode=memory",
        "jdbc:sqlite::resource:app.db",
        "jdbc:sqlite:file://elsewhere/app.db",
        "jdbc:postgresql://localhost/app",
        "/data/app.db",
        "jdbc:sqlite:\0"
      })
  void everythingElseIsRefusedWithAHint(String url) {
    assertThatThrownBy(() -> SyncConfig.of(url))
        .isInstanceOfSatisfying(
            SyncFailure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(SyncFailure.Reason.INVALID);
              assertThat(failure.hint()).isNotEmpty();
            });
  }

  @Test
  void aDataSourceIsAskedForItsFile(@TempDir Path directory) throws Exception {
    Path file = directory.toRealPath().resolve("a b.db");
    DataSource source = source("jdbc:sqlite:" + file);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    }

    assertThat(SyncConfig.of(source).build().database()).isEqualTo(file);
    assertThat(Files.exists(file)).isTrue();
  }

  @Test
  void aDataSourceInMemoryIsRefused() {
    DataSource source = source("jdbc:sqlite::memory:");

    assertThatThrownBy(() -> SyncConfig.of(source)).isInstanceOf(SyncFailure.class);
  }

  @Test
  void theWorkspaceLiesBesideTheDatabaseAndDoesNotHoldIt() {
    SyncConfig config = SyncConfig.of("jdbc:sqlite:/data/app.db").build();

    assertThat(config.name()).isEqualTo("app");
    assertThat(config.project()).isEqualTo("app");
    assertThat(config.workspace()).isEqualTo(Path.of("/data/app.db-tidelock"));
    assertThat(config.database().startsWith(config.workspace())).isFalse();
  }

  private static DataSource source(String url) {
    return (DataSource)
        Proxy.newProxyInstance(
            DatabaseFileTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, _, _) -> DriverManager.getConnection(url));
  }
}
