package dev.tidelock.platform.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process of its own that uses the database `app.db`: a Python script that reads commands from
/// its input and answers each with a line.
final class Application implements AutoCloseable {
  private static final String SCRIPT =
      """
      import sqlite3, sys
      db = sqlite3.connect('app.db', isolation_level=None, timeout=30)
      for line in sys.stdin:
          if line.startswith('work '):
              count = int(line.split()[1])
              print('working', flush=True)
              for i in range(count):
                  db.execute('BEGIN IMMEDIATE')
                  db.execute("INSERT INTO a(v) VALUES (hex(randomblob(400)))")
                  db.execute("INSERT INTO b(v) SELECT v FROM a ORDER BY id DESC LIMIT 1")
                  db.execute('COMMIT')
              print('done', flush=True)
          else:
              for row in db.execute(line):
                  pass
              print('ok', flush=True)
      db.close()
      """;

  private final Process process;
  private final BufferedReader answers;

  Application(Path directory) throws IOException {
    process =
        new ProcessBuilder("python3", "-c", SCRIPT)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /// Runs statements, one after the other.
  Application run(String... statements) throws IOException {
    for (String statement : statements) {
      send(statement);
      assertThat(answers.readLine()).isEqualTo("ok");
    }
    return this;
  }

  /// Makes the database that [#startWork] writes to.
  Application prepare(String journalMode) throws IOException {
    return run(
        "PRAGMA journal_mode = " + journalMode,
        "CREATE TABLE a(id INTEGER PRIMARY KEY, v TEXT)",
        "CREATE TABLE b(id INTEGER PRIMARY KEY, v TEXT)");
  }

  /// Starts transactions that each add one row to both tables.
  void startWork(int transactions) throws IOException {
    send("work " + transactions);
    assertThat(answers.readLine()).isEqualTo("working");
  }

  boolean isWorking() throws IOException {
    return !answers.ready();
  }

  void finishWork() throws IOException {
    assertThat(answers.readLine()).isEqualTo("done");
  }

  private void send(String line) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /// Ends it without a chance to tidy up.
  void kill() {
    process.destroyForcibly();
    await();
  }

  /// Lets it close its connection and end.
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    await();
  }

  private void await() {
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
