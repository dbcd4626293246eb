package dev.tidelock.hub.sql;

import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.hub.store.StoreFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/// The tables, brought up to date step by step. Each step is a script, in order; what was released
/// never changes.
final class Schema {
  private static final List<String> SCRIPTS = List.of("1-beginning");

  private Schema() {}

  /// Brings a database up to date.
  ///
  /// @param called its name in words
  /// @throws StoreFailure [Reason#CORRUPT] if it is of a newer version, or damaged
  static void migrate(DataSource database, String called, Dialect dialect) {
    JavaMigration[] steps =
        SCRIPTS.stream()
            .map(name -> new Script(name, text(name), dialect.words()))
            .toArray(JavaMigration[]::new);
    try {
      Flyway.configure()
          .dataSource(database)
          .locations(new String[0])
          .javaMigrations(steps)
          .table("schema_history")
          .validateMigrationNaming(false)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw failure(e, called, dialect);
    }
  }

  private static StoreFailure failure(FlywayException e, String called, Dialect dialect) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && dialect.reason(sql) != Reason.CORRUPT) {
        return new StoreFailure(
            dialect.reason(sql), "the hub's database " + called + ": " + sql.getMessage(), e);
      }
    }
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new StoreFailure(
        Reason.CORRUPT,
        "the hub's database " + called + " is damaged or of a newer version: " + first,
        e);
  }

  private static String text(String name) {
    try (InputStream in = Schema.class.getResourceAsStream("/hub-schema/" + name + ".sql")) {
      if (in == null) {
        throw new IllegalStateException("the script " + name + " is not in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreFailure(Reason.FAILED, "the script " + name + " cannot be read", e);
    }
  }

  /// One step.
  private record Script(String name, String text, Map<String, String> words)
      implements JavaMigration {
    @Override
    public MigrationVersion getVersion() {
      return MigrationVersion.fromVersion(name.substring(0, name.indexOf('-')));
    }

    @Override
    public String getDescription() {
      return name.substring(name.indexOf('-') + 1);
    }

    @Override
    public Integer getChecksum() {
      CRC32 sum = new CRC32();
      sum.update(text.getBytes(StandardCharsets.UTF_8));
      return (int) sum.getValue();
    }

    @Override
    public boolean canExecuteInTransaction() {
      return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
      String filled = text;
      for (Map.Entry<String, String> word : words.entrySet()) {
        filled = filled.replace("${" + word.getKey() + "}", word.getValue());
      }
      try (Statement statement = context.getConnection().createStatement()) {
        for (String each : filled.split(";\\s*")) {
          statement.execute(each);
        }
      }
    }
  }
}
