package dev.tidelock.library;

import dev.tidelock.engine.record.Attachment;
import dev.tidelock.library.rule.TableRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/// What a [SyncedDatabase] is to do. Immutable.
///
/// @param database the file of the database, absolute
/// @param name what the database is called in the project, the same on all devices
/// @param tables the tables that are synced; none for all that can be
/// @param rules how tables are merged, by name; others by field, the later one of a field that two
///   devices changed
/// @param remote where it syncs with; nothing for none yet
/// @param project the name or id of the project at the remote
/// @param workspace the directory of the workspace
/// @param home this device's own directory; nothing for the usual one of the user
/// @param batchSize how many rows there are between two calls of progress, at least 1
/// @param debounce how long the database stands still before automatic sync takes its changes
/// @param interval how often automatic sync asks the remote
/// @param retry how often and when something that failed is tried again
public record SyncConfig(
    Path database,
    String name,
    Set<String> tables,
    Map<String, TableRule> rules,
    Optional<RemoteTarget> remote,
    String project,
    Path workspace,
    Optional<Path> home,
    int batchSize,
    Duration debounce,
    Duration interval,
    RetryPolicy retry) {
  public SyncConfig {
    tables = Collections.unmodifiableSet(new LinkedHashSet<>(tables));
    rules = Map.copyOf(rules);
    if (!Attachment.isName(name)) {
      throw invalid(
          "'"
              + name
              + "' is no name for a database: 1 to 64 letters, digits, dots, dashes and"
              + " underscores, the first one a letter or digit");
    }
    if (batchSize < 1) {
      throw invalid("a batch has at least one row, not " + batchSize);
    }
    if (debounce.isNegative() || interval.isNegative() || interval.isZero()) {
      throw invalid("the debounce is not negative, and the interval is longer than nothing");
    }
  }

  private static SyncFailure invalid(String message) {
    return new SyncFailure(SyncFailure.Reason.INVALID, message, "");
  }

  /// For the database of a JDBC URL.
  ///
  /// @throws SyncFailure if it is not of an SQLite database in a file
  public static Builder of(String url) {
    return new Builder(DatabaseFile.of(url));
  }

  /// For the database of a data source, which is asked once where the file lies.
  ///
  /// @throws SyncFailure if it is not of an SQLite database in a file
  public static Builder of(DataSource source) {
    return new Builder(DatabaseFile.of(source));
  }

  /// This, to be changed.
  public Builder edit() {
    return new Builder(this);
  }

  /// A [SyncConfig] in the making. One thread.
  public static final class Builder {
    private static final Duration USUAL_DEBOUNCE = Duration.ofMillis(500);
    private static final Duration USUAL_INTERVAL = Duration.ofMinutes(5);
    private static final int USUAL_BATCH = 1_000;

    private final Path database;
    private String name;
    private Set<String> tables = new LinkedHashSet<>();
    private final Map<String, TableRule> rules = new LinkedHashMap<>();
    private Optional<RemoteTarget> remote = Optional.empty();
    private Optional<String> project = Optional.empty();
    private Path workspace;
    private Optional<Path> home = Optional.empty();
    private int batchSize = USUAL_BATCH;
    private Duration debounce = USUAL_DEBOUNCE;
    private Duration interval = USUAL_INTERVAL;
    private RetryPolicy retry = RetryPolicy.USUAL;

    private Builder(Path database) {
      String file = String.valueOf(database.getFileName());
      int dot = file.lastIndexOf('.');
      this.database = database;
      this.name = nameOf(dot > 0 ? file.substring(0, dot) : file);
      this.workspace = database.resolveSibling(file + "-tidelock");
    }

    private Builder(SyncConfig config) {
      this.database = config.database;
      this.name = config.name;
      this.tables.addAll(config.tables);
      this.rules.putAll(config.rules);
      this.remote = config.remote;
      this.project = Optional.of(config.project);
      this.workspace = config.workspace;
      this.home = config.home;
      this.batchSize = config.batchSize;
      this.debounce = config.debounce;
      this.interval = config.interval;
      this.retry = config.retry;
    }

    private static String nameOf(String file) {
      String plain = file.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
      return plain.isEmpty() ? "database" : plain.substring(0, Math.min(64, plain.length()));
    }

    /// What the database is called in the project. Devices whose files are called differently meet
    /// under one name. By default the file's name without its extension.
    public Builder name(String newName) {
      name = newName;
      return this;
    }

    /// The tables that are synced, in place of those named before. By default all that can be.
    public Builder tables(String... names) {
      tables = new LinkedHashSet<>(List.of(names));
      return this;
    }

    /// How a table is merged where two devices changed a row.
    public Builder rule(String table, TableRule rule) {
      rules.put(table, rule);
      return this;
    }

    /// Where it syncs with: a hub that this device is signed in to, or a directory.
    public Builder remote(String url) {
      remote = Optional.of(new RemoteTarget(url, Optional.empty()));
      return this;
    }

    /// Where it syncs with: a hub, with the rights of a token.
    public Builder remote(String url, String token) {
      remote = Optional.of(new RemoteTarget(url, Optional.of(token)));
      return this;
    }

    /// The name or id of the project at the remote. By default the database's name.
    public Builder project(String nameOrId) {
      project = Optional.of(nameOrId);
      return this;
    }

    /// The directory of the workspace. By default one beside the database, called as its file and
    /// `-tidelock`.
    public Builder workspace(Path directory) {
      workspace = directory.toAbsolutePath().normalize();
      return this;
    }

    /// This device's own directory, where its identity and its sign-ins are. By default that of the
    /// user: `TIDELOCK_HOME`, or what the command line uses without it.
    public Builder home(Path directory) {
      home = Optional.of(directory.toAbsolutePath().normalize());
      return this;
    }

    /// How many rows there are between two calls of progress. Syncs themselves stream, and know no
    /// batches. By default 1,000.
    public Builder batchSize(int rows) {
      batchSize = rows;
      return this;
    }

    /// How long the database stands still before automatic sync takes its changes; it waits eight
    /// times that at most. By default half a second.
    public Builder debounce(Duration stillness) {
      debounce = stillness;
      return this;
    }

    /// How often automatic sync asks the remote. By default every five minutes.
    public Builder interval(Duration between) {
      interval = between;
      return this;
    }

    /// How often and when something that failed is tried again.
    public Builder retry(RetryPolicy policy) {
      retry = policy;
      return this;
    }

    /// The configuration.
    ///
    /// @throws SyncFailure if a value cannot be meant
    public SyncConfig build() {
      return new SyncConfig(
          database,
          name,
          tables,
          rules,
          remote,
          project.orElse(name),
          workspace,
          home,
          batchSize,
          debounce,
          interval,
          retry);
    }
  }
}
