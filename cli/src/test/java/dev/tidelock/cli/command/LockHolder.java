package dev.tidelock.cli.command;

import dev.tidelock.testkit.JavaProgram;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/// An application of its own process that holds the lock of its database, until it is closed.
final class LockHolder implements AutoCloseable {
  private final Process process;

  private LockHolder(Process process) {
    this.process = process;
  }

  /// Begins a transaction of a kind in which something is written.
  static LockHolder of(Sqlite database, String kind, String statement) throws IOException {
    Process process =
        new ProcessBuilder(
                JavaProgram.line(LockHolder.class, database.file().toString(), kind, statement))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = process.inputReader().readLine();
    if (!"locked".equals(said)) {
      throw new AssertionError("no lock: " + said);
    }
    return new LockHolder(process);
  }

  /// @param args the database, the kind of transaction, and what to do in it
  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN " + args[1]);
      statement.execute(args[2]);
      System.out.println("locked");
      if (System.in.read() < 0) {
        statement.execute("COMMIT");
      }
    }
  }

  /// Commits, and lets go.
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
