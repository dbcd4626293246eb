package dev.tidelock.library;

import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncListener;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.library.report.SyncProgress;
import dev.tidelock.library.report.SyncResult;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// An application of its own process, which writes into its database and syncs it, and says on its
/// output what it does.
final class SyncingProgram {
  private SyncingProgram() {}

  /// @param args the database, the device's home, the remote, the beginning of the keys that it
  ///   writes, and how many times it writes and syncs; 0 to sync once and stay
  public static void main(String[] args) throws Exception {
    SyncConfig config =
        SyncConfig.of("jdbc:sqlite:" + args[0])
            .home(Path.of(args[1]))
            .workspace(Path.of(args[1]).resolveSibling("workspace"))
            .remote(args[2])
            .build();
    int times = Integer.parseInt(args[4]);
    if (times == 0) {
      stay(config);
      return;
    }
    try (App app = App.at(Path.of(args[0]));
        SyncedDatabase database = SyncedDatabase.open(config)) {
      for (int i = 0; i < times; i++) {
        app.run("INSERT INTO notes VALUES ('%s%d', 'written', 0)".formatted(args[3], i));
        database.sync();
      }
      boolean done = database.sync().success();
      while (!done) {
        done = database.sync().success();
      }
    }
  }

  private static void stay(SyncConfig config) throws InterruptedException {
    try (SyncedDatabase database = SyncedDatabase.open(config)) {
      database.addListener(new Teller());
      database.sync();
      new CountDownLatch(1).await();
    }
  }

  /// Says what happens, a line for each.
  private static final class Teller implements SyncListener {
    @Override
    public void started(Operation operation) {
      System.out.println("started");
    }

    @Override
    public void progress(SyncProgress progress) {
      System.out.println("progress " + progress.phase());
    }

    @Override
    public void failed(SyncProblem problem, SyncResult result) {
      System.out.println("failed " + problem.kind() + " " + problem.message());
    }

    @Override
    public void completed(SyncResult result) {
      System.out.println("completed");
    }
  }
}
