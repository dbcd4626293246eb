package dev.tidelock.cli;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;

/// A part of both rehearsals: two workspaces at a hub, first synced by hand, then watched while
/// files change in one of them. What is played here is what a small change passes through from one
/// device to another, and it is felt when that starts cold.
final class LiveScene {
  /// What a line on standard error begins with that names what did not go as it should.
  static final String FAILED = "rehearsal: ";

  private static final int EDITS = 4;
  private static final int ROWS = 4_000;
  private static final long PATIENCE_MILLIS = 5_000;
  private static final long PAUSE_MILLIS = 20;

  private final Path one;
  private final Path other;

  /// @param place an empty directory
  LiveScene(Path place) {
    this.one = place.resolve("one");
    this.other = place.resolve("other");
  }

  /// Plays it. What fails trains less and harms nothing; it is said on standard error.
  ///
  /// @param url the hub
  /// @param token a right to use it
  void play(String url, String token) {
    try {
      playAll(url, token);
    } catch (IOException e) {
      failed(e.toString());
    }
  }

  private void playAll(String url, String token) throws IOException {
    Files.createDirectories(one.resolve("deep/down"));
    for (int i = 0; i < EDITS; i++) {
      Files.writeString(file(one, i), "first " + i + "\n");
    }
    run(one, "login", url, "--token", token);
    run(one, "init", ".", "--name", "live", "--remote", url);
    database(
        one,
        "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT, body TEXT, stars REAL, seen INTEGER)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                .formatted(ROWS)
            + " INSERT INTO note SELECT 'n' || i, 'title ' || i, hex(randomblob(60)), i / 2.0, i"
            + " FROM n");
    run(one, "record", "track", "app.db", "note");
    run(one, "seed");
    run(one, "sync");
    run(one, "clone", "live", other.toString(), "--remote", url);
    run(other, "record", "attach", "app", "app.db");
    run(other, "hydrate");
    Files.writeString(file(other, 0), "by hand\n");
    database(other, "UPDATE note SET title = 'here' WHERE seen % 7 = 0");
    run(other, "sync", "--json");
    database(one, "UPDATE note SET body = 'there' WHERE seen % 5 = 0");
    run(one, "diff");
    run(one, "sync");
    run(one, "status", "--json");
    watch(one);
    watch(other);
    for (int i = 0; i < EDITS; i++) {
      String text = "edited " + i + "\n".repeat(i + 1);
      Path from = i % 2 == 0 ? one : other;
      Files.writeString(file(from, i), text);
      await(file(from.equals(one) ? other : one, i), text);
    }
  }

  private static Path file(Path workspace, int number) {
    return workspace.resolve("deep/down/file" + number + ".txt");
  }

  private static void database(Path workspace, String... statements) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + workspace.resolve("app.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      failed(e.toString());
    }
  }

  private static void run(Path directory, String... commandLine) {
    Surroundings there =
        new Surroundings(directory, System.getenv(), Terminal.ofProcess(), InstantSource.system());
    if (new Program(there).run(List.of(commandLine)) != ExitCode.OK.number()) {
      failed(String.join(" ", commandLine));
    }
  }

  /// The watch ends with the process.
  private static void watch(Path directory) {
    Thread.ofPlatform().daemon().start(() -> run(directory, "sync", "--watch", "--json"));
  }

  private static void await(Path file, String text) throws IOException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (!Files.exists(file) || !Files.readString(file).equals(text)) {
      if (System.nanoTime() > end) {
        failed("a watch brought nothing to " + file);
        return;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void failed(String what) {
    System.err.println(FAILED + what);
  }
}
